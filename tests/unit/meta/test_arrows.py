"""The arrows of the house run one way: what may import what (docs/architecture.md)."""

import ast
import sys

import pytest

from tools.layout import ROOT

ADDON = ROOT / "amazon_connector"
API = ADDON / "amazon_api"
HTTP_AND_FORMATS = {"httpx", "requests", "urllib", "http", "json", "xml", "lxml", "sp_api"}


def modules(folder):
    return sorted(path for path in folder.rglob("*.py") if "__pycache__" not in path.parts)


def imports(path):
    """Yield (line, name) of all imports in a file; the name of a relative one begins with dots."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.lineno, "." * node.level + (node.module or "")


def top(name):
    return name.split(".")[0]


def offenders(folder, wrong):
    """Return where modules of the folder import a name for which wrong(path, name) holds."""
    return [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in modules(folder)
        for line, name in imports(path)
        if wrong(path, name)
    ]


def test_there_is_something_to_look_at():
    for folder in (API, ADDON / "models", ROOT / "simulator", ROOT / "tools"):
        assert len(modules(folder)) > 3


def test_amazon_api_imports_no_odoo():
    assert not offenders(API, lambda _path, name: top(name) == "odoo")


def test_amazon_api_names_itself_by_relative_imports_only():
    """Tests know it as `amazon_api`, Odoo as `odoo.addons.amazon_connector.amazon_api`."""
    assert not offenders(API, lambda _path, name: "amazon_" in top(name))


def test_amazon_api_reaches_nothing_outside_of_itself_but_libraries():
    def leaves(path, name):
        dots = len(name) - len(name.lstrip("."))
        return dots > len(path.relative_to(API).parts)

    assert not offenders(API, leaves)


def test_the_simulator_imports_nothing_of_the_addon():
    foreign = {"amazon_connector", "amazon_api", "odoo", "sp_api", "tools", "tests"}
    assert not offenders(ROOT / "simulator", lambda _path, name: top(name) in foreign)


def test_the_addon_imports_nothing_of_simulator_tools_and_tests():
    foreign = {"simulator", "tools", "tests"}
    assert not offenders(ADDON, lambda _path, name: top(name) in foreign)


@pytest.mark.parametrize("folder", ["models", "wizards"])
def test_models_know_nothing_of_http_json_and_xml(folder):
    assert not offenders(ADDON / folder, lambda _path, name: top(name) in HTTP_AND_FORMATS)


def test_the_demo_does_not_import_what_it_checks():
    wrong = {"amazon_api", "amazon_connector", "simulator"}
    assert not offenders(ROOT / "tools", lambda _path, name: top(name) in wrong)


def test_the_tools_begin_with_the_standard_library_alone():
    """They run before an environment stands; these files run inside one that they made."""
    inside = {
        "inside_odoo.py",
        "lint_hooks.py",
        "lint_terms.py",
        "own_tests_inside.py",
        "translations_inside.py",
        "port/convert.py",
        "benchmark/inside.py",
        "demo/inside.py",
        "demo/shop.py",
    }
    known = {"tools", *sys.stdlib_module_names}

    def needs_more(path, name):
        here = path.relative_to(ROOT / "tools").as_posix()
        return here not in inside and top(name) not in known

    found = offenders(ROOT / "tools", needs_more)
    assert [line for line in found if not line.endswith("imports polib")] == []


def test_no_file_of_amazon_api_needs_a_python_newer_than_odoos_image():
    for path in modules(API):
        ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 10))
