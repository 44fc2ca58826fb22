"""A message inside a request, by either side at any living state: it changes no state and is told to the other side."""

import uuid

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import add_once, now, transaction
from portal.referrals import attachments, mail, policy
from portal.referrals.cleaning import CleanFile
from portal.referrals.models import Message, ReceptionRequest
from portal.referrals.states import Whose
from portal.referrals.steps import AlreadyHappened, NotYours, locked_case, state_of
from portal.vocabulary.requests import Channel


def write(
    actor: Actor,
    request: ReceptionRequest,
    words: str,
    *,
    language: str = "",
    file: CleanFile | None = None,
    key: uuid.UUID | None = None,
) -> Message:
    """Write to the other side (`language`: the code of the language of the words), with a clean file or none.

    `key` is the form's: a double post is one message. Raises NotYours for a stranger, AlreadyHappened when the
    request has ended, UnfitFile when it holds as many files as it may.
    """
    with transaction():
        case = locked_case(request.case_id)
        state_of(request)
        if not policy.may_write(actor, request, case):
            raise NotYours
        if request.state not in policy.TALKING:
            raise AlreadyHappened("write")
        message, is_new = add_once(Message, key or uuid.uuid4(), lambda: _message(actor, request, language))
        if message.request_id != request.id or message.author_id != actor.id:
            raise NotYours
        if is_new:
            message.words = words
            if file is not None:
                attachments.keep(message, file)
            _tell(actor, request, message)
    return message


def _message(actor: Actor, request: ReceptionRequest, language: str) -> Message:
    return Message(
        request_id=request.id,
        case_id=request.case_id,
        side=Whose.PARTNER if actor.role is Role.PARTNER else Whose.CASEWORKER,
        author_id=actor.id,
        author_name=actor.name,
        at=now(),
        channel=Channel.PORTAL,
        language=language,
    )


def _tell(actor: Actor, request: ReceptionRequest, message: Message) -> None:
    note(actor, "request:message:written", f"request:{request.reference}", message=str(message.id))
    if message.side is Whose.PARTNER:
        mail.to_caseworkers("message_from_partner", request)
    else:
        mail.to_partner("message_from_denmark", request)
