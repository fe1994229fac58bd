"""Rule 12: personal data is never logged, whatever fails and however much is logged."""

import contextlib
import logging
from unittest.mock import patch

from odoo.addons.amazon_connector.models.sale_order_import import SaleOrder
from odoo.exceptions import ValidationError
from odoo.tools import mute_logger

from .common import AmazonCase
from .orders import an_order

PERSONAL = ("Zoé", "Quenouille", "impasse", "Secrète", "0612345678", "zoe-alias")


class TestLogs(AmazonCase):
    def order(self):
        order = an_order()
        order["buyer"] = {
            "buyerName": "Zoé Quenouille",
            "buyerEmail": "zoe-alias@marketplace.amazon.fr",
        }
        order["recipient"]["deliveryAddress"].update(
            name="Zoé Quenouille", addressLine1="7 impasse Secrète", phone="0612345678"
        )
        return order

    @contextlib.contextmanager
    def everything_logged(self):
        """Collect all that is logged, of every query too."""
        loggers = [logging.getLogger(name) for name in ("odoo.sql_db", "odoo.addons")]
        levels = [logger.level for logger in loggers]
        for logger in loggers:
            logger.setLevel(logging.DEBUG)
        try:
            with self.assertLogs(level="DEBUG") as logs:
                yield logs
        finally:
            for logger, level in zip(loggers, levels):
                logger.setLevel(level)

    def assertNothingPersonal(self, logs):
        told = [line for line in logs.output if any(word in line for word in PERSONAL)]
        self.assertEqual(told, [])

    def sync_logged(self, *orders):
        with self.everything_logged() as logs:
            self.sync(*orders)
        return logs

    def test_nothing_personal_is_logged_when_all_goes_well(self):
        order = self.order()
        logs = self.sync_logged(order)
        self.assertNothingPersonal(logs)
        self.assertTrue([line for line in logs.output if "INSERT INTO" in line])
        self.assertEqual(self.sales(order).partner_id.name, "Zoé Quenouille")

    def test_nor_when_the_database_refuses_a_row_and_quotes_it(self):
        self.env.cr.execute(
            "ALTER TABLE res_partner ADD CONSTRAINT nobody_here CHECK (street NOT LIKE '7 imp%')"
        )
        order = self.order()
        logs = self.sync_logged(order)
        self.assertNothingPersonal(logs)
        text = "\n".join(logs.output)
        self.assertIn(order["orderId"], text)
        self.assertIn("CheckViolation", text)
        self.assertIn("res_partner.py", text, "the place is told")
        issue = self.issues(order)
        self.assertEqual(issue.reason, "refused")
        self.assertFalse([word for word in PERSONAL if word in issue.message])

    def test_nor_when_odoo_or_its_modules_break_on_it(self):
        def break_down(*_args):
            try:
                raise ValidationError("Zoé Quenouille may not live in impasse Secrète")
            except ValidationError as error:
                raise ValueError("7 impasse Secrète") from error

        order = self.order()
        with patch.object(SaleOrder, "_amazon_create", break_down):
            logs = self.sync_logged(order)
        self.assertNothingPersonal(logs)
        self.assertIn("ValueError", "\n".join(logs.output))

    def test_nor_when_the_whole_synchronisation_breaks_down(self):
        def break_down(*_args, **_kwargs):
            raise ValueError("7 impasse Secrète")

        self.amazon.add(self.order())
        breaks = patch.object(SaleOrder, "_amazon_import", break_down)
        with breaks, self.everything_logged() as logs:
            self.env["amazon.account"]._cron_sync_orders()
        self.assertNothingPersonal(logs)
        self.assertIn("broke down", "\n".join(logs.output))
        self.assertNotIn("Secrète", self.account.orders_sync_message)

    def test_odoo_logs_other_queries_as_always(self):
        with mute_logger("odoo.sql_db"):
            self.env.cr.execute("SELECT 1")
        with self.everything_logged() as logs:
            self.env.cr.execute("SELECT 'in full' AS told")
        self.assertIn("in full", "\n".join(logs.output))
