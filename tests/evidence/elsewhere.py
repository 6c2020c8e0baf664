"""A server on this machine that answers as Crossref, the DOI resolver and PubMed do.

The shapes follow the public documentation of each; the sources themselves are made up.
"""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

CROSSREF = {
    "10.1000/airway": {
        "DOI": "10.1000/airway",
        "type": "journal-article",
        "title": ["Airway care in infants with a small lower jaw", "A second title"],
        "container-title": ["Journal of Examples"],
        "short-container-title": ["J Ex"],
        "author": [
            {"given": "Ana", "family": "Muster", "sequence": "first", "affiliation": []},
            {"name": "The Example Group", "sequence": "additional", "affiliation": []},
        ],
        "issued": {"date-parts": [[2019, 4, 2]]},
        "volume": "7",
        "issue": "2",
        "page": "11-19",
        "ISSN": ["1234-5678", "8765-4321"],
        "abstract": "<jats:p>What was done.</jats:p>",
        "reference": [{"key": "1"}],
        "source": "Crossref",
        "score": 1,
    },
    "10.1000/gone": {
        "DOI": "10.1000/gone",
        "type": "journal-article",
        "title": ["A trial that was withdrawn"],
        "author": [{"given": "Bo", "family": "Beispiel"}],
        "issued": {"date-parts": [[2015]]},
        "updated-by": [
            {"type": "correction", "DOI": "10.1000/corr", "updated": {"date-parts": [[2016]]}},
            {
                "type": "retraction",
                "DOI": "10.1000/notice",
                "source": "retraction-watch",
                "updated": {"date-parts": [[2017, 3, 5]], "date-time": "2017-03-05T00:00:00Z"},
            },
        ],
    },
}
AGENCY = {
    "10.5000/data": {
        "type": "dataset",
        "id": "https://doi.org/10.5000/data",
        "DOI": "10.5000/data",
        "title": "A data set of another agency",
        "publisher": "Example Repository",
        "author": [{"family": "Doe", "given": "Al"}],
        "issued": {"date-parts": [[2021]]},
    }
}
PUBMED = {
    "111": (
        "PMID- 111\nOWN - NLM\nSTAT- MEDLINE\nTI  - Feeding of infants with a cleft.\n"
        "FAU - Smith, Jo\nDP  - 2020 Feb\nJT  - Example journal\nPT  - Journal Article\n"
        "AID - 10.1000/feeding [doi]\n"
    ),
    "222": (
        "PMID- 222\nOWN - NLM\nTI  - A withdrawn study.\nFAU - Roe, B\nDP  - 2010\n"
        "PT  - Journal Article\nPT  - Retracted Publication\n"
        "RIN - Ex J. 2012 Mar;4(1):9. doi: 10.1000/x. PMID: 333\n"
    ),
}


class Elsewhere(ThreadingHTTPServer):
    """The server, with what it was asked for; `broken` hosts answer with an error."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.broken: dict[str, int] = {}
        self.leads_to = "https://data.crosscite.org"

    @property
    def address(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.server_address[1]}"


class _Answers(BaseHTTPRequestHandler):
    server: Elsewhere

    def do_GET(self) -> None:
        """Answer as the host that the path begins with."""
        parts = urlsplit(self.path)
        host, _slash, rest = parts.path.lstrip("/").partition("/")
        self.server.asked.append(f"{host} {unquote(rest)}")
        self.server.agents.add(self.headers["User-Agent"])
        if host in self.server.broken:
            return self._send(self.server.broken[host], b"trouble")
        if host == "eutils.ncbi.nlm.nih.gov":
            wanted = parse_qs(parts.query)["id"][0].split(",")
            records = [PUBMED[one] for one in wanted if one in PUBMED]
            return self._send(200 if records else 400, "\n".join(["", *records]).encode())
        doi = unquote(rest).removeprefix("works/")
        if host == "doi.org":
            if doi in AGENCY:
                return self._send(302, b"", Location=f"{self.server.leads_to}/{rest}")
            return self._send(404, b"not found")
        known = CROSSREF if host == "api.crossref.org" else AGENCY
        if doi == "10.1000/huge":
            return self._send(200, b"[" + b" " * 6_000_000)
        if doi == "10.1000/nonsense":
            return self._send(200, b"<html>")
        if doi not in known:
            return self._send(404, b"Resource not found.")
        work = known[doi]
        answer = {"status": "ok", "message-type": "work", "message": work}
        return self._send(200, json.dumps(answer if known is CROSSREF else work).encode())

    def _send(self, status: int, content: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@contextmanager
def elsewhere() -> Iterator[Elsewhere]:
    """Run the server for a while."""
    server = Elsewhere()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
