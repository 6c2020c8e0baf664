"""Reads about approval, editorial changes, what stands in the way, and published versions."""
