"""`make lint`: the hooks of `.pre-commit-config.yaml` over all files."""

from __future__ import annotations

import os
import re
import subprocess
import time

from tools.environments import tools_python
from tools.layout import BUILD, ROOT
from tools.results import Result, report

VERDICT = re.compile(r"\.(Passed|Failed|Skipped)\s*$|\(no files to check\)Skipped$")


def run() -> Result:
    """Run each hook; one of them is one check."""
    python = tools_python()
    runner = ["pre_commit", "run", "--all-files", "--color=never"]
    if not _is_git_repository():
        runner = ["tools.lint_hooks"]  # unpacked from an archive: pre-commit asks git for files
    started = time.monotonic()
    done = subprocess.run(
        [str(python), "-m", *runner],
        cwd=ROOT,
        env={**os.environ, "PRE_COMMIT_HOME": str(BUILD / "pre-commit"), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    print(done.stdout, end="", flush=True)
    verdicts = [match[1] for line in done.stdout.splitlines() if (match := VERDICT.search(line))]
    failed = verdicts.count("Failed") or int(done.returncode != 0)
    return Result("lint", verdicts.count("Passed"), failed, 0, time.monotonic() - started)


def _is_git_repository() -> bool:
    try:
        done = subprocess.run(
            ["git", "rev-parse", "--git-dir"], cwd=ROOT, capture_output=True, check=False
        )
    except OSError:
        return False
    return not done.returncode and (ROOT / ".git").exists()


def main(arguments: list[str]) -> int:
    return report([run()])
