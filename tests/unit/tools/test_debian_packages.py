"""What is taken from the machine's own apt, and what is not."""

from __future__ import annotations

import pytest

from tools import debian_packages
from tools.debian_packages import apt_settings, debian_mirror, machine_settings, own_suite
from tools.errors import ToolError


@pytest.fixture
def answer(monkeypatch):
    """Sets what the programs of apt print."""

    def set_answer(text: str) -> None:
        done = type("Done", (), {"stdout": text, "returncode": 0})
        monkeypatch.setattr(debian_packages, "capture", lambda *_words, **_more: done)

    return set_answer


@pytest.fixture
def bookworm(monkeypatch):
    monkeypatch.setattr(debian_packages, "own_suite", lambda: "bookworm")


def test_the_mirror_is_the_one_of_debian_itself(answer, bookworm):
    answer(
        "nodistro https://elsewhere/node\n"
        "bookworm-security http://mirror/debian-security/\n"
        "bookworm http://mirror/debian/\nbookworm http://second/debian/\n"
    )
    assert debian_mirror() == "http://mirror/debian/"


def test_a_mirror_of_a_rolling_suite_will_do(answer, bookworm):
    answer("testing http://mirror/debian/\n")
    assert debian_mirror() == "http://mirror/debian/"


def test_a_machine_whose_apt_names_no_debian_is_told(answer, bookworm):
    answer("stable-extras http://elsewhere/\n\n")
    with pytest.raises(ToolError, match="names no Debian mirror"):
        debian_mirror()


def test_proxies_are_taken_over_and_hooks_are_not(answer):
    answer(
        'APT::Update::Post-Invoke:: "rm -f /var/cache/apt/archives/*.deb";\n'
        'Acquire::http::Proxy "http://proxy:3128";\nDir::Cache "/var/cache/apt";\n'
    )
    assert machine_settings() == 'Acquire::http::Proxy "http://proxy:3128";\n'


def test_every_folder_of_apt_is_ours(tmp_path):
    for line in apt_settings(tmp_path).splitlines():
        if line.startswith("Dir::"):
            assert str(tmp_path) in line or '"/dev/null"' in line


def test_debian_is_told_from_other_systems(tmp_path, monkeypatch):
    monkeypatch.setattr(debian_packages.shutil, "which", lambda name: f"/usr/bin/{name}")
    facts = tmp_path / "os-release"
    facts.write_text('ID=debian\nVERSION_CODENAME="trixie"\n', encoding="utf-8")
    assert own_suite(facts) == "trixie"
    facts.write_text("ID=debian\nPRETTY_NAME=sid\n", encoding="utf-8")
    assert own_suite(facts) == "sid"
    facts.write_text("ID=ubuntu\nID_LIKE=debian\n", encoding="utf-8")
    for path in (facts, tmp_path / "none"):
        with pytest.raises(ToolError, match="this machine is no Debian"):
            own_suite(path)
