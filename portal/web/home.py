"""The first page after sign-in: what needs this reader today, drawn by the chapters' panels."""

from flask import Blueprint, render_template

from portal.access import Role
from portal.web import panels
from portal.web.gate import actor, open_to

blueprint = Blueprint("home", __name__, template_folder="templates")


@blueprint.get("/home")
@open_to(*Role)
def show() -> str:
    """What needs the reader today."""
    return render_template("web/home.html", panels=panels.drawn("home", actor()))
