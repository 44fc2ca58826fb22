"""The chapters of the yearly status report, in their order, and what each is for (plan lines 563-570)."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class Chapter(CodeList):
    """What the plan asks of the report, and the chapters that the reports of 2008 and 2009 had."""

    DEVELOPMENT = "development", N_("How the area has developed")
    INITIATIVES = "initiatives", N_("What was done")
    TARGETS = "targets", N_("What the plan promised")
    PREPARED_RETURN = "prepared-return", N_("Prepared return")
    CHILDREN = "children", N_("Children")
    REFLECTION = "reflection-period", N_("The reflection period")
    SOCIAL_OFFERS = "social-offers", N_("Social offers")
    POLICE = "police", N_("Police and prosecution")
    INTERNATIONAL = "international", N_("Work with other countries")
    CENTRE = "centre", N_("The national centre")
    STATISTICS = "statistics", N_("Figures")
    ACTIVITIES = "activities", N_("Activities of the year")
    ADJUSTMENTS = "adjustments", N_("What should be changed")


#: What the writer is asked for, above the box.
ASKS = {
    Chapter.DEVELOPMENT: N_("What changed this year: who came, from where, to what, and why?"),
    Chapter.INITIATIVES: N_("Which of the plan's initiatives were carried out, by whom, and what came of them?"),
    Chapter.TARGETS: N_("Say why each promise was kept or not. The numbers fill themselves in."),
    Chapter.PREPARED_RETURN: N_("How return was offered, prepared and received; what was hard."),
    Chapter.CHILDREN: N_("What was done for children, and how their safeguards worked."),
    Chapter.REFLECTION: N_("How the days until departure were used, and whether they were enough."),
    Chapter.SOCIAL_OFFERS: N_("Health, psychological, legal and socio-pedagogical help."),
    Chapter.POLICE: N_("Cases, charges and judgments, as the police and the prosecution tell them."),
    Chapter.INTERNATIONAL: N_("Partners, embassies, authorities at home, agreements."),
    Chapter.CENTRE: N_("What the centre itself did: coordination, knowledge, teaching."),
    Chapter.STATISTICS: N_("Anything that a reader must know to understand the numbers."),
    Chapter.ACTIVITIES: N_("A short list with dates."),
    Chapter.ADJUSTMENTS: N_("What the centre proposes to change in the plan or in how it is carried out."),
}

#: Languages of the report; the portal itself has more.
LANGUAGES = ("da", "en")
FIRST_YEAR, LAST_YEAR = 2000, 2199  # what can be a year at all
LONGEST = 20_000  # characters of one section in one language


class Audience(CodeList):
    """For whom a file is made."""

    INSIDE = "inside", N_("For the centre: exact numbers")
    OUTSIDE = "outside", N_("For publication: small numbers are hidden")


class Kind(CodeList):
    """The forms of the report as a file."""

    PDF = "pdf", N_("PDF, to read and print")
    DOCX = "docx", N_("Text document (DOCX), to write on in")
    XLSX = "xlsx", N_("Spreadsheet (XLSX)")
    CSV = "csv", N_("Tables as text (CSV) with the code book, in one ZIP")
    HTML = "html", N_("Web page (HTML) in one file")


MEDIA = {
    Kind.PDF: ("pdf", "application/pdf"),
    Kind.DOCX: ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Kind.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    Kind.CSV: ("zip", "application/zip"),
    Kind.HTML: ("html", "text/html; charset=utf-8"),
}
