"""Run all that must hold before a change lands: checks, tests without a database and on both, tests in a browser.

Two legs go at a time, as each waits now and then: for the server, for Chromium, for its last test. One that fails
doesn't stop the others; the last lines tell how each went, and how long it took. Arguments go to pytest.
A leg whose database or browser is missing is left out; with CI set, that is a failure too.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.browser.chromium import find_chromium

DATABASES = ["SQLite", "PostgreSQL"]
ON_A_DATABASE = "not browser and not without_database"
AT_A_TIME = 2
CORES = os.cpu_count() or 1
NO_TESTS_SELECTED = 5  # pytest's exit code
NO_POSTGRES = 77  # tests/with_postgres.sh's

# Without bytecode, each worker would compile all tests anew, which takes longer than to find them.
KEPT_FROM_CHILDREN = {"DATABASE_URL", "PYTHONDONTWRITEBYTECODE"}

interrupted = []


@dataclass
class Leg:
    name: str
    failed: bool
    ran: int = 0
    left_out: int = 0
    missing: str = ""  # what the leg could not do without
    seconds: float = 0

    def __str__(self):
        if self.missing:
            return f"{self.name}: LEFT OUT, {self.missing}"
        counts = [] if self.name == "check" else [f"{self.ran} ran", f"{self.left_out} left out"]
        return f"{self.name}: {', '.join([*counts, 'FAILED' if self.failed else 'ok'])} ({clock(self.seconds)})"


def clock(seconds):
    """Return minutes and seconds: 3:05."""
    return "{}:{:02}".format(*divmod(round(seconds), 60))


def timed(leg):
    """Run a leg, if nobody interrupted the others, and note how long it took."""
    if interrupted:
        return None
    begun = time.monotonic()
    result = leg()
    result.seconds = time.monotonic() - begun
    return result


def run(name, command):
    """Run the command of a leg, print each line that it says behind the leg's name, and return its exit code."""
    print(f"\n{name} ==> {' '.join(command)}", flush=True)
    kept = {key: value for key, value in os.environ.items() if key not in KEPT_FROM_CHILDREN}
    with subprocess.Popen(command, env=kept, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        for line in process.stdout:
            sys.stdout.write(f"{name} | {line}")
            sys.stdout.flush()
    return process.returncode


def check():
    return Leg("check", failed=run("check", ["make", "--no-print-directory", "check"]) != 0)


def pytest_leg(name, marker, arguments, wrapper=(), processes=None):
    """Run the tests of a marker in as many processes, each with a database, a server and a browser of its own: by
    itself in its share of the cores, as each process finds all tests and makes a database first.

    A process has a stretch of modules, and takes from another's end when it is done: what a module shares is made once.
    """
    spread = [f"--numprocesses={processes or max(1, CORES // AT_A_TIME)}", "--dist=worksteal"]
    # -rs: whatever is left out is told with its reason.
    command = [*wrapper, sys.executable, "-m", "pytest", "-rs", *spread, "-m", marker, *arguments]
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        code = run(name, [*command, f"--junit-xml={report}"])
        if code == NO_POSTGRES:
            return Leg(name, failed=False, missing="no PostgreSQL was found")
        suites = ElementTree.parse(report).findall("testsuite") if report.exists() else []
        found, left_out = (sum(int(suite.get(count)) for suite in suites) for count in ("tests", "skipped"))
    narrowed = code == NO_TESTS_SELECTED and bool(arguments)
    return Leg(name, failed=code != 0 and not narrowed, ran=found - left_out, left_out=left_out)


def browser(arguments):
    if not find_chromium():
        return Leg("browser", failed=False, missing="no Chromium was found: install it or set CHROMIUM")
    return pytest_leg("browser", "browser", arguments, processes=CORES)  # a test often waits for its page


def faults(legs):
    """Yield what would let a change through unseen, though no test failed."""
    for leg in legs:
        if leg.missing or leg.left_out:
            yield f"{leg.name} left something out"
    if len({leg.ran for leg in legs if leg.name in DATABASES}) > 1:
        yield f"{' and '.join(DATABASES)} did not run the same number of tests"


def main(arguments):
    # Children get Ctrl-C themselves and tidy up; this process waits for that and starts no more legs.
    signal.signal(signal.SIGINT, lambda *_: interrupted.append(True))
    begun = time.monotonic()
    # The longest first, so that none of them is left to go alone at the end.
    to_run = [
        lambda: pytest_leg(DATABASES[1], ON_A_DATABASE, arguments, wrapper=["tests/with_postgres.sh"]),
        lambda: pytest_leg(DATABASES[0], ON_A_DATABASE, arguments),
        lambda: browser(arguments),
        lambda: pytest_leg("without a database", "without_database", arguments),
        check,
    ]
    with ThreadPoolExecutor(AT_A_TIME) as pool:
        legs = [leg for leg in pool.map(timed, to_run) if leg]
    seen_by_ci = list(faults(legs)) if os.environ.get("CI") else []
    print()
    for line in [*seen_by_ci, *legs, f"all: {clock(time.monotonic() - begun)}"]:
        print(line)
    return 130 if interrupted else int(bool(seen_by_ci) or any(leg.failed for leg in legs))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
