"""Reading the directory: the list, its file, an entry, a country."""

from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.audit.trail import note
from portal.db import today, transaction
from portal.partners import edit_views, home, labels, policy, queries, standing_views
from portal.partners.blueprint import blueprint
from portal.partners.forms import FilterForm, offer
from portal.partners.queries import Wanted
from portal.places import countries
from portal.vocabulary.services import Population, ServiceType
from portal.web import panels
from portal.web.cells import as_csv
from portal.web.formats import country_name, language_name, word
from portal.web.gate import actor, open_to

__all__ = ["blueprint", "edit_views", "home", "standing_views"]

LIST_COLUMNS = (
    "name",
    "name_en",
    "kind",
    "country",
    "town",
    "website",
    "services",
    "groups",
    "languages",
    "verification",
    "last_checked",
)


def wanted_from_address() -> Wanted:
    """The filter in the address; values of no list are left out."""
    asked = request.args
    known = set(countries.codes())
    return Wanted(
        q="".join(c for c in asked.get("q", "")[:200] if c.isprintable()).strip(),
        countries=tuple(code for code in asked.getlist("country") if code in known),
        services=tuple(kind for kind in ServiceType if kind.value in asked.getlist("service")),
        groups=tuple(group for group in Population if group.value in asked.getlist("group")),
        languages=tuple(code for code in asked.getlist("language") if code.isascii() and code.isalpha())[:20],
        verified=bool(asked.get("verified")),
    )


@blueprint.get("/partners")
@open_to(*policy.READERS)
def index() -> str:
    """The directory as this reader may see it, filtered."""
    asking, wanted = actor(), wanted_from_address()
    form, numbers = _filter_form(wanted)
    page = queries.page(asking, wanted, request.args.get("page", ""))
    next_href = url_for(".index", **labels.address_of(wanted), page=page.next_key) if page.next_key else ""  # type: ignore[arg-type]
    return render_template(
        "partners/index.html",
        page=page,
        number=queries.count(asking, wanted),
        form=form,
        numbers=numbers,
        filtered=bool(labels.address_of(wanted)),
        chips=labels.chips(wanted),
        next_href=next_href,
        file_href=url_for(".list_file", **labels.address_of(wanted)),  # type: ignore[arg-type]
        whole=asking.role in policy.WHOLE_READERS,
        may_add=asking.role is Role.COORDINATOR,
        labels=labels,
    )


def _filter_form(wanted: Wanted) -> tuple[FilterForm, dict[str, str]]:
    values = labels.address_of(wanted)
    form = FilterForm(data={**values, "verified": wanted.verified})
    counted = queries.country_counts(actor())
    named = [(code, country_name(code)) for code in {*counted, *wanted.countries}]
    offer(form.country, sorted(named, key=lambda pair: pair[1].casefold()))
    spoken = {*queries.languages_spoken(actor()), *wanted.languages}
    offer(form.language, sorted(((code, language_name(code)) for code in spoken), key=lambda pair: pair[1].casefold()))
    return form, {code: str(number) for code, number in counted.items()}


@blueprint.get("/partners.csv")
@open_to(*policy.WHOLE_READERS, audited=True)
def list_file() -> Response:
    """The filtered list as a file for a spreadsheet."""
    entries = queries.every(actor(), wanted_from_address())
    rows = [
        (
            one.name,
            one.alternate_name,
            word(one.org_type),
            country_name(one.country),
            one.town,
            one.website,
            "; ".join(labels.services_of(one)),
            "; ".join(labels.groups_of(one)),
            "; ".join(language_name(spoken.code) for spoken in one.languages),
            word(one.tier),
            one.checked_on.isoformat() if one.checked_on else "",
        )
        for one in entries
    ]
    with transaction():
        note(actor(), "partner:list:exported", "directory:list", entries=len(entries))
    named = f'attachment; filename="partners-{today().isoformat()}.csv"'
    return Response(as_csv(LIST_COLUMNS, rows), mimetype="text/csv", headers={"Content-Disposition": named})


@blueprint.get("/partners/<uuid:organization_id>")
@open_to(*policy.READERS)
def show(organization_id: UUID) -> str:
    """One entry, as much of it as this reader may see."""
    asking = actor()
    organization = queries.organization_for(asking, organization_id)
    if organization is None:
        abort(404)
    whole, centre = policy.sees_whole(asking, organization), asking.role is Role.COORDINATOR
    return render_template(
        "partners/show.html",
        organization=organization,
        whole=whole,
        centre_reads=centre,
        may_change=policy.may_change(asking, organization_id),
        countries_open=asking.role in policy.WHOLE_READERS,
        working=queries.is_working(organization_id) if centre else None,
        history=queries.history(organization_id) if centre else [],
        panels=panels.drawn("partner", asking, organization) if whole else [],
        told=labels.SAVED.get(request.args.get("told", ""), ""),
        labels=labels,
    )


@blueprint.get("/our-entry")
@open_to(Role.PARTNER)
def own() -> Response:
    """A partner's way to its own entry."""
    if actor().organization_id is None:
        abort(404)
    return redirect(url_for(".show", organization_id=actor().organization_id))


@blueprint.get("/countries/<code>")
@open_to(*policy.WHOLE_READERS)
def country(code: str) -> str:
    """The network in one country: partners by town, authorities, what nobody offers."""
    if code not in countries.codes():
        abort(404)
    entries = queries.in_country(actor(), code)
    return render_template(
        "partners/country.html",
        code=code,
        partners=[one for one in entries if not one.org_type.is_authority],
        authorities=[one for one in entries if one.org_type.is_authority],
        number_working=queries.number_working(actor(), code),
        gaps=labels.gaps(entries) if entries else [],
        labels=labels,
    )
