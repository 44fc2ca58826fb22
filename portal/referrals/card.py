"""The pseudonymous card: all that a partner sees of a person before it has accepted. Codes, no name, no case code."""

from typing import Any

from portal.cases.models import Case
from portal.referrals.models import ReceptionRequest


def card_of(case: Case, request: ReceptionRequest) -> dict[str, Any]:
    """The card as a plain dict that can be stored: what the check page shows is what is frozen at sending.

    Left out on purpose: citizenship, exploitation and trafficking status (not needed to receive a person;
    a partner that needs them asks), and every sealed text.
    """
    return {
        "age_band": case.age_band.value,
        "gender": case.gender.value,
        "languages": list(case.languages),
        "dependants": case.dependants,
        "country": case.return_country,
        "region": case.return_region,
        "child": case.is_child,
        "services_requested": list(request.services_requested),
        "services_given": list(request.services_given),
        "payer": request.payer.value,
        "escort": request.escort.value,
        "earliest_on": request.earliest_on.isoformat() if request.earliest_on else "",
        "latest_on": request.latest_on.isoformat() if request.latest_on else "",
        "priority": request.priority.value,
    }
