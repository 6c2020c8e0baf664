"""Statistics of ratings and votes: pure functions."""
