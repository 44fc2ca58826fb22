"""What is done to a case: the one list of its acts. Each opens one transaction, or joins the running one."""

from portal.cases.alarms import acknowledge_alarm, ring
from portal.cases.child_facts import (
    ON_PLAN_ENDED,
    answer_consultation,
    appoint_representative,
    assess_family,
    consult,
    decide_best_interests,
    end_representative,
    hear_view,
    suspect_missing,
)
from portal.cases.clock import start_clock
from portal.cases.consent import ON_WITHDRAWAL, record_sharing
from portal.cases.facts import assess_risk, note_papers, reach_milestone, record_support
from portal.cases.grants import end_grants, grant_identity
from portal.cases.hand_over import hand_over
from portal.cases.identity import write as write_identity
from portal.cases.offers import answer_offer, make_offer
from portal.cases.police import keep_note as keep_police_note
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
from portal.cases.tracing import ask_tracing, move_tracing
from portal.cases.two_persons import ask_found_adult, ask_override, decide_found_adult, decide_override
from portal.cases.withdrawal import tell_person, withdraw_sharing

__all__ = [
    "ON_CLOSE",
    "ON_PLAN_ENDED",
    "ON_WITHDRAWAL",
    "acknowledge_alarm",
    "answer_consultation",
    "answer_offer",
    "appoint_representative",
    "ask_found_adult",
    "ask_override",
    "ask_tracing",
    "assess_family",
    "assess_risk",
    "close_case",
    "consult",
    "decide_best_interests",
    "decide_found_adult",
    "decide_override",
    "edit_person",
    "end_grants",
    "end_representative",
    "grant_identity",
    "hand_over",
    "hear_view",
    "keep_police_note",
    "link_cases",
    "make_offer",
    "move_tracing",
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
    "suspect_missing",
    "tell_person",
    "withdraw_sharing",
    "write_identity",
]
