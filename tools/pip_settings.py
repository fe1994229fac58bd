"""The machine's settings for pip, in uv's words.

Where packages come from is the machine's affair (a mirror, a certificate, a proxy), and
people tell it to pip: in its configuration files and in PIP_* variables. uv reads neither.
"""

from __future__ import annotations

import configparser
import os
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

# pip's option → uv's variable, for those whose value is passed on as it is.
SAME_MEANING = {
    "index-url": "UV_DEFAULT_INDEX",
    "cert": "SSL_CERT_FILE",
    "client-cert": "SSL_CLIENT_CERT",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
    "retries": "UV_HTTP_RETRIES",
    "proxy": "ALL_PROXY",
    "keyring-provider": "UV_KEYRING_PROVIDER",
}
SYSTEM_FILE = Path("/etc/pip.conf")
SWITCHED_ON = {"1", "true", "yes", "on"}


def uv_variables(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables that make uv fetch from where pip would.

    What is set for uv already stays as it is. Raises nothing: a configuration file that
    cannot be read is passed over, as is a folder that does not exist.
    """
    options = pip_options(environ)
    found = {
        uv_name: options[pip_name].strip()
        for pip_name, uv_name in SAME_MEANING.items()
        if options.get(pip_name, "").strip()
    }
    indexes = _existing(options.get("extra-index-url", ""))
    if indexes:
        # pip takes the best version from all indexes; uv by itself stops at the first one.
        found.update(UV_INDEX=" ".join(indexes), UV_INDEX_STRATEGY="unsafe-best-match")
    links = _existing(options.get("find-links", ""))
    if links:
        found["UV_FIND_LINKS"] = ",".join(links)
    hosts = options.get("trusted-host", "").split()
    if hosts:
        found["UV_INSECURE_HOST"] = " ".join(hosts)
    if options.get("no-index", "").strip().lower() in SWITCHED_ON:
        found["UV_NO_INDEX"] = "1"
    return {name: value for name, value in found.items() if not environ.get(name)}


def pip_options(environ: Mapping[str, str] = os.environ) -> dict[str, str]:
    """pip's options as `pip config list` would show them, for `pip install`.

    Read here and not by running pip, which may not be installed. Later places win: the
    system's file, the user's, the one that PIP_CONFIG_FILE names, then PIP_* variables.
    """
    options: dict[str, str] = {}
    for path in configuration_files(environ):
        options.update(_options_in(path))
    for name, value in environ.items():
        if name.startswith("PIP_") and name != "PIP_CONFIG_FILE" and value:
            options[name[len("PIP_") :].lower().replace("_", "-")] = value
    return options


def configuration_files(environ: Mapping[str, str]) -> Iterator[Path]:
    """pip's configuration files, the least important first; not all of these exist."""
    named = environ.get("PIP_CONFIG_FILE")
    if named == os.devnull:  # pip's own way to say: read none of the files
        return
    home = Path(environ.get("HOME") or "/")
    for folder in (environ.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":"):
        yield Path(folder) / "pip" / "pip.conf"
    yield SYSTEM_FILE
    yield home / ".pip" / "pip.conf"
    yield Path(environ.get("XDG_CONFIG_HOME") or home / ".config") / "pip" / "pip.conf"
    yield Path(sys.prefix) / "pip.conf"
    if named:
        yield Path(named)


def _options_in(path: Path) -> dict[str, str]:
    """The options that a configuration file sets for `pip install`."""
    parser = configparser.RawConfigParser()
    try:
        parser.read(path, encoding="utf-8")
    except (OSError, configparser.Error, UnicodeDecodeError):
        return {}
    options: dict[str, str] = {}
    for section in ("global", "install"):
        if parser.has_section(section):
            for name, value in parser.items(section):
                options[name.lower().replace("_", "-")] = value
    return options


def _existing(places: str) -> list[str]:
    """Those of the places (separated by space) that are remote, or stand on this machine.

    pip passes over a folder that is missing; uv gives up.
    """
    found = []
    for place in places.split():
        address = urlsplit(place)
        if address.scheme in ("", "file"):
            local = Path(unquote(address.path) if address.scheme else place).expanduser()
            if not local.is_dir() and not local.is_file():
                continue
            place = place if address.scheme else str(local.absolute())
        found.append(place)
    return found
