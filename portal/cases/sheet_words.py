"""The sentences of the person's own sheet. Nothing on it says what kind of case this is, should somebody find it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from portal.db import today
from portal.i18n_mark import N_
from portal.places.countries import in_eu

#: The title says nothing.
TITLE = N_("Information for you")
LEAD = N_(
    "This paper is yours. You decide who may see it. If it is not safe to carry it, leave it with somebody you trust."
)
#: Each part: its heading and its sentences.
Part = tuple[str, tuple[str, ...]]
BEING_MET: Part = (
    N_("What it means to be met"),
    (
        N_(
            "An organisation in your country can meet you when you arrive and help you in the first time: "
            "with a place to sleep, health, school or work."
        ),
        N_("It is asked without your name. It learns your name only after it has said yes."),
        N_("Ask before you travel what it costs and who pays."),
    ),
)
RIGHTS: Part = (
    N_("Your rights"),
    (
        N_("You may say yes or no to being met. You need not give a reason."),
        N_("You may have somebody who interprets for you."),
        N_("You may ask to see what is written about you, and have mistakes put right."),
        N_(
            "What you agreed to share you may take back at any time. From then on nothing more is shared; "
            "what was told already cannot always be called back."
        ),
        N_("You may complain to the Danish Data Protection Agency (Datatilsynet)."),
    ),
)
# The plan, lines 271-272 and 789-794; Directives 2004/38/EC and 2011/36/EU (article 11, paragraph 3).
OF_THE_UNION: Part = (
    N_("Because you are a citizen of the European Union"),
    (
        N_("As a rule you may stay in Denmark for up to three months, and longer if you work or study."),
        N_("As a rule you may come back to Denmark, also after you have gone home."),
        N_("In your country you have a right to help, whether or not you talk with the police."),
        N_("Ask your caseworker what applies to you."),
    ),
)
OF_A_CHILD: Part = (
    N_("Because you are young"),
    (N_("A representative stands by your side, and everybody must listen to what you want yourself."),),
)
LATER: Part = (
    N_("If you change your mind"),
    (
        N_("Did you say no? You can say yes later. Call us, also from home, and ask what is possible."),
        N_("Did you say yes? You can still say no, before you travel and after. Tell your caseworker, or call us."),
    ),
)
CALL_US: Part = (
    N_("You can always reach us yourself"),
    (
        N_("Call us about anything, also about the people who met you. They are not told that you called."),
        N_("Say your number and ask us to call you back: then we pay for the call. Writing to us is free too."),
    ),
)
#: Above the organisations that she chose.
TURN_TO = N_("Whom you can turn to at home")
PRINTED = N_("Printed on %(day)s. Telephone numbers can change.")


@dataclass(frozen=True)
class Said:
    """A part in the language that is being spoken."""

    heading: str
    sentences: list[str]


def parts(citizenship: str, is_child: bool) -> list[Part]:
    """The parts of one person's sheet, in order: an EU citizen's rights are more, a child's are others."""
    own = [OF_THE_UNION] if in_eu(citizenship, today()) else []
    own += [OF_A_CHILD] if is_child else []
    return [BEING_MET, RIGHTS, *own, LATER, CALL_US]


def sentences(of: list[Part]) -> list[str]:
    """All that must be approved in a language before a sheet of these parts is printed in it alone."""
    return [TITLE, LEAD, TURN_TO, PRINTED, *(text for heading, texts in of for text in (heading, *texts))]


def said(of: list[Part]) -> list[Said]:
    """The parts in the language that is being spoken."""
    return [Said(_(heading), [_(text) for text in texts]) for heading, texts in of]
