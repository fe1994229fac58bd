"""Which Python packages an Odoo needs, so that they can be installed without a compiler."""

from __future__ import annotations

import pytest

from tools.errors import ToolError
from tools.odoo_requirements import from_control, from_requirements, requirements_of
from tools.odoo_source import OdooSource

CONTROL = """Package: odoo-19
Depends: python3-babel, python3-pil, python3-psycopg2,
 python3-reportlab (>= 4.0.4-1~), python3-werkzeug, python3-ldap, python3:any, adduser,
 fonts-dejavu-core | fonts-noto-core, libjs-jquery, python3-dateutil, python3-lxml-html-clean
Recommends: postgresql, python3-openssl
"""


def test_requirements_keep_their_versions_and_lose_their_comments():
    text = "# about\nBabel==2.9.1  # min version\n\nlxml==5.2.1; python_version >= '3.12' # x\n"
    assert from_requirements(text) == ["Babel==2.9.1", "lxml==5.2.1; python_version >= '3.12'"]


def test_what_needs_a_compiler_is_left_out_or_replaced():
    text = "psycopg2==2.9.9 ; python_version >= '3.12'\npython-ldap==3.4.4 ; x\npydot==1.4.2\n"
    assert from_requirements(text) == [
        "psycopg2-binary==2.9.9 ; python_version >= '3.12'",
        "pydot==1.4.2",
    ]


def test_debians_depends_become_names_on_pypi():
    assert from_control(CONTROL) == [
        "babel",
        "pillow",
        "psycopg2-binary",
        "reportlab",
        "werkzeug<3.1",
        "python-dateutil",
        "lxml-html-clean",
    ]


def test_a_source_tree_is_asked_for_its_requirements(tmp_path):
    (tmp_path / "requirements.txt").write_text("pytz\n", encoding="utf-8")
    source = OdooSource("17.0", tmp_path, "a test")
    assert requirements_of(source) == ["pytz", "setuptools<80"]


def test_debians_package_is_asked_for_its_control_file(tmp_path):
    (tmp_path / "DEBIAN").mkdir()
    (tmp_path / "DEBIAN" / "control").write_text("Depends: python3-usb\n", encoding="utf-8")
    root = tmp_path / "usr" / "lib" / "python3" / "dist-packages"
    assert requirements_of(OdooSource("19.0", root, "a test")) == ["pyusb", "setuptools<80"]


def test_a_tree_that_tells_nothing_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(ToolError, match=r"holds no requirements\.txt"):
        requirements_of(OdooSource("19.0", tmp_path, "a test"))
