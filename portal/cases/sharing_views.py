"""On what basis something may be shared, and the day she takes her consent back."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.cases import actions, consent
from portal.cases.blueprint import blueprint
from portal.cases.desk import DANISH, Page, fact_page, to_change
from portal.cases.forms import SharingForm, WithdrawForm
from portal.i18n_mark import N_
from portal.vocabulary.casework import SharingPurpose
from portal.web.forms import posted
from portal.web.gate import actor, open_to

SHARING = Page(
    N_("A basis for sharing"), lead=N_("Each purpose has a basis of its own. Consent is one of several, never a habit.")
)
WITHDRAWN = Page(
    N_("A consent taken back"),
    button=N_("Record that it was taken back"),
    lead=N_("From this moment nothing more is shared on it. Partners that were asked are told to stop."),
    danger=True,
    told="withdrawn",
)
CHOSEN = ("purpose", "basis", "given_on", "given_by", "form", "expires_on")
TYPED = ("controller", "language", "derogation_reason")


@blueprint.route("/cases/<code>/sharing", methods=["GET", "POST"])
@open_to(*DANISH)
def sharing(code: str) -> ResponseReturnValue:
    """A basis for sharing is recorded."""
    case = to_change(code)

    def act(form: SharingForm) -> None:
        chosen: dict[str, Any] = {name: form[name].data for name in CHOSEN}
        typed: dict[str, Any] = {name: form[name].data or "" for name in TYPED}
        actions.record_sharing(actor(), case, **chosen, **typed, interpreter=form.interpreter.data, key=form.key)

    return fact_page(case, SharingForm(posted()), SHARING, act)


@blueprint.route("/cases/<code>/withdraw", methods=["GET", "POST"])
@open_to(*DANISH)
def withdraw(code: str) -> ResponseReturnValue:
    """A consent is taken back; also after the case was closed."""
    case = to_change(code)

    def act(form: WithdrawForm) -> None:
        taken_back = {name: form[name].data for name in ("purpose", "withdrawn_on", "reason")}
        actions.withdraw_sharing(actor(), case, **taken_back)

    standing = consent.withdrawable(case)
    numbers = {purpose.value: "" if purpose in standing else _("No consent stands") for purpose in SharingPurpose}
    return fact_page(case, WithdrawForm(posted()), WITHDRAWN, act, option_hints={"purpose": numbers})
