"""The addon's template of translations is up to date with the source, as far as that can be read.

    python -m tools.lint_terms ADDON…

prints one line for each term of the source that the addon's .pot lacks, and for each of code or
views that the source says no longer, and ends with status 1 when there is any.

Read are `_()` and `_t()`, templates of the web client, labels and help of fields and selections,
messages of SQL constraints, descriptions of models, views, and the records of `TRANSLATED`. Not
seen is what only Odoo knows: labels that it makes of a field's name or gives to its own fields,
those of our own kinds of fields, selections that functions make, whether the tags within a text
stand where they stood, and whether a label is no longer used. tests/odoo/test_translations.py
compares all, with a database.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterable, Iterator
from html import unescape
from pathlib import Path
from typing import NamedTuple

import polib
from lxml import etree

JAVASCRIPT = re.compile(
    r"""\b_t\(\s*(?P<quote>["'`])(?P<term>(?:\\.|(?!(?P=quote)).)*)""", re.DOTALL
)
TAG = re.compile(r"<[^>]+>")
VALUE = re.compile(r'="([^"]*)"')
LABEL_AT = {"Many2one": 1, "One2many": 2, "Many2many": 4, "Selection": 1, "Reference": 1}
"""Where a kind of field takes its label, when not first."""

ATTRIBUTES = (
    "string", "add-label", "help", "sum", "avg", "confirm", "placeholder", "alt", "title",
    "aria-label", "data-tooltip", "text",
)  # fmt: skip
SPOKEN = {*ATTRIBUTES, *(f"t-attf-{name}" for name in ATTRIBUTES)}
TRANSLATED = {
    "ir.actions.act_window": {"name", "help"},
    "ir.actions.server": {"name"},
    "ir.cron": {"name"},
    "ir.module.category": {"name", "description"},
    "ir.ui.view": {"arch"},
    "mail.template": {"name", "description", "subject", "body_html"},
    "product.product": {"name"},
    "res.groups": {"name", "comment"},
    "stock.route": {"name"},
}
"""The fields that Odoo translates, of the models of which the addon brings records."""


# Where a term is said, as the template has it; of these two kinds the whole source can be read.
CODE, VIEW, ELSEWHERE = "code", "model_terms:ir.ui.view", ""


class Term(NamedTuple):
    """`kind`: CODE, VIEW or ELSEWHERE."""

    text: str
    line: int
    kind: str = ELSEWHERE


def check(addon: Path) -> Iterator[str]:
    """Yield what is missing in the addon's template, and what stands there in vain."""
    template = addon / "i18n" / f"{addon.name}.pot"
    entries = polib.pofile(str(template))
    known = set().union(*(_texts(entry.msgid) | _values(entry.msgid) for entry in entries))
    said = {CODE: set(), VIEW: set(), ELSEWHERE: set()}
    for path in sorted(addon.rglob("*")):
        for text, line, kind in terms_of(path):
            said[kind] |= _texts(text)
            if _texts(text) - known:
                yield f"{path}:{line}: {_even(text)!r} is missing in the template: make pot"
    for entry in entries:
        for kind in (CODE, VIEW):
            stands_there = any(place.startswith(kind) for place, _line in entry.occurrences)
            if stands_there and _texts(entry.msgid) - said[kind]:
                yield f"{template}:{entry.linenum}: {entry.msgid!r} is no longer said: make pot"


def _texts(term: str) -> set[str]:
    """Return the texts of a term before, between and after its tags."""
    return {_even(unescape(text)) for text in TAG.split(term) if any(map(str.isalpha, text))}


def _values(term: str) -> set[str]:
    """Return the values of the attributes in a term's tags."""
    return {_even(unescape(one)) for tag in TAG.findall(term) for one in VALUE.findall(tag)}


def _even(text: str) -> str:
    return " ".join(text.split())


def terms_of(path: Path) -> Iterator[Term]:
    """Yield the terms that a file of the source says; another file says none."""
    if path.suffix == ".py":
        yield from _python_terms(ast.parse(path.read_text(encoding="utf-8")))
    elif path.suffix == ".js":
        text = path.read_text(encoding="utf-8")
        for found in JAVASCRIPT.finditer(text):
            line = text.count("\n", 0, found.start()) + 1
            yield Term(found["term"].replace("\\" + found["quote"], found["quote"]), line, CODE)
    elif path.suffix == ".xml":
        root = etree.parse(str(path)).getroot()
        if "static" in path.parts:
            yield from _tree_terms(root, CODE)
        else:
            yield from _record_terms(root)


# === Python ===#


def _python_terms(module: ast.Module) -> Iterator[Term]:
    lists = {
        target.id: node.value
        for node in module.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(module):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            if name in ("_", "_lt"):
                yield from _strings(node.args[:1], CODE)
            elif name[:1].isupper() and _is_of_fields(node.func):
                yield from _strings(_parts_of_field(node, name, lists))
        elif isinstance(node, ast.ClassDef):
            yield from _strings(_parts_of_model(node))


def _strings(nodes: Iterable[ast.expr], kind: str = ELSEWHERE) -> Iterator[Term]:
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield Term(node.value, node.lineno, kind)


def _is_of_fields(function: ast.expr) -> bool:
    return getattr(getattr(function, "value", None), "id", "") == "fields"


def _parts_of_field(call: ast.Call, kind: str, lists: dict) -> Iterator[ast.expr]:
    named = {one.arg: one.value for one in call.keywords}
    at = LABEL_AT.get(kind, 0)
    yield from call.args[at : at + 1]
    yield from (named[name] for name in ("string", "help") if name in named)
    choices = [named.get("selection"), named.get("selection_add")]
    choices += call.args[:1] if kind in ("Selection", "Reference") else ()
    for choice in choices:
        choice = lists.get(getattr(choice, "id", None), choice)
        for pair in getattr(choice, "elts", ()):
            yield from getattr(pair, "elts", ())[1:2]


def _parts_of_model(model: ast.ClassDef) -> Iterator[ast.expr]:
    for node in model.body:
        names = [getattr(one, "id", "") for one in getattr(node, "targets", ())]
        if names == ["_description"]:
            yield node.value
        elif names == ["_sql_constraints"]:
            for constraint in node.value.elts:
                yield from constraint.elts[2:]


# === XML ===#


def _record_terms(root: etree._Element) -> Iterator[Term]:
    for menu in root.iter("menuitem"):
        yield Term(menu.get("name", ""), menu.sourceline)
    for template in root.iter("template"):
        yield from _tree_terms(template, VIEW)
    for field in root.iterfind(".//record/field"):
        model, name = field.getparent().get("model"), field.get("name")
        if name in TRANSLATED.get(model, ()):
            yield from _tree_terms(field, VIEW if name == "arch" else ELSEWHERE)


def _tree_terms(node: etree._Element, kind: str) -> Iterator[Term]:
    """Yield the texts of an element and of what it holds, and those of its attributes."""
    if not isinstance(node.tag, str) or node.get("t-translation") == "off":
        return
    if node.tag != "attribute" or node.get("name") in SPOKEN:
        yield Term(node.text or "", node.sourceline, kind)
    if not node.tag[0].isupper():  # a component of the web client's gets expressions
        for name in SPOKEN.intersection(node.attrib):
            yield Term(node.get(name), node.sourceline, kind)
    for child in node:
        yield from _tree_terms(child, kind)
        yield Term(child.tail or "", child.sourceline, kind)


def main(*addons: str) -> int:
    mistakes = [mistake for addon in addons for mistake in check(Path(addon))]
    print(*mistakes, sep="\n", end="\n" if mistakes else "")
    return int(bool(mistakes))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
