"""What several files say must be the same."""

import ast
import re
from importlib.metadata import packages_distributions

import pytest
import tomllib

from amazon_api.carriers import CARRIERS
from simulator.carriers import CARRIER_CODES
from tools.layout import PYTHON_VERSIONS, ROOT, SERIES

MANIFEST = ast.literal_eval(
    (ROOT / "amazon_connector" / "__manifest__.py").read_text(encoding="utf-8")
)


def requirements(path):
    """Return the names in a file of requirements, as PyPI compares them."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    names = (re.match(r"[\w.-]+", line.strip()) for line in lines)
    return {normal(name[0]) for name in names if name}


def normal(name):
    return re.sub(r"[-_.]+", "-", name).lower()


def imported_libraries():
    """Return the distributions whose modules the addon imports, Odoo's own apart."""
    found = set()
    for path in (ROOT / "amazon_connector").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {alias.name.split(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and not node.level:
                found.add(node.module.split(".")[0])
    known = packages_distributions()
    return {normal(name) for module in found for name in known.get(module, ())}


def test_the_manifest_asks_for_what_requirements_txt_installs():
    asked = {normal(re.match(r"[\w.-]+", name)[0]) for name in external_python()}
    assert asked == requirements("requirements.txt")


def external_python():
    return MANIFEST["external_dependencies"]["python"]


def test_each_library_that_the_addon_imports_is_required():
    of_odoo = {"psycopg2", "psycopg2-binary", "lxml", "pytz", "werkzeug", "python-dateutil"}
    assert imported_libraries() - of_odoo <= requirements("requirements.txt")


def test_the_simulators_and_the_tests_libraries_are_no_requirement_of_the_addon():
    assert not requirements("requirements.txt") & {"pytest", "starlette", "amzn-selling-partner"}


def test_the_manifests_version_is_of_the_first_series():
    assert re.fullmatch(re.escape(SERIES[0]) + r"\.\d+\.\d+\.\d+", MANIFEST["version"])


def test_the_manifests_version_is_the_changelogs_newest():
    path = ROOT / "CHANGELOG.md"
    if not path.exists():
        pytest.skip("no CHANGELOG.md yet")
    versions = re.findall(r"^## \[?v?(\d[\w.]*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    newest = versions[0].removeprefix(f"{SERIES[0]}.")
    assert MANIFEST["version"] == f"{SERIES[0]}.{newest}"


def test_all_files_of_the_manifest_stand_and_no_view_or_data_file_is_forgotten():
    addon = ROOT / "amazon_connector"
    listed = set(MANIFEST["data"])
    assert [name for name in listed if not (addon / name).is_file()] == []
    folders = ("views", "data", "security", "wizards", "report")
    files = {
        path.relative_to(addon).as_posix()
        for folder in folders
        for path in (addon / folder).glob("**/*")
        if path.suffix in (".xml", ".csv")
    }
    assert files - listed == set()


def test_the_manifest_excludes_odoos_own_connector():
    assert "sale_amazon" in MANIFEST["excludes"]


def test_ruff_judges_by_the_python_of_odoos_image():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert settings["tool"]["ruff"]["target-version"] == "py310"
    from tools.unit_tests import OLDEST_PYTHON

    assert OLDEST_PYTHON == "3.10"


def test_github_tests_on_the_pythons_that_the_tools_choose():
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    assert f'python-version: "{PYTHON_VERSIONS[0]}"' in workflow
    assert "3.10" in workflow


def test_each_carrier_that_the_addon_tells_is_one_that_the_simulator_takes():
    assert {carrier.code for carrier in CARRIERS} <= CARRIER_CODES
