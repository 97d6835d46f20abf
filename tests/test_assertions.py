"""Every test asserts something, itself or by a helper of tests/: one that only runs code passes whatever it does. And
none is timed: that a machine is busy is no fault of the product."""

import ast
from pathlib import Path

import hypothesis

TESTS = Path(__file__).parent
ASSERTING = {"raises", "expect"}  # of pytest and of Playwright


def module_of(path):
    return ".".join(("tests", *path.relative_to(TESTS).with_suffix("").parts))


def called(function):
    """Return the names that a function calls, by their last part."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {getattr(call, "attr", getattr(call, "id", "")) for call in calls}


def functions_of(tree):
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def borrowed(tree):
    """Yield (module, name) of what a module imports from tests/."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("tests."):
            yield from ((node.module, alias.name) for alias in node.names)


def find_idle_tests(trees):
    """Return (module, test) of the tests that assert nothing; `trees` are the parsed modules by name.

    A helper asserts if its own lines do, or if it calls one of its module or of one from which the module borrows it.
    """
    functions = {(module, function.name): function for module, tree in trees.items() for function in functions_of(tree)}
    asserting = {
        key
        for key, function in functions.items()
        if called(function) & ASSERTING or any(isinstance(node, ast.Assert) for node in ast.walk(function))
    }
    reachable = {module: {*borrowed(tree), *(k for k in functions if k[0] == module)} for module, tree in trees.items()}
    while more := {
        key
        for key, function in functions.items()
        if key not in asserting and called(function) & {name for _, name in reachable[key[0]] & asserting}
    }:
        asserting |= more
    return sorted(key for key in functions if key[1].startswith("test_") and key not in asserting)


def test_a_test_that_asserts_nothing_is_seen():
    helper = ast.parse("def check(page):\n    assert page\ndef visit(page):\n    page.visit()")
    tests = ast.parse(
        "from tests.helper import check, visit\n"
        "def both(page):\n    check(page)\n"
        "def test_idle(page):\n    visit(page)\n"
        "def test_by_a_helper(page):\n    both(page)\n"
        "def test_itself():\n    assert True\n"
        "def test_refusal():\n    with pytest.raises(ValueError):\n        int('')\n"
    )
    assert find_idle_tests({"tests.helper": helper, "tests.test_it": tests}) == [("tests.test_it", "test_idle")]


def test_every_test_asserts_something():
    assert find_idle_tests({module_of(path): ast.parse(path.read_text()) for path in TESTS.rglob("*.py")}) == []


def test_no_property_is_timed():
    assert hypothesis.settings().deadline is None
