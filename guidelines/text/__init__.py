"""Markdown, recommendations, comparison and merge: pure functions."""
