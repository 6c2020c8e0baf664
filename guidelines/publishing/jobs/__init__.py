"""Work that follows from publishing: the downloads of an edition."""

from guidelines.publishing.jobs.rendering import render

__all__ = ["render"]
