"""The revision at which a form was opened."""

from collections.abc import Mapping


def revision_from(posted: Mapping[str, str]) -> int:
    """Return the revision a form was opened at, or -1 (never current) if it does not say."""
    text = posted.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1
