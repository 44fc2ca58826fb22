"""Words for the reasons of a proposal: "40 km away", "Answers in time 9 of 10", "Speaks Romanian"."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from flask_babel import get_locale
from flask_babel import gettext as _

from portal.cases.models import Case
from portal.i18n_mark import N_
from portal.partners.list_labels import distance
from portal.partners.list_words import words
from portal.partners.near import Spot
from portal.places import languages
from portal.referrals.matching import AGAINST, Reason, reasons
from portal.referrals.proposals import Proposal, groups_of
from portal.vocabulary.services import Population
from portal.web.formats import listed, place, word

# Translators: what a partner does, one of several reasons to ask it; each stands alone in a list.
GROUPS = {
    Population.WOMEN: N_("Helps women"),
    Population.MEN: N_("Helps men"),
    Population.GIRLS: N_("Helps girls"),
    Population.BOYS: N_("Helps boys"),
    Population.LGBT: N_("Helps LGBT+ persons"),
}


@dataclass(frozen=True)
class Card:
    """A proposal in words."""

    id: UUID
    name: str
    name_language: str
    place: str
    reasons: Sequence[str]
    against: Sequence[str]


def card_of_proposal(proposal: Proposal, case: Case) -> Card:
    """A proposal as it is drawn: who and where, why, and what speaks against it."""
    partner = proposal.partner
    where = place(partner.town, partner.country)
    about = reasons_for(proposal, case), reasons_against(proposal, case)
    return Card(partner.id, partner.name, partner.name_language, where, *about)


def reasons_for(proposal: Proposal, case: Case) -> Sequence[str]:
    """Why a partner is proposed, each as a few words."""
    told = [reason for reason in reasons(proposal.facts) if reason not in AGAINST]
    return [words for reason in told for words in _words(reason, proposal, case)]


def reasons_against(proposal: Proposal, case: Case) -> Sequence[str]:
    """What speaks against a partner, or stands in the way of asking it."""
    told = [reason for reason in reasons(proposal.facts) if reason in AGAINST]
    missing = [str(word(one)) for one in proposal.facts.missing]
    return [*missing, *(words for reason in told for words in _words(reason, proposal, case))]


def _words(reason: Reason, proposal: Proposal, case: Case) -> list[str]:
    more = SAID.get(reason)
    return more(proposal, case) if more is not None else [str(word(reason))]


def _group(proposal: Proposal, case: Case) -> list[str]:
    helped = {one.population for service in proposal.partner.services for one in service.populations}
    return [str(_(GROUPS[group])) for group in GROUPS if group in groups_of(case) & helped]


def _place(_proposal: Proposal, case: Case) -> list[str]:
    return [str(_("Helps in %(place)s", place=case.return_region))]


def _distance(proposal: Proposal, _case: Case) -> list[str]:
    return [distance(Spot(proposal.partner.id, proposal.facts.kilometres), words())]


def _in_time(proposal: Proposal, _case: Case) -> list[str]:
    facts = proposal.facts
    # Translators: how a partner keeps its promise, such as "Answers in time 9 of 10"
    return [str(_("Answers in time %(number)s of %(asked)s", number=facts.in_time, asked=facts.asked))]


def _speaks(proposal: Proposal, _case: Case) -> list[str]:
    names = [languages.name(code, str(get_locale())) for code in proposal.facts.languages]
    return [str(_("Speaks %(languages)s", languages=listed(names)))]


def _tier(proposal: Proposal, _case: Case) -> list[str]:
    return [str(word(proposal.facts.tier))]


def _promise(proposal: Proposal, _case: Case) -> list[str]:
    return [str(word(proposal.facts.promise))] if proposal.facts.promise else []


SAID: dict[Reason, Callable[[Proposal, Case], list[str]]] = {
    Reason.GROUP: _group,
    Reason.PLACE: _place,
    Reason.DISTANCE: _distance,
    Reason.IN_TIME: _in_time,
    Reason.SPEAKS: _speaks,
    Reason.TIER: _tier,
    Reason.PROMISE: _promise,
}
