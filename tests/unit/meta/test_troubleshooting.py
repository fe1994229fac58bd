"""The manual has an entry for each message of the addon, in both languages."""

import re

import polib
import pytest

from tools.layout import ROOT

TERMS = polib.pofile(ROOT / "amazon_connector" / "i18n" / "fr.po")


def as_read(message):
    """Return a message with « … » for each thing that it names."""
    return " ".join(re.sub(r"%\(\w+\)\w|%s", "…", message).split())


def is_sentence(message):
    words = as_read(message).replace("…", "").split()
    return len(words) >= 4 and re.search(r"[.:?](\s|$)", as_read(message))


# What a chart says of itself.
LABELS = {"Orders of last week and of this week: %s", "{{ day.date }}: {{ day.count }}"}
# What Python says to people; the words of screens explain themselves where they stand.
MESSAGES = [
    entry
    for entry in TERMS
    if entry.msgid not in LABELS
    and is_sentence(entry.msgid)
    and any(path.startswith("code") for path, _ in entry.occurrences)
]


def entries(language):
    """Return the messages that a language's page quotes."""
    page = ROOT / "docs" / "manual" / language / "troubleshooting.md"
    lines = page.read_text(encoding="utf-8").splitlines()
    return {line[2:].strip() for line in lines if line.startswith("> ")}


def test_there_are_messages():
    assert len(MESSAGES) > 100


@pytest.mark.parametrize(("language", "part"), [("en", "msgid"), ("fr", "msgstr")])
def test_each_message_has_an_entry_and_each_entry_is_a_message(language, part):
    said = {as_read(getattr(entry, part)) for entry in TERMS}
    wanted = {as_read(getattr(entry, part)) for entry in MESSAGES}
    assert wanted - entries(language) == set()
    assert entries(language) - said == set()


def test_both_pages_have_the_same_sections():
    def marks(language):
        page = ROOT / "docs" / "manual" / language / "troubleshooting.md"
        return re.findall(r"^#+", page.read_text(encoding="utf-8"), re.MULTILINE)

    assert marks("en") == marks("fr")
