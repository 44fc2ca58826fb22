"""The chapter's own codes: what a text may hold that should not be told, and why a file is not taken."""

from portal.i18n_mark import N_
from portal.vocabulary.codes import CodeList


class Suspicion(CodeList):
    """What a text looks as if it held; the writer is asked to look again, and may send it all the same."""

    NAME = "name", N_("It looks as if this text holds her name.")
    PHONE = "phone", N_("It looks as if this text holds a telephone number.")
    DOCUMENT = "document", N_("It looks as if this text holds the number of a passport or another paper.")


class Unfit(CodeList):
    """Why a file is not taken."""

    EMPTY = "empty", N_("This file is empty. Choose another one.")
    TOO_LARGE = "too_large", N_("This file is larger than 5 MB. Choose a smaller one.")
    OTHER_KIND = "other_kind", N_("Only pictures (JPEG, PNG) and PDF files can be sent.")
    DAMAGED = "damaged", N_("This file cannot be read. Save it anew and try again.")
    TOO_MANY_PIXELS = "too_many_pixels", N_("This picture is too large to open. Choose one with fewer pixels.")
    LOCKED = "locked", N_("This PDF is locked with a pass word. Save it without one.")
    TOO_MANY_PAGES = "too_many_pages", N_("This PDF has more than 100 pages. Send only those that are needed.")
    ACTS = "acts", N_("This PDF holds a program or another file. Print it to a new PDF and send that.")
    TWO_KINDS = "two_kinds", N_("This file is of two kinds at once. Print it to a new PDF and send that.")
    TOO_MANY = "too_many", N_("This request holds ten files already. No more can be sent.")
