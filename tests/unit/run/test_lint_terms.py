"""The template of translations is held against the addon's source without Odoo."""

import polib
import pytest

from tools import lint_terms

SOURCE = {
    "models/thing.py": """
        from odoo import _, fields, models

        STATES = [("new", "Brand New"), ("old", "Worn Out")]

        class Thing(models.Model):
            _name = "thing"
            _description = "A Thing"
            _sql_constraints = [("one", "UNIQUE(name)", "There is one already.")]

            name = fields.Char("Its Name", help="As people call it.")
            owner_id = fields.Many2one("res.partner", string="Belongs to")
            shelf_id = fields.Many2one("shelf", "Lies on")
            state = fields.Selection(STATES)

            def refuse(self, fields):
                return _("No %(name)s "
                         "today.", name=fields.get("nothing said"))
    """,
    "views/thing_views.xml": """
        <odoo>
            <menuitem id="menu" name="All Things"/>
            <record id="view" model="ir.ui.view">
                <field name="name">thing.form</field>
                <field name="arch" type="xml">
                    <form string="One Thing"><!-- Unsaid -->
                        <p>Press <b>the button</b> now.</p>
                        <field name="name" placeholder="As on the label" widget="char"/>
                    </form>
                </field>
            </record>
            <record id="action" model="ir.actions.act_window">
                <field name="name">Things</field>
                <field name="res_model">thing</field>
            </record>
        </odoo>
    """,
    "static/src/thing.js": """say(_t("It's \\"done\\"."), t("unsaid"));""",
    "static/src/thing.xml": """
        <templates><t t-name="a.b"><p title="Read me">Here</p><Box title="name"/>1</t></templates>
    """,
}
SAID = {
    "code": ["No %(name)s today.", 'It\'s "done".', "Read me", "Here"],
    "model_terms:ir.ui.view": ["One Thing", "Press <b>the button</b> now.", "As on the label"],
    "model:ir.model.fields": ["Its Name", "As people call it.", "Belongs to", "Lies on"],
    "model:ir.model.fields.selection": ["Brand New", "Worn Out"],
    "model:ir.model": ["A Thing"],
    "model:ir.model.constraint": ["There is one already."],
    "model:ir.ui.menu": ["All Things"],
    "model:ir.actions.act_window": ["Things"],
}


@pytest.fixture
def mistakes(tmp_path):
    """Write an addon and its template; return what the check says of them."""
    addon = tmp_path / "thing"
    for name, text in SOURCE.items():
        path = addon / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = text.strip("\n").splitlines()
        indent = len(lines[0]) - len(lines[0].lstrip())
        path.write_text("\n".join(line[indent:] for line in lines), encoding="utf-8")
    (addon / "i18n").mkdir()

    def check(said):
        template = polib.POFile()
        for kind, terms in said.items():
            template.extend(polib.POEntry(msgid=t, occurrences=[(kind, "0")]) for t in terms)
        template.save(str(addon / "i18n" / "thing.pot"))
        return list(lint_terms.check(addon))

    return check


def test_a_template_with_all_terms_is_right(mistakes):
    assert mistakes(SAID) == []


@pytest.mark.parametrize("missing", [term for terms in SAID.values() for term in terms])
def test_a_term_that_the_template_lacks_is_named_with_its_file(mistakes, missing):
    said = {kind: [term for term in terms if term != missing] for kind, terms in SAID.items()}
    found = mistakes(said)
    assert found
    assert all("is missing in the template" in one for one in found)
    assert any(name in found[0] for name in SOURCE)


@pytest.mark.parametrize("kind", ["code", "model_terms:ir.ui.view"])
def test_what_code_and_views_say_no_longer_is_named(mistakes, kind):
    (found,) = mistakes({**SAID, kind: [*SAID[kind], "Gone with the last change."]})
    assert "'Gone with the last change.' is no longer said" in found
