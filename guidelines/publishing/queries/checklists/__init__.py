"""Reads about the checklists of a document: how each item stands, and what is still open."""

from guidelines.publishing.queries.checklists.entries import entries

__all__ = ["entries"]
