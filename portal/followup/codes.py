"""What the list of reports can be narrowed to, and why a report is refused."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class Shown(CodeList):
    """A part of the list of reports."""

    UNREAD = "unread", N_("Not read yet")
    WAITING = "waiting", N_("Waited for")
    LATE = "late", N_("Late")
    SENT = "sent", N_("Sent")
    ENDED = "ended", N_("Ended")


class Refusal(CodeList):
    """Why a report cannot be taken any more."""

    SENT_ALREADY = "sent_already", N_("This report has been sent already.")
    BY_CHOICE = "ended_by_choice", N_("She does not want contact, so no more reports are asked.")
    NO_BASIS = "no_basis", N_("She has not agreed to contact after return, so no report is asked.")
    CONSENT_WITHDRAWN = "consent_withdrawn", N_("She no longer agrees to contact, so no report is asked.")
    REQUEST_ENDED = "request_ended", N_("The request has ended, so no report is asked.")
    CASE_CLOSED = "case_closed", N_("The case is closed, so no report is asked.")
    NO_SAFE_WAY = "no_safe_way", N_("No way of contacting her is safe, so no report is asked.")
    NOT_AGREED = "not_agreed", N_("This report is not agreed with her, so it is not asked.")
    LEFT_BEFORE = "left_before", N_("She has left already. How things were before the return can no longer be written.")
    BEFORE_ARRIVAL = "before_arrival", N_("The day you gave is before she arrived. Correct the day.")
    IN_FUTURE = "in_future", N_("The day you gave has not come yet. Correct the day.")
    NOT_ARRIVED = "not_arrived", N_("She has not arrived yet. Tell first what happened on arrival.")
