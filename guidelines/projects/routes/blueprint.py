"""The blueprint of the pages of networks and projects."""

from flask import Blueprint

bp = Blueprint("projects", __name__)
