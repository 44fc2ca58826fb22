"""The chapter's forms: what is asked for, the answer, travel, arrival, and how a request ends."""

from datetime import date, datetime
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, ValidationError

from portal.db import now, today
from portal.i18n import LANGUAGES
from portal.i18n_mark import N_
from portal.referrals.local_times import HourTwice, NoSuchHour, hour_of, moment_of
from portal.referrals.second_look import SecondLook
from portal.vocabulary.casework import Payer, SupportKind
from portal.vocabulary.codes import CodeList
from portal.vocabulary.requests import (
    ArrivalOutcome,
    CancelReason,
    Channel,
    Escort,
    Priority,
    RefusalReason,
    TravelMode,
)
from portal.vocabulary.services import ServiceType
from portal.web.formats import date_words
from portal.web.forms import PortalForm, day, line, one_of, one_of_pairs, paragraph, some_of

#: Why a request is cancelled where nobody chooses it.
BY_ITSELF = (CancelReason.ANOTHER_ACCEPTED, CancelReason.CASE_CLOSED, CancelReason.PLAN_ENDED)


class Answer(CodeList):
    """The three answers of a partner."""

    YES = "yes", N_("Yes, we meet her")
    QUESTION = "question", N_("We have a question first")
    NO = "no", N_("No, we cannot")


class Ending(CodeList):
    """How the Danish side ends a request; the values are the steps' names."""

    COMPLETE = "complete", N_("The return is completed")
    CLOSE_EARLY = "close_early", N_("It ended early")
    LOSE_CONTACT = "lose_contact", N_("Contact is lost")
    MISTAKE = "mark_as_error", N_("It was entered by mistake")


def _languages() -> list[tuple[str, str]]:
    return [(language.code, language.name) for language in LANGUAGES]


class SeenForm(PortalForm):
    """A form that would overwrite: it carries the version of the record that it was opened on."""

    seen = HiddenField()

    @property
    def seen_version(self) -> int:
        """The version; one that nobody has seen when the field was tampered with."""
        typed = str(self.seen.data or "")
        return int(typed) if typed.isdecimal() and len(typed) < 9 else -1


class DraftForm(SeenForm):
    """What is asked of the partner, in groups on one page."""

    organization_id = one_of_pairs(_l("Partner"), list, missing=_l("Choose a partner"))
    services_requested = some_of(
        _l("What do you ask the partner for?"), ServiceType, missing=_l("Choose what you ask the partner for")
    )
    services_given = some_of(_l("What has she already received in Denmark?"), SupportKind)
    priority = one_of(_l("How soon do you need an answer?"), Priority, missing=_l("Choose how soon you need an answer"))
    earliest_on = day(_l("She can arrive from"), earliest=today)
    latest_on = day(_l("She must arrive by"), earliest=today)
    escort = one_of(_l("Who travels with her?"), Escort, missing=_l("Choose who travels with her"))
    payer = one_of(_l("Who pays for the reception?"), Payer, missing=_l("Choose who pays"))
    arrangements = paragraph(_l("What must the partner know to meet her well?"), most=2000)

    def validate_latest_on(self, field: Any) -> None:
        """The last day is not before the first."""
        if field.data and self.earliest_on.data and field.data < self.earliest_on.data:
            raise ValidationError(_("The last day must not be before the first day."))


class SendForm(SeenForm):
    """The last look before sending."""

    same_town = BooleanField(_l("I have thought about it: nobody can guess who she is"))
    next_by_itself = BooleanField(_l("If nobody answers in time, ask the next partner on the list by itself"))


class NextForm(PortalForm):
    """The proposed next partner, asked for the same."""

    organization_id = HiddenField()


class Told:
    """Mixin: a step that the partner told by telephone or post, written down on its behalf."""

    said_by = line(_l("Who at the partner told you?"), missing=_l("Write who at the partner told you"), most=120)
    channel = one_of(_l("How did you hear it?"), (Channel.PHONE, Channel.POST), missing=_l("Choose how you heard it"))


class AnswerForm(SecondLook, PortalForm):
    """Yes, a question, or no; what belongs to each stands under it."""

    answer = one_of(_l("Can you meet her?"), Answer, missing=_l("Choose an answer"))
    contact_name = line(_l("Who will meet her?"), most=120)
    contact_phone = line(_l("Telephone of the person who meets her"), most=40)
    question = paragraph(_l("Your question"), most=3000)
    language = one_of_pairs(_l("Language of the question"), _languages)
    reason = one_of(_l("Why not?"), RefusalReason)

    def validate(self, extra_validators: Any = None) -> bool:
        """What belongs to the chosen answer must be there; the rest may be empty."""
        right = super().validate(extra_validators)
        needed: dict[Any, list[tuple[Any, str]]] = {
            Answer.YES: [
                (self.contact_name, _("Write who will meet her")),
                (self.contact_phone, _("Write a telephone number")),
            ],
            Answer.QUESTION: [(self.question, _("Write your question"))],
            Answer.NO: [(self.reason, _("Choose a reason"))],
        }
        for field, missing in needed.get(self.answer.data, []):
            if not field.data:
                field.errors = [missing]
                right = False
        return right and (self.answer.data is not Answer.QUESTION or self.looked_over(self.question.data))


class AnswerToldForm(Told, AnswerForm):
    """The partner's answer, told by telephone."""


class ReplyForm(SecondLook, PortalForm):
    """Our answer to the partner's question."""

    words = paragraph(_l("Your answer"), missing=_l("Write an answer"), most=3000)
    language = one_of_pairs(_l("Language of the answer"), _languages)

    def validate(self, extra_validators: Any = None) -> bool:
        """The words are looked over before they are sent."""
        return super().validate(extra_validators) and self.looked_over(self.words.data)


class TakeBackForm(PortalForm):
    """A yes is taken back."""

    reason = one_of(_l("Why can the reception not take place?"), RefusalReason, missing=_l("Choose a reason"))


class TakeBackToldForm(Told, TakeBackForm):
    """A yes taken back by telephone."""


class CancelForm(PortalForm):
    """Why the request is cancelled."""

    reason = one_of(
        _l("Why do you cancel?"),
        [reason for reason in CancelReason if reason not in BY_ITSELF],
        missing=_l("Choose a reason"),
    )


class EndForm(PortalForm):
    """How the request ends; the view leaves only what is possible now."""

    step = one_of(_l("How does it end?"), Ending, missing=_l("Choose how it ends"))


class DepartForm(PortalForm):
    """When she left."""

    departed_on = day(_l("When did she leave?"), missing=_l("Write the day she left"), latest=today)


class ArrivalForm(PortalForm):
    """What happened on arrival, in one of five codes."""

    outcome = one_of(_l("What happened?"), ArrivalOutcome, missing=_l("Choose what happened"))
    happened_on = day(_l("On which day?"), missing=_l("Write the day"))
    note = paragraph(_l("Anything we should know?"), most=2000)
    latest: date | None = None
    earliest: date | None = None
    expected: date | None = None

    def validate_happened_on(self, field: Any) -> None:
        """Not in the future of the place of arrival, and not before the request."""
        if field.data and self.latest and field.data > self.latest:
            raise ValidationError(_("This day has not come yet."))
        if field.data and self.earliest and field.data < self.earliest:
            raise ValidationError(_("This day is before the request was sent."))


class ArrivalByLinkForm(ArrivalForm):
    """The same by the link of a letter, which tells no day of the journey: an empty one is the day expected."""

    happened_on = day(_l("On which day, if it was not the day expected?"))

    def validate(self, extra_validators: Any = None) -> bool:
        """The expected day stands for an empty one, and is checked alike."""
        right = super().validate(extra_validators)
        if right and self.happened_on.data is None:
            self.happened_on.data = self.expected
        if right and (self.happened_on.data is None or (self.latest and self.happened_on.data > self.latest)):
            self.happened_on.errors = [_("Write the day")]
            return False
        return right


class ArrivalToldForm(Told, ArrivalForm):
    """What happened on arrival, told by telephone."""


class TravelForm(SeenForm):
    """The arrival: local day and hour with the place's time zone."""

    mode = one_of(_l("How does she travel?"), TravelMode, missing=_l("Choose how she travels"))
    arrives_on = day(_l("Day of arrival"), missing=_l("Write the day of arrival"))
    hour = line(_l("Hour of arrival, local time"), missing=_l("Write the hour of arrival, such as 14:30"), most=8)
    time_zone = one_of_pairs(_l("Time zone of the place"), list, missing=_l("Choose the time zone"))
    place = line(_l("Where does she arrive?"), missing=_l("Write where she arrives"))
    connection = line(_l("Flight or train number"), most=60)
    meeting_point = line(_l("Where do they meet?"), missing=_l("Write where they meet"))
    agreed_sign = line(_l("How do they know each other?"), missing=_l("Write the agreed sign"))
    fallback_phone = line(_l("Telephone if they do not find each other"), most=40)
    alternate_name = line(_l("Who else can meet her?"), most=120)
    alternate_phone = line(_l("Telephone of the one who else can meet her"), most=40)
    after_last_day = BooleanField(_l("I have checked the last day to leave, and this day is right"))
    last_day: date | None = None  # the departure deadline (Copenhagen); a longer one may be on its way (RULINGS 28)
    moment: datetime | None = None

    def validate_hour(self, field: Any) -> None:
        """The hour as people write it."""
        try:
            hour_of(field.data or "")
        except ValueError:
            raise ValidationError(_("Write an hour such as 14:30.")) from None

    def validate(self, extra_validators: Any = None) -> bool:
        """Day, hour and zone together must be one real moment that has not passed."""
        if not super().validate(extra_validators):
            return False
        try:
            moment = moment_of(self.arrives_on.data, hour_of(self.hour.data or ""), self.time_zone.data)
        except NoSuchHour:
            return self._wrong(_("This hour does not exist on that day: the clocks are put forward. Check the ticket."))
        except HourTwice:
            return self._wrong(
                _("This hour comes twice on that day: the clocks are put back. Choose an hour outside it.")
            )
        if moment <= now():
            return self._wrong(_("This time has passed. Write a time that is still to come."))
        if self.is_after_last_day and not self.after_last_day.data:
            sentence = _("The last day to leave is %(day)s, and this is after it.", day=date_words(self.last_day))
            self.arrives_on.errors = [sentence]
            return False
        self.moment = moment
        return True

    @property
    def is_after_last_day(self) -> bool:
        """Whether the typed day lies after the day by which she must have left."""
        day_of_arrival = self.arrives_on.data
        return self.last_day is not None and day_of_arrival is not None and day_of_arrival > self.last_day

    def _wrong(self, sentence: str) -> bool:
        self.hour.errors = [sentence]
        return False


def reader_language() -> str:
    """The code of the page's language, as what a text is most likely written in."""
    return str(get_locale()).split("_")[0]
