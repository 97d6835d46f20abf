import re
import stat
from pathlib import Path

from tracker import settings
from tracker.settings import kept_secret

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
    first = kept_secret(path)
    assert len(first) >= 50
    assert kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
