"""The person's own sheet: she chooses with her caseworker what stands on it, and takes it along on paper."""

from dataclasses import dataclass
from typing import Any

from flask import current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from portal.audit.trail import note
from portal.cases import sheet, sheet_words
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, did, to_change
from portal.cases.facts import subject
from portal.cases.models import Case, SheetChoice
from portal.config import Settings
from portal.db import today, transaction
from portal.i18n import BY_CODE, LANGUAGES, SOURCE, choose
from portal.paper.printing import as_file, pdf_of
from portal.paper.review import reviewers
from portal.web.formats import date_words
from portal.web.forms import PortalForm, one_of_pairs, posted, some_of_pairs
from portal.web.gate import actor, open_to


class SheetForm(PortalForm):
    """What she chose for her own sheet."""

    sheet_language = one_of_pairs(
        _l("In which language?"),
        lambda: [(one.code, one.name) for one in LANGUAGES],
        missing=_l("Choose the language of the sheet."),
    )
    contacts = some_of_pairs(_l("Whom does she want on it?"), list)
    with_town = BooleanField(_l("She wants the town beside each name"))

    def offer(self, pairs: list[tuple[str, str]]) -> None:
        """The organisations to choose from."""
        self.contacts.choices = pairs

    def validate(self, *rest: Any, **more: Any) -> bool:
        """Not more contacts than fit on the page."""
        if not super().validate(*rest, **more):
            return False
        if len(self.contacts.data or []) > sheet.MOST:
            self.contacts.errors = [_("Choose at most %(most)s, so that the sheet stays one page.", most=sheet.MOST)]
            return False
        return True


@blueprint.route("/cases/<code>/sheet", methods=["GET", "POST"])
@open_to(*DANISH)
def sheet_page(code: str) -> ResponseReturnValue:
    """What she chose; then the sheet can be printed."""
    case = to_change(code)
    choice = sheet.choice_of(case)
    form = SheetForm(posted(), data=_known(case, choice))
    form.offer([(str(one.id), one.name) for one in sheet.offered(actor(), case)])
    if form.answered() and did(form, lambda typed: _choose(case, typed)):
        return redirect(url_for("cases.sheet_page", code=code, told="saved"))
    parts = sheet_words.parts(case.citizenship, case.is_child)
    return render_template(
        "cases/sheet.html",
        code=code,
        form=form,
        told=_("Saved.") if request.args.get("told") else "",
        choice=choice,
        language=BY_CODE[choice.language].name if choice else "",
        approved=bool(choice and reviewers(choice.language, sheet_words.sentences(parts))),
        most=sheet.MOST,
    )


def _known(case: Case, choice: SheetChoice | None) -> dict[str, Any]:
    if choice is None:
        return {"sheet_language": choose(case.languages, [])}
    return {
        "sheet_language": choice.language,
        "contacts": choice.organization_ids,
        "with_town": choice.with_town,
    }


def _choose(case: Case, form: SheetForm) -> None:
    typed = {"language": form.sheet_language.data, "organization_ids": list(form.contacts.data or [])}
    sheet.choose(actor(), case, **typed, with_town=form.with_town.data, key=form.key)


@blueprint.post("/cases/<code>/sheet.pdf")
@open_to(*DANISH, audited=True)
def sheet_pdf(code: str) -> ResponseReturnValue:
    """The sheet on one page of A4, as she chose it."""
    case = to_change(code)
    choice = sheet.choice_of(case)
    if choice is None:
        return redirect(url_for("cases.sheet_page", code=code))
    page = sheet_of(case, choice)
    with transaction():
        note(actor(), "case:sheet:printed", subject(case), language=choice.language)
    return as_file(pdf_of(page, one_page=True), "information")


@dataclass(frozen=True)
class Column:
    """The sheet in one language."""

    title: str
    lead: str
    parts: list[sheet_words.Said]
    turn_to: str
    printed: str


def _column(code: str, parts: list[sheet_words.Part]) -> Column:
    with force_locale(BY_CODE[code].formats):
        return Column(
            _(sheet_words.TITLE),
            _(sheet_words.LEAD),
            sheet_words.said(parts),
            _(sheet_words.TURN_TO),
            _(sheet_words.PRINTED, day=date_words(today())),
        )


def sheet_of(case: Case, choice: SheetChoice) -> str:
    """The sheet as a page: her language alone where a named person approved it, else English beside it."""
    parts = sheet_words.parts(case.citizenship, case.is_child)
    settings: Settings = current_app.extensions["settings"]
    language = BY_CODE.get(choice.language, BY_CODE[SOURCE])
    approved = reviewers(language.code, sheet_words.sentences(parts))
    with force_locale(language.formats):
        return render_template(
            "cases/sheet_paper.html",
            kind="sheet",
            paper_lang=language.code,
            paper_dir=language.direction,
            own=_column(language.code, parts),
            english=None if approved else _column(SOURCE, parts),
            people=sheet.chosen(actor(), case, choice),
            numbers=list(dict.fromkeys(one for one in (settings.duty_phone, settings.centre_phone) if one)),
            mail=settings.centre_email,
        )
