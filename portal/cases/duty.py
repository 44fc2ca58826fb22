"""Where alarms and notices go: the centre's duty address, and the case's owner."""

from portal.accounts import queries as accounts
from portal.cases.models import Case
from portal.letters import outbox

#: The centre's duty address and its language; the app sets it at its start.
ADDRESS: list[str] = []
DUTY_LANGUAGE = "da"


def tell_duty(case: Case) -> None:
    """Ring the duty phone: a letter to its address in the running act, without a name (RULINGS 16)."""
    for address in ADDRESS:
        outbox.put("alarm", to=address, locale=DUTY_LANGUAGE, reference=case.code, link=("case", case.code))


def tell_owner(kind: str, case: Case) -> None:
    """A letter of a kind to the case's owner, in the running act."""
    owner = accounts.account(case.owner_id)
    if owner is not None:
        outbox.put(
            kind,
            to=owner.email,
            locale=owner.locale,
            reference=case.code,
            link=("case", case.code),
            account_id=owner.id,
        )
