"""Files of messages: kept sealed under the case's key, opened for whom the policy lets."""

import uuid
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import defer

from portal.access import Actor
from portal.audit.trail import note
from portal.db import db, transaction
from portal.referrals import policy
from portal.referrals.cleaning import CleanFile
from portal.referrals.codes import Unfit
from portal.referrals.disclosure import Field
from portal.referrals.models import Attachment, Message, ReceptionRequest
from portal.referrals.unfit import UnfitFile
from portal.sealed import seal, unseal

MOST_FILES = 10  # of one request


@dataclass(frozen=True)
class OpenFile:
    """A file in clear, for the moment in which it is given out."""

    media_type: str
    content: bytes


def keep(message: Message, file: CleanFile) -> Attachment:
    """Seal a clean file into the running act. Raises UnfitFile when the request holds as many as it may."""
    if _number_of(message.request_id) >= MOST_FILES:
        raise UnfitFile(Unfit.TOO_MANY)
    own = {"message_id": message.id, "request_id": message.request_id, "case_id": message.case_id}
    kept = Attachment(media_type=file.media_type, size=len(file.content), **own)
    kept.name = file.name
    kept.content = seal(file.content, _where(kept.id), kept.sealing_key())
    db.session.add(kept)
    return kept


def number_of(request: ReceptionRequest) -> int:
    """How many files a request holds."""
    return _number_of(request.id)


def _number_of(request_id: uuid.UUID) -> int:
    counted = select(func.count()).select_from(Attachment).where(Attachment.request_id == request_id)
    return db.session.scalar(counted) or 0


def open_file(actor: Actor, request: ReceptionRequest, attachment_id: uuid.UUID) -> OpenFile | None:
    """A file of a request that the actor may see, noted in the log; None alike for a missing and a hidden one."""
    if not policy.sees(actor, request, Field.FILES):
        return None
    own = (Attachment.id == attachment_id, Attachment.request_id == request.id)
    kept = db.session.scalar(select(Attachment).where(*own))
    if kept is None:
        return None
    with transaction():
        note(actor, "request:file:given", f"request:{request.reference}", file=str(kept.id))
    return OpenFile(kept.media_type, unseal(kept.content, _where(kept.id), kept.sealing_key()))


def of_request(actor: Actor, request: ReceptionRequest) -> dict[uuid.UUID, list[Attachment]]:
    """The files of each message of a request, without their content; nothing for whom they are hidden."""
    found: dict[uuid.UUID, list[Attachment]] = {}
    if policy.sees(actor, request, Field.FILES):
        own = select(Attachment).where(Attachment.request_id == request.id).options(defer(Attachment.content))
        for one in db.session.scalars(own.order_by(Attachment.created_at)):
            found.setdefault(one.message_id, []).append(one)
    return found


def _where(attachment_id: uuid.UUID) -> bytes:
    return b"attachment\x00content\x00" + attachment_id.bytes
