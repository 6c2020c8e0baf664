"""What people do to publish: ask for approval, sign, confirm, publish, render again."""

from guidelines.publishing.service.approvals import request_approval, return_to_authors, sign
from guidelines.publishing.service.changes import (
    attest_editorial_change,
    propose_editorial_change,
    refuse_editorial_change,
)
from guidelines.publishing.service.editions import (
    fail_rendering,
    publish_edition,
    retry_rendering,
    store_rendering,
)

__all__ = [
    "attest_editorial_change",
    "fail_rendering",
    "propose_editorial_change",
    "publish_edition",
    "refuse_editorial_change",
    "request_approval",
    "retry_rendering",
    "return_to_authors",
    "sign",
    "store_rendering",
]
