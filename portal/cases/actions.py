"""What is done to a case: the one list of its acts. Each opens one transaction, or joins the running one."""

from portal.cases.alarms import acknowledge_alarm, ring
from portal.cases.clock import start_clock
from portal.cases.consent import ON_WITHDRAWAL, record_sharing, withdraw_sharing
from portal.cases.facts import assess_risk, note_papers, reach_milestone, record_support
from portal.cases.grants import end_grants, grant_identity
from portal.cases.identity import write as write_identity
from portal.cases.offers import answer_offer, make_offer
from portal.cases.register import (
    ON_CLOSE,
    close_case,
    edit_person,
    link_cases,
    name_deputy,
    note_arrival,
    register_case,
    remove_deputy,
)

__all__ = [
    "ON_CLOSE",
    "ON_WITHDRAWAL",
    "acknowledge_alarm",
    "answer_offer",
    "assess_risk",
    "close_case",
    "edit_person",
    "end_grants",
    "grant_identity",
    "link_cases",
    "make_offer",
    "name_deputy",
    "note_arrival",
    "note_papers",
    "reach_milestone",
    "record_sharing",
    "record_support",
    "register_case",
    "remove_deputy",
    "ring",
    "start_clock",
    "withdraw_sharing",
    "write_identity",
]
