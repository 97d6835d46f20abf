"""Follow docs/deployment.md in a folder, as a stranger would: `make rehearse`.

Its blocks run as they stand there, in order, with other folders and ports. What only a machine of one's own can do is
played: systemd by what it would start, `make install` by the packages that are here already, the user `tracker` by
one who may write nowhere (where root asks; else it is you). nginx stands in front, if it is installed. While the
release is taken over by another with a migration, readers read pages with their files, and the old code saves claims:
all of it must go well.
"""

import os
import re
import shlex
import shutil
import ssl
import subprocess
import tempfile
import threading
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path

from tests import nginx
from tests.deployment_guide import read_blocks

HOUSE = Path(__file__).parent.parent
NOBODY = "65534"
TOKEN = "a token for the rehearsal"
PASSWORD = "correct horse battery staple"
HOST = "tracker.example.org"
IS_ROOT = os.geteuid() == 0
AS_NOBODY = f"setpriv --reuid {NOBODY} --regid {NOBODY} --clear-groups --no-new-privs"
AS_TRACKER = AS_NOBODY if IS_ROOT else "env"
PAGES = ["/", "/{talks}/", "/{talks}/claims/?q=NATO", "/{talks}/common-ground/", "/claims/", "/method/"]
PAUSE = 0.1  # seconds after each page: faster than people, slower than nginx lets an address ask

# What stands for systemd, for `make install`, and for a password that is typed.
PLAYED = """
make() { ln -s {house}/.venv "$2/.venv"; }
export DJANGO_SUPERUSER_USERNAME=ann DJANGO_SUPERUSER_EMAIL=ann@example.org DJANGO_SUPERUSER_PASSWORD='{password}'
stop_it() {
    [ -e {folder}/pid ] && kill "$(cat {folder}/pid)" 2>/dev/null || return 0
    while kill -0 "$(cat {folder}/pid)" 2>/dev/null; do sleep 0.1; done
}
start_it() {
    (
        set -a; . {folder}/tracker.env; set +a
        cd {folder}
        exec setsid {as_tracker} $(sed -n 's/^ExecStart=//p' {folder}/tracker.service) >>{folder}/log 2>&1
    ) &
    echo $! >{folder}/pid
}
systemctl() {
    case $1 in
        daemon-reload) ;;
        reload) kill -HUP "$(cat {folder}/pid)" ;;
        stop) stop_it ;;
        *) stop_it; start_it ;;
    esac
}
"""
# A release after this one, with a migration that copies a large table on SQLite.
MIGRATION = """
from django.db import migrations, models

class Migration(migrations.Migration):
    dependencies = [("claims", "{newest}")]
    operations = [
        migrations.AddField("claim", "rehearsed", models.CharField(max_length=9, default="", db_default="")),
    ]
"""
NEWER = "<!-- the newer release -->"
SAVE = """
from django.utils.text import slugify
from claims.models import Source
from claims.services.write_gate import editing
with editing(None, "rehearsed") as gate:
    source = Source(slug="rehearsed-" + slugify("{name}"), title="Rehearsed: {name}")
    source.save()
"""
COUNT_SAVED = "print(S.objects.filter(slug__startswith='rehearsed-').count())"
COUNTED = r'^tracker_requests_total\{route="(?!static)[^}]*\} (\S+)$'  # those of pages


class Rehearsal:
    """One run in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = nginx.free_port()
        self.repository = HOUSE
        self.blocks = {block.name: block.commands for block in read_blocks()}
        for made in ("bin", "systemd"):
            (folder / made).mkdir()

    def run(self, name: str) -> None:
        begun = time.monotonic()
        self.shell(self.translate(self.blocks[name]))
        print(f"  {name}: {time.monotonic() - begun:.1f} s", flush=True)

    def shell(self, commands: str, given: str = "") -> str:
        played = PLAYED
        names = {"folder": self.folder, "house": HOUSE, "password": PASSWORD, "as_tracker": AS_TRACKER}
        for name, value in names.items():
            played = played.replace("{" + name + "}", str(value))
        environment = {"PATH": f"{self.folder}/bin:{os.environ['PATH']}", "HOME": str(self.folder), "LANG": "C.UTF-8"}
        ended = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", played + commands],
            cwd=self.folder,
            env=environment,
            input=given,
            text=True,
            capture_output=True,
        )
        if ended.returncode:
            raise SystemExit(f"{commands}\n{ended.stdout}{ended.stderr}\nThis failed: {ended.returncode}.")
        return ended.stdout

    def translate(self, text: str) -> str:
        """Put the places of this run for those of the guide."""
        for there, here in (
            ("/srv/tracker", f"{self.folder}"),
            ("/etc/tracker.env", f"{self.folder}/tracker.env"),
            ("/usr/local/bin", f"{self.folder}/bin"),
            ("/etc/systemd/system", f"{self.folder}"),
            ("ADDRESS", f"{self.repository}"),
            ("127.0.0.1:8000", f"127.0.0.1:{self.port}"),
            ("-o tracker -g tracker", f"-o {NOBODY} -g {NOBODY}" if IS_ROOT else ""),
            ("setpriv --reuid tracker --regid tracker --init-groups --no-new-privs", AS_TRACKER),
            ("createsuperuser", "createsuperuser --noinput"),
            ("2022-02-01.backup", "$(date +%F).backup"),
        ):
            text = text.replace(there, here)
        return text

    def edit_files(self) -> None:
        """Do what the guide says after the block: edit the environment; and let the files name this run's places."""
        for name in ("tracker.env", "bin/tracker", "tracker.service"):
            path = self.folder / name
            path.write_text(self.translate(path.read_text()))
        environment = re.sub("^DATABASE_URL=.*\n", "", (self.folder / "tracker.env").read_text(), flags=re.MULTILINE)
        if url := os.environ.get("DATABASE_URL"):
            environment += f"DATABASE_URL={shlex.quote(url)}\n"
        environment += "ADDRESS_SECONDS_A_MINUTE=0\n"  # all readers share an address here
        environment += f"METRICS_TOKEN='{TOKEN}'\nGUNICORN_CMD_ARGS='--bind 127.0.0.1:{self.port}'\n"
        (self.folder / "tracker.env").write_text(environment)

    def ask_database(self, code: str) -> str:
        return self.shell("tracker shell --no-imports", given=code).strip()

    def save(self, name: str, release: str = "") -> None:
        """Save a source by the code of a release, or of that which is served."""
        code = f"CODE={release} " if release else ""
        self.shell(f"{code}tracker shell --no-imports", given=SAVE.replace("{name}", name))

    def count_saved(self) -> int:
        return int(self.ask_database("from claims.models import Source as S\n" + COUNT_SAVED))

    def read_metrics(self) -> str:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request("GET", "/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        return connection.getresponse().read().decode()

    def make_newer_release(self) -> None:
        """Commit a later release into a clone: a migration, other words on each page, another style sheet."""
        clone = self.folder / "newer"
        git = ["git", "-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-C", str(clone)]
        subprocess.run(["git", "clone", "--quiet", HOUSE, clone], check=True)
        newest = max(path.stem for path in clone.glob("claims/migrations/0*.py"))
        (clone / f"claims/migrations/{int(newest[:4]) + 1:04}_rehearsed.py").write_text(
            MIGRATION.replace("{newest}", newest)
        )
        foot = clone / "claims/templates/claims/partials/foot.html"
        foot.write_text(foot.read_text() + NEWER)
        for sheet in clone.glob("claims/static/claims/*.css"):
            sheet.write_text(sheet.read_text() + "\n.rehearsed { color: inherit; }\n")
        subprocess.run([*git, "add", "--all"], check=True)
        subprocess.run([*git, "commit", "--quiet", "--message", "A newer release"], check=True)
        self.repository = clone


class Readers(threading.Thread):
    """Readers who ask for pages one after the other, each with its style sheets and scripts, until they are stopped."""

    def __init__(self, connect, talks: str) -> None:
        super().__init__(daemon=True)
        self.connect, self.pages = connect, [page.replace("{talks}", talks) for page in PAGES]
        self.stopped = threading.Event()
        self.answers: list[tuple[str, int]] = []
        self.kept: set[str] = set()  # files that browsers do not ask for again
        self.newer = 0

    def run(self) -> None:
        number = 0
        while not self.stopped.is_set():
            for page in self.pages:
                number += 1
                text = self.ask(f"{page}{'&' if '?' in page else '?'}reader={number}")
                self.newer += NEWER in text
                for file in set(re.findall(r'(?:href|src)="(/static/[^"]+)"', text)) - self.kept:
                    self.kept.add(file)
                    self.ask(file)
                time.sleep(PAUSE)

    def ask(self, address: str) -> str:
        connection = self.connect()
        try:
            connection.request("GET", address, headers={"Host": HOST, "X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            text = answer.read().decode(errors="replace")
            self.answers.append((address, answer.status))
        except OSError as error:
            self.answers.append((f"{address}: {error}", 0))
            text = ""
        finally:
            connection.close()
        return text

    def read_failures(self) -> list[tuple[str, int]]:
        return [(address, status) for address, status in self.answers if status not in (200, 302)]


class SavesByOldCode(threading.Thread):
    """Saves by the code of a release, again and again, until it is stopped."""

    def __init__(self, rehearsal: Rehearsal, release: Path) -> None:
        super().__init__(daemon=True)
        self.rehearsal, self.release = rehearsal, release
        self.stopped = threading.Event()
        self.saved = 0
        self.failure = ""

    def run(self) -> None:
        while not self.stopped.is_set():
            try:
                self.rehearsal.save(f"number {self.saved}", str(self.release))
            except SystemExit as failure:
                self.failure = str(failure)
                return
            self.saved += 1


@contextmanager
def busy(*threads):
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        for thread in threads:
            thread.stopped.set()
        for thread in threads:
            thread.join(timeout=60)


def rehearse(folder: Path) -> None:
    rehearsal = Rehearsal(folder)
    for name in ("code", "files"):
        rehearsal.run(name)
    rehearsal.edit_files()
    with ExitStack() as at_the_end:
        at_the_end.callback(rehearsal.shell, "stop_it")
        for name in ("first", "superuser", "service", "check", "backup"):
            rehearsal.run(name)
        rehearsal.save("after the backup")
        assert rehearsal.count_saved() == 1
        rehearsal.run("restore")
        assert rehearsal.count_saved() == 0, "the restored database holds what was saved after the backup"
        with in_front(rehearsal) as connect:
            upgrade(rehearsal, connect)
    assert "Traceback" not in (log := (folder / "log").read_text()), log


@contextmanager
def in_front(rehearsal: Rehearsal):
    """Give what connects to the site: through nginx where it is installed, else straight to the tracker."""
    if shutil.which("nginx") or shutil.which("/usr/sbin/nginx"):
        unchecked = ssl.create_default_context()
        unchecked.check_hostname, unchecked.verify_mode = False, ssl.CERT_NONE
        (folder := rehearsal.folder / "nginx").mkdir()
        with nginx.serving(folder, rehearsal.port) as port:
            yield lambda: HTTPSConnection("127.0.0.1", port, context=unchecked, timeout=60)
    else:
        print("  nginx is not installed: readers ask the tracker itself.")
        yield lambda: HTTPConnection("127.0.0.1", rehearsal.port, timeout=60)


def upgrade(rehearsal: Rehearsal, connect) -> None:
    rehearsal.make_newer_release()
    talks = rehearsal.ask_database("from claims.models import Negotiation as N; print(N.objects.first().slug)")
    readers = [Readers(connect, talks) for _ in range(2)]
    editor = SavesByOldCode(rehearsal, (rehearsal.folder / "current").resolve())
    with busy(editor, *readers):
        wait_until(lambda: editor.saved and all(len(reader.answers) > 20 for reader in readers))
        rehearsal.run("upgrade")
        wait_until(lambda: all(reader.newer > len(PAGES) for reader in readers))
    answers = [answer for reader in readers for answer in reader.answers]
    failures = [failure for reader in readers for failure in reader.read_failures()]
    print(f"  while it was upgraded: {len(answers)} answers, {editor.saved} saves by the old code")
    assert not failures, failures
    assert not editor.failure, editor.failure
    assert rehearsal.count_saved() == editor.saved
    counted = sum(int(float(number)) for number in re.findall(COUNTED, rehearsal.read_metrics(), re.MULTILINE))
    asked = sum(1 for address, _ in answers if not address.startswith("/static/"))
    assert counted >= asked, f"{asked} pages were asked for, and /metrics counts {counted}."


def wait_until(holds) -> None:
    until = time.monotonic() + 120
    while not holds():
        if time.monotonic() > until:
            raise SystemExit("What was awaited did not come about within two minutes.")
        time.sleep(0.1)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="tracker-rehearsal-") as folder:
        Path(folder).chmod(0o755)
        rehearse(Path(folder))
    print("docs/deployment.md was followed: nothing failed, and no reader was turned away.")


if __name__ == "__main__":
    main()
