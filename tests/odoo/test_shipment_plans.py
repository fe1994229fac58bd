"""One process at a time plans what Amazon is told of an order."""

from unittest.mock import patch

from odoo.tools import mute_logger
from psycopg2.errors import SerializationFailure

from .orders import an_order
from .shipping import ShippingCase


class TestPlanAlone(ShippingCase):
    def order_of_another_process(self):
        """Return the id of an order that every process sees."""
        with self.registry.cursor() as cursor:
            env = self.env(cr=cursor)
            order = env["sale.order"].create({"partner_id": env.company.partner_id.id})
        self.addCleanup(self.forget, order.id)
        return order.id

    def forget(self, order_id):
        with self.registry.cursor() as cursor:
            self.env(cr=cursor)["sale.order"].browse(order_id).unlink()

    def plan(self, cursor, order_id):
        self.env(cr=cursor)["sale.order"].browse(order_id)._amazon_plan_alone()

    @mute_logger("odoo.sql_db")
    def test_of_two_processes_that_do_not_see_each_other_the_latter_begins_again(self):
        order_id = self.order_of_another_process()
        with self.registry.cursor() as clerk, self.registry.cursor() as cron:
            cron.execute("SELECT count(*) FROM amazon_shipment")  # it sees no later commit
            self.plan(clerk, order_id)
            clerk.commit()
            with self.assertRaises(SerializationFailure):
                self.plan(cron, order_id)
            cron.rollback()
            self.plan(cron, order_id)

    def test_all_that_is_prepared_is_planned_so(self):
        sale = self.sync(an_order())
        picking = self.ship(sale)
        with patch.object(type(sale), "_amazon_plan_alone", autospec=True) as alone:
            self.prepared(picking)
        alone.assert_called_once_with(sale)
