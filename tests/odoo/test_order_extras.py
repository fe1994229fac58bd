"""What Amazon tells beside goods and money: on the order, on its transfer, on the slip."""

from unittest.mock import patch

from lxml import etree
from odoo.exceptions import ValidationError
from odoo.tests.common import new_test_user

from .common import AmazonCase
from .orders import FRANCE, GERMANY, an_item, an_order, changed, money

SOON, LATER = "2030-05-02T21:59:59Z", "2030-05-03T21:59:59Z"


def a_gift(message="Bon anniversaire !", **item):
    gift = {"giftMessage": message, "giftWrapLevel": "Ribbon"}
    quantity = item.get("quantity", 1)
    return an_item(
        fulfillment={
            "quantityFulfilled": 0,
            "quantityUnfulfilled": quantity,
            "packing": {"giftOption": gift},
        },
        **item,
    )


def unshipped(level="STANDARD", ship_by=SOON, status="UNSHIPPED"):
    return {
        "fulfillmentStatus": status,
        "fulfilledBy": "MERCHANT",
        "fulfillmentServiceLevel": level,
        "shipByWindow": {"latestDateTime": ship_by},
        "deliverByWindow": {"latestDateTime": LATER},
    }


def asked_to_cancel(item, reason="Ordered by mistake"):
    request = {"requester": "BUYER", "cancelReason": reason}
    return {**item, "cancellation": {"cancellationRequest": request}}


class TestExtras(AmazonCase):
    def test_all_of_it_stands_on_the_order_and_on_its_transfer(self):
        order = an_order(
            a_gift(),
            programs=["PRIME", "AMAZON_BUSINESS"],
            fulfillment=unshipped("NEXT_DAY"),
        )
        order["recipient"]["deliveryPreference"] = {
            "dropOffLocation": "Neighbour",
            "addressInstruction": "Ring twice",
        }
        sale = self.sync(order)
        for record in (sale, sale.picking_ids):
            self.assertTrue(record.amazon_is_prime)
            self.assertTrue(record.amazon_is_business)
            self.assertTrue(record.amazon_gift)
            self.assertFalse(record.amazon_cancel_requested)
            self.assertEqual(record.amazon_service_level, "next_day")
            self.assertEqual(record.amazon_ship_by.isoformat() + "Z", SOON)
            self.assertEqual(record.amazon_deliver_by.isoformat() + "Z", LATER)
            self.assertEqual(record.amazon_delivery_instructions, "Neighbour\nRing twice")
        self.assertEqual(sale.order_line.amazon_gift_message, "Bon anniversaire !")
        self.assertEqual(sale.order_line.amazon_gift_wrap_level, "Ribbon")

    def test_an_order_without_any_of_it_says_nothing(self):
        sale = self.sync(an_order())
        self.assertFalse(sale.amazon_is_prime or sale.amazon_gift or sale.amazon_ship_by)
        self.assertFalse(sale.amazon_service_level or sale.amazon_delivery_instructions)

    def test_an_unknown_service_level_is_shown_in_amazons_word(self):
        sale = self.sync(an_order(fulfillment=unshipped("BY_DRONE")))
        self.assertEqual(sale.amazon_service_level, "other")
        self.assertEqual(sale.picking_ids.amazon_service_word, "BY_DRONE")

    def test_a_customised_product_has_a_link_and_only_a_safe_one(self):
        safe, unsafe = an_item(), an_item()
        safe["product"]["customization"] = {"customizedUrl": "https://example.com/wishes.zip"}
        unsafe["product"]["customization"] = {"customizedUrl": "javascript:alert(1)"}
        sale = self.sync(an_order(safe, unsafe, total="24.00"))
        links = sale.order_line.mapped("amazon_customization_url")
        self.assertEqual(links, ["https://example.com/wishes.zip", False])
        self.assertEqual(sale.picking_ids.move_ids.mapped("amazon_customization_url"), links)

    def test_the_link_to_the_wishes_has_words_of_its_own(self):
        """Odoo translates a word one way only: « Open » is the state of an issue."""
        states = dict(self.env["amazon.issue"]._fields["state"].selection).values()
        for model in ("sale.order", "stock.picking"):
            form = etree.fromstring(self.env[model].get_view(view_type="form")["arch"])
            (link,) = form.xpath("//field[@name='amazon_customization_url']/@text")
            self.assertNotIn(link, states, model)

    def test_a_gift_message_stands_once_on_the_delivery_slip(self):
        order = an_order(a_gift("Joyeux Noël\nMamie", quantity=3, total="10.00"), total="10.00")
        picking = self.sync(order).picking_ids
        self.assertEqual(len(picking.sale_id.order_line), 2, "its cents do not divide")
        report = self.env["ir.actions.report"]
        slip, _type = report._render_qweb_html("stock.report_deliveryslip", picking.ids)
        self.assertEqual(slip.decode().count("Joyeux Noël"), 1)

    def test_no_personal_text_is_told_in_the_chatter(self):
        order = an_order(a_gift("Top secret"))
        sale = self.sync(order)
        later = changed(order)
        gift = later["orderItems"][0]["fulfillment"]["packing"]["giftOption"]
        gift["giftMessage"] = "Still more secret"
        self.sync(later)
        said = "".join(map(str, (sale | sale.picking_ids.sale_id).message_ids.mapped("body")))
        self.assertNotIn("secret", said)
        self.assertFalse(sale.message_ids.tracking_value_ids.filtered(_is_ours))

    def test_what_amazon_changes_later_is_followed(self):
        item = an_item()
        order = an_order(item, fulfillment=unshipped())
        sale = self.sync(order)
        gift = a_gift("New", orderItemId=item["orderItemId"])
        self.sync(
            changed(
                order,
                orderItems=[asked_to_cancel(gift)],
                programs=["PRIME"],
                fulfillment=unshipped("SAME_DAY", LATER),
                recipient={**order["recipient"], "deliveryPreference": {"dropOffLocation": "Hut"}},
            )
        )
        picking = sale.picking_ids
        self.assertEqual(picking.amazon_service_level, "same_day")
        self.assertEqual(picking.amazon_ship_by.isoformat() + "Z", LATER)
        self.assertEqual(picking.date_deadline, picking.amazon_ship_by)
        self.assertEqual(picking.amazon_delivery_instructions, "Hut")
        self.assertEqual(picking.move_ids.amazon_gift_message, "New")
        self.assertTrue(picking.amazon_is_prime and picking.amazon_gift)
        self.assertTrue(picking.amazon_cancel_requested)
        self.assertEqual(picking.amazon_cancel_reason, "Ordered by mistake")
        self.assertTrue(sale.order_line.amazon_cancel_requested)

    def test_what_amazon_leaves_out_later_stays_and_nothing_is_written(self):
        order = an_order(a_gift(), fulfillment=unshipped())
        sale = self.sync(order)
        later = changed(order, fulfillment={**unshipped(), "shipByWindow": {}})
        later["orderItems"][0]["fulfillment"].pop("packing")
        with patch.object(type(sale), "write") as write:
            sale._amazon_follow_extras(self.account, self.told(later))
        write.assert_not_called()
        self.assertEqual(sale.order_line.amazon_gift_message, "Bon anniversaire !")
        self.assertTrue(sale.amazon_ship_by)

    def test_a_request_to_cancel_that_is_withdrawn_goes(self):
        item = an_item()
        order = an_order(asked_to_cancel(item))
        sale = self.sync(order)
        self.assertTrue(sale.amazon_cancel_requested)
        self.sync(changed(order, orderItems=[item]))
        self.assertFalse(sale.amazon_cancel_requested or sale.order_line.amazon_cancel_requested)

    def test_personal_text_does_not_come_again_once_the_order_has_left(self):
        order = an_order(a_gift())
        sale = self.sync(order)
        sale.order_line.amazon_gift_message = False
        self.sync(changed(order, "SHIPPED"))
        self.assertFalse(sale.order_line.amazon_gift_message)

    def test_a_replacement_names_the_order_it_replaces_and_costs_nothing(self):
        original = an_order()
        free = an_item(total="0.00", breakdowns={})
        free.pop("proceeds")
        replacement = an_order(
            free,
            proceeds=None,
            associatedOrders=[
                {"orderId": original["orderId"], "associationType": "REPLACEMENT_ORIGINAL_ID"}
            ],
        )
        first, second = self.sync(original, replacement)
        self.assertEqual(second.amazon_replaces_order_id, first)
        self.assertEqual(second.amount_total, 0)
        self.assertEqual(second.picking_ids.move_ids.product_uom_qty, 1)

    def test_who_works_in_the_warehouse_only_reads_it_on_the_transfer(self):
        picking = self.sync(an_order(asked_to_cancel(a_gift()), programs=["PRIME"])).picking_ids
        clerk = new_test_user(self.env, "clerk", groups="stock.group_stock_user")
        shown = [name for name in picking._fields if name.startswith("amazon_")]
        [values] = picking.with_user(clerk).read(shown)
        self.assertTrue(values["amazon_gift"] and values["amazon_is_prime"])
        self.assertTrue(picking.with_user(clerk).move_ids.amazon_gift_message)

    def test_transfers_are_found_and_grouped_by_it(self):
        order = an_order(asked_to_cancel(a_gift()), programs=["PRIME"], fulfillment=unshipped())
        picking = self.sync(order, an_order()).picking_ids.filtered("amazon_gift")
        transfers = self.env["stock.picking"]
        for name in ("amazon_is_prime", "amazon_gift", "amazon_cancel_requested"):
            self.assertEqual(transfers.search([(name, "=", True)]), picking)
        self.assertEqual(transfers.search([("amazon_ship_by", "!=", False)]), picking)
        for group in ("amazon_ship_by:day", "amazon_service_level", "amazon_marketplace_id"):
            self.assertTrue(transfers.search_count([]) and transfers._read_group([], [group]))

    def told(self, order):
        """Return the order as the connector reads it from Amazon."""
        self.amazon.add(order)
        with self.account._amazon_client() as client:
            return client.get_order(order["orderId"])


def _is_ours(value):
    return value.field_id.name.startswith("amazon_")


class TestDeliveryMethods(AmazonCase):
    def setUp(self):
        super().setUp()
        self.usual, self.express, self.german = map(self.carrier, ("Usual", "Express", "German"))
        self.account.carrier_id = self.usual
        germany = self.account.marketplace_ids.filtered(lambda one: one.marketplace_id == GERMANY)
        self.account.delivery_rule_ids = [
            (0, 0, {"service_level": "next_day", "carrier_id": self.express.id}),
            (
                0,
                0,
                {
                    "service_level": "next_day",
                    "carrier_id": self.german.id,
                    "marketplace_id": germany.id,
                },
            ),
        ]

    def carrier(self, name):
        product = self.env["product.product"].create({"name": name, "type": "service"})
        return self.env["delivery.carrier"].create({"name": name, "product_id": product.id})

    def test_a_service_level_chooses_the_delivery_method(self):
        cases = [
            ("NEXT_DAY", FRANCE, self.express),
            ("NEXT_DAY", GERMANY, self.german),
            ("STANDARD", GERMANY, self.usual),
            ("BY_DRONE", FRANCE, self.usual),
        ]
        orders = [
            an_order(marketplace=marketplace, fulfillment=unshipped(level))
            for level, marketplace, _carrier in cases
        ]
        sales = self.sync(*orders)
        for sale, (level, marketplace, carrier) in zip(sales, cases):
            with self.subTest(level=level, marketplace=marketplace):
                self.assertEqual((sale.carrier_id, sale.picking_ids.carrier_id), (carrier, carrier))
                self.assertTotal(sale, 12.0)
                self.assertEqual(len(sale.order_line), 1, "no line for the delivery")

    def test_a_service_level_has_one_delivery_method_in_a_marketplace(self):
        again = {"service_level": "next_day", "carrier_id": self.usual.id}
        with self.assertRaisesRegex(ValidationError, "two delivery methods"):
            self.account.delivery_rule_ids = [(0, 0, again)]

    def test_what_amazon_ships_takes_none(self):
        order = an_order(status="SHIPPED", fulfilled_by="AMAZON")
        self.assertFalse(self.sync(order).carrier_id)

    def test_a_new_service_level_chooses_anew_unless_a_person_chose_another(self):
        orders = [an_order(fulfillment=unshipped()), an_order(fulfillment=unshipped())]
        followed, kept = self.sync(*orders)
        kept.picking_ids.carrier_id = self.german
        self.sync(*(changed(order, fulfillment=unshipped("NEXT_DAY")) for order in orders))
        self.assertEqual(followed.picking_ids.carrier_id, self.express)
        self.assertEqual(kept.picking_ids.carrier_id, self.german)

    def test_the_same_level_again_leaves_a_persons_choice(self):
        order = an_order(fulfillment=unshipped())
        sale = self.sync(order)
        sale.carrier_id = sale.picking_ids.carrier_id = self.german
        self.sync(changed(order, proceeds={"grandTotal": money("12.00")}))
        self.assertEqual(sale.carrier_id, self.german)
