"""What is sent stays in memory: no file of a stranger, and none about a person, is ever laid down in the clear."""

from io import BytesIO

from flask import Flask, Request


class InMemory(Request):
    """A request whose files never go to a temporary file; the whole body is bounded by MAX_CONTENT_LENGTH."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> BytesIO:
        return BytesIO()


def install(app: Flask) -> None:
    """Read every request this way."""
    app.request_class = InMemory
