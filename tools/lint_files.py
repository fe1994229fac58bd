"""Checks that ruff and pylint do not make: of XML, of translations, of plain text.

    python -m tools.lint_files xml|translations|text FILE…

prints one line for each mistake and ends with status 1 when there is any.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

TAB, CONFLICT = re.compile(r"^[ ]*\t"), re.compile(r"^(<{7}|>{7})( |$)")
TAG = re.compile(r"<[^>]+>")
# French typography, as Odoo's own translations have it: a no-break space before ; : ! ? » and
# after «, straight apostrophes. A colon within a word, as in an address or a time, is none.
FRENCH_SLIP = re.compile(r"\w*(?:[^\u00a0](?:[;!?»]|:(?!\S))|«(?!\u00a0)|\u2019)")
MAY_HAVE_TABS = {"Makefile", ".gitmodules"}


def check_xml(path: Path) -> Iterator[str]:
    """XML is well-formed, and says its data in `<odoo>` where it is an addon's."""
    try:
        root = ElementTree.parse(path).getroot()
    except ElementTree.ParseError as error:
        yield f"{path}: {error}"
        return
    if "amazon_connector" in path.parts[0] and "static" not in path.parts and root.tag != "odoo":
        yield f"{path}: the root element is <{root.tag}>, not <odoo>"


def check_translations(path: Path) -> Iterator[str]:
    """A .pot has no translations; a .po translates all of its .pot, with the same %(names)s."""
    import polib  # in the tools' environment only

    try:
        entries = polib.pofile(str(path), check_for_duplicates=True)
    except (OSError, ValueError) as error:
        yield f"{path}: {error}"
        return
    if path.suffix == ".pot":
        yield from (f"{path}: {e.msgid!r} is translated" for e in entries if e.msgstr)
        return
    for entry in entries:
        yield from _mistakes(path, entry)
    template = next(path.parent.glob("*.pot"), None)
    if template is None:
        yield f"{path}: no .pot stands beside it"
        return
    wanted, known = ({e.msgid for e in polib.pofile(str(p))} for p in (template, path))
    yield from (f"{path}: {text!r} is missing" for text in sorted(wanted - known))
    yield from (f"{path}: {text!r} is no longer used" for text in sorted(known - wanted))


def _mistakes(path: Path, entry) -> Iterator[str]:
    where = f"{path}:{entry.linenum}"
    if entry.obsolete:
        yield f"{where}: obsolete"
    elif not entry.msgstr:
        yield f"{where}: {entry.msgid!r} is not translated"
    elif entry.fuzzy:
        yield f"{where}: {entry.msgid!r} is fuzzy"
    elif placeholders(entry.msgid) != placeholders(entry.msgstr):
        yield f"{where}: {entry.msgid!r} has other placeholders than its translation"
    elif TAG.findall(entry.msgid) != TAG.findall(entry.msgstr):
        yield f"{where}: {entry.msgid!r} has other tags than its translation"
    elif path.stem == "fr" and (found := FRENCH_SLIP.search(TAG.sub("", entry.msgstr))):
        yield f"{where}: no-break space or straight apostrophe missing at {found[0]!r}"


def placeholders(text: str) -> list[str]:
    """Return the `%s`, `%(name)s` of a text; named ones may come in any order."""
    found = re.findall(r"%(?:\(\w+\))?[-+ 0#]*\d*(?:\.\d+)?[sdifr]", text.replace("%%", ""))
    return sorted(found) if all("(" in one for one in found) else found


def check_text(path: Path) -> Iterator[str]:
    """Text is UTF-8, ends its lines cleanly, and has no tabs or marks of a merge."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        yield f"{path}: {error}"
        return
    if text and not text.endswith("\n"):
        yield f"{path}: the last line has no end"
    for number, line in enumerate(text.split("\n"), start=1):
        if line != line.rstrip():
            yield f"{path}:{number}: blanks at the end of the line"
        if TAB.match(line) and path.name not in MAY_HAVE_TABS:
            yield f"{path}:{number}: a tab"
        if CONFLICT.match(line):
            yield f"{path}:{number}: the mark of a merge conflict"


CHECKS: dict[str, Callable[[Path], Iterator[str]]] = {
    "xml": check_xml,
    "translations": check_translations,
    "text": check_text,
}


def main(check: str, *paths: str) -> int:
    mistakes = [mistake for path in paths for mistake in CHECKS[check](Path(path))]
    print(*mistakes, sep="\n", end="\n" if mistakes else "")
    return int(bool(mistakes))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
