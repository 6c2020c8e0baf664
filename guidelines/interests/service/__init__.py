"""What people do with interests: declare their own, assess somebody else's."""

from guidelines.interests.service import transfer as transfer
from guidelines.interests.service.assessing import assess_interests
from guidelines.interests.service.declaring import declare_interests
from guidelines.interests.service.refusing import note_refusal, refuse_conflicted

__all__ = ["assess_interests", "declare_interests", "note_refusal", "refuse_conflicted"]
