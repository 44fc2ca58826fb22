"""A letter's words, made at sending in the recipient's language: no name, no content, one link."""

from dataclasses import dataclass
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, parseaddr
from urllib.parse import urlsplit

from flask_babel import force_locale
from flask_babel import gettext as _

from portal.config import Settings
from portal.i18n import BY_CODE, SOURCE, Language
from portal.letters.links import token_of
from portal.letters.models import Letter
from portal.letters.outbox import KINDS
from portal.web.formats import danish_time


class CannotRender(Exception):
    """A letter cannot be made into a message; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Words:
    """A letter in its recipient's language. One of the paragraphs is the link."""

    language: Language
    sender: str
    subject: str
    paragraphs: tuple[str, ...]
    link: str

    @property
    def text(self) -> str:
        """The body as plain text."""
        return "\n\n".join(self.paragraphs) + "\n"


def words_of(letter: Letter, settings: Settings) -> Words:
    """The letter in the recipient's language. Needs an app context. Raises CannotRender for an unknown kind."""
    if letter.kind not in KINDS:
        raise CannotRender("kind_unknown")
    language = BY_CODE.get(letter.locale, BY_CODE[SOURCE])
    link = link_of(letter, settings)
    with force_locale(language.formats):
        paragraphs = (*_sentences(letter), _("Open the portal here:"), link, _if_not_expected())
        # Translators: the sender's name and the subject of a letter; they must say nothing about its content
        return Words(language, _("Portal"), _subject(letter), paragraphs, link)


def link_of(letter: Letter, settings: Settings) -> str:
    """The one address in the letter: always under the portal's own, whatever host a request named (R-04)."""
    base = settings.base_url.rstrip("/")
    return f"{base}/go/{token_of(letter.link_id)}" if letter.link_id else f"{base}/"


def _subject(letter: Letter) -> str:
    if letter.reference:
        return str(_("A message for you in the portal, %(reference)s", reference=letter.reference))
    return str(_("A message for you in the portal"))


def _sentences(letter: Letter) -> list[str]:
    kind = KINDS[letter.kind].sentence
    sentences = [_("There is a message for you in the portal."), _(kind, reference=letter.reference)]
    if letter.reference and "%(reference)s" not in kind:
        sentences.append(_("Reference %(reference)s.", reference=letter.reference))
    if letter.due_at:
        # Translators: moment is a day and an hour, and says that it is Danish time
        sentences.append(_("An answer is needed by %(moment)s.", moment=danish_time(letter.due_at)))
    return sentences


def _if_not_expected() -> str:
    return str(_("If you did not expect this, ignore it."))


def message(letter: Letter, settings: Settings, at: datetime) -> EmailMessage:
    """The letter as a mail, plain text only, dated `at`. Raises CannotRender.

    Its Message-ID comes from the letter's id, so that a second copy is known as the same letter.
    """
    words = words_of(letter, settings)
    mail = EmailMessage(policy=SMTP)
    name, own_address = parseaddr(settings.mail_from)
    try:
        mail["To"] = Address(addr_spec=letter.recipient)
        mail["From"] = Address(name or words.sender, addr_spec=own_address)
    except (HeaderParseError, ValueError, IndexError) as error:
        raise CannotRender("address_unusable") from error
    mail["Subject"] = words.subject
    mail["Date"] = format_datetime(at)
    mail["Message-ID"] = f"<{letter.id.hex}@{urlsplit(settings.base_url).hostname}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(words.text)  # clears every Content- header set before it
    mail["Content-Language"] = words.language.code
    return mail
