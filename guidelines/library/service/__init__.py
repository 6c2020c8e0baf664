"""What the library does: it keeps its index, and writes itself as files."""

from guidelines.library.service import transfer as transfer
from guidelines.library.service.indexing import index_all, index_edition
from guidelines.library.service.writing import MARK, reading, write_library

__all__ = ["MARK", "index_all", "index_edition", "reading", "write_library"]
