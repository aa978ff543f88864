"""Whatever an API asks of the domain says who may ask for it."""

import ast
import importlib
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from domain.access import OPERATIONS
from tests.architecture.source import modules


def called_by(path: Path) -> Iterator[Callable[..., Any]]:
    """Coroutines of the domain that a module names."""
    tree = ast.parse(path.read_text())
    imported = dict(_imported(tree))
    for node in ast.walk(tree):
        found = None
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module = imported.get(node.value.id)
            found = getattr(module, node.attr, None) if isinstance(module, ModuleType) else None
        elif isinstance(node, ast.Name):
            found = imported.get(node.id)
        if inspect.isfunction(found) and inspect.iscoroutinefunction(inspect.unwrap(found)):
            yield found


def _imported(tree: ast.Module) -> Iterator[tuple[str, Any]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "domain":
            module = importlib.import_module(node.module or "")
            for alias in node.names:
                if not hasattr(module, alias.name):
                    importlib.import_module(f"{node.module}.{alias.name}")
                yield alias.asname or alias.name, getattr(module, alias.name)


ASKED = {
    f"{operation.__module__.removeprefix('domain.')}.{operation.__name__}": operation
    for path in modules("graph", "integrations/rest")
    for operation in called_by(path)
}


def test_the_apis_ask_for_something():
    assert {"teams.creation.create", "credits.giving.grant", "login.login"} <= ASKED.keys()


@pytest.mark.parametrize("name", sorted(ASKED))
def test_an_operation_says_who_may_ask_for_it(name: str):
    assert name in OPERATIONS, f"put @requires, @own_account or @public above {name}"


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_an_operation_takes_the_actor_first(name: str):
    module, _, function = name.rpartition(".")
    operation = getattr(importlib.import_module(f"domain.{module}"), function)
    assert next(iter(inspect.signature(inspect.unwrap(operation)).parameters)) == "actor"
