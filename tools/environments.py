"""Virtual environments, one for each purpose, in `.build/env/<name>`.

An environment is made when it is missing or when what belongs into it has changed; else
asking for it takes a moment.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from pathlib import Path

from tools import layout, odoo_requirements, uv
from tools.errors import ToolError
from tools.interpreters import find_python
from tools.locks import locked
from tools.odoo_source import OdooSource
from tools.progress import say

BUILD_LIMITS = "setuptools<80\n"
"""For packages that come as source: old ones still build with `pkg_resources`."""


def odoo_python(source: OdooSource) -> Path:
    """The Python of the environment that runs this Odoo, the addon and its tests.

    Made when missing (about a minute). Raises `ToolError` when that is not possible.
    """
    return environment_python(
        source.series,
        odoo_requirements.requirements_of(source),
        [layout.ROOT / "requirements.txt", layout.ROOT / "tests" / "requirements.txt"],
    )


def tools_python() -> Path:
    """The Python of the environment of the simulator, the checks and the unit tests."""
    return environment_python("tools", [], [layout.ROOT / "tools" / "requirements.txt"])


def environment_python(
    name: str,
    requirements: Sequence[str],
    files: Sequence[Path] = (),
    versions: Sequence[str] = layout.PYTHON_VERSIONS,
) -> Path:
    """The Python of the environment `name`, which has the requirements and those of the files.

    Files that do not exist are passed over. Raises `ToolError` when it cannot be made.
    """
    home = layout.BUILD / "env" / name
    python = home / "bin" / "python"
    files = [path for path in files if path.is_file()]
    wanted = _stamp(home, versions, requirements, files)
    if _stands(home, wanted):
        return python
    with locked(home.with_name(f"{name}.lock")):
        if not _stands(home, wanted):  # else somebody else made it while we waited
            _make(home, versions, requirements, files)
            (home / "stamp").write_text(wanted, encoding="utf-8")
    return python


def _stamp(
    home: Path, versions: Sequence[str], requirements: Sequence[str], files: Sequence[Path]
) -> str:
    """A name for what an environment holds; its place counts, since it cannot be moved."""
    parts = [str(home), *versions, BUILD_LIMITS, *requirements]
    parts += [path.read_text(encoding="utf-8") for path in files]
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


def _stands(home: Path, wanted: str) -> bool:
    """Whether the environment is whole: its Python may have been removed since."""
    try:
        stamp = (home / "stamp").read_text(encoding="utf-8")
    except OSError:
        return False
    return stamp == wanted and (home / "bin" / "python").exists()


def _make(
    home: Path, versions: Sequence[str], requirements: Sequence[str], files: Sequence[Path]
) -> None:
    """Make the environment anew; it counts only once its stamp is written."""
    shutil.rmtree(home, ignore_errors=True)
    say(f"Making the Python environment {home.name} …")
    uv.run(
        ["venv", "--quiet", "--no-project", "--python", python_for(versions), str(home)],
        f"make the environment {home}",
    )
    wanted = home / "requirements.txt"
    wanted.write_text("".join(f"{line}\n" for line in requirements), encoding="utf-8")
    limits = home / "build-limits.txt"
    limits.write_text(BUILD_LIMITS, encoding="utf-8")
    arguments = [
        "pip",
        "install",
        "--quiet",
        "--python",
        str(home / "bin" / "python"),
        "--build-constraints",
        str(limits),
    ]
    for path in (wanted, *files):
        arguments += ["--requirements", str(path)]
    uv.run(arguments, f"install what the environment {home.name} needs")


def python_for(versions: Sequence[str]) -> str:
    """A Python of one of these versions: one of this machine's, else one that uv brings.

    Raises `ToolError` when there is none and none can be brought.
    """
    python = find_python(*versions)
    if python:
        return str(python)
    # Its host may be out of reach although packages come from a mirror: soon given up.
    patience = {"UV_HTTP_TIMEOUT": "30", "UV_HTTP_RETRIES": "1"}
    own = {"UV_PYTHON_PREFERENCE": "only-managed"}
    wanted = versions[0]
    try:
        uv.run(["python", "install", wanted], f"download Python {wanted}", **patience)
        return uv.run(["python", "find", wanted], f"find Python {wanted}", **own)
    except ToolError as error:
        raise ToolError(
            f"Python {' or '.join(versions)} is needed and not installed here, and uv could "
            f"not bring it. Install Python {wanted} (with pyenv, uv or your system's "
            f"packages) and run this again. ({error})"
        ) from None
