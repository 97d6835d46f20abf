"""The files of deploy/, asked of the programs that will read them."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.nginx import DEPLOY, find_nginx, free_port, write_configuration

HOUSE = DEPLOY.parent


def test_nginx_takes_the_site(tmp_path):
    around = write_configuration(tmp_path, free_port(), free_port())
    checked = subprocess.run(
        [find_nginx(), "-e", f"{tmp_path}/error.log", "-t", "-c", str(around)], capture_output=True, text=True
    )
    assert checked.returncode == 0, checked.stderr
    assert "warn" not in checked.stderr


def test_systemd_takes_the_unit(tmp_path):
    if not shutil.which("systemd-analyze"):
        pytest.skip("systemd is not installed")
    unit = (DEPLOY / "tracker.service").read_text()
    python = tmp_path / "current/.venv/bin/python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (tmp_path / "tracker.service").write_text(unit.replace("/srv/tracker", str(tmp_path)))
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "tracker.service"], capture_output=True, text=True
    )
    assert (checked.returncode, checked.stderr) == (0, "")


def test_the_image_gets_all_that_the_code_reads_and_no_tests():
    """Of `*` and then what is let through, the last line that fits decides."""
    let_through = re.findall(r"^!(.+)$", (DEPLOY / "Containerfile.dockerignore").read_text(), re.MULTILINE)
    assert all((HOUSE / name).exists() for name in let_through)
    read = set()
    for source in [*HOUSE.glob("claims/**/*.py"), *HOUSE.glob("tracker/**/*.py")]:
        read |= set(re.findall(r'(?:BASE_DIR\)?|_HOUSE) / "([\w.-]+)"', source.read_text()))
    assert len(read) >= 5
    assert {name for name in read if (HOUSE / name).exists()} - {"data"} <= set(let_through)
    assert not {"tests", "benchmarks"} & set(let_through)


def test_the_image_runs_as_nobody_in_particular():
    steps = re.findall(r"^[A-Z]+ .*", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    last = max(n for n, step in enumerate(steps) if step.startswith("FROM"))
    users = [step for step in steps[last:] if step.startswith("USER")]
    assert users == ["USER 10001:10001"]  # a number: hosts that forbid root cannot look up a name
