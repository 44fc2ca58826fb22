"""To whom a figure is narrowed, and by what it is broken down: unit, country of return, group."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case

from portal.cases.models import Case
from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList
from portal.vocabulary.persons import Gender
from portal.vocabulary.services import Population

#: The groups of the plan; a person of another or unknown gender counts for the country alone.
GROUPS = (Population.WOMEN, Population.MEN, Population.GIRLS, Population.BOYS, Population.FAMILIES)
FEMALE, MALE = (Gender.FEMININE, Gender.TRANS_FEMININE), (Gender.MASCULINE, Gender.TRANS_MASCULINE)
_GENDERS = {
    Population.WOMEN: (FEMALE, False),
    Population.MEN: (MALE, False),
    Population.GIRLS: (FEMALE, True),
    Population.BOYS: (MALE, True),
}


class By(CodeList):
    """By what a figure is broken down."""

    UNIT = "unit", N_("By unit")
    COUNTRY = "country", N_("By country")
    GROUP = "group", N_("By group")


def belongs_to(group: Population) -> ColumnElement[bool]:
    """The cases of one of the five groups. A family is whoever has somebody with her, of any group."""
    if group is Population.FAMILIES:
        return Case.dependants > 0
    genders, child = _GENDERS[group]
    return and_(Case.gender.in_(genders), Case.is_child.is_(child))


#: The group a person belongs to by gender and age, as its code; empty for another or unknown gender.
GROUP_CODE: ColumnElement[str] = case(*((belongs_to(one), one.value) for one in _GENDERS), else_="")


@dataclass(frozen=True)
class Slice:
    """A narrowing of every figure; empty means all. The country is the country of return (ISO 3166-1)."""

    unit: UUID | None = None
    country: str = ""
    group: Population | None = None

    def __bool__(self) -> bool:
        return self != Slice()

    @property
    def conditions(self) -> tuple[ColumnElement[bool], ...]:
        """What must be true of the case."""
        found: list[ColumnElement[bool]] = []
        if self.unit is not None:
            found.append(Case.unit_id == self.unit)
        if self.country:
            found.append(Case.return_country == self.country)
        if self.group is not None:
            found.append(belongs_to(self.group))
        return tuple(found)


ALL = Slice()
KEYS: dict[By, Any] = {By.UNIT: Case.unit_id, By.COUNTRY: Case.return_country, By.GROUP: GROUP_CODE}
