"""What is answered to machines: everything below `/api/` is JSON, errors too, and never a page or a cookie."""

import re

from flask import Response, jsonify, request

API = "/api/"
REALM = 'Bearer realm="hjemvej"'
#: RFC 6750, section 2.1; ours are far shorter than the longest that is looked at.
TOKEN = re.compile(r"[A-Za-z0-9._~+/-]{1,200}=*")
#: What an error is called and says; the codes of the OAuth standards where they have one.
ERRORS = {
    400: ("invalid_request", "The request cannot be understood."),
    404: ("not_found", "There is nothing here that this token may read."),
    405: ("method_not_allowed", "This address does not take that method."),
    413: ("too_large", "The request is too large."),
    429: ("too_many_requests", "Too many requests; try again later."),
    500: ("server_error", "Something went wrong on our side."),
    503: ("temporarily_unavailable", "The portal cannot answer now; try again soon."),
}


def is_for_machines() -> bool:
    """Whether this request is for an address that machines read."""
    return request.path.startswith(API)


def refusal(status: int, code: str, sentence: str, challenge: str = "") -> Response:
    """An error as the OAuth standards write it: a code and an English sentence for the developer."""
    answer = jsonify(error=code, error_description=sentence)
    answer.status_code = status
    if challenge:
        answer.headers["WWW-Authenticate"] = challenge
    return answer


def error(status: int, reference: str = "") -> Response:
    """The answer for a status; `reference` names a fault in our log."""
    code, sentence = ERRORS.get(status, ERRORS[500] if status >= 500 else ERRORS[400])
    return refusal(status, code, f"{sentence} Reference: {reference}." if reference else sentence)


def bearer_token() -> str:
    """The token of the Authorization header, the one place where it may stand; '' where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def looks_like_a_token(token: str) -> bool:
    """Whether a text can be a token at all; any other is not worth asking the database for."""
    return TOKEN.fullmatch(token) is not None


def no_token() -> Response:
    """Nothing was sent that could open: the challenge names no error (RFC 6750, section 3.1)."""
    return refusal(401, "invalid_token", "Send a bearer token in the Authorization header.", REALM)


def bad_token() -> Response:
    """The token is unknown, expired or revoked: one answer for all three."""
    sentence = "The token is unknown, expired or revoked."
    challenge = f'{REALM}, error="invalid_token", error_description="{sentence}"'
    return refusal(401, "invalid_token", sentence, challenge)


def out_of_scope(scope: str) -> Response:
    """The token lives, but not for this."""
    challenge = f'{REALM}, error="insufficient_scope", scope="{scope}"'
    return refusal(403, "insufficient_scope", "The token is not for this.", challenge)


def too_often(seconds: int) -> Response:
    """Too many requests; `seconds` until it is worth trying again."""
    answer = error(429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
