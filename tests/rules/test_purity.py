"""The rules can be read, tested and used without Django: nothing of it, or of the rest of `claims`, gets in."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import claims.rules

FOLDER = Path(claims.rules.__file__).parent
MODULES = sorted(path.stem for path in FOLDER.glob("*.py"))
# Besides the standard library. mutmut brings its own import into the modules whose lines it breaks.
LIBRARIES = {"numpy", "scipy", "networkx", "rapidfuzz", "mutmut"}

IMPORT_ALL = """
import importlib, sys

class NoDjango:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "simple_history", "django_tables2", "django_filters"):
            raise ImportError(f"the rules asked for {name}")

sys.meta_path.insert(0, NoDjango())
for name in sys.argv[1:]:
    importlib.import_module(f"claims.rules.{name}")
print(*sorted(name for name in sys.modules if name.partition(".")[0] == "claims"))
"""


def imports(source):
    """Return the modules that a source text imports: a relative one with its dots."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield "." * node.level + (node.module or "")


def allowed(name):
    """Whether the rules may import this: one of them (one dot), the standard library, or a library of numbers."""
    if name.startswith("."):
        return not name.startswith("..")
    return name.partition(".")[0] in sys.stdlib_module_names | LIBRARIES


def test_the_rules_import_where_django_cannot_be():
    command = [sys.executable, "-c", IMPORT_ALL, *(name for name in MODULES if name != "__init__")]
    run = subprocess.run(command, cwd=FOLDER.parents[1], capture_output=True, text=True, timeout=60)
    assert run.returncode == 0, run.stderr
    loaded = set(run.stdout.split())
    assert {f"claims.rules.{name}" for name in MODULES if name != "__init__"} <= loaded
    assert all(name == "claims" or name.startswith("claims.rules") for name in loaded)


@pytest.mark.parametrize("module", MODULES)
def test_the_rules_import_only_each_other_and_libraries_of_numbers_and_words(module):
    source = (FOLDER / f"{module}.py").read_text(encoding="utf-8")
    assert [name for name in imports(source) if not allowed(name)] == []


@pytest.mark.parametrize(
    "line", ["import django.db", "from django import forms", "from ..models import Claim", "from claims import cells"]
)
def test_a_forbidden_import_would_be_seen(line):
    assert not all(allowed(name) for name in imports(f"def late():\n    {line}\n"))
