"""The server that the crowd meets, as docs/deployment.md starts it, and what it has in memory."""

import socket
import subprocess
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from time import monotonic, sleep

from .. import databases
from .browser import HOST

ROOT = databases.FOLDER.parent
NAME = "crowd"
START_WITHIN, STOP_WITHIN = 60, 40  # seconds
SAMPLED_EACH = 2  # seconds


def build_environment():
    """Return the environment of /etc/tracker.env in docs/deployment.md, for a database of its own."""
    return {**databases.build_environment(NAME), "ALLOWED_HOSTS": HOST, "PROXY": "1"}


@contextmanager
def serve(log):
    """Start the server on a free port for as long as the block runs; yield the port and the server."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [ROOT / ".venv/bin/gunicorn", "--bind", f"127.0.0.1:{port}", "tracker.wsgi"]
    environment = build_environment() | {"LOG_LEVEL": "WARNING"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    with Path(log).open("wb") as told:
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=told, stderr=told)
        try:
            _wait_for(port, server)
            yield port, server
        finally:
            server.terminate()
            try:
                server.wait(timeout=STOP_WITHIN)
            except subprocess.TimeoutExpired:
                server.kill()
                raise


def _wait_for(port, server):
    end = monotonic() + START_WITHIN
    while monotonic() < end and server.poll() is None:
        with suppress(OSError, HTTPException):
            asked = HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/", headers={"Host": HOST, "X-Forwarded-Proto": "https"})
            asked.getresponse().read()
            return
        sleep(0.2)
    raise RuntimeError(f"The server did not start on port {port}.")


class MemoryWatch(Thread):
    """Notes the memory of each worker, in MB, every few seconds: [(seconds, worker, resident, its own)].

    `its own` is without files that are mapped, such as the database of SQLite, which all share.
    """

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.ended, self.samples = server, Event(), []

    def run(self):
        start = monotonic()
        while not self.ended.wait(SAMPLED_EACH):
            for worker in list_children(self.server.pid):
                with suppress(OSError):
                    self.samples.append((monotonic() - start, worker, *read_memory(worker)))

    def end(self):
        self.ended.set()
        self.join()
        return self.samples


def list_children(process):
    """Return the processes that a process started."""
    return [int(pid) for pid in Path(f"/proc/{process}/task/{process}/children").read_text().split()]


def read_memory(process):
    """Return what a process has in memory, and what of that is its own, in MB."""
    lines = dict(line.split(":", 1) for line in Path(f"/proc/{process}/status").read_text().splitlines())
    return tuple(int(lines[name].split()[0]) / 1024 for name in ("VmRSS", "RssAnon"))
