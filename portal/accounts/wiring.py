"""What the gate needs of the accounts: who is asking, noting a refusal, keeping a late post."""

import hmac

from flask import Flask, Request, session

from portal.access import Actor
from portal.accounts import keeping, machines, sessions
from portal.audit.trail import note
from portal.db import transaction
from portal.web.gate import Doorkeeper, token_bound_to


def doorkeeper(app: Flask) -> Doorkeeper:
    """The gate's five functions."""
    return Doorkeeper(
        sessions.who_is_asking, _note_refusal, _keep_post, machines.who_holds, machines.wait_before_reading
    )


def _note_refusal(asking: Actor, subject: str) -> None:
    with transaction():
        note(asking, "page:refused", subject, refused=True)


def _keep_post(token: str, late: Request) -> None:
    """Keep the text of a form that came from our own page after its session had ended."""
    if not _came_from_its_page(token, late) or late.endpoint is None:
        return
    address = {name: str(value) for name, value in (late.view_args or {}).items()}
    kept = keeping.keep(token, late.endpoint, address, late.form.to_dict(flat=False))
    if kept is not None:
        session["kept"] = str(kept)


def _came_from_its_page(token: str, late: Request) -> bool:
    """The form carries the token of the ended session: a stranger's form is not kept for anyone to send."""
    return hmac.compare_digest(late.form.get("csrf_token", ""), token_bound_to(f"session {token}"))
