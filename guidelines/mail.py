"""Mail: one port, sent from jobs only. By default letters are files that an operator can read."""

import smtplib
import ssl
from dataclasses import dataclass
from datetime import date, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from gettext import NullTranslations
from pathlib import Path
from urllib.parse import unquote, urlsplit

from babel.dates import format_date
from babel.support import Translations

from guidelines.config import TRANSLATIONS, Settings, current
from guidelines.db import new_key, now
from guidelines.errors import Sentence, Unavailable, sentence

DEMONSTRATION = sentence("Demonstration, not for clinical use")


@dataclass(frozen=True, slots=True)
class Letter:
    """A plain-text letter to one person, in their language where there is a translation.

    `stop` is the address that ends letters of this kind by one press of a button in the program
    that shows it (RFC 8058).
    """

    to: str
    subject: Sentence
    text: Sentence
    language: str = "en"
    stop: str = ""


class Post:
    """Where letters go: ``smtp://[user:password@]host:port`` or a folder of files."""

    def __init__(self, settings: Settings) -> None:
        self.url = settings.mail_url
        self.sender = settings.mail_from
        self.folder = settings.instance / "mail"
        self.demonstration = settings.demonstration

    def send(self, letter: Letter) -> None:
        """Send `letter` now, or raise `Unavailable`; call it from a job."""
        message = EmailMessage(policy=SMTP)
        message["From"] = self.sender
        message["To"] = letter.to
        words = Translations.load(str(TRANSLATIONS), [letter.language])
        subject = _worded(words, letter.subject, letter.language)
        message["Subject"] = " ".join(subject.split())  # a title may hold a line break
        message["Date"] = format_datetime(now())
        message["Message-ID"] = make_msgid(domain=self.sender.rpartition("@")[2])
        message["Auto-Submitted"] = "auto-generated"
        if letter.stop:
            message["List-Unsubscribe"] = f"<{letter.stop}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
        text = _worded(words, letter.text, letter.language)
        if self.demonstration:
            text = f"{words.gettext(DEMONSTRATION.template)}\n\n{text}"
        message.set_content(text)
        if self.url.startswith(("smtp://", "smtps://")):
            self._by_smtp(message)
        else:
            self._to_file(message)

    def _by_smtp(self, message: EmailMessage) -> None:
        url = urlsplit(self.url)
        try:
            port = url.port or (465 if url.scheme == "smtps" else 25)
            host = url.hostname or "localhost"
            if url.scheme == "smtps":
                server: smtplib.SMTP = smtplib.SMTP_SSL(
                    host, port, timeout=20, context=ssl.create_default_context()
                )
            else:
                server = smtplib.SMTP(host, port, timeout=20)
            with server:
                if url.scheme == "smtp" and server.has_extn("starttls"):
                    server.starttls(context=ssl.create_default_context())
                if url.username:
                    server.login(unquote(url.username), unquote(url.password or ""))
                server.send_message(message)
        except (OSError, smtplib.SMTPException) as trouble:
            raise Unavailable(sentence("The mail server did not take the letter.")) from trouble

    def _to_file(self, message: EmailMessage) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path: Path = self.folder / f"{now():%Y%m%d-%H%M%S}-{new_key()}.eml"
        path.write_bytes(bytes(message))
        path.chmod(0o600)


def send(letter: Letter) -> None:
    """Send a letter through the post of this installation."""
    Post(current()).send(letter)


def _worded(words: NullTranslations, text: Sentence, language: str) -> str:
    """Return a sentence in the language of the letter, with the sentences and days inside it."""

    def said(value: object) -> object:
        if isinstance(value, Sentence):
            return _worded(words, value, language)
        if isinstance(value, date) and not isinstance(value, datetime):
            return format_date(value, "d MMMM y", locale=language.replace("-", "_"))
        return value

    values = {name: said(value) for name, value in text.values.items()}
    return str(words.gettext(text.template) % values)
