"""Budgets and manners of the code: sizes, docstrings, names, and no unfinished work."""

import ast
import re
from statistics import median, quantiles

import pytest

from tests.shape.source import Module, exported, functions, modules

CODE = modules("folkmoot")
TESTS = modules("tests")
BENCH = modules("bench")
EVERYTHING = (*CODE, *TESTS, *BENCH)

FILE_LINES, FILE_LINES_USUAL, TEST_LINES = 400, 300, 800
FUNCTION_LINES, FUNCTION_LINES_USUAL, FUNCTION_LINES_MEDIAN = 60, 25, 8
_UNFINISHED = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X]|NotImplemented[E]rror|not [i]mplemented)\b")
_VAGUE = {"utils", "util", "helpers", "helper", "manager", "managers", "base", "common_utils", "misc", "stuff"}


def _length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_are_short() -> None:
    too_long = {module.path: module.lines for module in CODE if module.lines > FILE_LINES}
    assert not too_long
    assert quantiles([module.lines for module in CODE], n=10)[-1] <= FILE_LINES_USUAL


def test_files_of_tests_are_not_endless() -> None:
    assert not {module.path: module.lines for module in (*TESTS, *BENCH) if module.lines > TEST_LINES}


def test_functions_are_short() -> None:
    lengths = {
        f"{module.path}:{node.lineno} {node.name}": _length(node) for module in CODE for node in functions(module)
    }
    assert not {name: length for name, length in lengths.items() if length > FUNCTION_LINES}
    assert quantiles(lengths.values(), n=10)[-1] <= FUNCTION_LINES_USUAL
    assert median(lengths.values()) <= FUNCTION_LINES_MEDIAN


@pytest.mark.parametrize("module", EVERYTHING, ids=lambda module: module.path)
def test_a_module_says_in_one_sentence_what_it_is(module: Module) -> None:
    if not module.text.strip() and module.path.endswith("__init__.py"):
        return
    said = ast.get_docstring(module.tree)
    assert said, f"{module.path} has no docstring"
    first = said.partition("\n\n")[0]
    assert first.rstrip()[-1] in ".:?", f"{module.path} does not open with a sentence"


def test_nothing_is_unfinished() -> None:
    found = [
        f"{module.path}:{number}: {line.strip()}"
        for module in EVERYTHING
        for number, line in enumerate(module.text.splitlines(), 1)
        if _UNFINISHED.search(line)
    ]
    assert not found


def test_no_module_is_named_after_nothing() -> None:
    assert not [module.path for module in EVERYTHING if _VAGUE & set(module.name.split("."))]


def test_no_test_asserts_what_cannot_be_otherwise() -> None:
    """`assert True`, `assert 1`, and tests without any assertion, raises or checking call."""
    found = []
    for module in TESTS:
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Assert) and isinstance(node.test, ast.Constant):
                found.append(f"{module.path}:{node.lineno}")
        for function in functions(module):
            if function.name.startswith("test_") and not _judges(function):
                found.append(f"{module.path}:{function.lineno} {function.name}")
    assert not found


_JUDGE = re.compile(r"(raises|ok|post|fail|expect)$|_?(check|assert|each|must|expect|refuse)")


def _judges(function: ast.AST) -> bool:
    """Say whether it can fail on purpose: by assert, by letting only some errors pass, or by calling what checks."""
    for node in ast.walk(function):
        if isinstance(node, ast.Assert | ast.Raise | ast.Try):
            return True
        if isinstance(node, ast.With) and any("suppress" in ast.unparse(item) for item in node.items):
            return True
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name in ("raises", "ok", "post", "fail", "expect") or re.match(
                r"_?(check|assert|each|must|expect|refuse)", name
            ):
                return True
    return False


FRONT_DESKS = tuple(module for module in CODE if module.path.endswith("__init__.py") and exported(module))


@pytest.mark.parametrize("module", FRONT_DESKS, ids=lambda module: module.name)
def test_what_a_front_desk_offers_is_explained(module: Module) -> None:
    """Functions and classes have docstrings; facts and plain words of a feature may speak by their fields."""
    import importlib
    import inspect

    desk = importlib.import_module(module.name)
    silent = []
    for name in exported(module):
        offered = getattr(desk, name)
        if not (inspect.isfunction(offered) or inspect.isclass(offered)):
            continue
        speaks_by_its_fields = inspect.isclass(offered) and offered.__module__.endswith((".events", ".errors"))
        if not (offered.__doc__ or "").strip() and not speaks_by_its_fields:
            silent.append(name)
    assert not silent
