"""What people do with interests: declare their own, assess somebody else's."""

from guidelines.interests.service import transfer as transfer
from guidelines.interests.service.assessing import assess_interests
from guidelines.interests.service.declaring import confirm_interests, declare_interests
from guidelines.interests.service.policies import set_policy
from guidelines.interests.service.refusing import (
    note_refusal,
    refuse_conflicted,
    refuse_speaking_for,
)
from guidelines.interests.service.topics import save_topic

__all__ = [
    "assess_interests",
    "confirm_interests",
    "declare_interests",
    "note_refusal",
    "refuse_conflicted",
    "refuse_speaking_for",
    "save_topic",
    "set_policy",
]
