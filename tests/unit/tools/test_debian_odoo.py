"""Odoo from Debian's packages: fetched by a real apt from a small mirror made here."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path

import pytest

from tools import debian_odoo, debian_packages
from tools.debian_odoo import install, linked_packages, missing_targets, relocate_links
from tools.errors import ToolError

ADDONS = Path("usr/lib/python3/dist-packages/odoo/addons")
DEPENDS = "python3-babel, fonts-good | fonts-other, libjs-old, adduser"
needs_apt = pytest.mark.skipif(
    not (shutil.which("apt-get") and shutil.which("dpkg-deb")), reason="this is no Debian"
)


class Mirror:
    """A Debian mirror in a folder, with the suites sid and bookworm."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._index = {"sid": "", "bookworm": ""}

    def add(self, suite: str, name: str, files: dict[str, str], depends: str = "") -> None:
        """Add a package. A content that starts with `->` makes a link."""
        tree = self.folder / f"{name}.{suite}.tree"
        control = f"Package: {name}\nVersion: 1-{suite}\nArchitecture: all\nMaintainer: M <m@m>\n"
        control += f"Depends: {depends}\n" if depends else ""
        files = {**files, "DEBIAN/control": control + "Description: a test\n"}
        for path, content in files.items():
            (tree / path).parent.mkdir(parents=True, exist_ok=True)
            if content.startswith("->"):
                (tree / path).symlink_to(content[2:])
            else:
                (tree / path).write_text(content, encoding="utf-8")
        package = self.folder / f"pool/{name}_1-{suite}_all.deb"
        package.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["dpkg-deb", "-b", tree, package], check=True, capture_output=True)
        content = package.read_bytes()
        self._index[suite] += (
            f"{control}Filename: {package.relative_to(self.folder)}\nSize: {len(content)}\n"
            f"SHA256: {hashlib.sha256(content).hexdigest()}\nDescription: a test\n\n"
        )

    def publish(self) -> str:
        """Write the suites' indexes; returns the mirror's address."""
        for suite, index in self._index.items():
            for kind in ("all", "amd64"):
                folder = self.folder / f"dists/{suite}/main/binary-{kind}"
                folder.mkdir(parents=True)
                (folder / "Packages").write_text(index, encoding="utf-8")
            digest, size = hashlib.sha256(index.encode()).hexdigest(), len(index.encode())
            (self.folder / f"dists/{suite}/Release").write_text(
                f"Suite: {suite}\nCodename: {suite}\nArchitectures: all amd64\nComponents: main\n"
                "Date: Mon, 01 Jan 2024 00:00:00 UTC\nSHA256:\n"
                f" {digest} {size} main/binary-all/Packages\n"
                f" {digest} {size} main/binary-amd64/Packages\n",
                encoding="utf-8",
            )
        return self.folder.as_uri()


@pytest.fixture
def mirror(tmp_path, monkeypatch):
    """A machine with Debian bookworm, whose apt names a mirror that needs no signatures."""
    made = Mirror(tmp_path / "mirror")
    monkeypatch.setattr(debian_packages, "own_suite", lambda: "bookworm")
    monkeypatch.setattr(debian_packages, "debian_mirror", lambda: made.folder.as_uri())
    monkeypatch.setattr(debian_packages, "KEYRINGS", ())
    unsigned = 'Acquire::AllowInsecureRepositories "true";\nAPT::Architecture "amd64";\n'
    unsigned += 'APT::Get::AllowUnauthenticated "true";\n'
    monkeypatch.setattr(debian_packages, "machine_settings", lambda: unsigned)
    return made


def add_odoo(mirror: Mirror) -> None:
    fonts = "->../../../../../../../share/fonts/"
    files = {
        "usr/lib/python3/dist-packages/odoo/release.py": "version_info = (19, 0, 0)\n",
        f"{ADDONS}/web/fonts/good.ttf": f"{fonts}good.ttf",
        f"{ADDONS}/web/lib/old.js": "->/usr/share/javascript/old.js",
    }
    mirror.add("sid", "odoo-19", files, DEPENDS)
    mirror.add("sid", "fonts-good", {"usr/share/fonts/good.ttf": "a font"})


@needs_apt
def test_odoo_is_unpacked_with_the_fonts_and_scripts_that_it_links_to(mirror, tmp_path):
    add_odoo(mirror)
    mirror.add("sid", "libjs-old", {"usr/share/javascript/old.js": "a script"})
    mirror.publish()
    target = tmp_path / "kept" / "19.0"
    origin = install(target)
    assert origin == f"Debian's package odoo-19 1-sid (now in {target})"
    assert (target / ADDONS / "web/fonts/good.ttf").read_text() == "a font"
    assert (target / ADDONS / "web/lib/old.js").read_text() == "a script"
    assert "Depends: python3-babel" in (target / "DEBIAN/control").read_text()
    assert [path.name for path in target.parent.iterdir()] == ["19.0"]


@needs_apt
def test_what_sid_lost_is_taken_from_the_machines_own_suite(mirror, tmp_path):
    add_odoo(mirror)
    mirror.add("sid", "libjs-old", {"usr/share/javascript/new.js": "another script"})
    mirror.add("bookworm", "libjs-old", {"usr/share/javascript/old.js": "the old script"})
    mirror.add("bookworm", "fonts-good", {"usr/share/fonts/good.ttf": "an old font"})
    mirror.publish()
    install(tmp_path / "19.0")
    assert (tmp_path / "19.0" / ADDONS / "web/lib/old.js").read_text() == "the old script"
    assert (tmp_path / "19.0" / ADDONS / "web/fonts/good.ttf").read_text() == "a font"


@needs_apt
def test_files_that_nobody_has_are_told_but_no_failure(mirror, tmp_path, capsys):
    add_odoo(mirror)
    mirror.add("sid", "libjs-old", {"usr/share/javascript/new.js": "another script"})
    mirror.publish()
    install(tmp_path / "19.0")
    assert "1 files of the web client are missing" in capsys.readouterr().err


@needs_apt
def test_a_mirror_without_odoo_is_told_and_leaves_nothing(mirror, tmp_path):
    mirror.add("sid", "libjs-old", {"usr/share/javascript/old.js": "a script"})
    mirror.publish()
    with pytest.raises(ToolError, match="the Debian mirror has no odoo-19 in sid"):
        install(tmp_path / "kept" / "19.0")
    assert list((tmp_path / "kept").iterdir()) == []


@needs_apt
def test_a_mirror_that_does_not_answer_is_told(mirror, tmp_path):
    with pytest.raises(ToolError, match="apt-get update failed"):
        install(tmp_path / "kept" / "19.0")


def test_only_fonts_and_scripts_are_fetched_the_first_where_there_is_a_choice():
    assert linked_packages(DEPENDS + ", gsfonts (>= 2)") == ["fonts-good", "libjs-old", "gsfonts"]


def test_links_into_the_system_are_turned_into_the_tree(tmp_path):
    (tmp_path / "usr/share").mkdir(parents=True)
    (tmp_path / "usr/share/there").write_text("found", encoding="utf-8")
    (tmp_path / "usr/there").symlink_to("/usr/share/there")
    (tmp_path / "usr/elsewhere").symlink_to("/no/such/place")
    relocate_links(tmp_path)
    assert (tmp_path / "usr/there").read_text(encoding="utf-8") == "found"
    assert missing_targets(tmp_path) == {"no/such/place"}


def test_a_script_that_debian_leaves_out_is_put_in_empty_and_never_over_a_real_one(tmp_path):
    (name,) = debian_odoo.LEFT_OUT
    debian_odoo.fill_gaps(tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8") == "// Left out by Debian.\n"
    (tmp_path / name).write_text("real", encoding="utf-8")
    debian_odoo.fill_gaps(tmp_path)
    assert (tmp_path / name).read_text(encoding="utf-8") == "real"
