import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

from tracker import settings
from tracker.settings import keep_secret

SOURCE = Path(settings.__file__).read_text()
READ = re.findall(r'\benv\.\w+\(\s*"(\w+)"', SOURCE)


def test_each_variable_is_read_once_and_nowhere_else():
    assert len(READ) == len(set(READ)) > 5
    assert "environ[" not in SOURCE and "getenv" not in SOURCE


def test_docstring_and_deployment_guide_list_every_variable():
    guide = (settings.BASE_DIR / "docs/deployment.md").read_text()
    for text, name in ((settings.__doc__, r"^\| ([A-Z_]+) "), (guide, r"^\| `([A-Z_]+)` \|")):
        assert sorted(re.findall(name, text, re.MULTILINE)) == sorted(READ)


def test_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "secret-key"
    first = keep_secret(path)
    assert len(first) >= 50
    assert keep_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_all_workers_share_a_release_and_each_reload_is_another(tmp_path):
    (tmp_path / "release.py").write_text(
        "import os\nfrom tracker import settings\n"
        "def application(environ, start_response):\n"
        "    start_response('200 OK', [])\n"
        "    return [f'{settings.RELEASE} {os.getpid()}'.encode()]\n"
    )
    environment = {**os.environ, "DATA_DIR": str(tmp_path / "data")}
    environment.pop("RELEASE", None)
    port = free_port()
    command = ["-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--pythonpath", str(tmp_path), "release"]
    server = subprocess.Popen(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, stderr=subprocess.PIPE
    )
    try:
        first = releases_of_two_workers(port)
        server.send_signal(signal.SIGHUP)
        second = releases_of_two_workers(port, but_not=first.keys())
    finally:
        server.terminate()
        server.communicate(timeout=10)
    assert len(set(first.values())) == len(set(second.values())) == 1
    assert set(first.values()) != set(second.values())


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


def releases_of_two_workers(port, but_not=()):
    """Return {process id: release}, once two workers that are not in `but_not` have answered."""
    releases, until = {}, time.monotonic() + 20
    while len(releases) < 2:
        assert time.monotonic() < until
        time.sleep(0.02)
        with suppress(OSError), urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
            release, process = answer.read().decode().split()
            if process not in but_not:
                releases[process] = release
    return releases
