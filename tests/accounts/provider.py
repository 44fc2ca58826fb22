"""A single sign-on provider that says what a test tells it to, over real HTTP on this machine."""

import base64
import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID = "hjemvej-tests"
CLIENT_SECRET = "a-secret-between-the-portal-and-the-provider"
KEY = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})


@dataclass
class Provider:
    """What the provider answers next. `claims` change the good ID token; a value of None leaves the claim out."""

    key: RSAKey = field(default_factory=lambda: KEY)
    claims: dict[str, Any] = field(default_factory=dict)
    header: dict[str, Any] = field(default_factory=lambda: {"alg": "RS256", "kid": "first"})
    sign_with: Any = None
    metadata: dict[str, Any] = field(default_factory=dict)
    token_answer: dict[str, Any] | None = None  # in place of a good one
    asked: list[dict[str, list[str]]] = field(default_factory=list)  # what came to the token endpoint
    issuer: str = ""

    def description(self) -> dict[str, Any]:
        """The provider's metadata."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks",
            "id_token_signing_alg_values_supported": ["RS256", "HS256", "none"],
            **self.metadata,
        }

    def answer(self) -> dict[str, Any]:
        """What the token endpoint answers."""
        if self.token_answer is not None:
            return self.token_answer
        now = int(time.time())
        good = {"iss": self.issuer, "aud": CLIENT_ID, "sub": "staff-7", "iat": now, "exp": now + 300}
        claims = {name: value for name, value in {**good, **self.claims}.items() if value is not None}
        return {"access_token": "opaque", "token_type": "Bearer", "id_token": self._signed(claims)}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.header["alg"] == "none":
            return f"{_encoded(self.header)}.{_encoded(claims)}."
        if isinstance(self.sign_with, bytes):  # a library would refuse to make this one
            text = f"{_encoded(self.header)}.{_encoded(claims)}"
            made = hmac.new(self.sign_with, text.encode(), hashlib.sha256).digest()
            return f"{text}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"
        return jwt.encode(self.header, claims, self.sign_with or self.key, algorithms=[self.header["alg"]])


def _encoded(part: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def serve(provider: Provider) -> ThreadingHTTPServer:
    """Start the provider on a free port of this machine; the caller shuts it down."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """The metadata and the keys."""
            if self.path.endswith("openid-configuration"):
                self._send(provider.description())
            else:
                self._send({"keys": [provider.key.as_dict(private=False)]})

        def do_POST(self) -> None:
            """The token endpoint."""
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            provider.asked.append(parse_qs(body))
            self._send(provider.answer())

        def _send(self, content: dict[str, Any]) -> None:
            body = json.dumps(content).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
