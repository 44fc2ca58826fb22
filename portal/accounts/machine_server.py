"""The token endpoint for machines: OAuth 2 client credentials (RFC 6749) and revocation (RFC 7009), by Authlib."""

import secrets
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import ClientMixin, OAuth2Payload, OAuth2Request
from authlib.oauth2.rfc6749.errors import OAuth2Error
from authlib.oauth2.rfc6749.grants import ClientCredentialsGrant
from authlib.oauth2.rfc6749.util import extract_basic_authorization
from authlib.oauth2.rfc7009 import RevocationEndpoint
from flask import Flask, Request
from flask import request as flask_request

from portal.accounts import machines
from portal.accounts.limits import Limit, count
from portal.accounts.models import MachineClient, MachineToken

METHODS = ["client_secret_basic", "client_secret_post"]
GRANT = ClientCredentialsGrant.GRANT_TYPE
#: Tokens for one machine; each lives an hour, so that a few are enough.
TOKENS = Limit("machine_tokens", 60, 3600)


class _Client(ClientMixin):  # type: ignore[misc]
    """A machine as Authlib asks about it."""

    def __init__(self, machine: MachineClient) -> None:
        self.machine = machine

    def check_client_secret(self, client_secret: str) -> bool:
        """Whether the secret is this machine's."""
        return machines.secret_is_right(self.machine, client_secret)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Both methods are taken, at both endpoints."""
        return method in METHODS

    def check_grant_type(self, grant_type: str) -> bool:
        """Machines have one grant type alone."""
        return grant_type == str(GRANT)

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """The scope asked for, all of the machine's where none is named; None (an error) beyond that."""
        own = set(self.machine.scope.split())
        wanted = set((scope or "").split()) or own
        return " ".join(sorted(wanted)) if wanted <= own else None


class _Token:
    """A token's row as Authlib asks about it."""

    def __init__(self, row: MachineToken) -> None:
        self.row = row

    def check_client(self, client: _Client) -> bool:
        """Whether the token is that machine's."""
        return bool(self.row.machine_id == client.machine.id)


class _Payload(OAuth2Payload):  # type: ignore[misc]
    """The posted form alone: what stands in an address ends up in logs."""

    @property
    def data(self) -> Any:
        return flask_request.form

    @property
    def datalist(self) -> Any:
        return flask_request.form.to_dict(flat=False)


class _Request(OAuth2Request):  # type: ignore[misc]
    """The request as Authlib reads it.

    Its scheme is always https here: production refuses to start on any other, behind a proxy we would see http,
    and the demonstration is on this machine's loopback.
    """

    def __init__(self, seen: Request) -> None:
        super().__init__(seen.method, f"https://{seen.host}{seen.path}", headers=seen.headers)
        self.payload = _Payload()

    @property
    def form(self) -> Any:
        return flask_request.form


class TooManyTokens(OAuth2Error):  # type: ignore[misc]
    """A machine asks for one token after another, instead of using the one it has for its hour."""

    error = "too_many_requests"
    description = "Use a token for as long as it lives."
    status_code = 429

    def get_headers(self) -> list[tuple[str, str]]:
        """The headers of every error, and when it is worth trying again."""
        return [*super().get_headers(), ("Retry-After", str(TOKENS.seconds_left()))]


class _Grant(ClientCredentialsGrant):  # type: ignore[misc]
    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def validate_token_request(self) -> None:
        super().validate_token_request()
        if count(TOKENS, str(self.request.client.machine.id)) > TOKENS.most:
            raise TooManyTokens


class _Revocation(RevocationEndpoint):  # type: ignore[misc]
    SUPPORTED_TOKEN_TYPES = ("access_token",)
    CLIENT_AUTH_METHODS = METHODS

    def query_token(self, token_string: str, token_type_hint: str | None) -> _Token | None:
        row = machines.token_of(token_string)
        return _Token(row) if row is not None else None

    def revoke_token(self, token: _Token, request: Any) -> None:
        machines.revoke_token(token.row)


class TokenServer(AuthorizationServer):  # type: ignore[misc]
    """Authlib's server over our machines."""

    def create_oauth2_request(self, request: Any) -> Any:
        """The running request; Authlib hands one on that it has made already."""
        return request if isinstance(request, OAuth2Request) else _Request(flask_request)


def install(app: Flask) -> None:
    """Give the app its server of tokens."""
    app.config["OAUTH2_SCOPES_SUPPORTED"] = list(machines.SCOPES)
    app.config["OAUTH2_ACCESS_TOKEN_GENERATOR"] = lambda *_what, **_more: secrets.token_urlsafe(32)
    app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {GRANT: int(machines.TOKEN_LIVES.total_seconds())}
    server = TokenServer(app, query_client=_client, save_token=_save)
    # Registered in place of Authlib's own: those answer differently for an unknown machine and a wrong secret.
    server.register_client_auth_method(METHODS[0], _by_header)
    server.register_client_auth_method(METHODS[1], _by_form)
    server.register_grant(_Grant)
    server.register_endpoint(_Revocation)
    app.extensions["token_server"] = server


def claimed_id() -> str:
    """The machine's id as the request claims it, by header or form; not proved."""
    return _in_header()[0] or flask_request.form.get("client_id", "")


def _client(client_id: str) -> _Client | None:
    machine = machines.client_of(client_id)
    return _Client(machine) if machine is not None else None


def _save(token: dict[str, Any], request: Any) -> None:
    machines.issue(request.client.machine, token["access_token"], token["scope"])


def _in_header() -> tuple[str, str]:
    try:
        name, secret = extract_basic_authorization(flask_request.headers)
    except ValueError:  # no UTF-8 inside
        return "", ""
    return name or "", secret or ""


def _by_header(_query: Any, _request: Any) -> _Client | None:
    return _proved(*_in_header())


def _by_form(_query: Any, _request: Any) -> _Client | None:
    form = flask_request.form
    return _proved(form.get("client_id", ""), form.get("client_secret", ""))


def _proved(client_id: str, secret: str) -> _Client | None:
    client = _client(client_id)
    return client if client is not None and secret and client.check_client_secret(secret) else None
