"""The chapter's own codes: what comes next in a case, parts of an identity, a child's safeguards."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class NextStep(CodeList):
    """The one thing a case waits for."""

    OFFER = "offer", N_("Next: record the offer of prepared return")
    ANSWER = "answer", N_("Next: record the answer to the offer")
    ASK_AGAIN = "ask_again", N_("Next: ask again about prepared return")
    WAIT = "wait", N_("The offer was not accepted; ask again when the time is right")
    CLOCK = "clock", N_("Next: record the departure deadline")
    RISK = "risk", N_("Next: assess the risk at home")
    PLAN = "plan", N_("Next: agree the personal plan with the person")
    BASIS = "basis", N_("Next: record on what basis a partner may be asked")
    SAFEGUARDS = "safeguards", N_("A child: safeguards are missing, no request can be sent yet")
    ASK_PARTNER = "ask_partner", N_("Ready: a partner can be asked to meet her")
    FOLLOW_UP = "follow_up", N_("She has arrived; the partner reports")
    CLOSED = "closed", N_("The case is closed")


class IdentityPart(CodeList):
    """What stands behind the identity's door (HTCDS prs_)."""

    FULL_NAME = "full_name", N_("Full name")
    CALLED = "called", N_("Wants to be called")
    BIRTHDATE = "birthdate", N_("Date of birth")
    PHONE = "phone", N_("Telephone")
    DOCUMENT_NUMBER = "document_number", N_("Number of passport or other paper")
    SAFE_CONTACT = "safe_contact", N_("How she can safely be reached")


class Safeguard(CodeList):
    """A child's gates, none ever overridable (RULINGS 4); the plan's lines beside each."""

    REPRESENTATIVE = "representative", N_("A representative is appointed")  # lines 1052-1066
    PLAN = "plan_with_representative", N_("The plan is made with the representative")  # lines 1077-1080
    COMMITTEE = "committee_advice", N_("The collaboration committee has given its advice")  # lines 1081-1085
    BEST_INTERESTS = "best_interests", N_("Return is found to be in the child's best interests")  # lines 1097-1107
    CHILDS_VIEW = "childs_view", N_("The child's own view is recorded")  # CRC article 12; lines 903-919
    FAMILY = "family_involvement", N_("It is assessed whether the family took part")  # lines 1128-1131


#: Where the plan asks for each safeguard, as the page shows it.
PLAN_LINES = {
    Safeguard.REPRESENTATIVE: "1052-1066",
    Safeguard.PLAN: "1077-1080",
    Safeguard.COMMITTEE: "1081-1085",
    Safeguard.BEST_INTERESTS: "1097-1107",
    Safeguard.CHILDS_VIEW: "903-919",
    Safeguard.FAMILY: "1128-1131",
}
