"""`make run`: the demonstration world on first use, its accounts on the screen, the server until Ctrl-C."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
# Written when the world is complete: a first start that was interrupted begins anew.
COMPLETE = INSTANCE / "demonstration-complete"
DATABASE = INSTANCE / "demonstration.sqlite"
MIGRATIONS = ROOT / "portal" / "migrations" / "versions"
BIN = Path(sys.executable).parent
SERVER = (str(BIN / "gunicorn"), "--worker-class", "gthread", "--threads", "4", "--log-level", "warning")
ACCOUNTS = (
    ("caseworker", "a caseworker"),
    ("caseworker2", "a caseworker of another unit"),
    ("partner.ng", "a partner in Nigeria"),
    ("partner.ro", "a partner in Romania"),
    ("partner.th", "a partner in Thailand"),
    ("partner.lagos", "a second partner in Nigeria"),
    ("partner.iasi", "a second partner in Romania"),
    ("embassy", "an embassy"),
    ("coordinator", "the national centre"),
    ("auditor", "an auditor"),
    ("admin", "an administrator"),
)


def main(port: str) -> int:
    """Prepare the world, then become the web server on this port of the loopback.

    Returns only when the world could not be made: the exit code.
    """
    environment = {
        **os.environ,
        "PORTAL_MODE": "demonstration",
        "PORTAL_BASE_URL": f"http://127.0.0.1:{port}",
    }
    if code := _prepare(environment):
        return code
    print(_welcome(port), flush=True)
    os.chdir(ROOT)
    os.execve(SERVER[0], [*SERVER, "--bind", f"127.0.0.1:{port}", "wsgi:app"], environment)


def _prepare(environment: dict[str, str]) -> int:
    """Make the world, or bring an older one up to the newest migration. Returns an exit code."""
    newest = "\n".join(sorted(path.name for path in MIGRATIONS.glob("*.py")))
    if COMPLETE.exists() and COMPLETE.read_text(encoding="utf-8") == newest:
        return 0
    if COMPLETE.exists():
        command = [str(BIN / "alembic"), "upgrade", "head"]
    else:
        command = [str(BIN / "hjemvej"), "demo"]
        for left_over in INSTANCE.glob(f"{DATABASE.name}*"):
            left_over.unlink()
    code = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    if code == 0:
        COMPLETE.write_text(newest, encoding="utf-8")
    return code


def _welcome(port: str) -> str:
    lines = [f"  {name + '@demo.example':28} {what}" for name, what in ACCOUNTS]
    return "\n".join(
        [
            "",
            f"Hjemvej, the demonstration: http://127.0.0.1:{port}   (Ctrl-C ends it)",
            "",
            *lines,
            "",
            "  pass phrase demo-demo-demo-demo, authenticator secret JBSWY3DPEHPK3PXP,",
            "  or the buttons of the sign-in page. All persons are invented.",
            "",
        ]
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
