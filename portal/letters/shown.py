"""The demonstration's letters page: nothing leaves, so the letters that would have left are read here.

Registered in demonstration mode alone (RULINGS 31).
"""

from flask import Flask, current_app, render_template, request, url_for
from sqlalchemy import func, select

from portal.access import Role
from portal.audit.paging import key_of, older_than
from portal.config import Settings
from portal.db import db, now
from portal.letters.models import Letter
from portal.letters.outbox import KINDS
from portal.letters.render import words_of
from portal.web.gate import open_to

PAGE = 10


def install(app: Flask) -> None:
    """Open the page in the demonstration, nowhere else."""
    settings: Settings = app.extensions["settings"]
    if settings.demonstration:
        app.add_url_rule("/letters", "letters.index", index)


@open_to(*Role)
def index() -> str:
    """The letters that would have left, newest first, each in its recipient's language."""
    settings: Settings = current_app.extensions["settings"]
    known = (Letter.kind.in_(list(KINDS)), Letter.not_before <= now())
    wanted = select(Letter).where(*known).order_by(Letter.created_at.desc(), Letter.id.desc())
    further = older_than(Letter.created_at, Letter.id, request.args.get("after", ""))
    if further is not None:
        wanted = wanted.where(further)
    found = list(db.session.scalars(wanted.limit(PAGE + 1)))
    shown = [(letter, words_of(letter, settings)) for letter in found[:PAGE]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    following = url_for("letters.index", after=key_of(last.created_at, last.id)) if last else ""
    count = db.session.scalar(select(func.count()).select_from(Letter).where(*known))
    return render_template("letters/shown.html", letters=shown, count=count, following=following)
