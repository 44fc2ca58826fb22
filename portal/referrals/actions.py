"""Every act of this chapter, as other chapters and the pages call them: one function a step."""

from portal.referrals.answers import accept, ask, decline, reply, run_out_due, take_back
from portal.referrals.drafts import Wanted, draft, edit, send
from portal.referrals.endings import ENDINGS, cancel, cancel_for_closing, end, end_for_consent
from portal.referrals.looks import look
from portal.referrals.steps import IN_PORTAL, ON_ARRIVAL, ON_END, AlreadyHappened, NotYours, Told
from portal.referrals.travel import Journey, begin_follow_up, depart, release, set_travel, tell_arrival

__all__ = [
    "ENDINGS",
    "IN_PORTAL",
    "ON_ARRIVAL",
    "ON_END",
    "AlreadyHappened",
    "Journey",
    "NotYours",
    "Told",
    "Wanted",
    "accept",
    "ask",
    "begin_follow_up",
    "cancel",
    "cancel_for_closing",
    "decline",
    "depart",
    "draft",
    "edit",
    "end",
    "end_for_consent",
    "look",
    "release",
    "reply",
    "run_out_due",
    "send",
    "set_travel",
    "take_back",
    "tell_arrival",
]
