"""In which order partners are proposed for a person: a pure rule over plain facts, with its reasons as codes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from uuid import UUID

from portal.i18n_mark import N_
from portal.referrals.readiness import Missing
from portal.vocabulary.codes import CodeList
from portal.vocabulary.organizations import VERIFIED_TIERS, Capacity, ResponsePromise, VerificationTier


class Reason(CodeList):
    """Why a partner is proposed, or what speaks against it; labels make words of it and of what belongs to it."""

    GROUP = "group", N_("Helps people like her")
    PLACE = "place", N_("Helps where she goes")
    COUNTRY = "country", N_("Helps in the whole country")
    RECEIVES = "receives", N_("Can receive now")
    IN_TIME = "in_time", N_("Answers in time")
    DISTANCE = "distance", N_("How far away")
    NIGHT = "night", N_("Meets people who arrive at night")
    AIRPORT = "airport", N_("Meets at the airport")
    CHILDREN = "children", N_("Takes children who travel alone")
    SPEAKS = "speaks", N_("Speaks her language")
    TIER = "tier", N_("How far it is checked")
    PROMISE = "promise", N_("How soon it says it answers")
    OTHER_GROUP = "other_group", N_("Does not say that it helps people like her")
    NOT_NOW = "not_now", N_("Says that it cannot receive for a time")
    ASKED_BEFORE = "asked_before", N_("Has been asked about her before")
    SAME_TOWN = "same_town", N_("Another partner in the same town is being asked")


AGAINST = (Reason.OTHER_GROUP, Reason.NOT_NOW, Reason.ASKED_BEFORE, Reason.SAME_TOWN)


@dataclass(frozen=True)
class Facts:
    """What is known of one partner for one person; None where it is not known.

    `kilometres` from the place of return to the nearest town where the partner helps; `languages` are those she speaks
    too; `missing` says what stands in the way of asking it.
    """

    id: UUID
    sort_name: str
    missing: tuple[Missing, ...] = ()
    asked_before: bool = False
    same_town: bool = False
    works: bool = True
    serves_group: bool = True
    serves_place: bool | None = None
    whole_country: bool = False
    kilometres: float | None = None
    capacity: Capacity = Capacity.ASK_FIRST
    asked: int = 0
    in_time: int = 0
    at_night: bool = False
    at_airport: bool = False
    takes_children: bool | None = None  # None where she is no child
    languages: tuple[str, ...] = ()
    tier: VerificationTier = VerificationTier.UNVERIFIED
    promise: ResponsePromise | None = None


CAPACITIES = (Capacity.NOT_UNTIL, Capacity.ASK_FIRST, Capacity.CAN_RECEIVE)
PROMISES = (None, ResponsePromise.WEEK, ResponsePromise.THREE_DAYS, ResponsePromise.DAY)
STEPS_KM = (100, 50, 20)  # nearer than each is a step better
OFTEN, HALF = Fraction(3, 4), Fraction(1, 2)


def in_order(partners: Iterable[Facts]) -> list[Facts]:
    """The partners, the best proposal first; the same order whatever the order they came in."""
    return sorted(partners, key=lambda one: (_behind(one), one.sort_name, str(one.id)))


def _behind(one: Facts) -> tuple[Any, ...]:
    """What decides, the weightiest first, smaller is better: each fact that gets better never puts a partner behind.

    Who cannot be asked comes last, and before that who was asked already. Then whether it helps people like her, and
    there; whether it can, and answers; the rest in steps, so that a few kilometres do not outweigh a language.
    """
    fine = (-_kept(one), float("inf") if one.kilometres is None else one.kilometres)
    return (*(-value for value in (*_weighty(one), *_lighter(one))), *fine)


def _weighty(one: Facts) -> tuple[int, ...]:
    return (
        not one.missing,
        not one.asked_before,
        not one.same_town,
        one.works,
        one.serves_group,
        one.takes_children is not False,
        0 if one.serves_place is False else 1 + bool(one.serves_place),
        CAPACITIES.index(one.capacity),
    )


def _lighter(one: Facts) -> tuple[int, ...]:
    kept = _kept(one)
    return (
        (kept >= HALF) + (kept >= OFTEN),
        0 if one.kilometres is None else sum(one.kilometres <= step for step in STEPS_KM),
        one.at_night + one.at_airport,
        bool(one.languages),
        list(VerificationTier).index(one.tier),
        PROMISES.index(one.promise),
    )


def _kept(one: Facts) -> Fraction:
    """The share of answers in time, one of two added, so that a single answer does not outweigh nine of ten."""
    return Fraction(one.in_time + 1, one.asked + 2)


def reasons(one: Facts) -> Sequence[Reason]:
    """Why a partner is proposed and what speaks against it, in the order they are told."""
    holds = {
        Reason.GROUP: one.serves_group,
        Reason.PLACE: bool(one.serves_place) and not one.whole_country,
        Reason.COUNTRY: one.whole_country,
        Reason.DISTANCE: one.kilometres is not None,
        Reason.RECEIVES: one.capacity is Capacity.CAN_RECEIVE,
        Reason.IN_TIME: one.asked > 0,
        Reason.NIGHT: one.at_night,
        Reason.AIRPORT: one.at_airport,
        Reason.CHILDREN: bool(one.takes_children),
        Reason.SPEAKS: bool(one.languages),
        Reason.TIER: one.tier in VERIFIED_TIERS,
        Reason.PROMISE: one.promise is not None,
        Reason.OTHER_GROUP: not one.serves_group,
        Reason.NOT_NOW: one.capacity is Capacity.NOT_UNTIL,
        Reason.ASKED_BEFORE: one.asked_before,
        Reason.SAME_TOWN: one.same_town,
    }
    return [reason for reason, is_so in holds.items() if is_so]
