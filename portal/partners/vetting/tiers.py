"""How far an organisation may be called verified: the one rule of what each tier rests on.

References checked needs references that were checked and held; visited needs a visit; an agreement in force
needs an agreement in force and one of those two. So a tier that may be called verified never rests on an
agreement alone, and RULINGS 20 can read the tier: an agreement that runs out takes only its own word with it.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, and_, or_

from portal.partners.vetting.models import Agreement, Check
from portal.vocabulary.organizations import CheckKind, VerificationTier

T = VerificationTier
#: From the least to the most.
STEPS = (T.UNVERIFIED, T.SELF_DECLARED, T.REFERENCE_CHECKED, T.VISITED, T.AGREEMENT)
#: The check that a tier rests on.
RESTS_ON = {T.REFERENCE_CHECKED: CheckKind.REFERENCES, T.VISITED: CheckKind.VISIT}


def latest(checks: Iterable[Check]) -> dict[CheckKind, Check]:
    """The last check of each kind: it counts, the earlier ones are its story."""
    newest: dict[CheckKind, Check] = {}
    for one in sorted(checks, key=lambda one: (one.on, one.created_at)):
        newest[one.kind] = one
    return newest


def missing_checks(checks: Iterable[Check]) -> list[CheckKind]:
    """What nobody has checked yet, or what did not hold when it was last checked."""
    newest = latest(checks)
    return [kind for kind in CheckKind if kind not in newest or not newest[kind].passed]


def in_force(on: date) -> ColumnElement[bool]:
    """The agreements in force on a day, their first and last day included."""
    return and_(
        Agreement.valid_from <= on,
        or_(Agreement.valid_to.is_(None), Agreement.valid_to >= on),
        or_(Agreement.ended_on.is_(None), Agreement.ended_on > on),
    )


def is_in_force(agreement: Agreement, on: date) -> bool:
    """The same of one agreement; one that was ended is not in force from that day on."""
    begun = agreement.valid_from <= on
    ended = agreement.ended_on is not None and agreement.ended_on <= on
    return begun and not ended and (agreement.valid_to is None or agreement.valid_to >= on)


def may_hold(tier: VerificationTier, checks: Iterable[Check], agreements: Iterable[Agreement], on: date) -> bool:
    """Whether what was checked and agreed carries a tier on a day."""
    newest = latest(checks)
    held = {kind for kind, check in newest.items() if check.passed}
    if tier in RESTS_ON:
        return RESTS_ON[tier] in held
    if tier is T.AGREEMENT:
        return bool(held & set(RESTS_ON.values())) and any(is_in_force(one, on) for one in agreements)
    return True


def supported(checks: list[Check], agreements: list[Agreement], on: date) -> list[VerificationTier]:
    """The tiers that may be set on a day, from the least."""
    return [tier for tier in STEPS if may_hold(tier, checks, agreements, on)]


def tier_on(tier: VerificationTier, checks: list[Check], agreements: list[Agreement], on: date) -> VerificationTier:
    """What is left of a tier on a day: itself, or the best one below it that still holds.

    A tier that came with its entry (a file) stands while no check speaks against it; an agreement never does.
    """
    newest = latest(checks)
    if tier in RESTS_ON and RESTS_ON[tier] not in newest:
        return tier
    if may_hold(tier, checks, agreements, on):
        return tier
    below = STEPS[: STEPS.index(tier)]
    return max((one for one in below if may_hold(one, checks, agreements, on)), key=STEPS.index)
