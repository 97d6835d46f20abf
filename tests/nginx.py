"""nginx with the site of deploy/, in a folder and at ports of its own."""

import os
import re
import shutil
import socket
import subprocess
import time
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

DEPLOY = Path(__file__).parent.parent / "deploy"
OF_A_HOST = ("/etc/ssl/tracker", "/srv/tracker", "/var/log/nginx")  # where deploy/ has files of the machine
AROUND = """\
{user}pid {folder}/nginx.pid;
error_log {folder}/error.log;
daemon off;
worker_processes 1;
events {{}}
http {{
    {temporary}
    include {folder}/upstream.conf;
    include {folder}/tracker.conf;
}}
"""
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def find_nginx():
    """Return where nginx is; leave the test out where it is not."""
    nginx = shutil.which("nginx") or shutil.which("/usr/sbin/nginx")
    return nginx or pytest.skip("nginx is not installed: apt-get install nginx-light")


def write_configuration(folder, port, *asked):
    """Write the site of deploy/ with the paths of `folder`: it answers at `port`, by TLS with a certificate of its own,
    and asks the trackers at the ports `asked`. Return the file to start nginx with."""
    made = ["-keyout", f"{folder}/key.pem", "-out", f"{folder}/fullchain.pem", "-subj", "/CN=tracker.example.org"]
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *made], check=True, capture_output=True)
    site = (DEPLOY / "nginx.conf").read_text()
    for place in OF_A_HOST:
        site = site.replace(place, str(folder))
    site = re.sub(r" *listen \[::\].*\n", "", site).replace("listen 80;", f"listen 127.0.0.1:{free_port()};")
    (folder / "tracker.conf").write_text(site.replace("listen 443 ssl", f"listen 127.0.0.1:{port} ssl"))
    upstream = (DEPLOY / "upstream.conf").read_text()
    hosts = " ".join(f"server 127.0.0.1:{one};" for one in asked)
    (folder / "upstream.conf").write_text(upstream.replace("server 127.0.0.1:8000;", hosts))
    temporary = " ".join(f"{name}_temp_path {folder}/{name};" for name in TEMPORARY)
    user = "user root;\n" if os.geteuid() == 0 else ""  # else its workers could not enter the folder of a test
    around = folder / "nginx.conf"
    around.write_text(AROUND.format(user=user, folder=folder, temporary=temporary))
    return around


@contextmanager
def serving(folder, *asked):
    """Run nginx in front of what answers at the ports `asked`; give the port at which it answers by TLS."""
    port = free_port()
    command = [find_nginx(), "-e", f"{folder}/error.log", "-c", str(write_configuration(folder, port, *asked))]
    server = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.communicate(timeout=10)


def wait_for(port, server):
    """Wait until a server that was started listens at a port."""
    until = time.monotonic() + 20
    while server.poll() is None and time.monotonic() < until:
        with suppress(OSError):
            return socket.create_connection(("127.0.0.1", port), timeout=5).close()
        time.sleep(0.02)
    raise AssertionError(f"Nothing listens at {port}.")
