"""Whoever looks for a dependency's licence finds it in docs/licences.md."""

import re
from importlib.metadata import PackageNotFoundError, metadata

import pytest
import yaml

from tools.layout import ROOT

TEXT = (ROOT / "docs" / "licences.md").read_text(encoding="utf-8")
FILES = (
    "requirements.txt",
    "tests/requirements.txt",
    "tests/web/requirements.txt",
    "tools/requirements.txt",
)
MAY_BE_AGPL = {"pytest-odoo", "pylint-odoo"}


def packages(path):
    """Return the names in a file of requirements."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return [match[0] for line in lines if (match := re.match(r"[\w.-]+", line))]


def table(path):
    """Return the licence by package, of the section of docs/licences.md on a requirements file."""
    section = next(part for part in TEXT.split("\n## ") if f"\n`{path}`" in part)
    rows = re.findall(r"^\| ([\w.-]+) \| ([^|]+) \| no \|$", section, re.MULTILINE)
    return dict(rows)


def told_by_itself(package):
    """Return all that a package says of its own licence."""
    try:
        data = metadata(package)
    except PackageNotFoundError:
        pytest.skip(f"{package} is not installed in this environment")
    classifiers = [line for line in data.get_all("Classifier") or [] if "License" in line]
    return " ".join([data.get("License-Expression") or "", data.get("License") or "", *classifiers])


def kind(licence):
    """Return the family of a licence, however it is spelt."""
    families = ("AFFERO", "AGPL", "APGL", "MPL", "APACHE", "BSD", "MIT")
    found = next((name for name in families if name in licence.upper()), licence)
    return "AGPL" if found in ("AFFERO", "APGL") else found


@pytest.mark.parametrize("path", FILES)
def test_each_requirement_is_listed_and_none_that_is_not(path):
    assert sorted(table(path)) == sorted(packages(path))


@pytest.mark.parametrize("package", packages("tools/requirements.txt"))
def test_the_licence_is_the_one_that_the_package_tells(package):
    assert kind(table("tools/requirements.txt")[package]) == kind(told_by_itself(package))


def test_a_package_has_one_licence_in_all_tables():
    tables = [table(path) for path in FILES]
    for package in {name for one in tables for name in one}:
        assert len({one[package] for one in tables if package in one}) == 1, package


def test_only_what_tests_and_checks_use_is_under_the_agpl():
    agpl = {
        name for path in FILES for name, licence in table(path).items() if kind(licence) == "AGPL"
    }
    assert agpl == MAY_BE_AGPL
    assert not agpl & set(packages("requirements.txt"))


def test_the_images_and_actions_are_listed():
    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
    images = [one["image"] for one in compose["services"].values() if "image" in one]
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    images += re.findall(r"^FROM (\S+) AS", dockerfile, re.MULTILINE)
    workflow = (ROOT / ".github" / "workflows" / "test.yml").read_text(encoding="utf-8")
    actions = re.findall(r"uses: ([\w/-]+)@", workflow)
    assert images and actions
    assert [name for name in {*images, *actions} if f"`{name}`" not in TEXT] == []


def test_what_the_tools_fetch_is_listed():
    from tools import browser, debian_odoo, odoo_requirements, postgres_programs, uv

    fetched = [
        *odoo_requirements.REPLACED.values(),
        *odoo_requirements.ALWAYS,
        debian_odoo.PACKAGE,
        browser.PACKAGE,
        postgres_programs.REQUIREMENT,
        uv.REQUIREMENT,
    ]
    names = [re.match(r"[\w.-]+", one)[0] for one in fetched]
    assert [name for name in names if name not in TEXT] == []


def test_the_licence_is_the_lgpl_and_the_manifest_says_so():
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.split("\n", 2)[0].strip() == "GNU LESSER GENERAL PUBLIC LICENSE"
    assert "Version 3, 29 June 2007" in licence
    manifest = (ROOT / "amazon_connector" / "__manifest__.py").read_text(encoding="utf-8")
    assert '"license": "LGPL-3"' in manifest
