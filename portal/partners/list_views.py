"""The directory's list: what the address asks, the page, the file."""

from collections.abc import Iterator
from typing import Any, TypeVar

from flask import current_app, render_template, request, stream_with_context, url_for
from werkzeug.wrappers import Response

from portal.access import Role
from portal.audit.trail import note
from portal.db import today, transaction
from portal.partners import finding, list_labels, list_words, listing, policy
from portal.partners.blueprint import blueprint
from portal.partners.finding import Answer
from portal.partners.listing import Row, Wanted
from portal.places import countries
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import OrganizationType
from portal.vocabulary.services import Population, ServiceType
from portal.web.cells import csv_chunks
from portal.web.gate import actor, open_to

C = TypeVar("C", bound=CodeList)
COUNTRIES = frozenset(countries.codes())
LONGEST, MOST_VALUES = 200, 20  # characters of a text; values of an open list
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
    """The question in the address; values of no list are left out."""
    asked = request.args
    at = asked.get("at", "")
    spoken = [code for code in asked.getlist("language") if code.isascii() and code.isalpha() and len(code) <= 8]
    return Wanted(
        q=_text("q"),
        place=_text("place"),
        at=int(at) if at.isascii() and at.isdecimal() and len(at) <= 10 else 0,
        countries=tuple(dict.fromkeys(code for code in asked.getlist("country") if code in COUNTRIES)),
        services=_chosen(ServiceType, "service"),
        groups=_chosen(Population, "group"),
        languages=tuple(dict.fromkeys(spoken))[:MOST_VALUES],
        kinds=_chosen(OrganizationType, "kind"),
        verified=bool(asked.get("verified")),
        receiving=bool(asked.get("receiving")),
        old=bool(asked.get("old")),
    )


def _chosen(codes: type[C], name: str) -> tuple[C, ...]:
    asked = request.args.getlist(name)
    return tuple(code for code in codes if code in asked) if asked else ()


def _text(name: str) -> str:
    return "".join(c for c in request.args.get(name, "")[:LONGEST] if c.isprintable()).strip()


@blueprint.get("/partners")
@open_to(*policy.READERS)
def index() -> str:
    """The directory as this reader may see it, filtered; nearest first where a place is asked."""
    asking = actor()
    found = finding.answer(asking, wanted_from_address(), request.args.get("page", ""))
    place = list_labels.place_name(found.where.place) if found.where.place else ""
    address: Any = list_labels.address_of(found.wanted)
    return render_template(
        "partners/index.html",
        found=found,
        wanted=found.wanted,
        where=found.where,
        place=place,
        cards=list_labels.cards(found.rows, found.spots, listing.whole(asking)),
        filters=list_labels.filters(found.wanted, found.counted),
        figures=found.counted,
        chips=list_labels.chips(found.wanted, place),
        list_href=url_for(".index"),
        choices=_choices(found),
        find_href=_want_href(found),
        words_href=url_for(".index", q=found.wanted.place) if found.where.unclear else "",
        next_href=url_for(".index", **address, page=found.next_key) if found.next_key else "",
        file_href=url_for(".list_file", **address) if listing.whole(asking) and found.total else "",
        whole=listing.whole(asking),
        may_add=asking.role is Role.COORDINATOR,
    )


def _choices(found: Answer) -> list[tuple[str, str]]:
    """Other places that may be meant, in words, each with the list of that place."""
    address: Any = list_labels.address_of(found.wanted)
    return [
        (list_labels.place_choice(one), url_for(".index", **address | {"place": one.name, "at": one.id}))
        for one in (*found.where.others, *found.where.spellings)
    ]


def _want_href(found: Answer) -> str:
    """Where the centre is asked to find a partner."""
    return url_for("upkeep.want") if found.nobody and "upkeep.want" in current_app.view_functions else ""


@blueprint.get("/partners.csv")
@open_to(*policy.WHOLE_READERS, audited=True)
def list_file() -> Response:
    """The filtered list as a file for a spreadsheet, sent as it is read."""
    asking = actor()
    wanted, where = finding.meant(wanted_from_address())
    among = finding.among(asking, where)
    with transaction():
        note(asking, "partner:list:exported", "directory:list", entries=listing.count(asking, wanted, among))
    rows = _cells(listing.every(asking, wanted, among))
    named = f'attachment; filename="partners-{today().isoformat()}.csv"'
    sent = stream_with_context(csv_chunks(LIST_COLUMNS, rows))
    return Response(sent, mimetype="text/csv", headers={"Content-Disposition": named})


def _cells(rows: Iterator[Row]) -> Iterator[tuple[str, ...]]:
    said = list_words.words()
    for one in rows:
        yield (
            one.name,
            one.alternate_name,
            said.of(one.org_type),
            said.country(one.country),
            one.town,
            one.website,
            "; ".join(said.services(one)),
            "; ".join(said.groups(one)),
            "; ".join(said.spoken(one)),
            said.of(one.tier),
            one.checked_on.isoformat() if one.checked_on else "",
        )
