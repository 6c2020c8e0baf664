"""The blueprint of the public library."""

from flask import Blueprint, Response, request

from guidelines.library import queries
from guidelines.library.service import reading
from guidelines.web.public import kept_until, make_public, read_alone

# These know by themselves when the next version of their guideline becomes public.
_WATCHFUL = frozenset({"library.show_edition", "library.show_recommendation", "library.show_card"})

bp = Blueprint("library", __name__)


@bp.after_request
def keep_until_the_next(response: Response) -> Response:
    """Let no cache keep a list or an address beyond the moment at which a version comes out."""
    if request.endpoint in _WATCHFUL or response.cache_control.max_age is None:
        return response
    return kept_until(response, queries.next_moment())


bp.after_request(make_public)
reading.append(read_alone)
