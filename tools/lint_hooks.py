"""The hooks of `.pre-commit-config.yaml` without git: all files of the folder are checked."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import yaml
from identify.identify import tags_from_path

from tools.layout import ROOT

IGNORED = {".build", ".git", "__pycache__"}


def hooks() -> list[dict]:
    """Return the hooks, as the file describes them."""
    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    return [hook for repo in yaml.safe_load(text)["repos"] for hook in repo["hooks"]]


def files_of(hook: dict, paths: list[Path]) -> list[Path]:
    """Choose the files that a hook asks for, by pattern and by type."""
    chosen = [path for path in paths if re.search(hook.get("files", ""), path.as_posix())]
    types = set(hook.get("types", ()))
    return [path for path in chosen if types <= tags_from_path(str(ROOT / path))]


def run_hook(hook: dict, paths: list[Path]) -> str:
    """Run one hook and return its verdict in pre-commit's word."""
    files = files_of(hook, paths)
    if not files:
        return "Skipped"
    named = files if hook.get("pass_filenames", True) else ()
    done = subprocess.run([*shlex.split(hook["entry"]), *map(str, named)], cwd=ROOT, check=False)
    return "Failed" if done.returncode else "Passed"


def all_files() -> Iterator[Path]:
    """Yield the project's files, relative to its root."""
    for path in sorted(ROOT.rglob("*")):
        relative = path.relative_to(ROOT)
        if path.is_file() and not IGNORED.intersection(relative.parts):
            yield relative


def main() -> int:
    paths = list(all_files())
    verdicts = []
    for hook in hooks():
        verdicts.append(run_hook(hook, paths))
        print(f"{hook['name']:.<72}{verdicts[-1]}", flush=True)
    return int("Failed" in verdicts)


if __name__ == "__main__":
    sys.exit(main())
