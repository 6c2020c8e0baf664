"""Pictures of a document: taken in as pixels only, each with words for those who cannot see it."""

from dataclasses import dataclass

from sqlalchemy import select

from guidelines import audit
from guidelines.db import lock_row, session
from guidelines.drafts.models import Asset, Document
from guidelines.drafts.queries import assets_of, current_version, locked_keys, sections_in
from guidelines.drafts.rules.pictures import (
    LARGEST_FILE,
    check_alternative,
    name_for,
    with_alternative,
)
from guidelines.drafts.service.sections import save_section
from guidelines.errors import Invalid, Missing, TooLarge, sentence
from guidelines.events import PictureAdded, PictureDescribed
from guidelines.permissions import Action, Actor, require
from guidelines.storage import storage
from guidelines.text.recommendations import parse
from guidelines.typesetting.model import Asset as Picture
from guidelines.typesetting.pictures import reencoded


@dataclass(frozen=True, slots=True)
class Described:
    """What became of new words for a picture.

    `changed` counts the sections whose text got them, `left` names those where the picture is
    part of a locked wording.
    """

    changed: int
    left: tuple[str, ...] = ()


def read_picture(content: bytes) -> Picture:
    """Return a file as a PNG or JPEG of its pixels; before the transaction, it takes a while.

    Raises `TooLarge`, or `Invalid` for what is no picture.
    """
    if not content:
        raise Invalid({"file": sentence("Choose a picture.")})
    if len(content) > LARGEST_FILE:
        raise TooLarge(
            sentence("This picture is larger than 15 MB. Make it smaller, then add it again.")
        )
    picture = reencoded(content)
    if picture is None:
        raise Invalid(
            {
                "file": sentence(
                    "This is no picture that can be used, or it has more than 40 million pixels. "
                    "Save it as PNG or JPEG, then add it again."
                )
            }
        )
    return picture


def add_picture(
    actor: Actor, document: Document, picture: Picture, *, filename: str, alternative: str
) -> Asset:
    """Add a picture under a name of its own; the very same picture is not kept twice."""
    require(actor, Action.DRAFT_SAVE, document)

    words = check_alternative(alternative)
    if lock_row(Document, document.id) is None:
        raise Missing
    sha256 = storage().put(picture.content)
    there = session.scalar(
        select(Asset).where(Asset.document_id == document.id, Asset.sha256 == sha256)
    )
    if there is not None:
        there.alternative = there.alternative or words
        session.flush()
        return there
    taken = {asset.name for asset in assets_of(document)}
    asset = Asset(
        network_id=document.network_id,
        project_id=document.project_id,
        document_id=document.id,
        name=name_for(filename, picture.media_type, taken),
        media_type=picture.media_type,
        sha256=sha256,
        size=len(picture.content),
        alternative=words,
        person_id=actor.person_id,
    )
    session.add(asset)
    session.flush()
    audit.record(
        actor,
        PictureAdded(
            network_id=document.network_id,
            project_id=document.project_id,
            document_id=document.id,
            asset_id=asset.id,
            sha256=sha256,
        ),
    )
    return asset


def describe_picture(
    actor: Actor, asset: Asset, document: Document, *, alternative: str, message: str = ""
) -> Described:
    """Change the words that stand for a picture, also where the text of a section has the old.

    Words that an author wrote for one place only stay there.
    """
    require(actor, Action.DRAFT_SAVE, asset)

    words, before = check_alternative(alternative), asset.alternative
    lock_row(Document, document.id)  # what is read next is the newest until the commit
    asset.alternative = words
    session.flush()
    locked = frozenset(locked_keys(document))
    changed, left = 0, []
    for item in sections_in(current_version(document)):
        old = item.revision.source
        source = with_alternative(old, asset.name, before, words)
        if source == old:
            continue
        if _wordings(old, locked) != _wordings(source, locked):
            left.append(item.title)
            continue
        save_section(
            actor, item.section, source=source, base_revision_id=item.revision.id, message=message
        )
        changed += 1
    audit.record(
        actor,
        PictureDescribed(
            network_id=asset.network_id,
            project_id=asset.project_id,
            document_id=asset.document_id,
            asset_id=asset.id,
        ),
    )
    return Described(changed, tuple(left))


def _wordings(source: str, keys: frozenset[str]) -> dict[str, str]:
    """Return the hashes of the wordings that are locked."""
    if not keys:
        return {}
    return {one.id: one.wording_hash for one in parse(source) if one.id in keys}
