import os
import re
import signal
import socket
import stat
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import pytest

from tracker import settings
from tracker.settings import keep_secret

SOURCE = Path(settings.__file__).read_text()
DEBUG_REFUSED = "DEBUG shows whoever meets an error the inside of the site: unset it, or unset ALLOWED_HOSTS."
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


def test_an_empty_secret_that_a_full_disk_left_is_made_anew(tmp_path):
    path = tmp_path / "secret-key"
    path.write_text("\n")
    first = keep_secret(path)
    assert len(first) >= 50 and keep_secret(path) == first


def test_processes_that_start_together_have_one_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: keep_secret(tmp_path / "secret-key"), range(8)))) == 1


def start(tmp_path, *command, **environment):
    """Run Python on the product's settings; return (exit code, what it said of the fault)."""
    environment = {**os.environ, "DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "tracker.settings", **environment}
    ended = subprocess.run(
        [sys.executable, *command], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True
    )
    return ended.returncode, ended.stderr


def test_a_site_for_others_does_not_start_with_debug(tmp_path):
    code, said = start(tmp_path, "manage.py", "check", DEBUG="1", ALLOWED_HOSTS="tracker.example.org")
    assert (code, said) == (3, f"{DEBUG_REFUSED}\n")


def test_a_replica_is_one_of_postgresql(tmp_path):
    code, said = start(tmp_path, "manage.py", "check", DATABASE_URL="", DATABASE_REPLICA_URL="postgres://host/name")
    assert code == 3
    assert said == "DATABASE_REPLICA_URL names a replica of PostgreSQL, for a DATABASE_URL that names its primary.\n"


@pytest.mark.parametrize(("query", "given"), [("", ""), ("?options=-c%20work_mem=64MB", " -c work_mem=64MB")])
def test_a_session_of_postgresql_weighs_all_joins_whatever_its_address_sets_besides(tmp_path, query, given):
    tell = "import sys; from tracker.settings import DATABASES as them; "
    tell += "print(*[one['OPTIONS']['options'] for one in them.values()], sep=';', file=sys.stderr)"
    addresses = {name: f"postgres://me@there/{name}{query}" for name in ("DATABASE_URL", "DATABASE_REPLICA_URL")}
    weighed = f"-c join_collapse_limit=9 -c from_collapse_limit=9 -c jit=off{given}"
    assert start(tmp_path, "-c", tell, **addresses) == (0, f"{weighed};{weighed}\n")


@pytest.mark.parametrize(
    ("variable", "value", "reason"),
    [
        ("LOG_FORMAT", "xml", "LOG_FORMAT is one of json and text, not “xml”."),
        ("METRICS_TOKEN", "short", "METRICS_TOKEN has 5 signs, and needs 20: it must not be guessed."),
        (
            "METRICS_FROM",
            "10.0.0.5,example.org",
            "METRICS_FROM holds addresses and networks such as 10.0.0.0/8, not “example.org”.",
        ),
    ],
)
def test_a_setting_that_means_nothing_is_told(tmp_path, variable, value, reason):
    assert start(tmp_path, "-c", "import tracker.settings", **{variable: value}) == (3, f"{reason}\n")


def test_a_secret_that_cannot_be_written_is_told(tmp_path):
    (tmp_path / "secret-key").mkdir()
    code, said = start(tmp_path, "manage.py", "check")
    assert (code, said) == (3, f"{tmp_path}/secret-key cannot be read or written: Is a directory.\n")


@pytest.mark.parametrize("manifest", ['{"paths": {"a.css": "a.1.c', "{}", None], ids=["cut", "of another kind", "gone"])
def test_a_damaged_list_of_static_files_is_told_at_the_start(tmp_path, manifest):
    (tmp_path / "static").mkdir()
    if manifest:
        (tmp_path / "static" / "staticfiles.json").write_text(manifest)
    code, said = start(tmp_path, "-c", "import tracker.wsgi")
    assert code == 3
    assert said.splitlines()[-1] == (
        f"The list of static files in {tmp_path}/static is missing or damaged. Make it anew: "
        "manage.py collectstatic --noinput"
    )


def test_a_server_has_loaded_all_that_a_tree_is_drawn_with_before_the_first_reader_asks(tmp_path):
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "staticfiles.json").write_text(
        '{"version": "1.1", "paths": {"a.css": "a.1.css"}, "hash": ""}'
    )
    draw = (
        "import sys, tracker.wsgi, numpy as np\n"
        "from claims.rules.measures.layouts import cluster\n"
        "loaded = set(sys.modules)\n"
        "cluster(np.array([[1, 0.5, 0.2], [0.5, 1, 0.1], [0.2, 0.1, 1]]))\n"
        "print(sorted(set(sys.modules) - loaded), file=sys.stderr)\n"
    )
    assert start(tmp_path, "-c", draw) == (0, "[]\n")


def test_what_is_written_is_for_its_owners_eyes_only(tmp_path):
    code, said = start(tmp_path, "manage.py", "migrate", "contenttypes", "--verbosity=0", DATABASE_URL="")
    assert (code, said) == (0, "")
    assert {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir() if path.is_file()} == {
        "secret-key": 0o600,
        "tracker.sqlite3": 0o600,
    }


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
