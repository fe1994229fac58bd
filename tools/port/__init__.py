"""The addon for a newer Odoo, built from its one source.

The source is plain Odoo 17.0 code. `build("19.0")` copies it to `.build/addons/19.0`, lets Odoo's
own converter rewrite the copy, and then the scripts beside this file for what that one lacks. The
folder `amazon_api` imports no Odoo: it is copied as it stands.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path
from xml.etree import ElementTree

from tools.environments import odoo_python
from tools.errors import ToolError
from tools.layout import ROOT, SERIES, addon_folder
from tools.locks import locked
from tools.odoo_source import OdooSource, find_odoo

ADDON = ROOT / "amazon_connector"
HERE = Path(__file__).resolve().parent
SCRIPTS = HERE / "scripts"
UNTOUCHED = "amazon_api"


def build(source: OdooSource, say=print) -> Path:
    """Build the addon for `source`'s series, unless it stands built from these very files.

    For the series that the source is written for, nothing is to be built.

    :param say: is called with each line of the report
    :return: the folder that holds the built addon, for Odoo's addons path
    :raises ToolError: when a converter fails
    """
    target = addon_folder(source.series)
    if target == ROOT:
        return target
    stamp = target.with_name(f"{source.series}.json")
    target.parent.mkdir(parents=True, exist_ok=True)
    with locked(target.with_name(f"{source.series}.lock")):
        source_digest = digest([ADDON, HERE], str(source.root))
        report = _report_of(stamp, source_digest)
        if report is None or not target.is_dir():
            report = _build_into(target, source)
            stamp.write_text(
                json.dumps({"digest": source_digest, "report": report}), encoding="utf-8"
            )
            _tell(report, source.series, say)
        else:
            say(f"The addon for Odoo {source.series} stands built, its source is unchanged.")
    return target


def source_files(folder: Path) -> list[Path]:
    """Return the files below `folder` that make up the source, sorted."""
    return sorted(
        path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    )


def digest(folders: Iterable[Path], *words: str) -> str:
    """Return a name for what stands in the files of these folders."""
    content = hashlib.sha256("\0".join(words).encode())
    for folder in folders:
        for path in source_files(folder):
            content.update(f"\0{path.relative_to(ROOT)}\0".encode())
            content.update(path.read_bytes())
    return content.hexdigest()


def _report_of(stamp: Path, digest: str) -> dict | None:
    """Return the report of the last build, or None when it was made from other files."""
    try:
        last = json.loads(stamp.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return last.get("report") if last.get("digest") == digest else None


def _build_into(target: Path, source: OdooSource) -> dict[str, list[str]]:
    """Convert a copy, then put it into the place of the last one: never half a folder."""
    work = Path(tempfile.mkdtemp(prefix="port-", dir=target.parent))
    try:
        ignore = shutil.ignore_patterns("__pycache__")
        copy = work / ADDON.name
        shutil.copytree(ADDON, copy, ignore=lambda *args: {*ignore(*args), UNTOUCHED})
        report = _convert(work, source)
        _check(work)
        shutil.copytree(ADDON / UNTOUCHED, copy / UNTOUCHED, ignore=ignore)
        work.chmod(0o755)
        shutil.rmtree(target, ignore_errors=True)
        work.rename(target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return report


def _convert(folder: Path, source: OdooSource) -> dict[str, list[str]]:
    environment = {**os.environ, **source.environ(), "PYTHONUTF8": "1"}
    command = [odoo_python(source), HERE / "convert.py", folder, SCRIPTS]
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise ToolError(f"The addon could not be converted to {source.series}:\n{done.stderr}")
    return json.loads(done.stdout.splitlines()[-1])


def _check(folder: Path) -> None:
    """Odoo's converter works by lines: a view written otherwise comes out as broken XML."""
    for path in source_files(folder):
        try:
            if path.suffix == ".xml":
                ElementTree.parse(path)
            elif path.suffix == ".py":
                compile(path.read_bytes(), path, "exec")
        except (ElementTree.ParseError, SyntaxError) as error:
            where = path.relative_to(folder)
            raise ToolError(
                f"The converted {where} is broken ({error}). Write one tag, and one key of a "
                "dict, on a line, indented."
            ) from error


def _tell(report: dict[str, list[str]], series: str, say) -> None:
    files = {path for paths in report.values() for path in paths}
    say(f"Built the addon for Odoo {series}: {len(files)} files rewritten.")
    for script, paths in report.items():
        say(f"  {script}: {', '.join(path.split('/', 1)[-1] for path in paths)}")


def main(arguments: list[str]) -> int:
    """`python3 -m tools port [SERIES]`: build, and say what was rewritten."""
    series = arguments[0] if arguments else os.environ.get("SERIES") or SERIES[-1]
    print(build(find_odoo(series)))
    return 0
