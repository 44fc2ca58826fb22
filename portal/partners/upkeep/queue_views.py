"""The centre's queue of the directory, and asking organisations to confirm."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.partners.upkeep import asking, queue
from portal.partners.upkeep.blueprint import blueprint
from portal.partners.upkeep.queue import AGES, PAGE, Tab
from portal.web.gate import actor, open_to


@blueprint.get("/partners/upkeep", endpoint="queue")
@open_to(Role.COORDINATOR)
def queue_page() -> str:
    """One part of the queue; the tabs count them all."""
    numbers = queue.counts()
    named = request.args.get("tab", "")
    tab = Tab(named) if named in list(Tab) else next((one for one in Tab if numbers[one]), Tab.UNCHECKED)
    months = next((one for one in AGES if str(one) == request.args.get("months")), AGES[0])
    page = queue.page(tab, request.args.get("after", ""), months)
    kept = {"months": months} if tab is Tab.UNCHECKED else {}
    next_href = url_for(".queue", tab=tab.value, after=page.next_key, **kept) if page.next_key else ""  # type: ignore[arg-type]
    asked, nobody = (_number(request.args.get(name, "")) for name in ("asked", "nobody"))
    told = {"asked": asked, "nobody": nobody, "shown": "asked" in request.args}
    return render_template(
        "partners_upkeep/queue.html",
        tab=tab.value,
        numbers=numbers,
        page=page,
        next_href=next_href,
        months=months,
        ages=AGES,
        told=told,
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


@blueprint.post("/partners/upkeep/ask")
@open_to(Role.COORDINATOR)
def ask() -> Response:
    """Ask the chosen entries' organisations, or all that were shown, whether everything is still correct."""
    chosen = request.form.getlist("shown" if request.form.get("which") == "all" else "entry")[:PAGE]
    asked, nobody = asking.ask_now(actor(), [one for one in map(_id, chosen) if one is not None])
    return redirect(url_for(".queue", tab=Tab.UNCHECKED.value, asked=asked, nobody=nobody))


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
