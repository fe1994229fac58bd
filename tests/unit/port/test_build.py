"""The built addon: made from the source, whole, and only when the source changed."""

import json

import pytest

from tools import port
from tools.errors import ToolError
from tools.odoo_source import OdooSource


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project with a small addon; Odoo's converter is replaced by a note in each file."""
    addon = tmp_path / "amazon_connector"
    (addon / "amazon_api").mkdir(parents=True)
    (addon / "views").mkdir()
    (addon / "__pycache__").mkdir()
    (addon / "__pycache__" / "a.pyc").write_bytes(b"\0")
    (addon / "models.py").write_text("a = 1\n", encoding="utf-8")
    (addon / "views" / "a.xml").write_text("<odoo/>\n", encoding="utf-8")
    (addon / "amazon_api" / "client.py").write_text("b = 1\n", encoding="utf-8")
    monkeypatch.setattr(port, "ROOT", tmp_path)
    monkeypatch.setattr(port, "ADDON", addon)
    monkeypatch.setattr(port, "HERE", addon / "views")
    monkeypatch.setattr(port, "addon_folder", lambda series: tmp_path / "built" / series)
    monkeypatch.setattr(port, "_convert", convert)
    return tmp_path


def convert(folder, _source):
    for path in folder.rglob("*.py"):
        path.write_text(f"# converted\n{path.read_text()}", encoding="utf-8")
    return {"17.5-10-note.py": ["amazon_connector/models.py"]}


@pytest.fixture
def build(project):
    def run():
        said = []
        port.build(OdooSource("19.0", project, "a test"), said.append)
        return "\n".join(said)

    return run


def test_the_copy_is_converted_and_the_source_is_not(project, build):
    build()
    built = project / "built" / "19.0" / "amazon_connector"
    assert (built / "models.py").read_text() == "# converted\na = 1\n"
    assert (project / "amazon_connector" / "models.py").read_text() == "a = 1\n"
    assert not (built / "__pycache__").exists()


def test_plain_python_without_odoo_is_copied_as_it_stands(project, build):
    build()
    built = project / "built" / "19.0" / "amazon_connector"
    assert (built / "amazon_api" / "client.py").read_text() == "b = 1\n"


def test_what_was_rewritten_is_said_for_each_script(build):
    said = build()
    assert "1 files rewritten" in said
    assert "17.5-10-note.py: models.py" in said


def test_an_unchanged_source_is_not_built_again(project, build):
    build()
    built = project / "built" / "19.0" / "amazon_connector" / "models.py"
    before = built.stat().st_mtime_ns
    assert "its source is unchanged" in build()
    assert built.stat().st_mtime_ns == before


def test_a_changed_a_new_and_a_removed_file_are_each_built(project, build):
    build()
    addon, built = project / "amazon_connector", project / "built" / "19.0" / "amazon_connector"
    (addon / "models.py").write_text("a = 2\n", encoding="utf-8")
    build()
    assert (built / "models.py").read_text() == "# converted\na = 2\n"
    (addon / "new.py").write_text("", encoding="utf-8")
    build()
    assert (built / "new.py").exists()
    (addon / "new.py").unlink()
    build()
    assert not (built / "new.py").exists()


def test_a_view_that_comes_out_broken_is_told_and_the_last_build_stays(project, build):
    build()
    view = project / "amazon_connector" / "views" / "a.xml"
    view.write_text("<odoo><list></tree></odoo>\n", encoding="utf-8")
    with pytest.raises(ToolError, match=r"views/a\.xml is broken"):
        build()
    built = project / "built" / "19.0"
    assert (built / "amazon_connector" / "views" / "a.xml").read_text() == "<odoo/>\n"
    assert [path.name for path in built.parent.iterdir() if path.is_dir()] == ["19.0"]


def test_a_note_of_the_last_build_that_cannot_be_read_means_a_new_build(project, build):
    build()
    (project / "built" / "19.0.json").write_text("{", encoding="utf-8")
    assert "rewritten" in build()
    assert json.loads((project / "built" / "19.0.json").read_text())["report"]


def test_the_series_of_the_source_itself_needs_no_build(project, monkeypatch):
    monkeypatch.setattr(port, "addon_folder", lambda _series: project)
    assert port.build(OdooSource("17.0", project, "a test"), pytest.fail) == project
