"""The forms of the review pages."""

from guidelines.reviews.forms.comments import DECISION_WORDS, CommentForm, ResponseForm

__all__ = ["DECISION_WORDS", "CommentForm", "ResponseForm"]
