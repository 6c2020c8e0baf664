"""Requests for approval, editorial changes, published versions and their downloads."""

from guidelines.publishing.models.approvals import ApprovalRequest, EditorialChange, SignOff
from guidelines.publishing.models.editions import Edition, Rendering

__all__ = ["ApprovalRequest", "Edition", "EditorialChange", "Rendering", "SignOff"]
