"""Word files that come back, read beside the version they were made from."""

from guidelines.reviews.importers.word_files import Placed, Read, made, read_back

__all__ = ["Placed", "Read", "made", "read_back"]
