"""A PostgreSQL primary and a replica that follows it, of a test's own: they can be stopped, started and held up."""

import os
import random
import re
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import psycopg

PLACES = ["/usr/lib/postgresql/*/bin", "/usr/local/opt/postgresql@*/bin", "/opt/homebrew/opt/postgresql@*/bin"]
# Nothing of it outlives the test, so nothing waits for a disk.
OPTIONS = """
    -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c autovacuum=off -c jit=off
    -c shared_buffers=32MB -c max_wal_senders=3 -c max_connections=60 -c log_statement=all
"""
SCRIPTS = Path(__file__).parent.parent / "deploy" / "compose"  # of which those who set up the two are tried here


PATH = os.pathsep.join(
    [os.environ.get("PATH", ""), *(str(folder) for place in PLACES for folder in sorted(Path("/").glob(place[1:])))]
)


def find_program(name):
    """Return the path of one of PostgreSQL's programs, or None; Debian and Homebrew keep a folder for each version."""
    return shutil.which(name, path=PATH)


def free_port():
    """Return a port that no connection takes by chance while its server is stopped: none that the system gives away."""
    for port in random.sample(range(15000, 30000), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("No port is free.")


class PostgresServer:
    """One server, whose statements are logged."""

    def __init__(self, folder):
        self.folder, self.port, self.log = folder, free_port(), folder.with_suffix(".log")

    @property
    def url(self):
        return f"postgres://tracker:secret@127.0.0.1:{self.port}/tracker?sslmode=disable"

    @property
    def options(self):
        return ["-p", str(self.port), *OPTIONS.split()]

    def start(self):
        self.control("start", "-w", "-l", str(self.log), "-o", " ".join(self.options))

    def stop(self):
        """Stop it at once, as if its power failed."""
        self.control("stop", "-w", "-m", "immediate")

    def control(self, *arguments):
        run_as_owner(find_program("pg_ctl"), "-D", str(self.folder), *arguments)

    def is_ready(self):
        try:
            return self.ask("SELECT 1", "postgres") == 1
        except psycopg.OperationalError:
            return False

    def ask(self, statement, database="tracker"):
        """Run a statement as the superuser; return its first value, if it has one."""
        at = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(at, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None

    def count_pages(self):
        """Return how many statements were asked here that only the making of a page asks."""
        return len(re.findall(r'FROM "claims_(?:claim|actor|proposal)"', self.log.read_text()))


class FollowingServer(PostgresServer):
    """A replica of the primary."""

    def __init__(self, folder, primary):
        super().__init__(folder)
        self.primary = primary

    def start(self):
        around = {"PGDATA": str(self.folder), "PGHOST": "127.0.0.1", "PGPORT": str(self.primary.port), "PATH": PATH}
        command = [*as_owner(), "sh", str(SCRIPTS / "replica.sh"), *self.options]
        with self.log.open("a") as log:
            self.process = subprocess.Popen(command, cwd="/", env=around, stdout=log, stderr=log)
        while not self.is_ready():
            assert self.process.poll() is None, self.log.read_text()
            time.sleep(0.1)

    def stop(self):
        super().stop()
        self.process.wait(30)


def make_pair(folder):
    """Return a primary with a database and a replica of it, both started."""
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        folder.chmod(0o755)
    primary = PostgresServer(folder / "primary")
    replica = FollowingServer(folder / "replica", primary)
    settings = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    run_as_owner(find_program("initdb"), "-D", str(primary.folder), *settings)
    primary.start()
    passwords = {"TRACKER_PASSWORD": "secret", "FOLLOWER_PASSWORD": "secret"}
    at = {"PGDATA": str(primary.folder), "PGHOST": "127.0.0.1", "PGPORT": str(primary.port), "PATH": PATH}
    run_as_owner("sh", str(SCRIPTS / "primary.sh"), env={**passwords, **at})
    primary.control("reload")
    replica.start()
    return primary, replica


def as_owner():
    """Return what goes before a command of PostgreSQL, which refuses to run as root."""
    return ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []


def run_as_owner(*command, env=None):
    ran = subprocess.run([*as_owner(), *command], capture_output=True, cwd="/", text=True, env=env)
    assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout}{ran.stderr}"
