"""The one door to markdown-it: safe HTML for the preview, plain words, and pandoc's reader."""

from guidelines.text.markdown.parser import PANDOC_READER
from guidelines.text.markdown.rendering import (
    LARGEST_SOURCE,
    Heading,
    Rendered,
    outline,
    plain_text,
    render,
)
from guidelines.text.markdown.writing import Words

__all__ = [
    "LARGEST_SOURCE",
    "PANDOC_READER",
    "Heading",
    "Rendered",
    "Words",
    "outline",
    "plain_text",
    "render",
]
