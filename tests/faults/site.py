"""A site of its own for faults: a data folder, a database, commands that are forked off, and the production server."""

import io
import os
import signal
import subprocess
import sys
import time
import traceback
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import NamedTuple

from tests.faults.visitor import Caller

ROOT = Path(__file__).resolve().parents[2]
UP_WITHIN = 60  # seconds in which a server must answer, on a busy machine too
PORT = int(os.environ.get("PORT", 8160))


class Ended(NamedTuple):
    """How a process ended, and what it said."""

    code: int
    said: str

    @property
    def is_clear(self):
        """Whether whoever started it is told nothing that only programmers read."""
        return "Traceback (most recent call last)" not in self.said


class ForkedCommand:
    """A command of `manage.py` in a process of its own, forked off this one, which has Django ready: a moment at random
    then falls into its work, and not into the second in which Python starts."""

    def __init__(self, *arguments, before=None):
        self._output = TemporaryFile("w+")  # noqa: SIM115 - `wait` closes it
        self.pid = os.fork()
        if self.pid == 0:
            self._run(arguments, before)

    def _run(self, arguments, before):
        code = 70
        try:
            os.setsid()
            os.dup2(self._output.fileno(), 1)
            os.dup2(self._output.fileno(), 2)
            if before:
                before()
            code = run_command(*arguments)
        except BaseException:
            traceback.print_exc()
        finally:
            with suppress(Exception):
                sys.stdout.flush()
                sys.stderr.flush()
            os._exit(code)

    def kill(self):
        """Kill it as the system does that is short of memory; say whether it was still running."""
        self._output.close()
        if os.waitpid(self.pid, os.WNOHANG)[0]:
            return False
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        return True

    def wait(self):
        """Return how it ended."""
        status = os.waitpid(self.pid, 0)[1]
        self._output.seek(0)
        with self._output as file:
            return Ended(os.waitstatus_to_exitcode(status), file.read())


def run_command(*arguments):
    """Run a command in this process as `manage.py` does; return its exit code, and print why it failed."""
    from tracker.commands import run

    sys.stdout, sys.stderr = (io.TextIOWrapper(os.fdopen(at, "wb", 0), write_through=True) for at in (1, 2))
    try:
        run(["manage.py", *map(str, arguments)])
    except SystemExit as end:
        if not isinstance(end.code, int):
            print(end.code or "", file=sys.stderr)
        return end.code if isinstance(end.code, int) else int(bool(end.code))
    return 0


class TriedSite:
    """A site at a folder; its database is that of DATABASE_URL, or a file in the folder."""

    def __init__(self, folder, database_url=""):
        self.folder, self.database_url = Path(folder), database_url

    @property
    def environment(self):
        left_out = {"DATABASE_URL", "DJANGO_SETTINGS_MODULE", "ALLOWED_HOSTS", "DEBUG"}
        environment = {name: value for name, value in os.environ.items() if name not in left_out}
        if self.database_url:
            environment["DATABASE_URL"] = self.database_url
        # Nothing here is a secret; argon2 as in production would take longer than most of what is tried.
        return environment | {"DATA_DIR": str(self.folder), "API_REQUESTS_A_MINUTE": "0"}

    def end_copies(self):
        """Kill whoever makes static copies: a process of its own, which outlives the server that began it."""
        for pid in self._list_processes("static_copies"):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def wait_for_databases(self):
        """Wait for whoever makes the database of a release: it goes on where the command that began it was killed."""
        begun = time.monotonic()
        while self._list_processes("make_release_database"):
            if time.monotonic() - begun > UP_WITHIN:
                raise RuntimeError("The database of a release is still being made.")
            time.sleep(0.05)

    def _list_processes(self, command):
        """Return who runs this command on this site."""
        folder, pids = f"DATA_DIR={self.folder}".encode(), []
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                runs_it = command.encode() in (process / "cmdline").read_bytes().split(b"\0")
                if runs_it and folder in (process / "environ").read_bytes().split(b"\0"):
                    pids.append(int(process.name))
        return pids

    def run(self, *command, **environment):
        """Run `manage.py` as people do; return how it ended."""
        ended = subprocess.run(
            [sys.executable, "manage.py", *map(str, command)],
            cwd=ROOT,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return Ended(ended.returncode, ended.stdout)

    @contextmanager
    def serve(self, port=PORT, **environment):
        """Serve the site as production does, for as long as the block runs."""
        server = Server(self, port, environment)
        try:
            server.start()
            yield server
        finally:
            server.end()

    @contextmanager
    def serve_unready(self, port=PORT):
        """Serve the site for as long as the block runs, and wait only until it answers anything at all."""
        server = Server(self, port)
        try:
            server.start_unready()
            yield server
        finally:
            server.end()


class Server:
    """The production server: a master and its workers. Its log lies beside the folder of the site."""

    def __init__(self, site, port=PORT, environment=(), prefix=()):
        self.site, self.port, self.environment, self.prefix = site, port, dict(environment), prefix
        self.log = site.folder.parent / f"server-{port}.log"
        self.log.unlink(missing_ok=True)
        self.process = None

    def start(self):
        """Start it and wait until it answers; return after how many seconds it did."""
        begun = time.monotonic()
        self.begin()
        while time.monotonic() - begun < UP_WITHIN:
            if self.process.poll() is not None:
                raise RuntimeError(f"The server ended with {self.process.returncode}: {self.read_log()[-2000:]}")
            if Caller(self.port).answers():
                return time.monotonic() - begun
            time.sleep(0.05)
        raise RuntimeError(f"The server did not answer: {self.read_log()[-2000:]}")

    def start_unready(self):
        """Start it and wait until it answers anything at all, or ends."""
        self.begin()
        begun = time.monotonic()
        while Caller(self.port, timeout=20).get("/").status == 0 and time.monotonic() - begun < UP_WITHIN:
            if self.process.poll() is not None:
                return
            time.sleep(0.1)

    def begin(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*self.prefix, sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{self.port}", "tracker.wsgi"],
                cwd=ROOT,
                env=self.site.environment | self.environment,
                stdout=log,
                stderr=log,
            )

    def wait_until_up(self):
        """Return after how many seconds it answers again."""
        begun = time.monotonic()
        while time.monotonic() - begun < UP_WITHIN:
            if Caller(self.port).answers():
                return time.monotonic() - begun
            time.sleep(0.05)
        raise RuntimeError(f"The server did not answer again: {self.read_log()[-2000:]}")

    def list_workers(self):
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_workers(self):
        for pid in self.list_workers():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def kill_master(self):
        """Kill it, and wait for its workers, which notice and end: as systemd does before it starts another. One that
        is still there would answer in its place and break off."""
        workers, begun = self.list_workers(), time.monotonic()
        self.process.kill()
        self.process.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in workers):
            if time.monotonic() - begun > UP_WITHIN:
                raise RuntimeError("Workers of a killed master do not end.")
            time.sleep(0.05)

    def end(self):
        """Stop it, and whatever a killed master left."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=40)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def read_log(self):
        return self.log.read_text(errors="replace") if self.log.exists() else ""
