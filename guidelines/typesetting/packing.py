"""Zip files whose bytes depend on nothing but what is in them."""

import io
import zipfile
from collections.abc import Collection, Mapping

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a zip file can name


def inside(name: str) -> str:
    """Return a name that stays inside the folder into which a zip is unpacked."""
    return "/".join(part for part in name.replace("\\", "/").split("/") if part.strip("."))


def packed(files: Mapping[str, bytes], *, stored: Collection[str] = ()) -> bytes:
    """Return a zip of `files` in their order; those in `stored` are not compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(inside(name), _EARLIEST)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return out.getvalue()
