"""What comes from npm: the proxy of a class's hub, and axe-core for the tests in a browser.

`classroom/package.json` names them and its lock holds every version with its hash and no address. They are
fetched on first use into build/node; no learner needs them, nor `make test`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WANTED = ROOT / "classroom"
FOLDER = ROOT / "build" / "node"
FILES = ("package.json", "package-lock.json")
NPM = "npm ci --ignore-scripts --no-audit --no-fund --loglevel=error"


def is_ready() -> bool:
    """Say whether build/node holds what the lock says: npm writes its own list last."""
    try:
        same = all((FOLDER / name).read_bytes() == (WANTED / name).read_bytes() for name in FILES)
    except FileNotFoundError:
        return False
    return same and (FOLDER / "node_modules" / ".package-lock.json").exists()


def packages() -> Path:
    """Return the folder node_modules with what the lock says in it, fetched if it is not there.

    Programs are in its `.bin`: `packages() / ".bin" / "configurable-http-proxy"`.
    """
    if is_ready():
        return FOLDER / "node_modules"
    for program in ("node", "npm"):
        if not shutil.which(program):
            sys.exit(
                f"{program} was not found; Node.js 20 or later is needed. On Debian or Ubuntu: "
                "sudo apt install nodejs npm. Then run this again."
            )
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in FILES:
        shutil.copy(WANTED / name, FOLDER / name)
    done = subprocess.run([shutil.which("npm"), *NPM.split()[1:]], cwd=FOLDER, capture_output=True, text=True)
    if done.returncode:
        sys.exit(
            "npm could not fetch what classroom/package-lock.json names; the network is needed, once. "
            f"It said: {done.stderr[-500:]}"
        )
    return FOLDER / "node_modules"


if __name__ == "__main__":
    print(packages())
