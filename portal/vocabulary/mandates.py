"""Who is responsible for what: the tasks of a prepared return, and for whom a responsibility holds.

Source: action plan 2007-2010, lines 550-562 and 883-892 (overviews of responsibilities), tasks from lines
207-226, 374-401, 432-443, 837-845, 871-882, 1052-1085, 1112-1133.
"""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class MandateTask(CodeList):
    """A task of the way home, in its order."""

    FIRST_CONTACT = "first_contact", N_("First contact")
    OFFER = "offer", N_("Offer of a prepared return")
    PLAN = "plan", N_("Personal plan")
    REPRESENTATIVE = "child_representative", N_("Representative of a child")
    COMMITTEE = "committee_advice", N_("Advice of the committee")
    TRACING = "family_tracing", N_("Tracing of the family")
    TRAVEL = "travel", N_("Travel and travel papers")
    RECEPTION = "reception", N_("Reception on return")
    FOLLOW_UP = "follow_up", N_("Follow-up after return")


class MandateGroup(CodeList):
    """For whom a responsibility holds."""

    EVERYBODY = "everybody", N_("Everybody")
    ADULTS = "adults", N_("Adults")
    CHILDREN = "children", N_("Children")
