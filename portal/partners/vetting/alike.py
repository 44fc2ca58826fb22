"""Before an entry is made: the page that shows those it looks like, and carries on what was typed."""

from flask import render_template, request

from portal.partners.models import Organization
from portal.partners.vetting import twins

NOT_CARRIED = ("csrf_token", "is_new")


def alike_to(country: str, *names: str) -> list[Organization]:
    """The entries that one about to be added looks like; none once its author said that it is a new one."""
    if request.form.get("is_new"):
        return []
    return twins.entries_of(twins.alike(country, names))


def alike_page(alike: list[Organization], this_one: str = "") -> tuple[str, int]:
    """The question whether it is one of them; `this_one` is the field that takes the id of the chosen entry."""
    typed = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_CARRIED]
    return render_template("partners_vetting/alike.html", alike=alike, typed=typed, this_one=this_one), 409
