"""What no file of the project may be or say."""

import re
import subprocess

import pytest

from tools.layout import ROOT

LONGEST = 400
"""Lines of a Python file; a longer one wants to be two."""

LONGEST_FUNCTION = 60

# Written apart, so that this file may hold them.
FORBIDDEN = [
    ("the machine it was written on", r"/wo" r"rk/|/opt/whe" r"els|/opt/py" r"pi"),
    ("a registry by its address", r"pypi\.or" r"g|pythonhosted\.or" r"g|npmjs\.or" r"g"),
    ("a session of its making", r"\bsess" r"ions? of the project\b|\bbri" r"ef\b.*\bhelp" r"er\b"),
    ("a machine as its author", r"\bCla" r"ude\b|\bChat" r"GPT\b|\bAnth" r"ropic\b|\bLL" r"M\b"),
]
MAY_NAME_SHARED = {".ci/run"}


def project_files():
    """Return the files that git keeps, else all files outside of what is made here."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        paths = [ROOT / name for name in listed.stdout.split("\0") if name]
    else:
        made = {".build", ".git", "__pycache__"}
        paths = [p for p in ROOT.rglob("*") if not made & set(p.relative_to(ROOT).parts)]
    return sorted(path for path in paths if path.is_file())


FILES = project_files()


def texts():
    """Yield each text file with its text."""
    for path in FILES:
        try:
            yield path, path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture


def name(path):
    return path.relative_to(ROOT).as_posix()


def test_there_is_something_to_look_at():
    assert len(FILES) > 100


@pytest.mark.parametrize(("what", "pattern"), FORBIDDEN)
def test_no_file_names(what, pattern):
    wrong = re.compile(pattern, re.IGNORECASE)
    found = [f"{name(path)}: {match[0]}" for path, text in texts() if (match := wrong.search(text))]
    assert not found, what


def test_only_continuous_integration_looks_beside_the_project():
    beside = re.compile(r"\.\./sha" r"red")
    found = {name(path) for path, text in texts() if beside.search(text)}
    assert found <= MAY_NAME_SHARED


def test_no_python_file_is_longer_than_one_reads_in_a_sitting():
    long = {
        name(path): lines
        for path, text in texts()
        if path.suffix == ".py" and (lines := text.count("\n")) > LONGEST
    }
    assert not long


def test_no_function_is_longer_than_a_page():
    import ast

    long = [
        f"{name(path)}:{node.lineno} {node.name}"
        for path, text in texts()
        if path.suffix == ".py" and "tests" not in path.parts
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert not long


def test_nothing_large_or_secret_is_kept():
    assert [name(path) for path in FILES if path.stat().st_size > 1_000_000] == []
    secret = {".env", ".pem", ".key", ".p12"}
    assert [name(path) for path in FILES if path.suffix in secret or path.name in secret] == []
