"""Each converter script on a small text: what it rewrites, and what it leaves alone."""

import re

import pytest

from .addon_copy import SCRIPTS, upgraded


def test_every_script_bears_a_name_that_odoos_converter_takes():
    names = [path.name for path in SCRIPTS.glob("*.py")]
    assert names
    for name in names:
        assert re.fullmatch(r"1[789]\.\d-\d\d-[a-z-]+\.py", name)


@pytest.mark.parametrize("script", sorted(path.stem for path in SCRIPTS.glob("*.py")))
def test_every_script_leaves_a_text_alone_that_does_not_concern_it(script):
    for path, text in (
        ("views/a.xml", '<odoo><field name="name">Marketplace</field></odoo>'),
        ("models/a.py", "def _amazon(self):\n    return self.name\n"),
        ("i18n/fr.po", 'msgid "users"\nmsgstr "utilisateurs"\n'),
    ):
        assert upgraded(script, text, path) == text


def test_the_chatter_becomes_one_element():
    before = """<form>
    <div class="oe_chatter">
        <field name="message_ids"/>
    </div>
</form>"""
    assert upgraded("chatter", before) == "<form>\n    <chatter/>\n</form>"


def test_a_scheduled_action_loses_its_number_of_calls():
    before = """<record id="cron" model="ir.cron">
    <field name="interval_number">1</field>
    <field name="numbercall">-1</field>
    <field name="doall" eval="False"/>
</record>"""
    after = """<record id="cron" model="ir.cron">
    <field name="interval_number">1</field>
</record>"""
    assert upgraded("cron-calls", before, "data/ir_cron.xml") == after


def test_the_number_of_calls_of_another_model_stays():
    text = '<record id="a" model="other.model"><field name="numbercall">1</field></record>'
    assert upgraded("cron-calls", text) == text


def test_a_group_gets_its_users_and_its_privilege():
    before = """<odoo>
    <record id="group_user" model="res.groups">
        <field name="name">User</field>
        <field name="category_id" ref="base.module_category_sales_sales"/>
    </record>
    <record id="group_manager" model="res.groups">
        <field name="category_id" ref="base.module_category_sales_sales"/>
        <field name="users" eval="[(4, ref('base.user_admin'))]"/>
    </record>
</odoo>"""
    after = upgraded("groups", before, "security/groups.xml")
    privilege = "privilege_base_module_category_sales_sales"
    assert after.count(f'<record id="{privilege}" model="res.groups.privilege">') == 1
    assert after.count(f'<field name="privilege_id" ref="{privilege}"/>') == 2
    assert '<field name="name">Amazon</field>' in after
    assert after.index("res.groups.privilege") < after.index('id="group_user"')
    assert '<field name="user_ids" eval=' in after


def test_the_category_of_another_model_stays():
    text = '<record id="a" model="product.product"><field name="category_id" ref="b"/></record>'
    assert upgraded("groups", text) == text


def test_the_groups_of_users_and_views_are_told_by_group_ids():
    assert upgraded("groups", '<field name="groups_id" eval="[]"/>') == (
        '<field name="group_ids" eval="[]"/>'
    )
    assert upgraded("groups", "user.groups_id = groups\n", "models/a.py") == (
        "user.group_ids = groups\n"
    )


def test_a_stocked_good_is_told_by_two_fields():
    before = """<record id="a" model="product.product">
    <field name="detailed_type">product</field>
</record>"""
    after = """<record id="a" model="product.product">
    <field name="type">consu</field>
    <field name="is_storable" eval="True" />
</record>"""
    assert upgraded("product-type", before, "data/products.xml") == after


@pytest.mark.parametrize("kind", ["consu", "service"])
def test_another_product_is_told_by_its_type(kind):
    before = f'<field name="detailed_type">{kind}</field>'
    assert upgraded("product-type", before) == f'<field name="type">{kind}</field>'


def test_an_order_line_has_several_taxes_by_name_too():
    before = 'values = {"tax_id": taxes.ids}\nline.tax_id = taxes\n'
    after = 'values = {"tax_ids": taxes.ids}\nline.tax_ids = taxes\n'
    assert upgraded("order-lines", before, "models/a.py") == after
    assert upgraded("order-lines", '<field name="tax_id"/>') == '<field name="tax_ids"/>'


def test_a_field_whose_name_only_ends_like_the_lines_taxes_stays():
    text = "tax.amazon_origin_tax_id = line.tax_ids\n"
    assert upgraded("order-lines", text, "models/a.py") == text


def test_the_precision_of_quantities_gets_its_new_name():
    before = 'digits="Product Unit of Measure"\n'
    assert upgraded("precisions", before, "models/a.py") == 'digits="Product Unit"\n'


def test_the_manifests_version_begins_with_the_new_series():
    before = '{"name": "Amazon Connector", "version": "17.0.1.2.0", "depends": ["sale"]}'
    after = '{"name": "Amazon Connector", "version": "19.0.1.2.0", "depends": ["sale"]}'
    assert upgraded("manifest", before, "__manifest__.py") == after


def test_a_version_in_another_file_stays():
    text = 'DATA = {"version": "17.0.1"}\n'
    assert upgraded("manifest", text, "models/a.py") == text


@pytest.mark.parametrize(
    ("path", "before", "after"),
    [
        ("models/a.py", '"stock.quant.package", "Package"', '"stock.package", "Package"'),
        ("views/a.xml", ">stock.quant.package<", ">stock.package<"),
        ("views/a.xml", 'ref="stock.model_stock_quant_package"', 'ref="stock.model_stock_package"'),
        (
            "views/a.xml",
            'ref="stock.view_quant_package_form"',
            'ref="stock.stock_package_view_form"',
        ),
    ],
)
def test_packages_get_their_new_name(path, before, after):
    assert upgraded("packages", before, path) == after


def test_a_model_whose_name_only_begins_like_the_packages_stays():
    text = '_name = "stock.quant.package.level"\n'
    assert upgraded("packages", text, "models/a.py") == text


def test_a_kanban_view_draws_cards():
    before = '<kanban><templates><t t-name="kanban-box"><div/></t></templates></kanban>'
    after = '<kanban><templates><t t-name="card"><div/></t></templates></kanban>'
    assert upgraded("kanban-cards", before, "views/a.xml") == after
