"""What the layout needs on every page: who is signed in, navigation, languages, the centre's address."""

from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext as _

from portal.access import Actor, Role
from portal.config import Settings
from portal.i18n import BY_CODE
from portal.i18n_mark import N_
from portal.web import languages
from portal.web.gate import csrf_token

NAVIGATION: dict[Role, tuple[tuple[str, str], ...]] = {
    Role.CASEWORKER: (
        (N_("Today"), "home.show"),
        (N_("Cases"), "cases.index"),
        (N_("Requests"), "referrals.index"),
        (N_("Partners"), "partners.index"),
        (N_("Reports"), "followup.index"),
    ),
    Role.PARTNER: (
        (N_("To do"), "home.show"),
        (N_("Requests"), "referrals.index"),
        (N_("Reports"), "followup.index"),
        (N_("Our entry"), "partners.own"),
        (N_("Partners"), "partners.index"),
    ),
    Role.EMBASSY: ((N_("My countries"), "home.show"), (N_("Partners"), "partners.index")),
    Role.COORDINATOR: (
        (N_("Today"), "home.show"),
        (N_("Cases"), "cases.index"),
        (N_("Requests"), "referrals.index"),
        (N_("Partners"), "partners.index"),
        (N_("Promises"), "monitoring.index"),
    ),
    Role.AUDITOR: ((N_("Home"), "home.show"), (N_("Log"), "audit.index")),
    Role.ADMINISTRATOR: ((N_("Home"), "home.show"), (N_("Accounts"), "accounts.index")),
}
ROLE_LABELS: dict[Role, str] = {
    Role.CASEWORKER: N_("Caseworker"),
    Role.PARTNER: N_("Partner"),
    Role.EMBASSY: N_("Embassy"),
    Role.COORDINATOR: N_("Coordinator at the national centre"),
    Role.AUDITOR: N_("Auditor"),
    Role.ADMINISTRATOR: N_("Administrator"),
}


_kept: dict[tuple[str, str], str] = {}


def address(endpoint: str, **parts: Any) -> str:
    """The address of a page; one without parts is worked out once, since every page has twenty of them."""
    if parts or endpoint.startswith("."):
        return url_for(endpoint, **parts)
    key = (request.script_root, endpoint)
    found = _kept.get(key)
    if found is None:
        found = _kept[key] = url_for(endpoint)
    return found


def install(app: Flask) -> None:
    """Hand the layout its values on every page."""
    app.context_processor(_values)
    app.jinja_env.globals["url_for"] = address


def _who(asking: Actor | None) -> dict[str, str] | None:
    if asking is None or asking.role is None:
        return None
    role, place = _(ROLE_LABELS[asking.role]), asking.unit_name or asking.organization_name
    # Translators: who is signed in, such as "Caseworker, Unit A"
    label = _("%(role)s, %(place)s", role=role, place=place) if place else role
    return {"role": asking.role.value, "label": label, "name": asking.name}


def _navigation(asking: Actor | None) -> list[tuple[str, str, bool]]:
    if asking is None or asking.role is None or asking.limited_to:
        return []
    here = request.endpoint or ""
    entries = [(label, name) for label, name in NAVIGATION[asking.role] if name in current_app.view_functions]
    # An entry is current on its own page and, a list's, on the pages of its chapter.
    exact = any(here == name for _label, name in entries)
    chapter = here.split(".")[0]
    return [(_(label), address(name), here == name if exact else name == f"{chapter}.index") for label, name in entries]


def _href(endpoint: str) -> str:
    return address(endpoint) if endpoint in current_app.view_functions else ""


def _values() -> dict[str, Any]:
    settings: Settings = current_app.extensions["settings"]
    language = BY_CODE[languages.chosen()]
    asking = g.get("actor")
    return {
        "page_lang": language.code,
        "page_dir": language.direction,
        "actor": _who(asking),
        "navigation": _navigation(asking),
        "languages": languages.shown(),
        "language_href": languages.href,
        "csrf_token": csrf_token(),
        "settings_href": _href("accounts.me") if asking is not None and not asking.limited_to else "",
        "letters_href": _href("letters.index"),
        "demonstration": settings.demonstration,
        "centre": {
            "name": settings.centre_name,
            "phone": settings.centre_phone,
            "email": settings.centre_email,
        },
        "duty_phone": settings.duty_phone,
    }
