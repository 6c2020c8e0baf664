"""The blueprint of the public library."""

from flask import Blueprint

from guidelines.library.service import reading
from guidelines.web.public import make_public, read_alone

bp = Blueprint("library", __name__)
bp.after_request(make_public)
reading.append(read_alone)
