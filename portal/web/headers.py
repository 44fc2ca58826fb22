"""The headers of every answer: nothing from elsewhere, nothing inline, nothing kept in a cache."""

from flask import Flask, request
from werkzeug.wrappers import Response

from portal.web import machines

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'; "
    "require-trusted-types-for 'script'"
)
ALWAYS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
A_YEAR = 31_536_000  # seconds


def install(app: Flask) -> None:
    """Send the headers with every answer of the app, errors included."""

    def send_headers(answer: Response) -> Response:
        answer.headers.update(ALWAYS)
        if app.config["SESSION_COOKIE_SECURE"]:
            answer.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}; includeSubDomains"
        if request.endpoint == "static" and answer.status_code < 400:
            answer.headers["Cache-Control"] = f"public, max-age={A_YEAR}, immutable"
        elif machines.is_for_machines():
            # What a machine may keep, and ask anew with If-None-Match, its page has said; all else it may not.
            answer.headers.setdefault("Cache-Control", "no-store")
            answer.vary.add("Authorization")
        else:
            answer.headers["Cache-Control"] = "no-store"
            answer.vary.add("Cookie")
        return answer

    app.after_request(send_headers)
