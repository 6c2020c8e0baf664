"""Where a link or an image of an author may point to, the same for every form of a text."""

import re

_IGNORED = re.compile(r"[\x00-\x20\x7f-\xa0\u200b\u2028\u2029]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
_ALLOWED = ("http://", "https://", "mailto:")


def is_allowed_link(target: str) -> bool:
    """Say whether a link may stay: http, https, mailto, or a place in the same text (`#id`)."""
    bare = _IGNORED.sub("", target).lower()
    return bare.startswith(_ALLOWED) or (bare.startswith("#") and len(bare) > 1)


def is_remote(target: str) -> bool:
    """Say whether an image lies outside: any scheme, `data:` included, or a `//host/…`."""
    bare = _IGNORED.sub("", target)
    return bare.startswith(("//", "\\\\")) or _SCHEME.match(bare) is not None
