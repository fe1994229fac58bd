"""The checks of XML, translations and text find what they are for, and nothing else."""

import pytest

from tools import lint_files

TEMPLATE = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgid "Synchronize %(count)s orders"
msgstr ""
"""
FRENCH = TEMPLATE.replace(
    'orders"\nmsgstr ""', 'orders"\nmsgstr "Synchroniser %(count)s commandes"'
)


@pytest.fixture
def translations(tmp_path):
    """Write a template and its translation; return what the check says of the translation."""

    def mistakes(french, template=TEMPLATE):
        (tmp_path / "amazon_connector.pot").write_text(template, encoding="utf-8")
        (tmp_path / "fr.po").write_text(french, encoding="utf-8")
        return list(lint_files.check_translations(tmp_path / "fr.po"))

    return mistakes


def test_a_complete_translation_is_right(translations):
    assert translations(FRENCH) == []


@pytest.mark.parametrize(
    ("french", "mistake"),
    [
        (TEMPLATE, "is not translated"),
        (FRENCH.replace("%(count)s commandes", "des commandes"), "other placeholders"),
        (FRENCH.replace('msgid "Syn', '#, fuzzy\nmsgid "Syn'), "is fuzzy"),
        (FRENCH.replace('msgid "Synchronize', 'msgid "Get'), "is missing"),
        (FRENCH + '\nmsgid "Gone"\nmsgstr "Parti"\n', "is no longer used"),
        (FRENCH + '\n#~ msgid "Gone"\n#~ msgstr "Parti"\n', "obsolete"),
        (FRENCH + "\nnonsense\n", "Syntax error"),
    ],
)
def test_a_mistake_in_a_translation_is_told(translations, french, mistake):
    assert any(mistake in line for line in translations(french))


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("Amazon\u00a0: la commande\u00a0; l'offre\u00a0! «\u00a0Réessayer\u00a0»", True),
        ("http://127.0.0.1:8080 à 14:30", True),
        ("Amazon : la commande", False),
        ("Amazon: la commande", False),
        ("Est-ce juste ?", False),
        ("cliquez sur « Réessayer\u00a0»", False),
        ("cliquez sur «\u00a0Réessayer »", False),
        ("l\u2019offre", False),
    ],
)
def test_french_has_the_typography_of_odoo_s_own(translations, words, right):
    mistakes = translations(FRENCH.replace("commandes", words))
    assert (mistakes == []) is right


def test_only_french_is_held_to_its_typography(translations, tmp_path):
    translations(FRENCH.replace("commandes", "Bestellungen: alle"))
    path = (tmp_path / "fr.po").rename(tmp_path / "de.po")
    assert list(lint_files.check_translations(path)) == []


def test_a_translation_keeps_the_tags_of_its_term(translations):
    template = TEMPLATE.replace(" orders", " <b>orders</b>")
    french = FRENCH.replace(" orders", " <b>orders</b>")
    assert "other tags" in translations(french, template)[0]
    assert translations(french.replace(" commandes", " <b>commandes</b>"), template) == []


def test_named_placeholders_may_come_in_any_order_others_not():
    same = lint_files.placeholders
    assert same("%(a)s of %(b)s") == same("%(b)s, %(a)s")
    assert same("%s of %d") != same("%d of %s")
    assert same("100 %% sure") == []


def test_a_template_that_translates_is_a_mistake(tmp_path):
    path = tmp_path / "amazon_connector.pot"
    path.write_text(FRENCH, encoding="utf-8")
    assert "is translated" in next(lint_files.check_translations(path))


@pytest.mark.parametrize(
    ("text", "mistakes"),
    [
        ("a line\n", 0),
        ("", 0),
        ("no end", 1),
        ("blanks \n", 1),
        ("\ttab\n", 1),
        ("<<<<<<< ours\n", 1),
        ("a table\n=======\n", 0),
    ],
)
def test_text_is_clean_or_its_mistakes_are_told(tmp_path, text, mistakes):
    path = tmp_path / "file.py"
    path.write_text(text, encoding="utf-8")
    assert len(list(lint_files.check_text(path))) == mistakes


def test_broken_xml_is_told(tmp_path):
    path = tmp_path / "view.xml"
    path.write_text("<odoo><record></odoo>", encoding="utf-8")
    assert "mismatched tag" in next(lint_files.check_xml(path))


def test_the_exit_status_says_whether_there_are_mistakes(tmp_path, capsys):
    path = tmp_path / "view.xml"
    path.write_text("<odoo/>", encoding="utf-8")
    assert lint_files.main("xml", str(path)) == 0
    path.write_text("<odoo>", encoding="utf-8")
    assert lint_files.main("xml", str(path)) == 1
    assert str(path) in capsys.readouterr().out
