"""What happens without anybody being there: Word files, the days of rounds, letters."""

from guidelines.reviews.jobs import dates, digests, letters, mentions, word_files

__all__ = ["dates", "digests", "letters", "mentions", "word_files"]
