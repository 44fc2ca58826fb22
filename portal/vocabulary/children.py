"""A child's safeguards in codes: representative, consultation, best interests, view, family, tracing.

Sources: the plan's lines beside each list; UNHCR's best-interests procedure; Primero (tracing states).
"""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class RepresentativeKind(CodeList):
    """Who decides on the child's behalf (plan lines 1052-1066)."""

    PERSONAL = "personal_representative", N_("Personal representative")
    PROFESSIONAL = "professional_representative", N_("Professional representative")
    PARENT = "parent", N_("Parent")
    GUARDIAN = "legal_guardian", N_("Legal guardian")


class ConsultedBody(CodeList):
    """Who advises in a child's case (plan lines 392-401, 615-627, 1068-1085)."""

    COMMITTEE = "collaboration_committee", N_("Collaboration committee")
    LOCAL_GROUP = "local_group", N_("Local group")
    CHILDRENS_NETWORK = "childrens_network", N_("Children's network")


class Advice(CodeList):
    """What the committee advises; advising against ends the plan (RULINGS 4)."""

    SUPPORTS = "supports", N_("Supports the return")
    CONDITIONS = "supports_with_conditions", N_("Supports it on conditions")
    AGAINST = "advises_against", N_("Advises against it")


class BestInterestsKind(CodeList):
    """An assessment by trained staff, or a formal determination (UNHCR)."""

    ASSESSMENT = "BIA", N_("Assessment")
    DETERMINATION = "BID", N_("Formal determination")


class BestInterestsOutcome(CodeList):
    """What is best for the child; undecided does not pass, no return ends the plan (RULINGS 4)."""

    RECEPTION = "return_with_reception", N_("Return, received by an organisation")
    FAMILY = "return_to_family", N_("Return to the family")
    NO_RETURN = "no_return", N_("No return")
    UNDECIDED = "undecided", N_("Not decided yet")


class ChildView(CodeList):
    """The child's own view of the plan."""

    AGREES = "agrees", N_("Agrees")
    DISAGREES = "disagrees", N_("Does not agree")
    NOT_ABLE = "not_able", N_("Cannot say, because of age or health")
    NOT_ASKED = "not_asked", N_("Not asked yet")


class FamilyInvolvement(CodeList):
    """Whether the family had a part in the trafficking (plan lines 1128-1131)."""

    NO_INDICATION = "no_indication", N_("No sign of it")
    SUSPECTED = "suspected", N_("Suspected")
    CONFIRMED = "confirmed", N_("Confirmed")
    NOT_ASSESSED = "not_assessed", N_("Not assessed yet")


class TracingState(CodeList):
    """How far the Red Cross's tracing has come (plan lines 1112-1119; Primero)."""

    OPEN = "open", N_("Asked for")
    IN_PROGRESS = "tracing_in_progress", N_("Being traced")
    VERIFIED = "verified", N_("Found, and the relation verified")
    REUNIFIED = "reunified", N_("Reunited")
    CLOSED = "closed", N_("Ended")


class Gate(CodeList):
    """What may be overridden, for adults alone (RULINGS 5)."""

    RISK = "risk", N_("The assessment of risk")
    PLAN = "plan", N_("The personal plan")
