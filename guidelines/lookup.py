"""Looking things up elsewhere: the one door for requests that leave this server.

It asks a fixed list of hosts over https, follows a redirect only to another of them, and takes
neither long nor large answers. It is shut unless the setting `look_up` opens it. Call it from
jobs only.
"""

import http.client
import ssl
import time
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from guidelines.config import Settings, current
from guidelines.errors import Unavailable, sentence

HOSTS = frozenset(
    {
        "api.crossref.org",
        "api.datacite.org",
        "data.crosscite.org",
        "doi.org",
        "eutils.ncbi.nlm.nih.gov",
    }
)
MOST_BYTES = 5_000_000
MOST_SECONDS = 20.0
SECONDS_OF_SILENCE = 8.0
_MOST_REDIRECTS = 3
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_CHUNK = 65_536

SWITCHED_OFF = sentence(
    "Looking up DOIs and PubMed numbers is switched off on this server. Whoever runs the server "
    "can switch it on (handbook, “References”). Until then, save the references as a file, in "
    "PubMed by “Save” or “Send to: Citation manager”, and import that."
)


@dataclass(frozen=True, slots=True)
class Reply:
    """What a host answered: the HTTP status and the body."""

    status: int
    content: bytes


def is_open() -> bool:
    """Tell whether this installation may look things up."""
    return current().look_up


def ask(url: str, accept: str = "*/*") -> Reply:
    """Ask for `url` and return the answer, whatever its status.

    Raises
    ------
    Unavailable
        If looking up is switched off, the host does not answer in time or answers at great
        length, or it or a host that it leads to is not on the list.
    """
    settings = current()
    if not settings.look_up:
        raise Unavailable(SWITCHED_OFF)
    deadline = time.monotonic() + MOST_SECONDS
    for _redirect in range(_MOST_REDIRECTS + 1):
        parts = urlsplit(url)
        host = parts.hostname or ""
        if parts.scheme != "https" or host not in HOSTS or parts.port not in (None, 443):
            raise Unavailable(
                sentence("The answer lies at %(host)s, which is not asked.", host=host or "?")
            )
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        reply, target = _once(settings, host, path, accept, deadline)
        if not target:
            return reply
        url = urljoin(url, target)
    raise Unavailable(sentence("%(host)s leads in a circle.", host=host))


def _once(
    settings: Settings, host: str, path: str, accept: str, deadline: float
) -> tuple[Reply, str]:
    """Ask one host; return its answer, and where it leads to if that is a redirect."""
    connection, path = _connection(settings, host, path)
    try:
        connection.request(
            "GET",
            path,
            headers={"Accept": accept, "User-Agent": f"Concord ({settings.public_url})"},
        )
        with connection.getresponse() as answer:
            if answer.status in _REDIRECTS:
                return Reply(answer.status, b""), answer.getheader("Location", "")
            return Reply(answer.status, _body(answer, host, deadline)), ""
    except (OSError, http.client.HTTPException, ValueError) as trouble:
        raise Unavailable(
            sentence("%(host)s does not answer. Try again later.", host=host)
        ) from trouble
    finally:
        connection.close()


def _body(answer: http.client.HTTPResponse, host: str, deadline: float) -> bytes:
    content = bytearray()
    while chunk := answer.read1(_CHUNK):
        content += chunk
        if len(content) > MOST_BYTES or time.monotonic() > deadline:
            raise Unavailable(sentence("%(host)s answers at too great a length.", host=host))
    return bytes(content)


def _connection(
    settings: Settings, host: str, path: str
) -> tuple[http.client.HTTPConnection, str]:
    """Return a connection to a host, or to the mirror on this machine, and the path there."""
    if settings.look_up_mirror:
        mirror = urlsplit(settings.look_up_mirror)
        there = http.client.HTTPConnection(
            mirror.hostname or "127.0.0.1", mirror.port or 80, timeout=SECONDS_OF_SILENCE
        )
        return there, f"/{host}{path}"
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(host, timeout=SECONDS_OF_SILENCE, context=context), path
