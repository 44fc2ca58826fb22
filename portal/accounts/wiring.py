"""What the gate needs of the accounts: who is asking, noting a refusal, keeping a late post."""

from flask import Flask, Request

from portal.access import Actor
from portal.accounts import sessions
from portal.audit.trail import note
from portal.db import transaction
from portal.web.gate import Doorkeeper


def doorkeeper(app: Flask) -> Doorkeeper:
    """The gate's three functions."""
    return Doorkeeper(sessions.who_is_asking, _note_refusal, _keep_post)


def _note_refusal(asking: Actor, subject: str) -> None:
    with transaction():
        note(asking, "page:refused", subject, refused=True)


def _keep_post(token: str, late: Request) -> None:
    """Nothing is kept yet."""
