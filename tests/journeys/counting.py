"""Counts what a journey costs its reader: taps, fields typed, pages, bytes as transferred (EXPERIENCE section 9)."""

from dataclasses import dataclass, field

from playwright.sync_api import Locator

from tests.journeys.conftest import Visitor

KILOBYTE = 1024


@dataclass
class Counter:
    """One visitor's journey from now on."""

    visitor: Visitor
    taps: int = 0
    typed: int = 0
    pages: int = 0
    bytes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        session = self.visitor.context.new_cdp_session(self.visitor.page)
        session.send("Network.enable")
        session.on("Network.loadingFinished", lambda told: self.bytes.append(int(told["encodedDataLength"])))
        self.visitor.page.on("domcontentloaded", self._count_page)

    def _count_page(self, _page: object) -> None:
        self.pages += 1

    def tap(self, what: Locator, *, leads_on: bool = True) -> None:
        """One tap; most lead to another page."""
        self.taps += 1
        if not leads_on:
            what.click()
            return
        with self.visitor.page.expect_navigation():
            what.click()

    def type(self, where: Locator, text: str) -> None:
        """Fill one field by the keyboard."""
        self.typed += 1
        where.fill(text)

    @property
    def weight(self) -> int:
        """Bytes that came over the line so far, style sheet included."""
        return sum(self.bytes)
