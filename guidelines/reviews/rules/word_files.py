"""Where a Word file stands, on its way out and on its way in."""

from enum import StrEnum

from guidelines.errors import Invalid, sentence

ZIP = b"PK\x03\x04"
OLD_WORD = b"\xd0\xcf\x11\xe0"


class FileState(StrEnum):
    """How far a file is."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


def check_handed_in(content: bytes, filename: str) -> None:
    """Raise `Invalid` for an upload that cannot be a Word file, before a job is bothered."""
    if not content:
        raise Invalid({"file": sentence("Choose the Word file first.")})
    is_word = content.startswith((ZIP, OLD_WORD))
    if not is_word or not filename.lower().endswith((".docx", ".docm", ".doc")):
        raise Invalid(
            {"file": sentence("This is not a Word file. Choose a file that ends in .docx.")}
        )
