"""Runs the suite with all that it needs: a browser and one real PostgreSQL that every worker shares."""

import os
import subprocess
import sys

from tools import chromium, postgres


def main(arguments: list[str]) -> int:
    """Run pytest on both cores with these further arguments.

    Returns its exit code, or 3 when a need is missing.
    """
    try:
        chromium.path()
    except chromium.NoChromium as reason:
        print(reason, file=sys.stderr)
        return 3
    with postgres.server() as url:
        environment = {**os.environ, postgres.GIVEN: url}
        command = [sys.executable, "-m", "pytest", "-n", "2", *arguments]
        return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
