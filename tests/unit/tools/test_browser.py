"""The browser for the tests of the screens is found, or fetched, or its lack is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import browser, debian_packages, layout
from tools.errors import ToolError

STARTS = 'echo "Chromium 1.2"'
ANOTHER_MACHINE = ToolError("this machine is no Debian")


@pytest.fixture(autouse=True)
def _bare_machine(monkeypatch, tmp_path):
    """Nothing on PATH, no Debian, no downloads yet, and nothing is built in the real place."""
    (tmp_path / "bin").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setattr(layout, "BUILD", tmp_path / "build")
    monkeypatch.setattr(layout, "downloads", lambda: tmp_path / "downloads")
    _machine(monkeypatch, ANOTHER_MACHINE)
    monkeypatch.setattr(browser, "web_python", lambda: tmp_path / "bin" / "python")


def _machine(monkeypatch, suite):
    def own_suite():
        if isinstance(suite, ToolError):
            raise suite
        return suite

    monkeypatch.setattr(debian_packages, "own_suite", own_suite)


@pytest.fixture
def debian(monkeypatch, executable, tmp_path):
    """A Debian on which root installs: apt-get brings a chromium that starts."""
    _machine(monkeypatch, "bookworm")
    monkeypatch.setattr(browser.os, "getuid", lambda: 0)
    program = tmp_path / "bin" / "chromium"
    brings = f"""[ "$1" = update ] && exit 0
        case "$*" in *chromium*) ;; *) exit 1;; esac
        printf '#!/bin/sh\\n{STARTS}\\n' > {program}; /bin/chmod +x {program}"""
    executable("bin/apt-get", brings)
    return program


@pytest.fixture
def playwright(executable, tmp_path):
    """A playwright whose download brings a browser that starts."""
    folder = "$PLAYWRIGHT_BROWSERS_PATH/chromium_headless_shell-1228/chrome-linux"
    executable(
        "bin/python",
        f"""/bin/mkdir -p {folder}
        printf '#!/bin/sh\\n{STARTS}\\n' > {folder}/headless_shell
        /bin/chmod +x {folder}/headless_shell""",
    )
    return tmp_path / "downloads" / "browsers"


@pytest.mark.parametrize("name", browser.NAMES)
def test_the_one_on_path_is_taken(executable, name):
    mine = executable(f"bin/{name}", STARTS)
    assert browser.find_browser() == mine


def test_the_one_that_is_named_is_taken_before_all_others(executable, monkeypatch):
    executable("bin/chromium", STARTS)
    mine = executable("mine/browser", STARTS)
    monkeypatch.setenv("CHROMIUM", str(mine))
    assert browser.find_browser() == mine


@pytest.mark.parametrize("text", [None, "exit 3"])
def test_one_that_is_named_and_does_not_start_is_a_mistake_to_be_told(
    executable, monkeypatch, tmp_path, text
):
    executable("bin/chromium", STARTS)
    mine = tmp_path / "mine" if text is None else executable("mine", text)
    monkeypatch.setenv("CHROMIUM", str(mine))
    with pytest.raises(ToolError, match=f"CHROMIUM={mine}"):
        browser.find_browser()


def test_a_note_in_place_of_a_browser_is_passed_over(executable):
    executable("bin/chromium-browser", "echo 'requires the chromium snap' >&2; exit 1")
    chrome = executable("bin/google-chrome", STARTS)
    assert browser.find_browser() == chrome


def test_debians_package_is_installed_by_root(debian):
    assert browser.find_browser() == debian


def test_debians_package_is_not_installed_by_anybody_else(debian, monkeypatch, playwright):
    monkeypatch.setattr(browser.os, "getuid", lambda: 1000)
    assert playwright in browser.find_browser().parents
    assert not debian.exists()


def test_where_no_package_is_to_be_had_playwright_downloads_one(playwright):
    assert playwright in browser.find_browser().parents


def test_what_was_downloaded_before_is_not_downloaded_again(playwright, executable):
    first = browser.find_browser()
    executable("bin/python", "exit 1")
    assert browser.find_browser() == first


def test_without_any_all_that_was_tried_is_told(executable):
    executable("bin/chromium", "echo 'libnss3.so is missing' >&2; exit 127")
    executable("bin/python", "echo 'no network' >&2; exit 1")
    with pytest.raises(ToolError) as told:
        browser.find_browser()
    words = str(told.value)
    assert words.startswith("There is no browser for the tests of the screens: install Chromium")
    for reason in ("libnss3.so is missing", "this machine is no Debian", "no network"):
        assert reason in words


def test_only_root_goes_without_the_sandbox(monkeypatch):
    monkeypatch.setattr(browser.os, "getuid", lambda: 0)
    assert browser.sandbox_options() == ["--no-sandbox"]
    monkeypatch.setattr(browser.os, "getuid", lambda: 1000)
    assert browser.sandbox_options() == []


def test_what_drives_it_is_pinned():
    """Another release of playwright drives other browsers, one of axe finds other faults."""
    lines = Path(browser.REQUIREMENTS).read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line.startswith(("playwright==", "axe-playwright-python=="))]
