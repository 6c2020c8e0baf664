"""Pages of comments, suggestions and Word files, and what reviews show on other pages."""

from guidelines.reviews.routes import answering, comments, outline, slots, suggestions, word_files
from guidelines.reviews.routes.blueprint import bp

__all__ = ["answering", "bp", "comments", "outline", "slots", "suggestions", "word_files"]
