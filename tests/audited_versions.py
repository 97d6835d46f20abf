"""`make audit`: whether a fault is known of any version that the lock files name.

PyPI is asked, by pip-audit. Where it cannot be reached nothing is checked, and that is said: pip-audit alone may tell a
machine without a network that all is well.
"""

import json
import subprocess
import sys
from pathlib import Path

HOUSE = Path(__file__).parent.parent
LOCKED = ("requirements.txt", "requirements-dev.txt")
ASK = ("-m", "pip_audit", "--strict", "--disable-pip", "--no-deps", "--progress-spinner", "off", "--format", "json")
NOT_ASKED = 2


def ask():
    """Return (exit code, what was printed, what was told of faults) of pip-audit over the lock files."""
    files = [word for name in LOCKED for word in ("-r", str(HOUSE / name))]
    done = subprocess.run([sys.executable, *ASK, *files], capture_output=True, text=True)
    return done.returncode, done.stdout, done.stderr


def tell(code, printed, told):
    """Return (exit code, lines): 0 if no fault is known, 1 with those that are, 2 where PyPI could not be asked."""
    try:
        packages = json.loads(printed)["dependencies"]
    except (ValueError, KeyError):
        why = next((line for line in reversed(told.splitlines()) if line.strip()), "pip-audit said nothing")
        lines = ["Nothing was checked: PyPI could not be asked. Run it where pypi.org is reached.", f"({why[:300]})"]
        return NOT_ASKED, lines
    faults = [
        f"{package['name']} {package['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'none'}"
        for package in packages
        for fault in package.get("vulns", [])
    ]
    if faults or code:
        return 1, [*faults, "Take newer versions (make lock), or say in the notes of the release why they do no harm."]
    return 0, [f"No fault is known of the {len(packages)} locked versions."]


if __name__ == "__main__":
    code, lines = tell(*ask())
    print(*lines, sep="\n")
    sys.exit(code)
