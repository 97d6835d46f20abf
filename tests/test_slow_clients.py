"""Behind the nginx of deploy/, whoever sends or reads slowly holds no thread of the tracker."""

import socket
import ssl
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from http.client import HTTPSConnection

import pytest

from tests.nginx import free_port, serving, wait_for

# One thread in all: whoever holds it stops everybody.
APPLICATION = """
def application(environ, start_response):
    environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"x" * (12_000_000 if environ["PATH_INFO"] == "/long" else 5)]
"""
AT_ONCE = 3
BEFORE_NGINX_ENDS_THEM = 8  # seconds, of the ten after which the slow are cut off
HOST = b"Host: tracker.example.org\r\n"
SLOW = {
    "sends the head of a request": b"GET / HTTP/1.1\r\n" + HOST + b"X-A",
    "sends the body of a form": b"POST / HTTP/1.1\r\n" + HOST + b"Content-Length: 1000000\r\n\r\na",
    "reads an answer": b"GET /long HTTP/1.1\r\n" + HOST + b"\r\n",
}
UNCHECKED = ssl.create_default_context()
UNCHECKED.check_hostname, UNCHECKED.verify_mode = False, ssl.CERT_NONE


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    folder = tmp_path_factory.mktemp("slow")
    (folder / "hello.py").write_text(APPLICATION)
    with one_thread(folder) as asked, serving(folder, asked) as port:
        yield port


@contextmanager
def one_thread(folder):
    asked = free_port()
    of_one = ["--workers", "1", "--threads", "1", "--worker-class", "gthread", "--no-control-socket"]
    command = ["-m", "gunicorn", "-c", "/dev/null", *of_one, "--bind", f"127.0.0.1:{asked}", "hello"]
    server = subprocess.Popen([sys.executable, *command], cwd=folder, stderr=subprocess.DEVNULL)
    try:
        wait_for(asked, server)
        yield asked
    finally:
        server.terminate()
        server.wait(timeout=40)


@pytest.mark.parametrize("slow", SLOW)
def test_whoever_is_slow_holds_up_nobody(port, slow):
    with ExitStack() as held:
        for _ in range(AT_ONCE):
            connection = held.enter_context(socket.create_connection(("127.0.0.1", port), timeout=20))
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            secured = held.enter_context(UNCHECKED.wrap_socket(connection, server_hostname="tracker.example.org"))
            secured.sendall(SLOW[slow])
        quick = HTTPSConnection("127.0.0.1", port, timeout=BEFORE_NGINX_ENDS_THEM, context=UNCHECKED)
        quick.request("GET", "/", headers={"Host": "tracker.example.org"})
        assert quick.getresponse().read() == b"xxxxx"
        quick.close()
