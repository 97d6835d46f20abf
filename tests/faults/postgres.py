"""A server of PostgreSQL of one's own, which can be stopped, started and killed."""

import os
import shutil
import socket
import subprocess
from glob import glob
from pathlib import Path

FIRST_PORT = int(os.environ.get("POSTGRES_PORT", 0))
# As it comes, but for what only costs time where nobody keeps anything: power cuts are no fault that is tried here.
OPTIONS = "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off -c jit=off -c max_connections=60"


class OwnPostgres:
    """A cluster in a folder; `DATABASE_URL` of its database is `url`."""

    def __init__(self, folder, port=FIRST_PORT):
        self.folder = Path(folder)
        self.bin = _find_programs()
        self.port = port or _find_port()
        self.url = f"postgres://postgres@127.0.0.1:{self.port}/tracker"

    @staticmethod
    def is_installed():
        return _find_programs() is not None

    def make(self):
        if (self.folder / "PG_VERSION").exists():
            return self.start()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        self._run("initdb", "-D", self.folder, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N")
        self.start()
        return self.sql("CREATE DATABASE tracker")

    def start(self):
        log = self.folder / "server.log"
        self._run("pg_ctl", "-D", self.folder, "-l", log, "-w", "-t", "60", "-o", f"-p {self.port} {OPTIONS}", "start")

    def stop(self, mode="fast"):
        """Stop it; `immediate` is as if it had been killed."""
        self._run("pg_ctl", "-D", self.folder, "-m", mode, "-w", "-t", "60", "stop", check=False)

    def copy_database(self, name, to):
        """Make a database a copy of another; whoever is connected to either is thrown out."""
        others = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('{name}', '{to}')"  # noqa: S608
        self.sql(others)
        self.sql(f'DROP DATABASE IF EXISTS "{to}" WITH (FORCE)')
        self.sql(f'CREATE DATABASE "{to}" TEMPLATE "{name}"')

    def sql(self, statement, database="postgres"):
        import psycopg

        at = f"host=127.0.0.1 port={self.port} user=postgres dbname={database}"
        with psycopg.connect(at, autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchall() if cursor.description else []

    def _run(self, program, *arguments, check=True):
        command = [str(self.bin / program), *map(str, arguments)]
        if os.geteuid() == 0:  # PostgreSQL refuses to run as root
            command = ["runuser", "-u", "postgres", "--", *command]
        ended = subprocess.run(command, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if check and ended.returncode:
            raise RuntimeError(f"{program}: {ended.stdout}")


def _find_programs():
    for folder in [*sorted(glob("/usr/lib/postgresql/*/bin"), reverse=True), *os.environ["PATH"].split(":")]:
        if (Path(folder) / "initdb").exists():
            return Path(folder)
    return None


def _find_port():
    with socket.create_server(("127.0.0.1", 0)) as free:
        return free.getsockname()[1]
