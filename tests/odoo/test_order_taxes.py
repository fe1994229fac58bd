"""The twins of taxes for prices that contain them, and the fiscal position of an order."""

from odoo.addons.amazon_connector.amazon_api.orders import order_from_json

from .common import AmazonCase
from .orders import an_item, an_order, changed


class TaxCase(AmazonCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tax = cls.env["account.tax"].create(
            {"name": "Test tax", "amount": 20.0, "type_tax_use": "sale"}
        )
        cls.mug.write({"taxes_id": [(6, 0, cls.tax.ids)], "invoice_policy": "order"})

    def maps(self, position, tax, other):
        """Have a fiscal position put another tax in the place of one; the series differ."""
        if "original_tax_ids" in other._fields:  # from 19.0 on
            other.write(
                {"fiscal_position_ids": [(4, position.id)], "original_tax_ids": [(4, tax.id)]}
            )
        else:
            position.tax_ids = [(0, 0, {"tax_src_id": tax.id, "tax_dest_id": other.id})]

    def position(self, country, other):
        position = self.env["account.fiscal.position"].create(
            {
                "name": f"To {country}",
                "auto_apply": True,
                "sequence": -1,
                "country_id": self.env.ref(f"base.{country}").id,
            }
        )
        self.maps(position, self.tax, other)
        return position

    def order(self, country="FR", total="12.00"):
        order = an_order(total=total)
        order["recipient"]["deliveryAddress"]["countryCode"] = country
        return order


class TestTwins(TaxCase):
    def test_a_twin_follows_the_rate_of_its_tax(self):
        twin = self.tax._amazon_price_included()
        self.tax.amount = 21.0
        self.assertEqual(twin.amount, 21.0)
        self.assertEqual(round(self.sync(self.order()).amount_tax, 2), 2.08)

    def test_a_twin_follows_the_account_of_its_tax(self):
        twin = self.tax._amazon_price_included()
        account = self.env["account.account"].create(
            {"name": "VAT", "code": "259998", "account_type": "liability_current"}
        )
        lines = self.tax.invoice_repartition_line_ids
        lines.filtered(lambda one: one.repartition_type == "tax").account_id = account
        self.assertEqual(self.tax._amazon_price_included(), twin)
        self.assertEqual(twin.invoice_repartition_line_ids.account_id, account)

    def test_a_tax_posted_in_other_shares_gets_a_new_twin(self):
        twin = self.tax._amazon_price_included()
        half = {"repartition_type": "tax", "factor_percent": 50.0}
        changes = {}
        for side in ("invoice", "refund"):
            name = f"{side}_repartition_line_ids"
            lines = self.tax[name].filtered(lambda one: one.repartition_type == "tax")
            share = {**half, "document_type": side}
            changes[name] = [(1, lines.id, half), (0, 0, share)]
        self.tax.write(changes)
        other = self.tax._amazon_price_included()
        self.assertNotEqual(other, twin)
        self.assertFalse(twin.active)
        self.assertEqual(len(other.invoice_repartition_line_ids), 3)

    def test_an_archived_twin_is_found_and_used(self):
        twin = self.tax._amazon_price_included()
        twin.active = False
        sale = self.sync(self.order())
        self.assertEqual(self.taxes_of(sale.order_line), twin)
        invoice = sale._create_invoices()
        invoice.action_post()
        self.assertAlmostEqual(invoice.amount_total, 12.0)
        self.assertAlmostEqual(invoice.amount_tax, 2.0)

    def test_the_name_of_a_twin_may_be_taken(self):
        self.tax.copy({"name": "Test tax incl. (Amazon)"})
        self.assertEqual(self.tax._amazon_price_included().name, "Test tax incl. (Amazon) 2")

    def test_buyers_read_the_name_of_the_tax_itself_on_their_invoice(self):
        self.assertEqual(self.tax._amazon_price_included().invoice_label, "Test tax")

    def test_a_twin_is_on_the_same_cash_basis(self):
        account = self.env["account.account"].create(
            {
                "name": "VAT to come",
                "code": "259999",
                "account_type": "liability_current",
                "reconcile": True,
            }
        )
        self.company.tax_exigibility = True
        self.tax.write(
            {"tax_exigibility": "on_payment", "cash_basis_transition_account_id": account.id}
        )
        twin = self.tax._amazon_price_included()
        self.assertEqual(twin.tax_exigibility, "on_payment")
        self.assertEqual(twin.cash_basis_transition_account_id, account)

    def test_a_group_follows_its_members(self):
        other = self.tax.copy({"name": "Other", "amount": 2.0})
        group = self.env["account.tax"].create(
            {
                "name": "Group",
                "amount_type": "group",
                "type_tax_use": "sale",
                "children_tax_ids": [(6, 0, self.tax.ids)],
            }
        )
        twin = group._amazon_price_included()
        group.children_tax_ids += other
        self.assertEqual(group._amazon_price_included(), twin)
        self.assertEqual(len(twin.children_tax_ids), 2)

    def test_a_tax_has_one_twin_only(self):
        self.env.cr.execute(
            "SELECT count(*) FROM pg_constraint WHERE conname = 'account_tax_amazon_twin_unique'"
        )
        self.assertEqual(self.env.cr.fetchone(), (1,))


class TestPositions(TaxCase):
    def test_the_twin_is_that_of_the_tax_after_the_position_also_the_second_time(self):
        german = self.tax.copy({"name": "German", "amount": 19.0})
        self.position("de", german)
        for _time in range(2):
            sale = self.sync(self.order("DE", "11.90"))
            taxes = self.taxes_of(sale.order_line)
            self.assertEqual(len(taxes), 1)
            self.assertEqual(taxes.amazon_origin_tax_id, german)

    def test_a_country_that_comes_late_brings_its_position_and_its_tax(self):
        german = self.tax.copy({"name": "German", "amount": 19.0})
        position = self.position("de", german)
        order = self.order("FR", "11.90")
        recipient = order.pop("recipient")
        sale = self.sync(order)
        self.assertFalse(sale.fiscal_position_id)
        recipient["deliveryAddress"]["countryCode"] = "DE"
        self.sync(changed(order, recipient=recipient))
        self.assertEqual(sale.fiscal_position_id, position)
        self.assertTotal(sale, 11.9)
        self.assertAlmostEqual(sale.amount_tax, 1.9)

    def test_what_is_invoiced_keeps_its_position(self):
        self.position("de", self.tax.copy({"name": "German", "amount": 19.0}))
        order = self.order("FR")
        sale = self.sync(order)
        at_home = sale.fiscal_position_id
        sale._create_invoices().action_post()
        order["recipient"]["deliveryAddress"]["countryCode"] = "DE"
        self.sync(changed(order))
        self.assertEqual(sale.fiscal_position_id, at_home)
        self.assertAlmostEqual(sale.amount_tax, 2.0)

    def test_a_position_that_a_person_chose_stays_while_the_address_says_the_same(self):
        order = self.order("FR")
        sale = self.sync(order)
        chosen = self.position("it", self.tax.copy({"name": "Italian", "amount": 22.0}))
        sale.fiscal_position_id = chosen
        self.sync(changed(order, buyer={**order["buyer"], "buyerName": "Camille M."}))
        self.assertEqual(sale.fiscal_position_id, chosen)

    def test_the_settings_position_comes_first(self):
        self.position("de", self.tax.copy({"name": "German", "amount": 19.0}))
        chosen = self.position("it", self.tax.copy({"name": "Italian", "amount": 22.0}))
        self.account.fiscal_position_id = chosen
        self.assertEqual(self.sync(self.order("DE")).fiscal_position_id, chosen)

    def test_a_page_asks_once_for_all_customers_that_look_alike(self):
        orders = [order_from_json(self.order(country)) for country in ("FR", "FR", "DE", "FR")]
        customers = self.env["res.partner"]._amazon_customers(self.account, orders)
        asked = []
        positions = type(self.env["account.fiscal.position"])
        find = positions._get_fiscal_position
        self.patch(
            positions,
            "_get_fiscal_position",
            lambda this, *args, **kwargs: asked.append(1) or find(this, *args, **kwargs),
        )
        found = self.env["sale.order"]._amazon_fiscal_positions(self.account, orders, customers)
        self.assertEqual(set(found), {order.order_id for order in orders})
        self.assertEqual(len(asked), 2)


class TestIssueHeals(TaxCase):
    def test_an_order_whose_prices_come_late_heals_by_itself(self):
        order = an_order(an_item(breakdowns={}))
        item = order["orderItems"][0]
        proceeds = item.pop("proceeds")
        total = order.pop("proceeds")
        self.assertFalse(self.sync(order))
        self.assertEqual(self.issues(order).reason, "amounts")
        later = changed(order, proceeds=total)
        later["orderItems"][0]["proceeds"] = proceeds
        self.assertTotal(self.sync(later), 12.0)
        self.assertFalse(self.issues(order))
