"""Where a machine gets its bearer token, and gives it back."""

from collections.abc import Callable

from authlib.oauth2.rfc6749.errors import InvalidRequestError
from flask import Response, current_app, request

from portal.access import Actor
from portal.accounts import machines
from portal.accounts.blueprint import blueprint
from portal.accounts.limits import Limit, count, take_back
from portal.accounts.machine_server import TokenServer, claimed_id
from portal.audit.trail import note
from portal.db import transaction
from portal.web.gate import EVERYONE, open_to
from portal.web.machines import too_often

#: Refused tries from one address; a right one is not counted.
ADDRESS = Limit("machine_address", 30, 900)
UNKNOWN = Actor(id=None, role=None, name="unknown", machine=True)


@blueprint.post("/api/oauth/token")
@open_to(EVERYONE, machine=True)
def machine_token() -> Response:
    """A token for a machine that proves itself (RFC 6749, section 4.4)."""
    server: TokenServer = current_app.extensions["token_server"]
    missing = [] if request.form.get("grant_type") else ["grant_type"]
    return _answered("machine:token:refused", missing, server.create_token_response)


@blueprint.post("/api/oauth/revoke")
@open_to(EVERYONE, machine=True)
def revoke_machine_token() -> Response:
    """End a token before its time (RFC 7009); an unknown one is no error."""
    server: TokenServer = current_app.extensions["token_server"]
    missing = [] if request.form.get("token") else ["token"]
    return _answered("machine:revocation:refused", missing, lambda: server.create_endpoint_response("revocation"))


def _answered(refused: str, missing: list[str], ask: Callable[[], Response]) -> Response:
    """One act: the try is counted, the answer given, a refusal noted."""
    address = request.remote_addr or "unknown"
    with transaction():
        tries = count(ADDRESS, address)
        if tries > ADDRESS.most:
            if tries == ADDRESS.most + 1:  # one row of the log for a flood
                _note(refused, "too_many_requests")
            return too_often(ADDRESS.seconds_left())
        answer = _understood(missing) or ask()
        if answer.status_code == 200:
            take_back(ADDRESS, address)
        else:
            _note(refused, (answer.get_json() or {}).get("error", ""))
    if answer.status_code == 401:  # which Authlib sends without the realm that RFC 7617 asks for
        answer.headers["WWW-Authenticate"] = 'Basic realm="hjemvej", error="invalid_client"'
    return answer


def _understood(missing: list[str]) -> Response | None:
    """What every request of these two must keep to (RFC 6749, sections 2.3 and 3.2); None where it does."""
    server: TokenServer = current_app.extensions["token_server"]
    sentence = ""
    if any(len(values) > 1 for _name, values in request.form.lists()):
        sentence = "A parameter is given twice."
    elif "Authorization" in request.headers and "client_secret" in request.form:
        sentence = "The client authenticates in two ways at once."
    elif missing:
        sentence = f"The parameter {missing[0]} is missing."
    if not sentence:
        return None
    answer: Response = server.handle_error_response(None, InvalidRequestError(sentence))
    return answer


def _note(refused: str, error: str) -> None:
    machine = machines.client_of(claimed_id())
    asking = machines.actor_of(machine) if machine else UNKNOWN
    subject = machines.subject_of(machine) if machine else "machine:unknown"
    note(asking, refused, subject, refused=True, error=error)
