"""What the arrows of pyproject.toml cannot say of the code, as `ast` sees it: what is done in some rooms only, and how
things are named. `python -m tests.test_layout` prints arrows and rooms for ARCHITECTURE.md."""

import ast
import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest
from django.core.management import load_command_class

ROOT = Path(__file__).resolve().parent.parent
LAST_LINE = 450

# What only some rooms do:
ONLY_IN = {
    "Raw SQL": ("models", "queries", "search", "services", "checks", "backup", "migrations"),
    "Writes to the database": (
        "models",
        "services",
        "roles",
        "backup",
        "admin",
        "importers",
        "management",
        "migrations",
    ),
    "Requests and answers": ("reader", "admin", "workbench", "api"),
}

# Files of another program that are SQLite databases: SQL of theirs, by `sqlite3`, which sees nothing of ours.
OTHER_DATABASES = {"claims/importers/dna/read.py", "claims/exporters/dna/database.py"}
SQL_CALLS = {"cursor", "raw", "extra", "execute", "executemany", "RawSQL"}
WRITING_CALLS = {"save", "delete", "create", "bulk_create", "bulk_update", "get_or_create", "update_or_create"}


def project():
    return tomllib.loads((ROOT / "pyproject.toml").read_text())


def contracts():
    return project()["tool"]["importlinter"]["contracts"]


def table():
    """Return the arrows, and what is done in some rooms only, as the lines of a table for ARCHITECTURE.md."""
    return [
        "| rule | rooms |",
        "| --- | --- |",
        *(f"| {contract['name']} | {sentence(contract)} |" for contract in contracts()),
        *(f"| {subject}: in some rooms only | {', '.join(rooms)} |" for subject, rooms in ONLY_IN.items()),
    ]


def sentence(contract):
    """Return what the contract says; of layers, each may import those that stand after it."""
    match contract["type"]:
        case "layers":
            return " → ".join(layer.replace(" | ", ", ") for layer in contract["layers"])
        case "forbidden":
            return f"{names(contract['source_modules'])} never {names(contract['forbidden_modules'])}"
        case "independence":
            return names(contract["modules"])


def names(modules):
    return ", ".join(module.removeprefix("claims.") for module in modules)


# Reading the code


def module_of(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(path):
    """Return the room of a file of claims/: rules for claims/rules/quotes.py, roles for claims/roles.py."""
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


def meets_requests(source):
    """Lines that take a request, or import what answers one."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if (isinstance(node, ast.FunctionDef | ast.Lambda) and "request" in {a.arg for a in node.args.args})
        or (isinstance(node, ast.ImportFrom) and node.module in ("django.http", "django.shortcuts"))
    ]


def inside(name, module):
    return name == module or name.startswith(f"{module}.")


OURS = sorted(
    path
    for folder in ("claims", "tracker", "tests", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if not {"migrations", "__pycache__"} & set(path.parts)
) + sorted(ROOT.glob("*.py"))
NO_NAMES = {"found", "shown", "known", "what"}
PARAMETERS = {"known"}  # of query strings, which filters are called after
CHECKS = {"Raw SQL": uses_sql, "Writes to the database": writes, "Requests and answers": meets_requests}


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
        (
            meets_requests,
            "def page(request): pass\nlambda request: 1\nfrom django.http import Http404",
            "def page(requests): pass",
        ),
    ],
)
def test_calls_are_seen(check, seen, unseen):
    assert len(check(seen)) == len(seen.splitlines())
    assert not check(unseen)


def test_names_are_seen_in_every_form():
    source = "found = 1\nfor shown in []: pass\nlambda known: 1\ndef f(what): pass\nfound.append(shown)\n"
    assert sorted(assigned_names(source)) == [(1, "found"), (2, "shown"), (3, "known"), (4, "what")]


# The layout


@pytest.mark.parametrize("subject", ONLY_IN)
def test_some_things_are_done_in_some_rooms_only(subject):
    strangers = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in OURS
        if path.is_relative_to(ROOT / "claims") and room_of(path) not in ONLY_IN[subject]
        if subject != "Raw SQL" or str(path.relative_to(ROOT)) not in OTHER_DATABASES
        for line in CHECKS[subject](path.read_text())
    ]
    assert not strangers


def test_nobody_writes_past_the_managers_that_guard_tracked_rows():
    """Django's plain base manager knows no gate: it is for reading and locking."""
    writers = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in OURS
        if path.is_relative_to(ROOT / "claims")
        for line, name, call in calls(path.read_text())
        if name in {"save_base", "_raw_delete"}
        or (name in {*WRITING_CALLS, "update"} and "_base_manager" in ast.unparse(call.func))
    ]
    assert not writers


def test_architecture_prints_this_table():
    assert "\n".join(table()) in (ROOT / "ARCHITECTURE.md").read_text(), "print it: python -m tests.test_layout"


DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_a_document_names_files_and_rooms_that_there_are(page):
    text = page.read_text()
    linked = {page.parent / address for address in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text)}
    in_code = re.findall(r"`((?:claims|tracker|benchmarks|tests|seeds|fixtures|docs)/[\w/.-]*)`", text)
    missing = {path for path in {*linked, *(ROOT / name for name in in_code)} if not path.exists()}
    assert missing == set()


def test_the_version_is_one_wherever_it_is_said():
    version = project()["project"]["version"]
    assert f'version: "{version}"' in (ROOT / "CITATION.cff").read_text()
    assert next(re.finditer(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE))[1] == version


def test_no_test_module_imports_another():
    """What two of them need stands in a module of its own, named after what it does."""
    borrowed = [
        f"{path.relative_to(ROOT)} imports {imported}"
        for path in OURS
        if path.is_relative_to(ROOT / "tests")
        for imported in imports_of(path)
        if any(part.startswith("test_") for part in imported.split("."))
    ]
    assert borrowed == []


def test_no_page_is_made_of_a_docstring():
    """What a page prints is data, or what somebody writes for programmers reaches visitors."""
    readers = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in OURS
        if path.is_relative_to(ROOT / "claims")
        for node in ast.walk(ast.parse(path.read_text()))
        if getattr(node, "attr", getattr(node, "id", "")) in {"__doc__", "getdoc"}
    ]
    assert not readers


def test_no_file_is_too_long_to_be_read_in_one_sitting():
    lines = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in OURS}
    assert {name: number for name, number in lines.items() if number > LAST_LINE} == {}


def test_no_two_classes_share_a_name():
    """Except those that Django wants to be called so."""
    classes = Counter(
        node.name for path in OURS for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ClassDef)
    )
    assert [name for name, number in classes.items() if number > 1 and name not in ("Command", "Meta")] == []


def assigned_names(source):
    """Yield (line, name) of whatever is assigned or taken as an argument."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg


@pytest.mark.parametrize("name", sorted(OTHER_DATABASES))
def test_a_file_of_another_program_is_opened_without_our_database(name):
    source = (ROOT / name).read_text()
    assert "import sqlite3" in source and "django.db" not in source


def test_names_say_what_they_hold():
    """Whatever is found, shown or known has a name of its own."""
    nameless = [
        f"{path.relative_to(ROOT)}:{line} {name}"
        for path in OURS
        if not path.is_relative_to(ROOT / "tests")
        for line, name in assigned_names(path.read_text())
        if name in (NO_NAMES - PARAMETERS if "filters" in path.parts else NO_NAMES)
    ]
    assert nameless == []


def test_no_argument_hides_a_function_of_its_module():
    hidden = []
    for path in files_of("reader"):
        tree = ast.parse(path.read_text())
        functions = {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        hidden += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.arg}"
            for node in ast.walk(tree)
            if isinstance(node, ast.arg) and node.arg in functions
        ]
    assert hidden == []


@pytest.mark.parametrize("name", sorted(p.stem for p in (ROOT / "claims/management/commands").glob("[a-z]*.py")))
def test_every_command_has_a_help(name):
    assert load_command_class("claims", name).help


if __name__ == "__main__":
    print("\n".join(table()))
