"""The case's dated facts as one line of days, each a sentence of its own."""

from collections.abc import Iterator
from datetime import date
from operator import itemgetter

from flask_babel import gettext as _

from portal.cases import child_timeline, hand_over, police
from portal.cases.models import Case, Offer
from portal.vocabulary.casework import OfferOutcome
from portal.web.formats import date_words, word

Entry = tuple[date, str, str]  # the day, what happened, a note


def of_case(case: Case) -> list[dict[str, str]]:
    """The entries for `parts.timeline`, oldest first; facts of one day in the order they are listed here."""
    entries = [*_beginning(case), *_offers(case), *_plan(case), *_basis(case), *_deadline(case)]
    entries += [*child_timeline.of_child(case), *child_timeline.of_two_persons(case)]
    entries += [*_told_police(case), *_handed_on(case), *_end(case)]
    return [{"when": date_words(day), "text": text, "note": note} for day, text, note in sorted(entries, key=_day)]


_day = itemgetter(0)


def _beginning(case: Case) -> Iterator[Entry]:
    yield case.registered_on, _("Registered"), word(case.trafficking_status)


def _offers(case: Case) -> Iterator[Entry]:
    for number, offer in enumerate(case.offers):
        yield offer.made_on, _("Prepared return offered again") if number else _("Prepared return offered"), ""
        if offer.answered_on is not None:
            yield offer.answered_on, _answer(offer), word(offer.decline_reason)


def _answer(offer: Offer) -> str:
    if offer.outcome is OfferOutcome.ACCEPTED:
        return str(_("She said yes to prepared return"))
    if offer.outcome is OfferOutcome.DECLINED:
        return str(_("She said no to prepared return"))
    return str(_("The offer could not be made"))


def _plan(case: Case) -> Iterator[Entry]:
    for support in case.supports:
        yield support.received_on, _("Support received: %(kind)s", kind=word(support.kind)), ""
    for milestone in case.milestones:
        yield milestone.reached_on, word(milestone.kind), ""
    for paper in case.papers:
        yield paper.noted_on, word(paper.kind), word(paper.status)


def _basis(case: Case) -> Iterator[Entry]:
    for sharing in case.sharings:
        yield sharing.given_on, _("Basis recorded: %(purpose)s", purpose=word(sharing.purpose)), word(sharing.basis)
        if sharing.withdrawn_on is not None:
            text = _("Consent withdrawn: %(purpose)s", purpose=word(sharing.purpose))
            yield sharing.withdrawn_on, text, word(sharing.withdrawal_reason)


def _deadline(case: Case) -> Iterator[Entry]:
    for clock in case.clocks:
        yield clock.starts_on, _("Deadline for departure begins: %(kind)s", kind=word(clock.kind)), ""
    for risk in case.risks:
        yield risk.assessed_on, _("Risk at home assessed: %(level)s", level=word(risk.level)), ""


def _handed_on(case: Case) -> Iterator[Entry]:
    for day, before, after in hand_over.history(case):
        yield day, _("Handed over from %(before)s to %(after)s", before=before, after=after), ""


def _told_police(case: Case) -> Iterator[Entry]:
    for one, _by, _basis in police.notes_of(case):
        text = (
            _("The police was told, with her consent also who she is") if one.identified else _("The police was told")
        )
        yield one.told_on, text, one.to_whom


def _end(case: Case) -> Iterator[Entry]:
    if case.closed_on is not None:
        yield case.closed_on, _("The case was closed"), word(case.closure_reason)
