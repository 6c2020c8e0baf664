"""What the library does: it writes itself as files."""

from guidelines.library.service.writing import MARK, reading, write_library

__all__ = ["MARK", "reading", "write_library"]
