"""From a template to a PDF in the reader's hands: the words here, the press in a bounded process of its own."""

import logging
import os
import subprocess
import sys
from threading import BoundedSemaphore

from flask import Response, render_template
from flask.typing import ResponseReturnValue

from portal.config import ROOT
from portal.paper.press import ONE_PAGE

MOST_TIME = 30  # seconds of one paper; as many until a press is free
AT_ONCE = 2  # papers pressed by one worker at the same time; the third waits
#: All that the press gets to know of this process: neither settings nor keys.
PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "HOME", "TMPDIR", "XDG_CACHE_HOME", "FONTCONFIG_FILE", "FONTCONFIG_PATH")

#: The Debian packages that the press needs of the machine.
LIBRARIES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0")

log = logging.getLogger("portal")
_presses = BoundedSemaphore(AT_ONCE)


class NotPrinted(Exception):
    """The press took too long or too much memory, is not installed, or a paper of one page was longer."""


def pdf_of(page: str, *, one_page: bool = False, most_time: float = MOST_TIME) -> bytes:
    """The PDF of a whole HTML page; `one_page` shrinks the print until it fits on one. Raises NotPrinted."""
    if not _presses.acquire(timeout=most_time):
        raise NotPrinted("every press is busy")
    try:
        return _pressed(page, [ONE_PAGE] if one_page else [], most_time)
    finally:
        _presses.release()


def _pressed(page: str, arguments: list[str], most_time: float) -> bytes:
    command = [sys.executable, "-m", "portal.paper.press", *arguments]
    known = {name: os.environ[name] for name in PASSED_ON if name in os.environ} | {"LANG": "C.UTF-8"}
    try:
        done = subprocess.run(  # noqa: S603 - our own program by our own interpreter; the page goes in as data
            command, input=page.encode(), capture_output=True, timeout=most_time, cwd=ROOT, env=known, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotPrinted(f"it took more than {most_time} seconds") from None
    if done.returncode:
        raise NotPrinted(f"the press ended with {done.returncode}")
    return done.stdout


def as_file(pdf: bytes, name: str) -> Response:
    """The PDF as a file to keep. Its name says nothing of a person: a reference, or a neutral word."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    return Response(pdf, mimetype="application/pdf", headers=headers)


def say_so(fault: NotPrinted) -> ResponseReturnValue:
    """The page that says that it did not work and can be tried again; what was on the paper stands in no log."""
    log.error("A paper was not printed: %s.", fault)
    return render_template("web/error.html", status=503), 503
