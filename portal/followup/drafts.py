"""A draft is saved with every step; two people on one draft are told, and nothing of either is overwritten."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, select

from portal.access import Actor, Role
from portal.audit.trail import note
from portal.db import db, now, rows_changed, transaction
from portal.followup import actions, policy
from portal.followup.answers import Answers
from portal.followup.draft_answers import answers_of, missing, told_how
from portal.followup.draft_models import LIFE, Kept, ReportDraft, Value
from portal.followup.models import DueReport, Report
from portal.referrals.steps import locked_case
from portal.vocabulary.reports import ReportKind
from portal.vocabulary.requests import Channel

LONGEST = 20_000  # characters of one answer that are kept; what is longer is not an answer


@dataclass(frozen=True)
class Step:
    """One page's answers as posted: the draft's version that the page showed (0: none) and the page's own key."""

    given: Mapping[str, Value]
    seen: int
    form: str


class Clash(Exception):
    """Somebody answered otherwise meanwhile: nothing was saved or sent; `names` says which questions, where known."""

    def __init__(self, draft: ReportDraft, names: list[str]) -> None:
        super().__init__(names)
        self.draft, self.names = draft, names


def of(actor: Actor, due: DueReport) -> ReportDraft | None:
    """The living draft of the reader's side: the partner's own, or what the Danish side writes down as told."""
    return db.session.scalar(select(ReportDraft).where(*_mine(actor, due), ReportDraft.saved_at > now() - LIFE))


def begun(actor: Actor, dues: Iterable[DueReport]) -> dict[UUID, datetime]:
    """When the living drafts of the reader's side were saved, by the report's id; in one question."""
    if not (ids := [due.id for due in dues]):
        return {}
    living = (ReportDraft.due_report_id.in_(ids), ReportDraft.told == _told(actor), ReportDraft.saved_at > now() - LIFE)
    rows = db.session.execute(select(ReportDraft.due_report_id, ReportDraft.saved_at).where(*living))
    return {row.due_report_id: row.saved_at for row in rows}


def wants_name(actor: Actor, due: DueReport) -> bool:
    """Whether the report says who at the partner told it (RULINGS 11): a baseline the Danish side writes as its own."""
    return _told(actor) and due.kind is not ReportKind.BASELINE


def save(actor: Actor, due: DueReport, step: Step) -> ReportDraft:
    """Save what a page brought. Raises NotYours, Refused (not waited for any more), Clash.

    An answer that came in between from another page stands: the same or an empty one of ours takes nothing away,
    and a different one is a clash, which people settle. A page's own repeated post never clashes with itself.
    """
    if actor.id is None or not policy.may_report(actor, due):
        raise actions.NotYours
    with transaction():
        locked_case(due.case_id)
        db.session.refresh(due)
        if not actions.may_still_be_sent(due):
            raise actions.Refused(actions.why_refused(due))
        draft = _draft(actor, due, actor.id)
        kept = draft.kept
        between = {n for n, one in kept.items() if one.version > step.seen and one.form != step.form and one.value}
        given = {n: _cut(value) for n, value in step.given.items() if n not in between or value}
        if clash := [name for name in given if name in between and kept[name].value != given[name]]:
            raise Clash(draft, clash)
        changed = {name: value for name, value in given.items() if name not in kept or kept[name].value != value}
        if changed:
            draft.row_version += 1
            draft.keep(kept | {name: Kept(value, draft.row_version, step.form) for name, value in changed.items()})
            draft.saved_by = actor.id
        draft.saved_at = now()
        note(actor, "report:draft:saved", f"report:{due.id}", version=draft.row_version)
    return draft


def send(actor: Actor, due: DueReport, seen: int) -> Report:
    """Send what the draft says, as it was read at version `seen`; the draft's own `report_id` makes it one report.

    Raises NotYours, Refused (also where there is no draft), Incomplete, Clash where somebody changed it meanwhile.
    """
    with transaction():
        locked_case(due.case_id)
        db.session.refresh(due)
        draft = of(actor, due)
        if draft is None:
            raise actions.Refused(actions.why_refused(due))
        values = draft.values
        if draft.row_version != seen:
            raise Clash(draft, [])
        answers, needed = answers_of(values), missing(values, told=wants_name(actor, due))
        if answers is None or needed:
            raise actions.Incomplete(needed)
        channel, said_by = told_how(values) if wants_name(actor, due) else (Channel.PORTAL, "")
        report = actions.send_report(actor, due, answers, key=draft.report_id, channel=channel, said_by=said_by)
        throw_away(due, actor)
    return report


def send_at_once(actor: Actor, due: DueReport, answers: Answers, key: UUID) -> Report:
    """Send a report of one page without a last look; a draft begun before is not needed any more."""
    with transaction():
        report = actions.send_report(actor, due, answers, key=key)
        throw_away(due, actor)
    return report


def throw_away(due: DueReport, actor: Actor) -> None:
    """The report has been sent, within the running act: its draft is not needed any more."""
    db.session.execute(delete(ReportDraft).where(*_mine(actor, due)))


def forget_old(at: datetime) -> int:
    """Delete what nobody has come back to for thirty days; return of how many reports. Safe to run twice."""
    with transaction():
        return rows_changed(db.session.execute(delete(ReportDraft).where(ReportDraft.saved_at <= at - LIFE)))


def _mine(actor: Actor, due: DueReport) -> tuple[ColumnElement[bool], ...]:
    return (ReportDraft.due_report_id == due.id, ReportDraft.told == _told(actor))


def _told(actor: Actor) -> bool:
    return not actor.is_(Role.PARTNER)


def _cut(value: Value) -> Value:
    return value[:LONGEST]


def _draft(actor: Actor, due: DueReport, author: UUID) -> ReportDraft:
    """The draft of this side, locked; one whose thirty days are over begins anew."""
    wanted = select(ReportDraft).where(*_mine(actor, due)).with_for_update()
    draft = db.session.scalar(wanted.execution_options(populate_existing=True))
    if draft is not None and draft.saved_at <= now() - LIFE:
        db.session.delete(draft)
        db.session.flush()
        draft = None
    if draft is not None:
        return draft
    own = {"case_id": due.case_id, "due_report_id": due.id, "told": _told(actor), "saved_by": author}
    draft = ReportDraft(**own, report_id=uuid4(), saved_at=now(), row_version=0)
    db.session.add(draft)
    db.session.flush()
    return draft
