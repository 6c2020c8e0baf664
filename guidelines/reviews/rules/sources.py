"""What a letter or call must have before comments are entered from it."""

from datetime import date

from guidelines.errors import Invalid, TooLarge, sentence

LARGEST = 20 * 1024 * 1024
ENDINGS = (".pdf", ".docx", ".doc", ".odt", ".txt", ".eml", ".msg", ".png", ".jpg", ".jpeg")


def check_source(
    *,
    name: str,
    organisation: str,
    received_on: date | None,
    today: date,
    note: str,
    content: bytes,
    filename: str,
) -> None:
    """Raise `Invalid` unless it says who spoke, when, and holds a file or a note.

    `TooLarge` for a file above the limit.
    """
    wrong: dict[str, str] = {}
    if not name.strip() and not organisation.strip():
        wrong["name"] = sentence("Name the person or the organisation that spoke.")
    if len(name) > 200 or len(organisation) > 200:
        wrong["name"] = sentence("Keep this to %(most)s characters.", most=200)
    if received_on is None:
        wrong["received_on"] = sentence("Say on which day it came.")
    elif received_on > today:
        wrong["received_on"] = sentence("This day is still to come. Choose the day it came.")
    if not content and not note.strip():
        wrong["file"] = sentence("Add the file, or note how the words came.")
    elif len(note) > 2000:
        wrong["note"] = sentence("Keep this to %(most)s characters.", most=2000)
    elif content and not filename.lower().endswith(ENDINGS):
        wrong["file"] = sentence(
            "Choose a PDF, a Word or text file, a mail or a picture: %(endings)s.",
            endings=", ".join(ENDINGS),
        )
    if wrong:
        raise Invalid(wrong)
    if len(content) > LARGEST:
        raise TooLarge(sentence("The file has more than %(most)s MB.", most=LARGEST // 1024**2))
