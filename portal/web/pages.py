"""The pages anyone may read: the start page, help for each role, accessibility and privacy."""

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.config import Settings
from portal.web.gate import EVERYONE, open_to

blueprint = Blueprint("pages", __name__)


@blueprint.get("/")
@open_to(EVERYONE)
def start() -> str:
    """What the portal is for, the way in, and the centre's contact."""
    return render_template("web/start.html")


@blueprint.get("/accessibility")
@open_to(EVERYONE)
def accessibility() -> str:
    """The accessibility statement (the Danish act on web accessibility, no. 692 of 2018)."""
    return render_template("web/accessibility.html")


@blueprint.get("/was")
@open_to(EVERYONE)
def was() -> Response:
    """The short address the Danish act asks for: leads to the statement in the state's own tool.

    Until an installation names that statement (`PORTAL_WAS_URL`), leads to our own page.
    """
    settings: Settings = current_app.extensions["settings"]
    return redirect(settings.was_url or url_for("pages.accessibility"))


@blueprint.get("/privacy")
@open_to(EVERYONE)
def privacy() -> str:
    """What the portal keeps about whom, for how long, and whom to ask."""
    return render_template("web/privacy.html")


@blueprint.get("/help")
@open_to(EVERYONE)
def help_roles() -> str:
    """The six kinds of user, each with a link to its page of help."""
    return render_template("web/help.html")


@blueprint.get("/help/<any(caseworker, partner, embassy, coordinator, auditor, administrator):role>")
@open_to(EVERYONE)
def help_for(role: str) -> str:
    """The five tasks of one kind of user as steps, made to be printed; any other role is not found."""
    return render_template(f"web/help/{role}.html")
