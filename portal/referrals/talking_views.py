"""Messages inside a request, and the files that came with them."""

from functools import partial
from uuid import UUID

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.access import Role
from portal.cases import identity
from portal.db import db
from portal.referrals import attachments, policy, queries, talking
from portal.referrals.blueprint import blueprint
from portal.referrals.cleaning import ENDINGS
from portal.referrals.desk import DANISH, is_partner, too_late, wanted
from portal.referrals.forms import reader_language
from portal.referrals.models import ReceptionRequest
from portal.referrals.steps import AlreadyHappened, NotYours
from portal.referrals.talking_forms import MessageForm
from portal.referrals.unfit import UnfitFile
from portal.sealed import SealBroken
from portal.web.forms import posted
from portal.web.gate import actor, open_to


@blueprint.route("/requests/<reference>/write", methods=["GET", "POST"])
@open_to(Role.PARTNER, *DANISH)
def write(reference: str) -> ResponseReturnValue:
    """Write to the other side, at any time while the request lives."""
    found = wanted(reference)
    if not policy.may_write(actor(), found, queries.case_of(found)):
        abort(404)
    form = MessageForm(posted(), data={"language": reader_language()})
    form.names_her = partial(identity.is_named_in, actor(), found.case_id)
    if form.answered():
        return _write(reference, found, form)
    if found.state not in policy.TALKING:
        return too_late(reference, form)
    return _page(found, form)


def _write(reference: str, found: ReceptionRequest, form: MessageForm) -> ResponseReturnValue:
    words, language = form.words.data or "", form.language_code
    try:
        talking.write(actor(), found, words, language=language, file=form.clean_file, key=form.key)
    except NotYours:
        abort(404)
    except AlreadyHappened:
        return too_late(reference, form)
    except UnfitFile as unfit:
        db.session.rollback()
        form.refuse_file(unfit)
        return _page(wanted(reference), form)
    return redirect(url_for("referrals.show", reference=reference, _anchor="messages"))


def _page(found: ReceptionRequest, form: MessageForm) -> str:
    return render_template("referrals/write.html", request=found, form=form, own=is_partner())


@blueprint.get("/requests/<reference>/files/<uuid:attachment_id>")
@open_to(Role.PARTNER, *DANISH, audited=True)
def file(reference: str, attachment_id: UUID) -> ResponseReturnValue:
    """A file of a message, to be saved: never shown inside a page, and named by its reference alone."""
    found = wanted(reference)
    try:
        opened = attachments.open_file(actor(), found, attachment_id)
    except SealBroken:  # the case's key is erased, and with it the file
        opened = None
    if opened is None:
        abort(404)
    name = f"{found.reference}-{attachment_id.hex[:6]}{ENDINGS[opened.media_type]}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(opened.content, content_type=opened.media_type, headers=headers)
