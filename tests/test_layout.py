"""The rooms of the code and the arrows between them, as `ast` sees them. `python -m tests.test_layout` prints the
table for ARCHITECTURE.md."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import load_command_class

ROOT = Path(__file__).resolve().parent.parent
LAST_LINE = 450

# A room is a module or a package of claims/. What a room never imports:
ABOVE_QUERIES = ("rendering", "reader", "admin", "api", "importers", "exporters")
NEVER_IMPORTS = {
    "rules": ("django", "everything else of claims"),
    "models": ("roles", "services", "queries", "search", *ABOVE_QUERIES),
    "roles": ("services", "queries", "search", *ABOVE_QUERIES),
    "services": ("queries", "search", *ABOVE_QUERIES),
    "queries": ("services", "django.http", *ABOVE_QUERIES),
    "search": ("services", "django.http", *ABOVE_QUERIES),
    "backup": ("services", "queries", "django.http", *ABOVE_QUERIES),
    "rendering": ("services", "reader", "admin", "api", "importers", "exporters"),
    "importers": ("reader", "admin", "api", "exporters", "django.http"),
    "exporters": ("services", "reader", "admin", "api", "importers", "django.http"),
    "reader": ("admin", "api"),
    "admin": ("reader", "api"),
    "templatetags": ("services", "reader", "api", "importers", "exporters"),
    "api": ("reader", "admin"),
}
# What only some rooms do:
ONLY_IN = {
    "raw SQL": ("models", "queries", "search", "services", "backup", "migrations"),
    "writes to the database": (
        "models",
        "services",
        "roles",
        "backup",
        "admin",
        "importers",
        "management",
        "migrations",
    ),
    "functions of a request": ("reader", "admin", "api"),
}
ROOMS = {*NEVER_IMPORTS, "apps", "management", "migrations"}

RULES_MAY_IMPORT = {"numpy", "scipy", "networkx", "rapidfuzz", *sys.stdlib_module_names}
SQL_CALLS = {"cursor", "raw", "extra", "execute", "executemany", "RawSQL"}
WRITING_CALLS = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def table():
    """Return the rows of the two tables as ARCHITECTURE.md prints them."""
    return [
        *(f"| {room} | never imports | {', '.join(names)} |" for room, names in NEVER_IMPORTS.items()),
        *(f"| {what} | only in | {', '.join(rooms)} |" for what, rooms in ONLY_IN.items()),
    ]


# Reading the code


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(path):
    """Return the room of a file of claims/: rules for claims/rules/quotes.py, loading for claims/loading.py."""
    return path.relative_to(ROOT / "claims").with_suffix("").parts[0]


def files_of(room):
    return [path for path in OURS if path.is_relative_to(ROOT / "claims") and room_of(path) == room]


def imports(source, package):
    """Return every dotted name that the source imports, wherever in it; `package` is what its dots start from."""
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            names |= {f"{base}.{alias.name}" for alias in node.names}
    return names


def imports_of(path):
    module = module_of(path)
    return imports(path.read_text(), module if path.name == "__init__.py" else module.rpartition(".")[0])


def calls(source):
    """Yield (line, name, call) of every call, by the last part of the called name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            yield node.lineno, name, node


def uses_sql(source):
    return [line for line, name, _ in calls(source) if name in SQL_CALLS]


def writes(source):
    """Lines that write rows. A queryset's `update` is told from a dict's: it takes names only."""
    return [
        line
        for line, name, call in calls(source)
        if name in WRITING_CALLS or (name == "update" and call.keywords and not call.args)
    ]


def takes_requests(source):
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.Lambda) and "request" in {a.arg for a in node.args.args}
    ]


def inside(name, module):
    return name == module or name.startswith(f"{module}.")


OURS = sorted(
    path
    for folder in ("claims", "tracker", "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if not {"migrations", "__pycache__"} & set(path.parts)
) + sorted(ROOT.glob("*.py"))
CHECKS = {"raw SQL": uses_sql, "writes to the database": writes, "functions of a request": takes_requests}


# The checks see what they should


def test_imports_are_seen_in_every_form():
    source = "import a.b\nfrom . import c\nfrom .. import queries as q\ndef f():\n    from ..reader.urls import d, e\n"
    assert imports(source, "claims.rules") == {
        "a.b",
        "claims.rules.c",
        "claims.queries",
        "claims.reader.urls.d",
        "claims.reader.urls.e",
    }


@pytest.mark.parametrize(
    "check, seen, unseen",
    [
        (uses_sql, "connection.cursor()\nClaim.objects.raw('')\nRawSQL('', [])\nrows.extra(where=[])", "extra = 0"),
        (writes, "row.save()\nrows.update(value=1)\nrows.bulk_create([])\nrows.filter().delete()", "d.update({})"),
        (takes_requests, "def page(request): pass\nlambda request: 1", "def page(requests): pass"),
    ],
)
def test_calls_are_seen(check, seen, unseen):
    assert len(check(seen)) == len(seen.splitlines())
    assert not check(unseen)


# The layout


def test_every_file_of_the_app_is_in_a_known_room():
    strangers = {room_of(path) for path in OURS if path.is_relative_to(ROOT / "claims")} - ROOMS - {"__init__"}
    assert not strangers, "new room: say in NEVER_IMPORTS what it never imports"
    assert sum(bool(files_of(room)) for room in NEVER_IMPORTS) > 8


@pytest.mark.parametrize("room", NEVER_IMPORTS)
def test_no_forbidden_arrow_leaves_the_room(room):
    names = [n if n.startswith("django") else f"claims.{n}" for n in NEVER_IMPORTS[room] if " " not in n]
    found = [
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in files_of(room)
        for imported in imports_of(path)
        if any(inside(imported, name) for name in names)
    ]
    assert not found


def test_rules_import_the_standard_library_and_four_packages_only():
    found = [
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in files_of("rules")
        for imported in imports_of(path)
        if not inside(imported, "claims.rules") and imported.split(".")[0] not in RULES_MAY_IMPORT
    ]
    assert not found


def test_rules_can_be_read_and_run_without_django():
    modules = [module_of(path) for path in files_of("rules")]
    program = "import sys; sys.modules['django'] = None\n" + "\n".join(f"import {module}" for module in modules)
    subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=True)


@pytest.mark.parametrize("what", ONLY_IN)
def test_some_things_are_done_in_some_rooms_only(what):
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in OURS
        if path.is_relative_to(ROOT / "claims") and room_of(path) not in ONLY_IN[what]
        for line in CHECKS[what](path.read_text())
    ]
    assert not found


def test_nobody_writes_past_the_managers_that_guard_tracked_rows():
    """Django's plain base manager knows no gate: it is for reading and locking."""
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in OURS
        if path.is_relative_to(ROOT / "claims")
        for line, name, call in calls(path.read_text())
        if name in {"save_base", "_raw_delete"}
        or (name in {*WRITING_CALLS, "update"} and "_base_manager" in ast.unparse(call.func))
    ]
    assert not found


def test_architecture_prints_this_table():
    page = ROOT / "ARCHITECTURE.md"
    if not page.exists():
        return
    printed = {re.sub(r"\s+", " ", line.replace("`", "")).strip() for line in page.read_text().splitlines()}
    missing = [row for row in table() if row not in printed]
    assert not missing, "print them: python -m tests.test_layout"


def test_no_file_is_too_long_to_be_read_in_one_sitting():
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in OURS}
    assert {name: number for name, number in lines.items() if number > LAST_LINE} == {}


@pytest.mark.parametrize("name", sorted(p.stem for p in files_of("management") if p.stem != "__init__"))
def test_every_command_has_a_help(name):
    assert load_command_class("claims", name).help


if __name__ == "__main__":
    print("\n".join(table()))
