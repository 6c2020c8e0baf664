"""Statistics of ratings: pure functions, exact where a limit is decided."""
