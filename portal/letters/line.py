"""The line to the mail server: encrypted and certified before anything is said, then signed in."""

import smtplib
import ssl
from contextlib import suppress
from urllib.parse import unquote, urlsplit

from portal.config import Settings

PATIENCE = 30  # seconds for each answer of the server
SUBMISSION, SUBMISSION_TLS = 587, 465  # ports (RFC 8314)


class LineDown(Exception):
    """The mail server cannot be used now; `code` says why. Letters wait."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def connected(settings: Settings) -> smtplib.SMTP:
    """A line to the server of PORTAL_SMTP_URL, certificate checked and signed in. Raises LineDown.

    `smtp://` must offer STARTTLS, `smtps://` speaks TLS from the start. A server whose certificate comes from
    an authority of one's own is trusted by OpenSSL's own variable SSL_CERT_FILE.
    """
    if not settings.smtp_url:
        raise LineDown("no_server_set")
    try:
        line = _secured(settings)
    except ssl.SSLError as error:
        raise LineDown("certificate_refused") from error
    except smtplib.SMTPNotSupportedError as error:
        raise LineDown("tls_not_offered") from error
    except (OSError, smtplib.SMTPException) as error:
        raise LineDown("unreachable") from error
    _sign_in(line, settings)
    return line


def hang_up(line: smtplib.SMTP | None) -> None:
    """End a line politely if it still stands, and close it in any case."""
    if line is None:
        return
    with suppress(OSError, smtplib.SMTPException):
        line.quit()
    line.close()


def _secured(settings: Settings) -> smtplib.SMTP:
    address, own_name = urlsplit(settings.smtp_url), urlsplit(settings.base_url).hostname
    host, context = address.hostname or "", ssl.create_default_context()
    if address.scheme == "smtps":
        port = address.port or SUBMISSION_TLS
        return smtplib.SMTP_SSL(host, port, local_hostname=own_name, timeout=PATIENCE, context=context)
    line = smtplib.SMTP(host, address.port or SUBMISSION, local_hostname=own_name, timeout=PATIENCE)
    try:
        line.starttls(context=context)
    except BaseException:
        line.close()
        raise
    return line


def _sign_in(line: smtplib.SMTP, settings: Settings) -> None:
    address = urlsplit(settings.smtp_url)
    if not address.username:
        return
    try:
        line.login(unquote(address.username), unquote(address.password or ""))
    except (OSError, smtplib.SMTPException) as error:
        hang_up(line)
        refused = isinstance(error, smtplib.SMTPAuthenticationError | smtplib.SMTPNotSupportedError)
        raise LineDown("sign_in_refused" if refused else "unreachable") from error
