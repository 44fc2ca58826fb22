"""The day she takes a consent back: what it means is said before and after, and to her on paper."""

from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _

from portal.audit.trail import note
from portal.cases import actions, labels, sharing_words, withdrawal
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, did, to_change
from portal.cases.facts import subject
from portal.cases.models import Case
from portal.cases.sharing_forms import PaperForm, ToldHerForm, WithdrawForm
from portal.config import Settings
from portal.db import transaction
from portal.i18n import BY_CODE, SOURCE, choose
from portal.paper.printing import as_file, pdf_of
from portal.paper.review import reviewers
from portal.vocabulary.casework import SharingPurpose
from portal.web import panels
from portal.web.forms import posted
from portal.web.gate import actor, open_to

TAKEN = ("purpose", "withdrawn_on", "reason", "told_person_on")


@blueprint.route("/cases/<code>/withdraw", methods=["GET", "POST"])
@open_to(*DANISH)
def withdraw(code: str) -> ResponseReturnValue:
    """A consent is taken back, also after the case was closed; what that can and cannot mean is said before."""
    case = to_change(code)
    form = WithdrawForm(posted())
    if form.answered() and did(form, lambda typed: _withdraw(case, typed)):
        return redirect(url_for("cases.withdrawn", code=code, told="withdrawn"))
    standing = withdrawal.withdrawable(case)
    hints = {
        one.value: _(sharing_words.ENDS[one]) if one in standing else _("No consent stands") for one in SharingPurpose
    }
    return render_template("cases/withdraw.html", code=code, form=form, hints=hints, words=sharing_words)


def _withdraw(case: Case, form: WithdrawForm) -> None:
    actions.withdraw_sharing(actor(), case, **{name: form[name].data for name in TAKEN})


@blueprint.route("/cases/<code>/withdrawn", methods=["GET", "POST"])
@open_to(*DANISH)
def withdrawn(code: str) -> ResponseReturnValue:
    """What was taken back, what that ended, what is left; the words for her, and when she was told them."""
    case = to_change(code)
    form = ToldHerForm(posted())
    if form.answered() and did(form, lambda typed: actions.tell_person(actor(), case, typed.told_person_on.data)):
        return redirect(url_for("cases.withdrawn", code=code, told="saved"))
    return render_template("cases/withdrawn.html", **_of_withdrawals(case, form))


def _of_withdrawals(case: Case, form: ToldHerForm) -> dict[str, Any]:
    taken_back = withdrawal.taken_back(case)
    return {
        "code": case.code,
        "form": form,
        "paper_form": PaperForm(data={"paper_language": choose(case.languages, [])}),
        "taken_back": taken_back,
        "untold": [one for one in taken_back if one.told_person_on is None],
        "words": sharing_words,
        "hers": sharing_words.column(),
        "panels": panels.drawn("ledger", actor(), case),
        "told": labels.SAVED.get(request.args.get("told", ""), ""),
    }


@blueprint.post("/cases/<code>/withdrawn.pdf")
@open_to(*DANISH, audited=True)
def withdrawn_paper(code: str) -> ResponseReturnValue:
    """The words for her on one page of A4, in a language chosen with her."""
    case = to_change(code)
    form = PaperForm(posted())
    if not form.answered():
        return redirect(url_for("cases.withdrawn", code=code))
    page = paper_of(form.paper_language.data)
    with transaction():
        note(actor(), "case:withdrawal:printed", subject(case), language=form.paper_language.data)
    return as_file(pdf_of(page, one_page=True), "information")


def paper_of(code: str) -> str:
    """Her paper as a page: one language alone where a named person approved it, else English beside it."""
    settings: Settings = current_app.extensions["settings"]
    language = BY_CODE[code]
    approved = reviewers(code, sharing_words.sentences())
    with force_locale(language.formats):
        return render_template(
            "cases/withdrawn_paper.html",
            kind="sheet",
            paper_lang=code,
            paper_dir=language.direction,
            own=sharing_words.column(code),
            english=None if approved else sharing_words.column(SOURCE),
            numbers=list(dict.fromkeys(one for one in (settings.duty_phone, settings.centre_phone) if one)),
            mail=settings.centre_email,
        )
