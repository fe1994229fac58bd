"""The simulator knows nothing of the addon, so that the two cannot share a mistake."""

import ast

import pytest

from tests.unit.simulator.support import ROOT

FILES = sorted((ROOT / "simulator").rglob("*.py"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_it_imports_nothing_of_the_addon(path):
    imported = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            imported |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            imported.add(node.module.split(".")[0])

    assert not imported & {"amazon_connector", "amazon_api", "odoo", "tools", "tests", "sp_api"}


def test_the_readme_names_every_file():
    text = (ROOT / "simulator" / "README.md").read_text(encoding="utf-8")

    for path in FILES:
        if path.name != "__init__.py":
            assert f"`{path.relative_to(ROOT / 'simulator')}`" in text, path
