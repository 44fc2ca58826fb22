"""A test client that reads each page as a stranger would: headers, valid HTML, one h1, labels, weight."""

import gzip
import hashlib
import hmac
from collections import Counter
from secrets import token_urlsafe
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.web.gate import cookie_name

HEAVIEST = 9 * 1024  # bytes gzip, without the style sheet
THE_MAP = 25 * 1024  # more, where the world map stands on the page
NAMESPACE = "{http://www.w3.org/1999/xhtml}"


class Browser:
    """Gets and posts as one person; every HTML answer is checked unless `check` is off."""

    def __init__(self, app: Flask, base_url: str, person: Any = None, *, check: bool = True) -> None:
        self.app, self.base_url, self.check = app, base_url, check
        self.client: FlaskClient = app.test_client()
        self.token: str | None = None
        if person is not None:
            self.token = person.token
            self.client.set_cookie(cookie_name(app), person.token, domain="portal.test", secure=True, httponly=True)

    def get(self, address: str, status: int = 200, **more: Any) -> TestResponse:
        """Get a page and expect a status."""
        return self._checked(self.client.get(address, base_url=self.base_url, **more), status, address)

    def post(self, address: str, data: dict[str, Any] | None = None, status: int = 302, **more: Any) -> TestResponse:
        """Post a form with its token and expect a status (a redirect unless said)."""
        typed = {"csrf_token": self.csrf_token(), **(data or {})}
        return self._checked(self.client.post(address, data=typed, base_url=self.base_url, **more), status, address)

    def csrf_token(self) -> str:
        """The token of this browser's session, as the gate makes it."""
        if self.token is None:
            page = self.client.get("/", base_url=self.base_url)
            assert page.status_code == 200
            with self.client.session_transaction(base_url=self.base_url) as kept:
                bound = f"visitor {kept.setdefault('seed', token_urlsafe(16))}"
        else:
            bound = f"session {self.token}"
        key = self.app.config["SECRET_KEY"]
        return hmac.new(key.encode(), b"csrf " + bound.encode(), hashlib.sha256).hexdigest()

    def _checked(self, answer: TestResponse, status: int, address: str) -> TestResponse:
        assert answer.status_code == status, f"{address}: {answer.status_code}, not {status}\n{answer.text[:3000]}"
        if self.check and answer.mimetype == "text/html" and answer.data and status not in (301, 302, 303):
            check_page(answer, address)
        return answer


def check_page(answer: TestResponse, address: str) -> None:
    """Say what is wrong with a page, if anything."""
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"], address
    assert answer.headers["Cache-Control"] == "no-store", address
    weight = len(gzip.compress(answer.data, 9))
    assert weight <= HEAVIEST + THE_MAP * ('class="map"' in answer.text), f"{address} weighs {weight} bytes"
    root = html5lib.HTMLParser(strict=True).parse(answer.text)
    assert root.get("lang") and root.get("dir") in ("ltr", "rtl"), f"{address} has no lang or dir"
    assert len(root.findall(f".//{NAMESPACE}h1")) == 1, f"{address} has not one h1"
    ids = Counter(one.get("id") for one in root.iter() if one.get("id"))
    twice = [name for name, times in ids.items() if times > 1]
    assert not twice, f"{address} has these ids twice: {twice}"
    unnamed = [one.get("name") for one in root.iter() if _is_field(one) and not _has_label(one, root)]
    assert not unnamed, f"{address} has fields without a label: {unnamed}"


def _is_field(one: Element) -> bool:
    if one.tag in (f"{NAMESPACE}select", f"{NAMESPACE}textarea"):
        return True
    return one.tag == f"{NAMESPACE}input" and one.get("type") not in ("hidden", "submit", "button")


def _has_label(one: Element, root: Element) -> bool:
    if one.get("aria-label") or one.get("aria-labelledby"):
        return True
    labels = list(root.iter(f"{NAMESPACE}label"))
    return any(label.get("for") == one.get("id") for label in labels if one.get("id")) or any(
        one in list(label.iter()) for label in labels
    )
