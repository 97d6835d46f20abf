"""A PostgreSQL primary and a replica that follows it, of a test's own: they can be stopped, started and held up."""

import os
import random
import re
import shutil
import socket
import subprocess
from contextlib import suppress
from pathlib import Path

import psycopg

PLACES = ["/usr/lib/postgresql/*/bin", "/usr/local/opt/postgresql@*/bin", "/opt/homebrew/opt/postgresql@*/bin"]
# Nothing of it outlives the test, so nothing waits for a disk.
OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c autovacuum=off -c jit=off"
SIZE = "-c shared_buffers=32MB -c max_wal_senders=3 -c max_connections=60 -c wal_receiver_timeout=5s"


def find_program(name):
    """Return the path of one of PostgreSQL's programs, or None; Debian and Homebrew keep a folder for each version."""
    folders = [str(folder) for pattern in PLACES for folder in sorted(Path("/").glob(pattern[1:]))]
    return shutil.which(name, path=os.pathsep.join([os.environ.get("PATH", ""), *folders]))


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

    def start(self):
        options = f"-p {self.port} {OPTIONS} {SIZE} -c log_statement=all"
        self.control("start", "-w", "-l", str(self.log), "-o", options)

    def stop(self):
        """Stop it at once, as if its power failed."""
        self.control("stop", "-w", "-m", "immediate")

    def control(self, *arguments):
        run_as_owner(find_program("pg_ctl"), "-D", str(self.folder), *arguments)

    def ask(self, statement, database="tracker"):
        """Run a statement as the superuser; return its first value, if it has one."""
        at = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(at, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchone()[0] if cursor.description else None

    def count_pages(self):
        """Return how many statements were asked here that only the making of a page asks."""
        return len(re.findall(r'FROM "claims_(?:claim|actor|proposal)"', self.log.read_text()))


def make_pair(folder):
    """Return a primary with a database and a replica of it, both started."""
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
        folder.chmod(0o755)
    primary, replica = PostgresServer(folder / "primary"), PostgresServer(folder / "replica")
    settings = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
    run_as_owner(find_program("initdb"), "-D", str(primary.folder), *settings)
    primary.start()
    primary.ask("CREATE ROLE tracker LOGIN PASSWORD 'secret'", "postgres")
    primary.ask("CREATE DATABASE tracker OWNER tracker", "postgres")
    copying = ["-h", "127.0.0.1", "-p", str(primary.port), "-U", "postgres", "-R", "-c", "fast", "--no-sync"]
    run_as_owner(find_program("pg_basebackup"), "-D", str(replica.folder), *copying)
    replica.start()
    return primary, replica


def run_as_owner(*command):
    """Run a command of PostgreSQL, which refuses to run as root."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    ran = subprocess.run([*as_postgres, *command], capture_output=True, cwd="/", text=True)
    assert ran.returncode == 0, f"{' '.join(command)}\n{ran.stdout}{ran.stderr}"
