"""What the library does after something was published: it puts it on its shelf."""

from guidelines.db import transaction
from guidelines.jobs import Work, job
from guidelines.library.service.indexing import index_all, index_edition


@job("library.index")
def index(work: Work) -> None:
    """Put a published version into the index, or all of them; twice changes nothing."""
    with transaction():
        if "edition_id" in work.payload:
            index_edition(work.payload["edition_id"])
        else:
            index_all()
