"""Reads about the checklists of a document: how each item stands, and what is still open."""

from guidelines.publishing.queries.checklists.entries import Entry, entries

__all__ = ["Entry", "entries"]
