"""The one door to markdown-it: safe HTML for the preview, plain words, and pandoc's reader."""

from guidelines.text.markdown.parser import PANDOC_READER
from guidelines.text.markdown.rendering import (
    LARGEST_SOURCE,
    WHOLE,
    Around,
    Heading,
    Rendered,
    landmarks_of,
    outline,
    plain_text,
    render,
)
from guidelines.text.markdown.safety import lowered
from guidelines.text.markdown.words import Words

__all__ = [
    "LARGEST_SOURCE",
    "PANDOC_READER",
    "WHOLE",
    "Around",
    "Heading",
    "Rendered",
    "Words",
    "landmarks_of",
    "lowered",
    "outline",
    "plain_text",
    "render",
]
