"""Work that follows from publishing: the downloads of an edition, letters to appraisers."""

from guidelines.publishing.jobs.appraisals import invite_appraiser
from guidelines.publishing.jobs.rendering import render

__all__ = ["invite_appraiser", "render"]
