"""Rules of the house that imports alone do not show: where SQL stands, who knocks where, what follows what."""

import ast
import re
from collections.abc import Iterator
from importlib import import_module

import msgspec
import pytest

from folkmoot.interfaces.mastodon import memory
from folkmoot.streaming import NEWS
from folkmoot.wiring import CONSEQUENCES
from tests.shape.source import Module, calls, exported, imports, modules

CODE = modules("folkmoot")
FEATURES = tuple(module for module in CODE if module.path.startswith("folkmoot/features/"))
TEXT = "\n".join(module.text for module in CODE)

_STORE = re.compile(r"folkmoot/features/\w+/(\w+_)?store\.py|folkmoot/features/\w+/tables\.py|folkmoot/infra/.*")
PURE_SQL = ("folkmoot/features/posts/marks.py",)
"""Modules that hold nothing but SQL under a name of their own."""
_SQL_WORDS = re.compile(r"^\s*(select|insert into|update \w+ set|delete from|create (table|index))\s", re.IGNORECASE)


def _holds_sql(module: Module) -> bool:
    return bool(_STORE.fullmatch(module.path)) or module.path in PURE_SQL


def test_sql_stands_only_in_stores() -> None:
    found = [
        f"{module.path}:{call.lineno}" for module in CODE if not _holds_sql(module) for call in calls(module, "Sql")
    ]
    assert not found


def test_no_text_outside_of_stores_looks_like_sql() -> None:
    found = []
    for module in CODE:
        if _holds_sql(module):
            continue
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _SQL_WORDS.match(node.value):
                found.append(f"{module.path}:{node.lineno} {node.value[:40]!r}")
    assert not found


def test_only_constants_are_joined_into_sql() -> None:
    """What stands in braces in a statement is a name of the module's own, never an argument of a function."""
    found = []
    for module in CODE:
        for function in ast.walk(module.tree):
            if not isinstance(function, ast.AsyncFunctionDef):
                continue
            inner = ast.Module(function.body, [])
            for call in calls(Module(module.path, "", inner), "Sql"):
                found.append(f"{module.path}:{call.lineno}")
    assert not found, "a statement is made while a request is answered: make it once, from constants"


def test_only_jobs_and_fetchers_reach_out() -> None:
    """What speaks to other servers waits long, and must never do so while somebody waits for an answer."""
    may = re.compile(r"folkmoot/features/\w+/(jobs|fetch)\.py|folkmoot/infra/.*|folkmoot/(wiring|worker)\.py")
    found = [
        module.path
        for module in CODE
        for source, name in imports(module)
        if f"{source}.{name}".startswith("folkmoot.infra.http") and not may.fullmatch(module.path)
    ]
    assert not found


def _feature(module_name: str) -> str:
    parts = module_name.split(".")
    return parts[2] if parts[:2] == ["folkmoot", "features"] and len(parts) > 2 else ""


@pytest.mark.parametrize("module", CODE, ids=lambda module: module.path)
def test_features_are_reached_by_their_front_desk(module: Module) -> None:
    """`from folkmoot.features import posts` or a name in its __all__; wiring.py may also name its jobs."""
    for source, name in imports(module):
        feature = _feature(source)
        if not feature or feature == _feature(module.name):
            continue
        if module.path == "folkmoot/wiring.py" and name == "jobs":
            continue
        assert source == f"folkmoot.features.{feature}", f"{module.path} goes past the front desk: {source}"
        assert name in exported(_desk(feature)), f"{module.path}: {feature} does not offer {name}"
    for feature, name in _asked_of_desks(module):
        assert name in exported(_desk(feature)), f"{module.path}: {feature} does not offer {name}"


def _desk(feature: str) -> Module:
    return next(module for module in FEATURES if module.path == f"folkmoot/features/{feature}/__init__.py")


def _asked_of_desks(module: Module) -> Iterator[tuple[str, str]]:
    """Every (feature, name) written as `posts.publish` where `posts` was imported from folkmoot.features."""
    known = {name for source, name in imports(module) if source == "folkmoot.features"}
    shadowed = {
        node.id for node in ast.walk(module.tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    }
    shadowed |= {argument.arg for argument in ast.walk(module.tree) if isinstance(argument, ast.arg)}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known - shadowed:
            yield node.value.id, node.attr


def _kinds_touched() -> set[str]:
    return {
        call.args[0].value
        for module in CODE
        for call in calls(module, "touch")
        if call.args and isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)
    }


def _kinds_heard() -> set[str]:
    shelves = {
        keyword.value.value
        for module in CODE
        for call in calls(module, "shelf")
        for keyword in call.keywords
        if keyword.arg == "on" and isinstance(keyword.value, ast.Constant)
    }
    listeners = {
        call.args[0].value
        for module in CODE
        for call in calls(module, "on")
        if len(call.args) == 2 and isinstance(call.args[0], ast.Constant)
    }
    return {str(kind) for kind in shelves | listeners} - {"everything"} | set(memory.KINDS) | NEWS


def test_what_is_touched_is_remembered_by_somebody_and_the_other_way_round() -> None:
    assert _kinds_touched() == _kinds_heard()


def test_what_follows_is_carried_out() -> None:
    for fact, follow_ups in CONSEQUENCES.follow_ups.items():
        fields = {field.name for field in msgspec.structs.fields(fact)}
        for follow_up in follow_ups:
            kind = CONSEQUENCES.kinds[follow_up.job]
            read = {field.name for field in msgspec.structs.fields(kind.payload)}
            assert read <= fields, f"{follow_up.job} reads {read}, but {fact} tells {fields}"
            assert not follow_up.when or follow_up.when in fields, f"{fact} has no {follow_up.when}"


def test_what_is_carried_out_follows_something() -> None:
    """A fact, a schedule, or a name that somebody enqueues."""
    followed = {follow_up.job for follow_ups in CONSEQUENCES.follow_ups.values() for follow_up in follow_ups}
    for name, kind in CONSEQUENCES.kinds.items():
        enqueued = TEXT.count(f'"{name}"') > 1
        assert name in followed or kind.every or enqueued, f"nothing ever starts the job {name!r}"


def test_what_is_followed_is_announced() -> None:
    announced = {
        node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        for module in CODE
        for call in calls(module, "announce")
        for node in ast.walk(call)
        if isinstance(node, ast.Call)
    }
    assert {fact.__name__ for fact in CONSEQUENCES.follow_ups} <= announced


def test_facts_are_past_and_errors_are_errors() -> None:
    for module in FEATURES:
        for node in module.tree.body:
            if not isinstance(node, ast.ClassDef):
                continue
            if module.path.endswith("/errors.py"):
                assert node.name.endswith("Error"), f"{module.path}: {node.name}"
            if module.path.endswith("/events.py"):
                assert re.search(r"(ed|en|t)$", node.name), f"{module.path}: {node.name} is not in the past"


def test_every_feature_says_what_it_owns_announces_and_promises() -> None:
    for module in FEATURES:
        if module.path.count("/") == 3 and module.path.endswith("__init__.py"):
            said = ast.get_docstring(module.tree) or ""
            assert "Announces" in said, module.path
            assert "Promises" in said, module.path
            assert import_module(module.name).__all__ == sorted(exported(module), key=_as_sorted), module.path


def _as_sorted(name: str) -> tuple[int, str]:
    """Constants, then classes, then functions, as the linter sorts them."""
    return (0 if name.isupper() else 1 if name[0].isupper() else 2, name)
