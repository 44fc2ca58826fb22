"""Telling the police: what was told, and a new note, shown as it will stand before it is kept."""

import hashlib
from typing import Any

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.audit.trail import note
from portal.cases import actions, giveaways, police, policy
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, back_to, did, to_change
from portal.cases.duty import DUTY_LANGUAGE
from portal.cases.facts import subject
from portal.cases.models import Case
from portal.cases.police import Fact, Telling
from portal.cases.police_forms import PoliceForm
from portal.db import transaction
from portal.i18n import BY_CODE
from portal.vocabulary.persons import Exploitation
from portal.web.formats import country_name, word, words
from portal.web.forms import posted
from portal.web.gate import actor, is_a_look, open_to


@blueprint.get("/cases/<code>/police")
@open_to(*DANISH, audited=True)
def police_notes(code: str) -> str:
    """What the police was told. A note that says who she is stands open to the case's own people alone."""
    case = to_change(code)
    if is_a_look():
        with transaction():
            note(actor(), "case:police_notes:read", subject(case))
    own = policy.is_own(actor(), case)
    return render_template("cases/police_notes.html", case=case, notes=police.notes_of(case), own=own)


@blueprint.route("/cases/<code>/police/new", methods=["GET", "POST"])
@open_to(*DANISH)
def police_new(code: str) -> ResponseReturnValue:
    """Write a note: the first post shows it as it will stand, the next one keeps exactly that."""
    case = to_change(code)
    if case.closed_on is not None:
        abort(404)
    form = PoliceForm(posted())
    context: dict[str, Any] = {}
    if form.answered():
        content = _composed(case, form)
        told: dict[str, Any] = {"to_whom": form.to_whom.data, "told_on": form.told_on.data, "content": content}
        digest = _digest(form.telling.data, told)
        if form.seen.data == digest and request.form.get("step") == "keep":
            if did(form, lambda right: _keep(case, right, told)):
                return back_to(code, "police_told")
        elif did(form, lambda right: police.check(actor(), case, right.telling.data, **told)):
            form.seen.data = digest
            context = {**told, "cautions": _cautions(form), "identified": form.telling.data is Telling.IDENTIFIED}
    return render_template("cases/police_new.html", case=case, form=form, shown=context)


def _keep(case: Case, form: PoliceForm, told: dict[str, Any]) -> None:
    actions.keep_police_note(actor(), case, form.telling.data, key=form.key, **told)


def _digest(telling: Telling, told: dict[str, Any]) -> str:
    """What the preview showed, so that only exactly that is kept."""
    shown = "\n".join((telling.value, told["to_whom"], told["told_on"].isoformat(), told["content"]))
    return hashlib.sha256(shown.encode()).hexdigest()


def _composed(case: Case, form: PoliceForm) -> str:
    """The note: the chosen facts as their codes say them, in the police's language, then what was written."""
    with force_locale(BY_CODE[DUTY_LANGUAGE].formats):
        lines = [f"{word(Fact(one))}: {_said(case, Fact(one))}" for one in form.facts.data or []]
    return "\n\n".join(part for part in ("\n".join(lines), (form.text.data or "").strip()) if part)


def _said(case: Case, fact: Fact) -> str:
    if fact is Fact.CHILD:
        # Translators: said of a person in a note to the police
        return str(_("child") if case.is_child else _("adult"))
    if fact is Fact.CITIZENSHIP:
        return country_name(case.citizenship)
    if fact is Fact.EXPLOITATION:
        return ", ".join(words(case.exploitation, Exploitation))
    return word(getattr(case, fact.value))


def _cautions(form: PoliceForm) -> list[str]:
    """What the writer should look at again: none of it stops the note."""
    if form.telling.data is Telling.IDENTIFIED:
        return []
    found = [_("Look again: the text holds %(what)s.", what=word(one)) for one in giveaways.looks_like(_text(form))]
    if len(form.facts.data or []) > police.FEW:
        found.append(_("So many facts together can say who she is. Leave out what the police does not need."))
    return [str(one) for one in found]


def _text(form: PoliceForm) -> str:
    return form.text.data or ""
