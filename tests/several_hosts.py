"""Two hosts that serve one site, behind nginx, over a PostgreSQL primary and its replica: as docs/deployment.md has it,
but that all run on this machine."""

import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit

from lxml import html

from tests import nginx
from tests.postgres_pair import free_port, make_pair

HOUSE = Path(__file__).parent.parent
HOST = "tracker.example.org"
MEMORY = "/dev/shm"  # noqa: S108 - a folder with a name of its own is made there
SET_UP = """
import django
django.setup()
from django.core.management import call_command
from tests.make import make_claim, make_user
call_command("migrate", run_syncdb=True, verbosity=0)
call_command("createcachetable", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
make_user("superuser", username="ann")
make_user("reviewer", username="ben")
claim = make_claim()
print(claim.proposal.negotiation.slug, claim.holder.pk, claim.holder.slug)
"""


def until(holds, seconds=60):
    """Wait until something holds; fail where it does not in so many seconds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"It did not come to that within {seconds} seconds."
        time.sleep(0.05)


class ReadAnswer:
    def __init__(self, response):
        self.status, self.headers, self.text = response.status, response.headers, response.read().decode()


class PlainBrowser:
    """Asks one port for pages, and keeps cookies; each visit is a connection of its own."""

    def __init__(self, port, address="192.0.2.1", tls=False):
        self.port, self.address, self.cookies = port, address, {}
        self.tls = ssl._create_unverified_context() if tls else None  # noqa: S323 - the certificate is a test's own

    def get(self, path, **headers):
        return self.ask("GET", path, headers=headers)

    def ask(self, method, path, body=None, headers=()):
        connection = (
            HTTPSConnection("127.0.0.1", self.port, timeout=30, context=self.tls)
            if self.tls
            else HTTPConnection("127.0.0.1", self.port, timeout=30)
        )
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {
            "Host": HOST,
            "Referer": f"https://{HOST}{path}",
            "X-Forwarded-Proto": "https",  # as nginx says it
            "X-Forwarded-For": self.address,
            **dict(headers),
            **({"Cookie": cookies} if cookies else {}),
        }
        connection.request(method, path, body, sent)
        answer = ReadAnswer(connection.getresponse())
        connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer

    def fill(self, path, form_id=None, **typed):
        """Send the form of a page with what is typed into it, and the rest as it is; return the answer."""
        page = html.fromstring(self.get(path).text)
        form = page.get_element_by_id(form_id) if form_id else next(f for f in page.forms if f.method == "POST")
        fields = {**dict(form.form_values()), **typed}
        target = urlsplit(urljoin(path, form.action or path)).path
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", target, urlencode(fields), kind)

    def log_in(self, name, given="password"):
        return self.fill("/login/", username=name, password=given)


class Host:
    """One of the hosts: gunicorn as it is configured, with a folder of its own."""

    def __init__(self, folder, environment):
        self.port, self.log = free_port(), folder / "log"
        self.folder = folder
        self.environment = {**environment, "DATA_DIR": str(folder)}

    def run(self, *arguments, **environment):
        """Run Python as on this host; return what it printed."""
        command = [sys.executable, *arguments]
        around = {**self.environment, **environment}
        return subprocess.run(command, cwd=HOUSE, env=around, check=True, stdout=subprocess.PIPE, text=True).stdout

    @contextmanager
    def served(self):
        command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "tracker.wsgi"]
        with self.log.open("w") as log, running(command, env=self.environment, stderr=log):
            yield


@contextmanager
def running(command, **options):
    process = subprocess.Popen(command, cwd=HOUSE, **options)
    try:
        yield
    finally:
        process.terminate()
        process.wait(30)


class Site:
    """All of it, running."""

    def __init__(self, folder, stack):
        self.primary, self.replica = make_pair(folder)
        stack.callback(self.stop_servers)
        environment = {
            name: value for name, value in os.environ.items() if name not in ("DJANGO_SETTINGS_MODULE", "PORT")
        }
        environment |= {
            "SECRET_KEY": "the same on all hosts, and long enough that Django does not complain of it",
            "RELEASE": "1",
            "ALLOWED_HOSTS": HOST,
            "STATIC_ROOT": str(folder / "static"),
            "PROXY": "1",
            "DATABASE_URL": self.primary.url,
            "DATABASE_REPLICA_URL": self.replica.url,
            "CACHE_URL": "dbcache://api_requests",
            "API_REQUESTS_A_MINUTE": "6",
        }
        for name in ("a", "b"):
            (folder / name).mkdir()
        self.a, self.b = Host(folder / "a", environment), Host(folder / "b", environment)
        made = self.a.run("-c", SET_UP, DJANGO_SETTINGS_MODULE="tests.hosts_settings")
        talks, actor, slug = made.split()
        self.form, self.page = f"/admin/claims/actor/{actor}/change/", f"/{talks}/actors/{slug}/"
        self.api_page = f"/api/v1/negotiations/{talks}/actors/"
        for host in (self.a, self.b):
            stack.enter_context(host.served())
        self.port = stack.enter_context(nginx.serving(folder, self.a.port, self.b.port))
        for host in (self.a, self.b):
            until(lambda port=host.port: _answers(port))

    def stop_servers(self):
        for server in (self.replica, self.primary):
            if (server.folder / "postmaster.pid").exists():
                server.stop()

    def wait_for_replica(self):
        """Wait until it holds all that was written."""
        written = self.primary.ask("SELECT pg_current_wal_lsn()")
        until(lambda: self.replica.ask(f"SELECT pg_last_wal_replay_lsn() >= '{written}'"))

    def read_health(self):
        """Return what the health page of the first host tells."""
        return json.loads(PlainBrowser(self.a.port).get("/health/ready").text)

    def rename(self, name, host=None):
        """Give the actor another name, as an editor who is logged in at one host; return this editor's browser."""
        editor = PlainBrowser((host or self.a).port)
        editor.log_in("ann")
        assert editor.fill(self.form, "actor_form", name=name).status == 302
        return editor

    def is_read_from_replica(self):
        """Ask for a page as a visitor; tell whether it was made of what the replica says."""
        before = self.replica.count_pages()
        assert self.visitor().get(self.page).status == 200
        return self.replica.count_pages() > before

    def visitor(self):
        """Return the browser of somebody who comes by nginx, with some cookie: each page is made for it, and none sent
        that another was sent before."""
        browser = PlainBrowser(self.port, tls=True)
        browser.cookies["theme"] = "dark"
        return browser


def _answers(port):
    try:
        return PlainBrowser(port).get("/login/").status == 200
    except OSError:
        return False


@contextmanager
def site():
    """Have a Site inside. Its files lie in memory where there is a folder for that: two databases are many."""
    memory = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(dir=memory) as folder, ExitStack() as stack:
        yield Site(Path(folder), stack)
