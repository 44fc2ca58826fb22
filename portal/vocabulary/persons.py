"""The working copy of a person without a name: HTCDS 2.0 terms, and age bands of our own."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class TraffickingStatus(CodeList):
    """HTCDS vic_TraffickingStatus; a possible victim is enough for every offer (plan lines 169-172)."""

    POSSIBLE = "PossibleVictimOfTrafficking", N_("Possible victim of trafficking")
    ACTUAL = "ActualVictimOfTrafficking", N_("Confirmed victim of trafficking")
    NOT = "NotAVictimOfTrafficking", N_("Not a victim of trafficking")


class StatusDecidedBy(CodeList):
    """HTCDS vic_TraffickingStatusDecisionMakingOrg."""

    POLICE = "Police", N_("Police")
    NGO = "NGO", N_("Non-governmental organisation")
    COURT = "CourtOrProsecution", N_("Court or prosecution")
    AUTHORITY = "NonPoliceGovernmentalOrganization", N_("Authority other than the police")
    OTHER = "Other", N_("Other")


class AgeBand(CodeList):
    """Age at registration."""

    CHILD_0_11 = "0-11", N_("0 to 11 years")
    CHILD_12_14 = "12-14", N_("12 to 14 years")
    CHILD_15_17 = "15-17", N_("15 to 17 years")
    ADULT_18_24 = "18-24", N_("18 to 24 years")
    ADULT_25_34 = "25-34", N_("25 to 34 years")
    ADULT_35 = "35+", N_("35 years or older")


#: The bands that make a child (RULINGS 3).
CHILD_BANDS = (AgeBand.CHILD_0_11, AgeBand.CHILD_12_14, AgeBand.CHILD_15_17)


class AgeBasis(CodeList):
    """How the age is known; disputed makes a child (RULINGS 3)."""

    DOCUMENTED = "documented", N_("Shown by papers")
    STATED = "stated", N_("Told by the person")
    ASSESSED = "assessed", N_("Assessed")
    DISPUTED = "disputed", N_("In dispute")


class Gender(CodeList):
    """HTCDS prs_Gender."""

    FEMININE = "Feminine", N_("Woman or girl")
    MASCULINE = "Masculine", N_("Man or boy")
    TRANS_FEMININE = "TransgenderFeminine", N_("Trans woman or girl")
    TRANS_MASCULINE = "TransgenderMasculine", N_("Trans man or boy")
    NON_CONFORMING = "NonConforming", N_("Another gender")
    UNKNOWN = "NonSpecifiedUnknown", N_("Not stated")


class Exploitation(CodeList):
    """HTCDS vic_TypeOfExploitation."""

    FORCED_LABOUR = "ForcedLabour", N_("Forced labour")
    SEXUAL = "SexualExploitation", N_("Sexual exploitation")
    CHILD_LABOUR = "ChildLabour", N_("Child labour")
    FORCED_MARRIAGE = "ForcedMarriage", N_("Forced marriage")
    SERVITUDE = "Servitude", N_("Servitude")
    FORCED_MILITARY = "ForcedMilitaryByNonStateActors", N_("Forced to serve an armed group")
    ORGAN_REMOVAL = "OrganRemoval", N_("Removal of organs")
    FORCED_BEGGING = "ForcedBegging", N_("Forced begging")
    FORCED_ADOPTION = "ForcedAdoption", N_("Forced adoption")
    SURROGACY = "Surrogacy", N_("Forced surrogacy")
    OTHER = "Other", N_("Other")


class SexExploitation(CodeList):
    """HTCDS vic_TypeOfSexExploitation."""

    PROSTITUTION = "Prostitution", N_("Prostitution")
    PORNOGRAPHY = "Pornography", N_("Pornography")
    REMOTE = "RemoteInteractiveServices", N_("Online services")
    PRIVATE = "PrivateSexualServices", N_("Sexual services in a private home")
