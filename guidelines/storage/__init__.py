"""Files, stored by their content: a file's name is its SHA-256, so it can never change."""

import hashlib
import os
import re
import secrets
from pathlib import Path

from guidelines.config import current
from guidelines.errors import Missing

SHA256 = re.compile(r"[0-9a-f]{64}")


class Storage:
    """A folder of files named by their SHA-256."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, content: bytes) -> str:
        """Store `content` durably and return its SHA-256; storing it twice changes nothing."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self._path(sha256)
        if path.exists():
            return sha256
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = path.with_name(f"{sha256}.{secrets.token_hex(8)}.part")
        with part.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o600)
        part.rename(path)
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)  # the name must survive a power cut as well
        finally:
            os.close(folder)
        return sha256

    def get(self, sha256: str) -> bytes:
        """Return the content, or raise `Missing`."""
        try:
            return self.path(sha256).read_bytes()
        except FileNotFoundError:
            raise Missing from None

    def path(self, sha256: str) -> Path:
        """Return where the content lies; a name that is no hash is refused."""
        if not SHA256.fullmatch(sha256):
            raise Missing
        return self._path(sha256)

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:4] / sha256


def storage() -> Storage:
    """Return the storage of this installation."""
    return Storage(current().files)
