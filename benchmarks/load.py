"""Asks a server for one address with several clients at once: a process of its own, bounded in number and in time.

python -m benchmarks.load PORT PATH [ETAG]  → {"requests": …, "seconds": …, "p50": …, "p95": …, "statuses": […]}
"""

import json
import sys
from http.client import HTTPConnection
from statistics import quantiles
from threading import Thread
from time import perf_counter

CLIENTS, REQUESTS, SECONDS = 4, 2000, 1


def ask(port, path, tag=""):
    """Ask until so many requests are answered or so many seconds are over; return what the module says."""
    end = perf_counter() + SECONDS
    answers = []
    clients = [Thread(target=_run_client, args=(port, path, tag, end, answers)) for _ in range(CLIENTS)]
    start = perf_counter()
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    cuts = quantiles([seconds for seconds, _ in answers], n=20) if len(answers) > 1 else [answers[0][0]] * 19
    return {
        "requests": len(answers),
        "seconds": perf_counter() - start,
        "p50": cuts[9],
        "p95": cuts[18],
        "statuses": sorted({status for _, status in answers}),
    }


def _run_client(port, path, tag, end, answers):
    server = HTTPConnection("127.0.0.1", port, timeout=120)
    headers = {"If-None-Match": tag} if tag else {}
    for _ in range(REQUESTS // CLIENTS):
        start = perf_counter()
        server.request("GET", path, headers=headers)
        answer = server.getresponse()
        answer.read()
        answers.append((perf_counter() - start, answer.status))
        if perf_counter() > end:
            break
    server.close()


if __name__ == "__main__":
    print(json.dumps(ask(int(sys.argv[1]), *sys.argv[2:])))
