"""What people told pip about where packages come from, told to uv."""

from __future__ import annotations

import pytest

from tools import pip_settings
from tools.pip_settings import pip_options, uv_variables


@pytest.fixture
def environ(tmp_path, monkeypatch):
    """The variables of a user whose home is empty, on a machine without settings."""
    monkeypatch.setattr(pip_settings, "SYSTEM_FILE", tmp_path / "none")
    return {"HOME": str(tmp_path), "XDG_CONFIG_DIRS": str(tmp_path / "none")}


@pytest.fixture
def configure(tmp_path):
    """Writes the user's pip.conf."""

    def write(text: str) -> None:
        path = tmp_path / ".config" / "pip" / "pip.conf"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    return write


def test_without_settings_uv_is_told_nothing(environ):
    assert uv_variables(environ) == {}


def test_a_mirror_a_certificate_and_a_time_limit_are_passed_on(environ, configure):
    configure("[global]\nindex-url = https://mirror/simple\ncert = /ca.pem\ntimeout = 90\n")
    assert uv_variables(environ) == {
        "UV_DEFAULT_INDEX": "https://mirror/simple",
        "SSL_CERT_FILE": "/ca.pem",
        "UV_HTTP_TIMEOUT": "90",
    }


def test_a_variable_wins_over_the_file(environ, configure):
    configure("[global]\nindex-url = https://file/simple\n")
    environ["PIP_INDEX_URL"] = "https://variable/simple"
    assert uv_variables(environ) == {"UV_DEFAULT_INDEX": "https://variable/simple"}


def test_what_is_set_for_uv_already_stays(environ):
    environ.update(PIP_INDEX_URL="https://pip/simple", UV_DEFAULT_INDEX="https://uv/simple")
    assert uv_variables(environ) == {}


def test_extra_indexes_are_all_searched_for_the_best_version_as_pip_does(environ, configure):
    configure("[install]\nextra-index-url =\n  https://one/simple\n  https://two/simple\n")
    assert uv_variables(environ) == {
        "UV_INDEX": "https://one/simple https://two/simple",
        "UV_INDEX_STRATEGY": "unsafe-best-match",
    }


def test_folders_that_do_not_exist_are_passed_over(environ, configure, tmp_path):
    (tmp_path / "wheels here").mkdir()
    address = (tmp_path / "wheels here").as_uri()
    configure(
        f"[global]\nfind-links = /no/such/folder {address}\n"
        "extra-index-url = file:///no/such/index\n"
    )
    assert uv_variables(environ) == {"UV_FIND_LINKS": address}


def test_trusted_hosts_a_proxy_and_no_index_are_passed_on(environ):
    environ.update(PIP_TRUSTED_HOST="one two", PIP_PROXY="http://proxy:1", PIP_NO_INDEX="yes")
    assert uv_variables(environ) == {
        "UV_INSECURE_HOST": "one two",
        "ALL_PROXY": "http://proxy:1",
        "UV_NO_INDEX": "1",
    }


def test_the_file_that_a_variable_names_wins_over_the_users(environ, configure, tmp_path):
    configure("[global]\nindex-url = https://user/simple\nretries = 1\n")
    named = tmp_path / "named.conf"
    named.write_text("[global]\nindex_url = https://named/simple\n", encoding="utf-8")
    environ["PIP_CONFIG_FILE"] = str(named)
    options = pip_options(environ)
    assert (options["index-url"], options["retries"]) == ("https://named/simple", "1")


def test_files_are_not_read_when_pip_would_not(environ, configure):
    configure("[global]\nindex-url = https://user/simple\n")
    environ["PIP_CONFIG_FILE"] = "/dev/null"
    assert pip_options(environ) == {}


def test_a_file_that_cannot_be_read_is_passed_over(environ, configure):
    configure("this is no configuration file\n")
    assert pip_options(environ) == {}


def test_percent_signs_in_a_password_are_kept(environ, configure):
    configure("[global]\nindex-url = https://me:a%40b@mirror/simple\n")
    assert uv_variables(environ) == {"UV_DEFAULT_INDEX": "https://me:a%40b@mirror/simple"}
