"""The rules and their wording can be read, tested and used without Django: nothing of it, or of the rest of `claims`,
gets in."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import claims

CLAIMS = Path(claims.__file__).parent
# What a room imports besides itself and the standard library. mutmut brings its own import into the modules whose
# lines it breaks.
MAY_IMPORT = {
    "rules": {"numpy", "scipy", "networkx", "rapidfuzz", "anyascii", "mutmut"},
    "wording": {"claims.rules"},
}
FILES = {room: sorted((CLAIMS / room).rglob("*.py")) for room in MAY_IMPORT}
EACH = [(room, path) for room, paths in FILES.items() for path in paths]

IMPORT_ALL = """
import importlib, sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "simple_history", "django_tables2", "django_filters"):
            raise ImportError(f"somebody asked for {name}")

sys.meta_path.insert(0, NoDjango())
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*sorted(name for name in sys.modules if name.partition(".")[0] == "claims"))
"""


def module_of(path):
    parts = path.relative_to(CLAIMS.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(source, package):
    """Return the modules that a source text of a package imports, by their full names."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level:
            start = package.split(".")[: len(package.split(".")) - node.level + 1]
            yield from (".".join(filter(None, [*start, node.module, alias.name])) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def is_allowed(room, name):
    """Whether the room may import this: itself, the standard library, or what is named in MAY_IMPORT."""
    inside = any(name == module or name.startswith(f"{module}.") for module in {*MAY_IMPORT[room], f"claims.{room}"})
    return inside or name.partition(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_the_room_is_imported_where_django_cannot_be(room):
    modules = [module_of(path) for path in FILES[room]]
    command = [sys.executable, "-c", IMPORT_ALL, *modules]
    run = subprocess.run(command, cwd=CLAIMS.parent, capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.split())
    assert set(modules) <= loaded
    assert {name.split(".")[1] for name in loaded - {"claims"}} <= {room, "rules"}


@pytest.mark.parametrize(("room", "path"), EACH, ids=[module_of(path) for _, path in EACH])
def test_a_module_imports_its_room_and_libraries_of_numbers_and_words_only(room, path):
    module = module_of(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    names = imports(path.read_text(encoding="utf-8"), package)
    assert [name for name in names if not is_allowed(room, name)] == []


def test_the_measures_are_looked_at_too():
    assert "claims.rules.measures.agreement" in {module_of(path) for path in FILES["rules"]}


@pytest.mark.parametrize(
    "line",
    [
        "import django.db",
        "from django import forms",
        "from ..models import Claim",
        "from .. import models",
        "from claims import rendering",
        "from ..wording import verdicts",
    ],
)
def test_a_forbidden_import_would_be_seen(line):
    assert not all(is_allowed("rules", name) for name in imports(f"def late():\n    {line}\n", "claims.rules"))


def test_the_wording_needs_no_library_and_no_other_room():
    names = ["numpy", "claims.queries", "claims.rules.scales", "claims.wording.numbers", "enum"]
    assert [name for name in names if is_allowed("wording", name)] == names[2:]
