"""Pages travel compressed, but for those that another site's page could have made a browser ask for."""

from flask import Flask, Response, request
from flask_compress import Compress

SETTINGS = {
    "COMPRESS_REGISTER": False,
    "COMPRESS_ALGORITHM": ["br", "gzip"],
    "COMPRESS_STREAMS": False,  # a file that is made while it leaves stays as it is
    "COMPRESS_MIMETYPES": ["text/html", "text/css", "image/svg+xml"],
}


def install(app: Flask) -> None:
    """Compress what may be compressed, for browsers that say they can read it."""
    for name, value in SETTINGS.items():
        app.config[name] = value
    compress = Compress(app)

    def compressed(answer: Response) -> Response:
        if request.endpoint == "static" and answer.direct_passthrough:
            answer.direct_passthrough = False
            answer.make_sequence()  # a short file of ours: read it, and close it with the answer
        return compress.after_request(answer) if _is_safe() else answer

    app.after_request(compressed)


def _is_safe() -> bool:
    """No secret stands beside words that another site chose: the length would tell of it (BREACH).

    Words of another site come in the address, and the browser says whose wish an address was. Where it does not say,
    an address with a query is taken for another's.
    """
    asked_by = request.headers.get("Sec-Fetch-Site", "")
    return request.endpoint == "static" or not request.query_string or asked_by in ("same-origin", "none")
