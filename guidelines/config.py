"""Every setting, from the environment (`GUIDELINES_…`), with a default for one machine."""

import os
import secrets
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

ROOT = Path(__file__).parents[1]
TRANSLATIONS = ROOT / "guidelines" / "translations"


class Settings(BaseSettings):
    """The settings of one installation.

    `instance` holds three separate folders: ``database``, ``files`` and ``keys``. A backup of the
    database never holds the keys. `look_up` lets the server ask Crossref and PubMed for
    references; `look_up_mirror` is a server of this machine that answers in their place.
    """

    model_config = SettingsConfigDict(
        env_prefix="GUIDELINES_", env_file=None, extra="ignore", frozen=True
    )

    instance: Path = ROOT / "instance"
    database_url: str = ""
    jobs_url: str = ""
    public_url: str = "http://127.0.0.1:8000"
    mail_url: str = ""
    mail_from: str = "concord@localhost"
    secret_key: str = ""
    demonstration: bool = False
    trusted_hops: Annotated[int, Field(ge=0, le=5)] = 0
    idle_minutes: Annotated[int, Field(ge=5, le=720)] = 60
    max_upload_bytes: Annotated[int, Field(ge=1_000_000)] = 30_000_000
    languages: tuple[str, ...] = ("en",)
    log_json: bool = False
    look_up: bool = False
    look_up_mirror: str = ""

    @field_validator("public_url")
    @classmethod
    def _no_trailing_slash(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            raise ValueError("public_url must look like https://guidelines.example.org")
        return value.rstrip("/")

    @field_validator("look_up_mirror")
    @classmethod
    def _on_this_machine(cls, value: str) -> str:
        if value and urlsplit(value).hostname not in {"127.0.0.1", "::1", "localhost"}:
            raise ValueError("look_up_mirror must be a server of this machine")
        return value.rstrip("/")

    @property
    def secure(self) -> bool:
        """Whether people reach this installation over https: cookies and HSTS follow it."""
        return self.public_url.startswith("https://")

    @property
    def database(self) -> str:
        """The database URL: the setting, or the SQLite file of this installation."""
        return self.database_url or f"sqlite:///{self.instance / 'database' / 'concord.sqlite3'}"

    @property
    def files(self) -> Path:
        """The folder of stored files."""
        return self.instance / "files"

    @property
    def keys(self) -> Path:
        """The folder of keys, which no database backup holds."""
        return self.instance / "keys"

    def prepare(self) -> "Settings":
        """Make the folders of the installation, readable by its owner only; return self."""
        for folder in (self.instance, self.instance / "database", self.files, self.keys):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self

    def key(self, name: str) -> bytes:
        """Return the 32-byte key `name`, made at first use and kept in the folder of keys."""
        path = self.keys / f"{name}.key"
        try:
            return self.kept_key(name)
        except FileNotFoundError:
            self.prepare()
            try:
                with path.open("x") as file:
                    path.chmod(0o600)
                    file.write(secrets.token_hex(32))
            except FileExistsError:
                pass  # another process made it at this very moment
            return self.kept_key(name)

    def kept_key(self, name: str) -> bytes:
        """Return the key `name`; raise `FileNotFoundError` where there is none."""
        return bytes.fromhex((self.keys / f"{name}.key").read_text().strip())

    def forget_key(self, name: str) -> None:
        """Destroy the key `name`: its file is written over, then removed."""
        path = self.keys / f"{name}.key"
        if not path.exists():
            return
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        path.unlink()

    @property
    def signing_key(self) -> str:
        """The secret that signs cookies and mail links."""
        return self.secret_key or self.key("signing").hex()


_in_use: list[Settings] = []


def use(settings: Settings) -> None:
    """Use `settings` in this process from now on."""
    _in_use[:] = [settings]


def current() -> Settings:
    """Return the settings in use."""
    if not _in_use:
        use(Settings())
    return _in_use[0]
