"""Where the Chromium for the browser journeys is; as root it is installed from Debian when missing."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
# Fonts are wanted, not needed: without them a screenshot in Arabic may show boxes.
PACKAGES = ("chromium", "fonts-noto-core")


class NoChromium(Exception):
    """No browser here and no right to install one; the message names the package."""


def path() -> str:
    """The browser's executable. Raises NoChromium with one sentence when there is none."""
    found = _found()
    if found is None and os.name == "posix" and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        found = _found()
    if found is None:
        raise NoChromium("The browser journeys need Chromium; install the Debian package chromium.")
    return found


def _found() -> str | None:
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return None


def _install() -> None:
    print("Installing Chromium ...", file=sys.stderr, flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "-qq", "update"], env=quiet, check=False, stdout=subprocess.DEVNULL)
    for package in PACKAGES:
        install = ["apt-get", "-qq", "install", "-y", "--no-install-recommends", package]
        subprocess.run(install, env=quiet, check=False, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    try:
        print(path())
    except NoChromium as reason:
        print(reason, file=sys.stderr)
        sys.exit(3)
