"""deploy/compose.yaml names only what there is. No test starts it: that takes an engine for containers. What it runs
(the scripts of both databases, gunicorn, nginx) runs in tests/test_several_hosts.py."""

import re

import yaml

from tests.nginx import DEPLOY
from tracker import settings

COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
TEXT = (DEPLOY / "compose.yaml").read_text()
SERVICES = COMPOSE["services"]
HOSTS = ("one", "two")


def test_each_mounted_file_and_volume_is_there():
    mounted = [volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]
    files = [name for name in mounted if name.startswith("./")]
    assert len(files) == 4 and all((DEPLOY / name).is_file() for name in files)
    assert set(COMPOSE["volumes"]) == {name for name in mounted if name.isidentifier()}
    build = SERVICES["one"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).is_file()


def test_nginx_asks_both_hosts():
    servers = re.findall(r"server (\w+):8000;", (DEPLOY / "compose/upstream.conf").read_text())
    assert tuple(servers) == HOSTS
    assert set(SERVICES["nginx"]["depends_on"]) == set(HOSTS)


def test_both_hosts_have_one_environment_of_variables_that_are_read():
    first, second = (SERVICES[name]["environment"] for name in HOSTS)
    assert first == second
    assert set(first) <= set(re.findall(r"^\| ([A-Z_]+) ", settings.__doc__, re.MULTILINE))
    assert {"SECRET_KEY", "RELEASE", "DATABASE_REPLICA_URL", "CACHE_URL"} <= set(first)


def test_the_example_names_each_variable_that_must_be_given():
    given = set(re.findall(r"^([A-Z_]+)=", (DEPLOY / "compose/env.example").read_text(), re.MULTILINE))
    assert given == set(re.findall(r"\$\{([A-Z_]+)[:}]", TEXT))


def test_no_service_that_serves_may_write_to_its_image():
    for name in ("set-up", *HOSTS):
        assert SERVICES[name]["read_only"] and SERVICES[name]["cap_drop"] == ["ALL"]
