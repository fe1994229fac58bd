"""The manual has an entry for each message of the addon, in both languages."""

import ast
import re
from xml.etree import ElementTree

import polib
import pytest

from tools.layout import ROOT

ADDON = ROOT / "amazon_connector"
TERMS = polib.pofile(ADDON / "i18n" / "fr.po")
# Who is given a title as the first word, and the words of titles elsewhere.
TITLED = {"_amazon_ask_clerk", "_amazon_ask_responsible", "_notification"}
TITLES = {"title", "summary", "summaries"}


def as_read(message):
    """Return a message with « … » for each thing that it names."""
    return " ".join(re.sub(r"%\(\w+\)\w|%s", "…", message).split())


def has_words(message):
    return len(as_read(message).replace("…", "").split()) >= 4


def is_sentence(message):
    return has_words(message) and re.search(r"[.:?](\s|$)", as_read(message))


# What a chart says of itself.
LABELS = {"Orders of last week and of this week: %s", "{{ day.date }}: {{ day.count }}"}
# What Python and the database say to people; most words of screens explain themselves there.
MESSAGES = [
    entry
    for entry in TERMS
    if entry.msgid not in LABELS
    and is_sentence(entry.msgid)
    and any(path.startswith(("code", "model:ir.model.constraint")) for path, _ in entry.occurrences)
]


def titles():
    """Return the titles of activities and notifications, as the source has them."""
    found = set()
    for path in ADDON.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            found |= {term for part in parts_with_titles(node) for term in terms_in(part)}
    return set(filter(has_words, found))


def parts_with_titles(node):
    if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in TITLED:
        yield from node.args[:1]
    elif isinstance(node, ast.Dict):
        yield from (v for k, v in zip(node.keys, node.values) if getattr(k, "value", "") == "title")
    elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in TITLES:
        yield node.value
    elif isinstance(node, ast.Return) and isinstance(node.value, ast.Tuple):
        yield from node.value.elts[:1]  # (summary, note)


def terms_in(part):
    for node in ast.walk(part):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_":
            yield node.args[0].value


def notices(part):
    """Return what coloured bars and grey hints on screens say in some states, without buttons."""
    words = {as_read(entry.msgid): getattr(entry, part) for entry in TERMS}
    for path in ADDON.rglob("*views.xml"):
        for box in ElementTree.parse(path).iter("div"):
            kind = box.get("class", "").split()
            if "alert" in kind or ("text-muted" in kind and "invisible" in box.attrib):
                text = " ".join(words[as_read(one)] if one != "…" else one for one in texts(box))
                # Fields side by side stand for each other.
                yield as_read(re.sub(r" (?=[.,])", "", text).replace("… …", "…"))


def texts(element):
    """Yield the texts in an element, and « … » for each field and figure in it."""
    if element.tag == "field":
        yield "…"
    elif element.tag != "button":
        yield from filter(str.strip, [element.text or ""])
        for child in element:
            yield from texts(child)
            yield from filter(str.strip, [child.tail or ""])


def wanted(part):
    """Return all that is to have an entry, in the language of `part` of a translation."""
    words = {entry.msgid: getattr(entry, part) for entry in TERMS}
    said = [getattr(entry, part) for entry in MESSAGES] + [words[title] for title in titles()]
    return {as_read(one) for one in said} | set(filter(has_words, notices(part)))


def entries(language):
    """Return the messages that a language's page quotes."""
    page = ROOT / "docs" / "manual" / language / "troubleshooting.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    return {line[2:].strip() for line in lines if line.startswith("> ")}


def test_there_are_messages_titles_and_notices():
    assert len(MESSAGES) > 100
    assert {"More than was ordered", "No marketplace is free"} <= titles()
    assert any(one.startswith("The buyer asks to cancel") for one in notices("msgid"))


@pytest.mark.parametrize(("language", "part"), [("en", "msgid"), ("fr", "msgstr")])
def test_each_message_has_an_entry_and_each_entry_is_a_message(language, part):
    said = {as_read(getattr(entry, part)) for entry in TERMS} | set(notices(part))
    assert wanted(part) - entries(language) == set()
    assert entries(language) - said == set()


def test_both_pages_have_the_same_sections():
    def marks(language):
        page = ROOT / "docs" / "manual" / language / "troubleshooting.md"
        return re.findall(r"^#+", page.read_text(encoding="utf-8"), re.MULTILINE)

    assert marks("en") == marks("fr")
