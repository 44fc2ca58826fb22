"""The answers of one report: which are needed after the first, and which of them ring the duty phone."""

from dataclasses import dataclass
from datetime import date

from portal.vocabulary.casework import AlarmKind
from portal.vocabulary.reports import (
    ContactMade,
    Family,
    Health,
    HelpReceived,
    Housing,
    Income,
    NextStep,
    NoContactReason,
    Retrafficking,
    Safety,
    SafeWay,
)

#: The questions that follow the first one, as named on the report's record.
AFTER_CONTACT = ("safety", "retrafficking", "housing", "health", "income", "help_received", "next_step")
#: What a report of something that happened between must answer after the first question.
ASKED_IN_EVENT = ("no_contact_reason", "safety", "retrafficking")
#: With these first answers the others are not asked.
NOTHING_MORE = (ContactMade.NO_CONTACT, ContactMade.NO_WISH)


@dataclass(frozen=True)
class Answers:
    """The eight coded answers and the three optional ones (RULINGS 29): family, safe contact, her own words.

    `contact_on` is the day the report tells of, where it is known; `safe_ways` is her own choice, empty when not asked.
    """

    contact: ContactMade
    no_contact_reason: NoContactReason | None = None
    safety: Safety | None = None
    retrafficking: Retrafficking | None = None
    housing: Housing | None = None
    health: Health | None = None
    income: Income | None = None
    help_received: HelpReceived | None = None
    next_step: NextStep | None = None
    own_words: str = ""
    own_words_language: str = ""
    family: Family | None = None
    safe_ways: tuple[SafeWay, ...] = ()
    contact_on: date | None = None

    def missing(self) -> list[str]:
        """The names of the answers that are still needed.

        Answers beyond the needed ones are kept: who could not reach her may still know that she is in danger.
        """
        if self.contact is ContactMade.NO_CONTACT:
            return [] if self.no_contact_reason else ["no_contact_reason"]
        if self.contact in NOTHING_MORE:
            return []
        return [name for name in AFTER_CONTACT if getattr(self, name) is None]

    def missing_in_event(self) -> list[str]:
        """The same for a report of something that happened between: safety and trafficking alone are needed."""
        return [name for name in self.missing() if name in ASKED_IN_EVENT]

    @property
    def no_safe_way(self) -> bool:
        """Whether she said that no way of contact is safe: then nobody asks any more (RULINGS 18)."""
        return SafeWay.NONE in self.safe_ways

    @property
    def alarm(self) -> AlarmKind | None:
        """What rings the duty phone, if anything."""
        return alarm_of(self.safety, self.retrafficking)


def alarm_of(safety: Safety | None, retrafficking: Retrafficking | None) -> AlarmKind | None:
    """What rings the duty phone (RULINGS 16); danger before re-trafficking when both are said."""
    if safety is Safety.IN_DANGER:
        return AlarmKind.IN_DANGER
    if retrafficking in (Retrafficking.SUSPECTED, Retrafficking.CONFIRMED):
        return AlarmKind.RETRAFFICKING
    return None
