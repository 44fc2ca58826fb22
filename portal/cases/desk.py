"""What the views share: finding a case for the reader, and the page of one fact from question to receipt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.access import Role
from portal.cases import labels, policy, queries
from portal.cases.faults import NotHere, Refused
from portal.cases.models import Case
from portal.db import db
from portal.web.forms import PortalForm
from portal.web.gate import actor

DANISH = (Role.CASEWORKER, Role.COORDINATOR)
F = TypeVar("F", bound=PortalForm)


@dataclass(frozen=True)
class Page:
    """The words of a fact's page: its heading, its button, and a sentence under the heading."""

    heading: str
    button: str = ""
    lead: str = ""
    danger: bool = False
    told: str = "saved"


def to_change(code: str) -> Case:
    """The case for whoever may change it; "not found" alike for a missing, a hidden and a colleague's one."""
    case = queries.case_for(actor(), code)
    if case is None or not policy.may_change(actor(), case):
        abort(404)
    return case


def back_to(code: str, told: str = "saved") -> ResponseReturnValue:
    """Lead to the case's page with a receipt."""
    return redirect(url_for("cases.show", code=code, told=told))


def refuse(form: PortalForm, fault: Refused) -> None:
    """Write a rule's sentence next to the answer it is about, or above the form."""
    sentence = labels.REFUSALS[fault.code]
    if fault.field in form._fields:
        form[fault.field].errors = [sentence]
    else:
        form.form_errors = [sentence]


def did(form: F, act: Callable[[F], Any]) -> bool:
    """Do an act with a form that is right. Where a rule refuses it, the form says so and nothing was changed.

    "Not found" for whom the case is not.
    """
    try:
        act(form)
    except NotHere:
        abort(404)
    except Refused as fault:
        db.session.rollback()
        refuse(form, fault)
        return False
    return True


def fact_page(
    case: Case, form: F, page: Page, act: Callable[[F], Any], *, template: str = "cases/fact.html", **more: Any
) -> ResponseReturnValue:
    """Ask for one fact of a case, or record it; what a rule refuses is said on the page and nothing typed is lost."""
    code = case.code
    if form.answered() and did(form, act):
        return back_to(code, page.told)
    words = {"heading": _(page.heading), "button": _(page.button) if page.button else "", "danger": page.danger}
    lead = more.pop("lead", _(page.lead) if page.lead else "")
    return render_template(template, code=code, form=form, lead=lead, **words, **more)
