"""The rules of the package: it stands alone, and everything public says what it is."""

import ast
import importlib
import inspect
import pkgutil
import sys
from pathlib import Path

import pytest

import amazon_api

FOLDER = Path(amazon_api.__file__).parent
MODULES = sorted(module.name for module in pkgutil.iter_modules([str(FOLDER)]))
OUTSIDE = {"httpx", "lxml", "requests", "sp_api"}


def imports_of(tree: ast.AST):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((0, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.level, node.module or ""


def source(name: str) -> ast.Module:
    return ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_its_siblings_and_a_few_libraries(name):
    for level, imported in imports_of(source(name)):
        top = imported.split(".")[0]
        if level:
            assert (level, top in MODULES) == (1, True)
        else:
            assert top in sys.stdlib_module_names | OUTSIDE


@pytest.mark.parametrize("name", MODULES)
def test_only_the_modules_made_for_it_speak_http_xml_or_to_the_library(name):
    used = {imported.split(".")[0] for level, imported in imports_of(source(name)) if not level}
    allowed = {
        "transport": {"httpx"}, "library": {"sp_api"}, "feed_documents": {"requests"},
        "fulfilment_feed": {"lxml"}, "processing_report": {"lxml"},
    }  # fmt: skip
    assert used & OUTSIDE == allowed.get(name, set())


def test_what_reads_orders_and_money_needs_no_http_at_all():
    alone = ("orders", "proceeds", "shipments", "quota", "marketplaces", "errors", "carriers")
    for name in (*alone, "feeds", "fulfilment_feed", "processing_report"):
        needed, open_ones = set(), [name]
        while open_ones:
            module = open_ones.pop()
            needed.add(module)
            open_ones += {top for level, top in imports_of(source(module)) if level} - needed
        assert not needed & {
            "client",
            "transport",
            "library",
            "sign_in",
            "answers",
            "feed_documents",
        }


@pytest.mark.parametrize("name", MODULES)
def test_a_module_exports_what_is_public_and_its_own(name):
    module = importlib.import_module(f"amazon_api.{name}")
    own = {
        key
        for key, value in vars(module).items()
        if key[0] != "_"
        and (inspect.isclass(value) or inspect.isfunction(value))
        and value.__module__ == module.__name__
    }
    assert all(hasattr(module, exported) for exported in module.__all__)
    assert own <= set(module.__all__)


@pytest.mark.parametrize("name", MODULES)
def test_everything_public_has_a_docstring(name):
    tree = source(name)
    assert ast.get_docstring(tree)
    for node in ast.walk(tree):
        if isinstance(node, (ast.ClassDef, ast.FunctionDef)) and node.name[0] != "_":
            assert ast.get_docstring(node), f"{name}.{node.name}"


@pytest.mark.parametrize("name", MODULES)
def test_files_and_functions_stay_readable(name):
    tree = source(name)
    assert len((FOLDER / f"{name}.py").read_text(encoding="utf-8").splitlines()) <= 400
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            body = node.body[1:] if ast.get_docstring(node) else node.body
            assert not body or body[-1].end_lineno - body[0].lineno < 40, f"{name}.{node.name}"


def test_the_packages_table_names_every_module():
    assert [name for name in MODULES if f"``{name}``" not in amazon_api.__doc__] == []
