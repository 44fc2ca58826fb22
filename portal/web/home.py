"""The first page after sign-in, what needs this reader today; the centre's queue. The chapters draw both."""

from flask import Blueprint, render_template, request

from portal.access import Role
from portal.i18n_mark import N_
from portal.web import panels
from portal.web.gate import actor, open_to

blueprint = Blueprint("home", __name__, template_folder="templates")
#: What is said where nothing waits; for the others a general sentence.
NOTHING = {
    Role.CASEWORKER: N_("Nothing waits for you. Find a partner above, or register a person and record the offer."),
    Role.PARTNER: N_("Nothing to do now."),
    Role.COORDINATOR: N_("Nothing waits for the centre now."),
}
#: The kinds by which the queue is narrowed; the panels know them.
KINDS = {
    "not_met": N_("Arrivals not confirmed"),
    "taken_back": N_("A yes taken back"),
    "no_answer": N_("No answer in time"),
    "not_deleted": N_("Deletion not confirmed"),
    "deadline": N_("The last day is near"),
    "late": N_("Reports that are late"),
    "directory": N_("The directory"),
}
#: What is said where nothing of one kind waits.
EMPTY = {
    "not_met": N_("Every arrival that was expected is confirmed."),
    "taken_back": N_("No partner has taken back its yes without another being asked."),
    "no_answer": N_("No request waits longer than promised."),
    "not_deleted": N_("Every partner that was asked to delete has confirmed it."),
    "deadline": N_("No case near its last day lacks a partner."),
    "late": N_("No report is late."),
    "directory": N_("Nothing in the directory waits for the centre."),
}


@blueprint.get("/home")
@open_to(*Role)
def show() -> str:
    """What needs the reader today."""
    asking = actor()
    drawn = panels.drawn("home", asking)
    nothing = NOTHING.get(asking.role, N_("Nothing waits for you today.")) if asking.role else ""
    centre = asking.is_(Role.COORDINATOR)
    return render_template("web/home.html", panels=drawn, nothing=nothing, centre=centre)


@blueprint.get("/queue")
@open_to(Role.COORDINATOR)
def queue() -> str:
    """All that waits longer than promised, in the order in which it is due; `kind` narrows it."""
    kind = request.args.get("kind", "")
    kind = kind if kind in KINDS else ""
    drawn = panels.drawn("queue", actor(), kind)
    empty = EMPTY.get(kind, N_("Nothing here waits longer than promised."))
    nothing = "" if any(not one.always for one in drawn) else empty
    return render_template("web/queue.html", panels=drawn, nothing=nothing, kinds=KINDS, kind=kind)
