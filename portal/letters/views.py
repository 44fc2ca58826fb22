"""Behind every mailed link: a page whose button goes on. Reading the page changes nothing, so a mail scanner that
opens every link it sees uses none up."""

from collections.abc import Callable

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response

from portal.access import THE_PORTAL
from portal.audit.trail import note
from portal.db import now, transaction
from portal.letters import links, renewal
from portal.letters.blueprint import blueprint
from portal.letters.models import MailedLink
from portal.web.gate import EVERYONE, open_to

#: What a reader meets after "Continue": the first answer counts. A function claims the link (`links.claim`) if its use
#: ends it, and returns None where the link is not its own. Registered by `accounts`.
CONTINUE: list[Callable[[MailedLink], Response | None]] = []
GONE = 410


@blueprint.get("/go/<token>")
@open_to(EVERYONE)
def go(token: str) -> str | tuple[str, int]:
    """The page with the button; for a link that is used, too old or unknown the same page for all three."""
    link = links.found(token)
    if link is None or not links.still_opens(link, now()):
        return _gone(token)
    return render_template("letters/go.html", token=token, link=link)


@blueprint.post("/go/<token>")
@open_to(EVERYONE)
def go_on(token: str) -> Response | tuple[str, int]:
    """Go on to what the link opens."""
    link = links.found(token)
    if link is None or not links.still_opens(link, now()):
        return _gone(token)
    for answer in CONTINUE:
        following = answer(link)
        if following is not None:
            return following
    return redirect(url_for("home.show"))


@blueprint.post("/go/<token>/again")
@open_to(EVERYONE)
def go_again(token: str) -> str:
    """Put a new letter into the outbox if the link is known; the answer is always the same."""
    with transaction():
        old = links.found(token)
        if old is not None and renewal.renewed(old):
            note(THE_PORTAL, "link:letter:renewed", f"link:{old.id}")
    return render_template("letters/again.html")


def _gone(token: str) -> tuple[str, int]:
    return render_template("letters/gone.html", token=token), GONE
