"""Handing an embassy's countries over: by the person who leaves, or by the centre."""

from uuid import UUID

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal.access import Role
from portal.accounts import hand_over
from portal.accounts.blueprint import blueprint
from portal.accounts.forms import HandOverForm
from portal.db import Stale
from portal.web.formats import country_name
from portal.web.forms import posted
from portal.web.gate import actor, open_to

Answer = str | tuple[str, int] | Response


@blueprint.route("/me/hand-over", methods=["GET", "POST"])
@open_to(Role.EMBASSY)
def hand_over_mine() -> Answer:
    """An embassy person hands countries over to a successor."""
    return _handed_over(actor().id, url_for("home.show"))


@blueprint.route("/accounts/<uuid:account_id>/hand-over", methods=["GET", "POST"])
@open_to(Role.COORDINATOR)
def hand_over_theirs(account_id: UUID) -> Answer:
    """The centre hands an embassy person's countries over, such as after the person has left."""
    return _handed_over(account_id, url_for("accounts.show", account_id=account_id))


def _handed_over(account_id: UUID | None, back_href: str) -> Answer:
    holder = hand_over.holder(actor(), account_id)
    if holder is None:
        abort(404)
    codes = sorted((one.country for one in holder.countries), key=country_name)
    form, status = HandOverForm(posted(), data={"codes": codes}), 200
    form.codes.choices = [(code, country_name(code)) for code in codes]
    if codes and form.answered():
        try:
            hand_over.hand_over(actor(), holder.id, form.email.data or "", form.codes.data or ())
            return redirect(back_href)
        except hand_over.NoSuccessor:
            form.email.errors = [_("No other embassy account has this e-mail address. Ask the centre to invite them.")]
        except Stale:
            status = 409
    context = {"form": form, "holder": holder, "back_href": back_href, "codes": codes, "moved": status == 409}
    return render_template("accounts/hand_over.html", **context, mine=holder.id == actor().id), status
