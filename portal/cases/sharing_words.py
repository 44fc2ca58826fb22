"""The sentences about a consent taken back: what it ends, what it cannot undo, and the same said to her."""

from dataclasses import dataclass

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.db import today
from portal.i18n import BY_CODE
from portal.i18n_mark import N_
from portal.vocabulary.casework import SharingPurpose
from portal.web.formats import date_words

P = SharingPurpose
#: What ends at once with a purpose, said to the caseworker.
ENDS: dict[SharingPurpose, str] = {
    P.PSEUDONYMOUS: N_("Every request ends, nobody can see who she is any more, and no more reports are asked for."),
    P.IDENTITY: N_("A request with a yes ends, nobody can see who she is any more, and its reports stop."),
    P.FOLLOW_UP: N_("No more reports are asked for, and nobody is reminded."),
    P.RECEPTION: N_("Every request ends, nobody can see who she is any more, and no more reports are asked for."),
    P.STATISTICS: N_("She is left out of every file that is taken out from now on."),
    P.TRACING: N_("A tracing that is open ends here. Tell the Red Cross office yourself."),
    P.HOME_AUTHORITIES: N_("Nothing more may be told to the authorities at home."),
    P.POLICE_ANONYMISED: N_("Nothing more may be told to the police on this basis."),
    P.POLICE_IDENTIFIED: N_("Nothing more that says who she is may be told to the police."),
}
#: What no withdrawal can do: said before and after, and never softened.
CANNOT = (
    N_("What a partner or an authority has already read, printed or written down cannot be called back. "
       "We can only ask for it to be deleted."),
    N_("Old backups hold what was kept until they expire."),
    N_("A row of codes without her name, for the figures of each year, stays."),
    N_("What was shared while she agreed was shared lawfully; that is not undone."),
)  # fmt: skip
CAN = (
    N_("From this moment nothing more is shared on this consent."),
    N_("Each partner that got something from us is asked by letter to delete it, and to say when that is done. "
       "The case shows who has not."),
    N_("She need not say why, and she can be helped all the same. She can agree again later."),
)  # fmt: skip

#: Her own paper: nothing on it says what kind of case this is, should somebody find it.
TITLE = N_("About what you agreed to share")
LEAD = N_("You have taken back what you agreed to. You need not say why. You can still be helped.")
NOW = (
    N_("What happens now"),
    (
        N_("From today we share nothing more about you on what you took back."),
        N_("Whoever got something about you from us for it can no longer see it with us. We ask them to delete it."),
        N_("They tell us when they have done so. You may ask us at any time who has answered."),
    ),
)
NOT_UNDONE = (
    N_("What cannot be undone"),
    (
        N_("What somebody has already read, printed or written down we cannot call back. We can only ask."),
        N_("Our safety copies keep what was written about you until they run out."),
        N_("We keep a row of figures without your name, so that we can count."),
    ),
)
LATER = (
    N_("If you change your mind"),
    (
        N_("You can agree again later, to all of it or to a part."),
        N_("Call us about anything. Say your number and ask us to call you back: then we pay for the call."),
    ),
)
PARTS = (NOW, NOT_UNDONE, LATER)
PRINTED = N_("Printed on %(day)s.")


@dataclass(frozen=True)
class Column:
    """Her paper in one language."""

    title: str
    lead: str
    parts: list[tuple[str, list[str]]]
    printed: str


def sentences() -> list[str]:
    """All that must be approved in a language before the paper is printed in it alone (RULINGS 19)."""
    return [TITLE, LEAD, PRINTED, *(text for heading, texts in PARTS for text in (heading, *texts))]


def column(code: str = "") -> Column:
    """Her paper in a shipped language; in the reader's own without a code, to be said aloud."""
    if code:
        with force_locale(BY_CODE[code].formats):
            return column()
    said = [(_(heading), [_(text) for text in texts]) for heading, texts in PARTS]
    return Column(_(TITLE), _(LEAD), said, _(PRINTED, day=date_words(today())))
