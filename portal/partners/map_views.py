"""The map of working partners: a picture of the table that stands below it."""

from flask import render_template

from portal.partners import policy, worldwide
from portal.partners.blueprint import blueprint
from portal.places import map as world
from portal.web.formats import country_name
from portal.web.gate import actor, open_to

#: From how many working partners on a country is drawn in which of the three inks.
STEPS = (1, 3, 6)


def _ink(working: int) -> int:
    """0 for nobody, then 1 to 3: the more working partners, the darker."""
    return sum(1 for step in STEPS if working >= step)


@blueprint.get("/partners/map")
@open_to(*policy.WHOLE_READERS)
def map_page() -> str:
    """Countries by working partners; countries with entries and no working partner are marked too."""
    counted = worldwide.by_country(actor())
    rows = [(code, country_name(code), found) for code, found in counted.items()]
    return render_template(
        "partners/map.html",
        rows=sorted(rows, key=lambda row: row[1].casefold()),
        inks={code: _ink(found.working) for code, found in counted.items()},
        steps=STEPS,
        shapes=world.shapes(),
        points={code: at for code, at in world.points().items() if code in counted},
        view_box=world.VIEW_BOX,
    )
