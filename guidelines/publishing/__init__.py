"""Sign-offs, publication checks, editions and their renderings."""
