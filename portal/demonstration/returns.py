"""Three years of invented returns, so that lists are full and the promises have something to count."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from portal.accounts.models import Account
from portal.cases.models import Case
from portal.db import today
from portal.demonstration.chain import Chain
from portal.demonstration.children import add_safeguards
from portal.demonstration.persons import add_offer, add_person, prepare
from portal.partners.models import Organization
from portal.vocabulary.casework import (
    CaseStatus,
    ClosureReason,
    DeclineReason,
    RiskLevel,
    SharingPurpose,
    SupportKind,
)
from portal.vocabulary.persons import AgeBand, AgeBasis, Exploitation, Gender, SexExploitation, TraffickingStatus

PERSONS = 120
YEARS = 3
SEED = 2007  # the same invented past on each machine; only the dates follow today
LIKELY = {"NG": 30, "RO": 22, "TH": 14, "UA": 8, "MD": 6, "BG": 6, "GH": 5, "PH": 5, "VN": 4, "LT": 4, "MA": 3, "BO": 2}
ADULTS = (AgeBand.ADULT_18_24, AgeBand.ADULT_25_34, AgeBand.ADULT_35)
RISKS = (RiskLevel.LOW, RiskLevel.MEDIUM, RiskLevel.HIGH)


@dataclass
class Past:
    """Tells the invented past: the two caseworkers, and the partners by country."""

    owners: list[Account]
    partners: dict[str, list[Organization]]

    def tell(self) -> None:
        """Add every invented return of the last years in the running act."""
        self.dice = random.Random(SEED)  # noqa: S311 - an invented world, no secret
        chain = Chain(self.dice)
        for _ in range(PERSONS):
            case = self._person(today() - timedelta(days=self.dice.randrange(30, YEARS * 365)))
            if self._said_yes(case):
                self._prepare(case)
                partners = self.partners.get(case.return_country)
                if partners and (not case.is_child or self.dice.random() < 0.8):
                    chain.go_home(case, self.dice.choice(partners))

    def _person(self, registered: date) -> Case:
        dice = self.dice
        country = dice.choices(list(LIKELY), list(LIKELY.values()))[0]
        child, sexual, woman = dice.random() < 0.07, dice.random() < 0.75, dice.random() < 0.88
        return add_person(
            dice.choice(self.owners),
            registered,
            country,
            trafficking_status=dice.choice((TraffickingStatus.POSSIBLE, TraffickingStatus.ACTUAL)),
            age_band=AgeBand.CHILD_15_17 if child else dice.choice(ADULTS),
            age_basis=dice.choice((AgeBasis.DOCUMENTED, AgeBasis.STATED)),
            is_child=child,
            gender=Gender.FEMININE if woman else Gender.MASCULINE,
            dependants=dice.choice((0, 0, 1, 2)),
            exploitation=[(Exploitation.SEXUAL if sexual else Exploitation.FORCED_LABOUR).value],
            sex_exploitation=SexExploitation.PROSTITUTION if sexual else None,
        )

    def _said_yes(self, case: Case) -> bool:
        """Whether the person said yes in the end; some are asked again, and a few were never asked."""
        dice, day = self.dice, case.registered_on + timedelta(days=self.dice.randrange(1, 12))
        if dice.random() < 0.04:
            return False
        for chance in (0.6, 0.3):
            said_yes = dice.random() < chance
            reason = None if said_yes else dice.choice(list(DeclineReason))
            add_offer(case, day, day + timedelta(days=3), reason)
            if said_yes:
                return True
            day += timedelta(days=14)
            if dice.random() < 0.5 or day > today() - timedelta(days=5):
                break
        case.status, case.closed_on = CaseStatus.CLOSED, min(day + timedelta(days=20), today())
        case.closure_reason = ClosureReason.NO_LONGER_WISHES
        return False

    def _prepare(self, case: Case) -> None:
        dice, day = self.dice, case.registered_on + timedelta(days=self.dice.randrange(4, 20))
        support = [kind for kind in SupportKind if dice.random() < 0.55]
        refused_follow_up = dice.random() < 0.15
        purposes = [one for one in SharingPurpose if one is not SharingPurpose.FOLLOW_UP or not refused_follow_up]
        prepare(case, day, dice.choice(RISKS), support, purposes)
        if case.is_child:
            add_safeguards(case, day)
