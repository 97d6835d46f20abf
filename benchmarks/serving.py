"""The production server under load, two workers, beside one that says “hello” without any middleware."""

import json
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from statistics import median
from threading import Event
from time import perf_counter, sleep

from django.db import connection

from . import databases
from .bench import raise_data_version, save_a_claim

ROUNDS, COLD = 5, 5
START_WITHIN = 30  # seconds
SAVING_BAR = 2  # times as many pages a second where nobody saves
BAR = 1.5  # times the “hello” for a view seen again


def measure(bench):
    """Return a row for each page: medians of five rounds, in turns with as many of “hello”."""
    environment = databases.build_environment(bench.size)
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    greeting = {**environment, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    with _serve("tracker.wsgi", environment) as port, _serve("benchmarks.hello:make_application()", greeting) as hello:
        subjects, tag = bench.subjects, _ask(port, f"{bench.subjects.at}/")[1]
        pages = {
            "first screen": [f"{subjects.at}/"],
            "first screen, seen again": [f"{subjects.at}/", tag] if tag else [f"{subjects.at}/"],
            "cell": [f"{subjects.at}/cells/{subjects.proposal}/{subjects.party}/"],
            "claims": [f"{subjects.at}/claims/"],
        }
        rows = [_measure_in_turns(name, port, hello, *asked) for name, asked in pages.items()]
        first = f"{bench.subjects.at}/"
        return [*rows, _measure_while_saving(port, first), _measure_cold(port, first)]


def _measure_in_turns(name, port, hello, *asked):
    rounds = [(_load(port, *asked), _load(hello, "/hello/")) for _ in range(ROUNDS)]
    statuses = sorted({status for product, _ in rounds for status in product["statuses"]})
    row = {"name": name, "rounds": ROUNDS, "statuses": statuses, "bar": BAR if name.endswith("again") else None}
    row |= _take_medians([product for product, _ in rounds])
    return {**row, "hello": _take_medians([floor for _, floor in rounds])["requests_a_second"]}


def _measure_while_saving(port, *asked):
    """A page while a claim is saved each second, in turns with the same without."""
    with ThreadPoolExecutor(1) as editor:
        rounds = []
        for _ in range(ROUNDS):
            alone = _load(port, *asked)
            over = Event()
            saving = editor.submit(_save_each_second, over)
            rounds.append((_load(port, *asked), alone))
            over.set()
            saving.result()
    statuses = sorted({status for product, _ in rounds for status in product["statuses"]})
    row = {"name": "first screen, while a claim is saved each second, beside none", "rounds": ROUNDS}
    row |= {"statuses": statuses, "bar": SAVING_BAR, **_take_medians([product for product, _ in rounds])}
    return {**row, "hello": _take_medians([floor for _, floor in rounds])["requests_a_second"]}


def _save_each_second(over):
    try:
        while not over.is_set():
            save_a_claim()
            over.wait(1)
    finally:
        connection.close()


def _take_medians(rounds):
    rates = [load["requests"] / load["seconds"] for load in rounds]
    return {
        "requests_a_second": median(rates),
        "fewest": min(rates),
        "most": max(rates),
        "p50": median(load["p50"] for load in rounds),
        "p95": median(load["p95"] for load in rounds),
    }


def _measure_cold(port, path):
    """The first screen just after a write, one client."""
    times = []
    for _ in range(COLD):
        raise_data_version()
        start = perf_counter()
        status, _ = _ask(port, path)
        times.append(perf_counter() - start)
    row = {"name": "first screen, just after a write", "rounds": COLD, "statuses": [status], "bar": None, "hello": None}
    rate = 1 / median(times)
    spread = {"fewest": 1 / max(times), "most": 1 / min(times)}
    return {**row, "requests_a_second": rate, **spread, "p50": median(times), "p95": max(times)}


def _load(port, path, *tag):
    asked = [sys.executable, "-m", "benchmarks.load", str(port), path, *tag]
    done = subprocess.run(asked, cwd=databases.FOLDER.parent, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


@contextmanager
def _serve(application, environment):
    """Serve an application on a free port of this machine for as long as the block runs."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--workers", "2", application]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    server = subprocess.Popen(command, env=environment, cwd=databases.FOLDER.parent, **quiet)
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port, server):
    end = perf_counter() + START_WITHIN
    while perf_counter() < end and server.poll() is None:
        with suppress(OSError, HTTPException):
            _ask(port, "/hello/")
            return
        sleep(0.1)
    raise RuntimeError(f"The server did not start on port {port}.")


def _ask(port, path):
    """Return status and ETag of an answer."""
    server = HTTPConnection("127.0.0.1", port, timeout=300)
    server.request("GET", path)
    answer = server.getresponse()
    answer.read()
    server.close()
    return answer.status, answer.getheader("ETag")
