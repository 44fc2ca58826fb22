"""What a partner offers, and for whom.

Sources: Primero's service list and the EU return programme's post-arrival list (service types); GMSD's
"populations served" in our own wording (groups).
"""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class ServiceType(CodeList):
    """What is offered (HSDS service taxonomy). New ones stand at the end: entries keep them as bits by their place."""

    ARRIVAL_RECEPTION = "arrival_reception", N_("Meets the person on arrival")
    AIRPORT_PICKUP = "airport_pickup", N_("Pick-up at the airport")
    ONWARD_TRANSPORT = "onward_transport", N_("Onward transport")
    TEMPORARY_ACCOMMODATION = "temporary_accommodation", N_("A place to stay for a time")
    SAFEHOUSE = "safehouse", N_("Protected place to stay")
    RISK_ASSESSMENT = "risk_assessment", N_("Assessment of risk")
    DOCUMENTS = "documents", N_("Help with papers")
    HEALTH_MEDICAL = "health_medical", N_("Health care")
    PSYCHOSOCIAL = "psychosocial", N_("Psychological and social support")
    LEGAL_ASSISTANCE = "legal_assistance", N_("Legal help")
    LIVELIHOODS = "livelihoods", N_("Work and income")
    EDUCATION = "education", N_("School and training")
    CHILD_PROTECTION = "child_protection", N_("Protection of children")
    FAMILY_MEDIATION = "family_mediation", N_("Mediation with the family")
    FAMILY_REUNIFICATION = "family_reunification", N_("Reunion with the family")
    FOOD = "food", N_("Food")
    NFI = "nfi", N_("Clothes and household things")
    REGISTRATION = "registration", N_("Registration with the authorities")
    MONITORING = "monitoring", N_("Follow-up after return")
    OTHER = "other", N_("Other help")


class Population(CodeList):
    """For whom a service is."""

    WOMEN = "women", N_("Women")
    MEN = "men", N_("Men")
    GIRLS = "girls", N_("Girls")
    BOYS = "boys", N_("Boys")
    FAMILIES = "families_with_children", N_("Families with children")
    LGBT = "lgbt", N_("LGBT+ persons")
    DISABILITY = "persons_with_disability", N_("Persons with a disability")


class ServiceStatus(CodeList):
    """Whether a service or a listing is alive (HSDS service.status)."""

    ACTIVE = "active", N_("Active")
    INACTIVE = "inactive", N_("Not active")
    DEFUNCT = "defunct", N_("Closed for good")
    TEMPORARILY_CLOSED = "temporarily closed", N_("Closed for a time")
