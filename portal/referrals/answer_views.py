"""The partner's answer, also told by telephone; our reply; a yes taken back; and who she is."""

from functools import partial

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import Role
from portal.cases import identity
from portal.cases.codes import IdentityPart
from portal.cases.faults import DoorClosed
from portal.referrals import actions, policy, queries
from portal.referrals.blueprint import blueprint
from portal.referrals.desk import DANISH, do, is_partner, possible, show, told, too_late, wanted, wanted_for
from portal.referrals.disclosure import Field
from portal.referrals.forms import (
    Answer,
    AnswerForm,
    AnswerToldForm,
    ReplyForm,
    TakeBackForm,
    TakeBackToldForm,
    reader_language,
)
from portal.referrals.models import ReceptionRequest
from portal.referrals.views import page_of
from portal.vocabulary.requests import Channel
from portal.web.forms import posted
from portal.web.gate import actor, open_to

ANSWERS = ("accept", "ask", "decline")
BEHIND_THE_DOOR = frozenset(Field(part.value) for part in IdentityPart)
BY_PHONE = {"channel": Channel.PHONE}


@blueprint.route("/requests/<reference>/answer", methods=["GET", "POST"])
@open_to(Role.PARTNER, *DANISH, by_link=True)
def answer(reference: str) -> ResponseReturnValue:
    """Yes, a question, or no: by the partner itself, or written down for it as it told by telephone."""
    found = wanted_for(reference, *ANSWERS)
    form = AnswerForm(posted()) if is_partner() else AnswerToldForm(posted(), data=BY_PHONE)
    form.names_her = partial(identity.is_named_in, actor(), found.case_id)
    if form.answered():
        return do(reference, form, lambda: _answer(found, form))
    if not possible(found, *ANSWERS):
        return too_late(reference, form)
    if is_partner() and posted() is None:
        return show(found)
    if is_partner():
        return render_template("referrals/show.html", **{**page_of(found), "answer_form": form})
    return render_template("referrals/answer_told.html", request=found, partner=queries.partner_of(found), form=form)


def _answer(found: ReceptionRequest, form: AnswerForm) -> object:
    how = told(form)
    if form.answer.data is Answer.YES:
        return actions.accept(actor(), found, form.contact_name.data or "", form.contact_phone.data or "", told=how)
    if form.answer.data is Answer.NO:
        return actions.decline(actor(), found, form.reason.data, told=how)
    return actions.ask(actor(), found, form.question.data or "", language=form.language.data or "", told=how)


@blueprint.route("/requests/<reference>/reply", methods=["GET", "POST"])
@open_to(*DANISH)
def reply(reference: str) -> ResponseReturnValue:
    """Answer the partner's question."""
    found = wanted_for(reference, "reply")
    form = ReplyForm(posted(), data={"language": reader_language()})
    form.names_her = partial(identity.is_named_in, actor(), found.case_id)
    if form.answered():
        words, language = form.words.data or "", form.language.data or ""
        return do(reference, form, lambda: actions.reply(actor(), found, words, language=language))
    if not possible(found, "reply"):
        return too_late(reference, form)
    return render_template("referrals/reply.html", request=found, form=form)


@blueprint.route("/requests/<reference>/take-back", methods=["GET", "POST"])
@open_to(Role.PARTNER, *DANISH)
def take_back(reference: str) -> ResponseReturnValue:
    """A partner that said yes has to say no."""
    found = wanted_for(reference, "take_back")
    form = TakeBackForm(posted()) if is_partner() else TakeBackToldForm(posted(), data=BY_PHONE)
    if form.answered():
        return do(reference, form, lambda: actions.take_back(actor(), found, form.reason.data, told=told(form)))
    if not possible(found, "take_back"):
        return too_late(reference, form)
    return render_template("referrals/take_back.html", request=found, form=form, own=is_partner())


@blueprint.post("/requests/<reference>/identity")
@open_to(Role.PARTNER)
def identity_shown(reference: str) -> ResponseReturnValue:
    """Show the partner who she is: a post, audited by the door, never kept in a cache."""
    found = wanted(reference)
    try:
        person = identity.show(actor(), found.case_id, parts=policy.fields_seen(actor(), found) & BEHIND_THE_DOOR)
    except DoorClosed:  # not released yet, or the grant or its basis has ended; the door has noted the try
        closed = {"next": _("Her name cannot be shown now. Ask the Danish side if you need it.")}
        return render_template("referrals/show.html", **page_of(wanted(reference)) | closed), 409
    return render_template("referrals/identity.html", request=found, person=person)
