"""Amazon's stock is read page by page, over as many runs as it takes."""

from datetime import timedelta
from unittest.mock import patch

from odoo.addons.amazon_connector.amazon_api.errors import Wait

from .stock_pages import pages_a_run
from .test_stock_figures import StockFiguresCase

OPERATION = "getInventorySummaries"


class TestPages(StockFiguresCase):
    """Britain tells nothing, on one page, then Germany and France 60 SKUs each, on two."""

    def setUp(self):
        super().setUp()
        for number in range(60):
            self.amazon.put_stock(f"A{number:02}", sellable=1)

    def run_for(self, pages):
        """Compare the stock in a run that has time for so many pages only."""
        with pages_a_run(pages):
            self.assertEqual(self.account._compare_stock(), "more")
        return self.pages()

    def pages(self):
        return self.env["amazon.stock.page"].search([("account_id", "=", self.account.id)])

    def calls(self):
        return len(self.amazon.calls(OPERATION))

    def age(self, pages, **time):
        """Let so much time have passed since these pages were told."""
        for page in pages:
            page.told_at -= timedelta(**time)

    def test_a_pool_of_many_pages_is_read_over_several_runs_and_no_page_twice(self):
        kept = self.run_for(4)
        self.assertEqual(kept.mapped("marketplace_id.code"), ["DE", "FR"])
        self.assertEqual((len(kept), self.account.stock_figure_count), (3, 0))
        self.compare()
        self.account.invalidate_recordset()
        self.assertEqual((self.calls(), self.account.stock_figure_count), (5, 60))
        self.assertFalse(self.pages())

    def test_a_marketplace_whose_token_is_dead_is_begun_anew_and_no_other(self):
        self.age(self.run_for(4), seconds=40)
        self.compare()
        self.assertEqual(self.calls(), 4 + 2)

    def test_a_token_that_amazon_takes_no_longer_begins_its_marketplace_anew_later(self):
        self.run_for(4)
        self.amazon.fail(OPERATION, status=400, body="{}")
        self.assertEqual(self.account._compare_stock(), "failed")
        self.assertEqual(self.pages().mapped("marketplace_id.code"), ["DE"])
        self.compare()
        self.assertEqual(self.calls(), 4 + 1 + 2)

    def test_what_took_over_an_hour_is_begun_anew_since_figures_belong_together(self):
        self.age(self.run_for(4), minutes=61)
        self.compare()
        self.assertEqual(self.calls(), 4 + 4)

    def test_the_scheduled_action_goes_on_with_what_was_begun(self):
        self.compare()
        before = self.calls()
        self.run_for(4)
        self.env["amazon.account"]._cron_compare_stock()
        self.assertEqual(self.calls() - before, 5)

    def test_half_a_second_is_waited_out_and_more_is_put_off(self):
        for seconds, pauses in ((0.5, 3), (5, 0)):
            refused = Wait("No call is left", seconds=seconds)
            asking = patch.object(type(self.account), "_call_apart", side_effect=refused)
            with self.subTest(seconds=seconds), pages_a_run(10) as clock, asking:
                self.assertEqual(self.account._compare_stock(), "wait")
                self.assertEqual(clock.sleep.call_count, pauses)
                self.assertTrue(self.account.next_stock_look)

    def test_what_a_marketplace_told_that_was_taken_off_the_account_is_forgotten(self):
        self.run_for(4)
        germany = self.account.marketplace_ids.filtered(lambda one: one.code == "DE")
        self.account.marketplace_ids -= germany
        self.compare()
        self.assertFalse(self.pages())
        self.assertEqual(self.figure("A00").amazon_quantity, 1)

    def test_a_marketplace_that_amazon_refuses_keeps_nobody_from_the_others_figures(self):
        for status, told in ((400, 1), (403, 0)):
            self.amazon.fail(OPERATION, status=status, body="{}")  # Britain, which is asked first
            self.assertEqual(self.account._compare_stock(), "failed")
            self.assertTrue(self.account.stock_look_message)
            self.assertEqual(self.figure("A00").amazon_quantity, told)
            self.amazon.lose("A00", told)
        self.assertEqual(self.account.stock_look_failures, 2, "later each time")
        before = self.calls()
        self.compare()
        self.assertEqual(self.calls() - before, 5, "all of it is asked for anew")
        self.assertFalse(self.account.stock_look_message)
