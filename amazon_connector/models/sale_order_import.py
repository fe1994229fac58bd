import logging

import psycopg2
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..amazon_api.errors import AmountsMissing, MixedCurrencies
from ..amazon_api.proceeds import read_order
from ..discreet_logs import in_short, without_data
from ..moments import naive_utc
from .amazon_account_orders import UnknownCurrency, UnknownMarketplace
from .amazon_issue import Problem
from .sale_order_items import items_told, packages_elsewhere
from .sale_order_revise import amazon_fingerprint

_logger = logging.getLogger(__name__)

# Rule 2 of the design: which statuses create a sales order that Odoo has not seen before.
CREATES = {
    "fba": {"SHIPPED", "PARTIALLY_SHIPPED"},
    "fbm": {"UNSHIPPED", "PARTIALLY_SHIPPED"},
}
CREATES_SOME = set().union(*CREATES.values())


class SaleOrder(models.Model):
    _inherit = "sale.order"

    # === A page of orders ===#

    @api.model
    def _amazon_import(self, account, orders, unreadable=()):
        """Bring a page of Amazon's orders into Odoo: create the new, update the known.

        Each order stands alone: one that cannot be imported becomes an amazon.issue, the others
        go on. The caller commits.

        :param account: amazon.account that the orders came through
        :param orders: iterable of amazon_api Order; of two states of one order the later counts
        :param unreadable: iterable of amazon_api UnreadableOrder
        """
        latest = {}
        for order in sorted(orders, key=lambda one: one.last_updated_time):
            latest[order.order_id] = order
        latest = self._amazon_pass_on(account, latest)
        known = self._amazon_known(account, latest)
        problems = [
            Problem(one.order_id, "unreadable", f"{one.reason} ({one.path})") for one in unreadable
        ]
        new, changed, other_shops, cancelled = [], [], [], []
        for order in latest.values():
            channel = _channel(order)
            if order.order_id in known:
                changed.append(order)
            elif order.status and order.status not in CREATES_SOME:
                # Pending, cancelled …: creates nothing.
                if order.is_fba and order.status == "CANCELLED":
                    cancelled.append(order)
            elif not channel:
                message = _("Amazon does not say who ships this order.")
                problems.append(Problem(order.order_id, "unreadable", message))
            elif not account._amazon_wants(order):
                other_shops.append(order)
            elif order.status in CREATES[channel]:
                new.append(order)
        ship_for_other_shops = self.env["stock.move"]._amazon_ship_for_other_shops
        ship_for_unseen = self.env["stock.move"]._amazon_ship_for_unseen
        problems += self._amazon_one_by_one(account, new, self._amazon_create)
        problems += self._amazon_one_by_one(account, changed, self._amazon_update)
        problems += self._amazon_one_by_one(account, other_shops, ship_for_other_shops)
        problems += self._amazon_one_by_one(account, cancelled, ship_for_unseen)
        places = account._amazon_places(latest.values()) if problems else {}
        self.env["amazon.issue"]._report(account, problems, list(latest), places)

    @api.model
    def _amazon_comes_as(self, account, order):
        """Return the channel of the sales order that an order becomes, seen for the first time.

        :return: 'fba', 'fbm', or None when it becomes none (yet)
        """
        channel = _channel(order)
        comes = channel and order.status in CREATES[channel] and account._amazon_wants(order)
        return channel if comes else None

    @api.model
    def _amazon_one_by_one(self, account, orders, work):
        """Do work on all orders at once; when that fails, on each half, down to single ones.

        :param work: method of (account, orders) that returns Problems
        :return: list of Problems; an order that failed alone is one of them
        """
        if not orders:
            return []
        try:
            with self.env.cr.savepoint():
                problems = work(account, orders)
                self.env.flush_all()
            return problems
        except Exception as error:
            if _is_passing(error):
                raise  # another process changed the same rows: the whole page is done again
            self.env.invalidate_all()
            if len(orders) == 1:
                return [self._amazon_problem(orders[0], error)]
        middle = len(orders) // 2
        return [
            *self._amazon_one_by_one(account, orders[:middle], work),
            *self._amazon_one_by_one(account, orders[middle:], work),
        ]

    def _amazon_problem(self, order, error):
        """Say in a shop owner's words why this order could not be imported."""
        if isinstance(error, UnknownMarketplace):
            return Problem(order.order_id, "marketplace", str(error))
        if isinstance(error, UnknownCurrency):
            return Problem(order.order_id, "currency", str(error))
        if isinstance(error, MixedCurrencies):
            message = _("Amazon tells this order's amounts in several currencies.")
            return Problem(order.order_id, "amounts", message)
        if isinstance(error, AmountsMissing):
            message = _("Amazon does not tell what the items cost.")
            return Problem(order.order_id, "amounts", message)
        if isinstance(error, UserError):  # ValidationError, AccessError … too
            return Problem(order.order_id, "refused", str(error))
        _logger.error(
            "Amazon order %s could not be imported: %s", order.order_id, without_data(error)
        )
        return Problem(order.order_id, "refused", in_short(error))

    # === New orders ===#

    @api.model
    def _amazon_create(self, account, orders):
        """Create and confirm the sales orders of Amazon orders that Odoo has not seen.

        :return: list of Problems: what to look at on the orders that were created
        """
        readings = {order.order_id: read_order(order) for order in orders}
        offers = self.env["amazon.offer"]._for_orders(account, orders)
        customers = self.env["res.partner"]._amazon_customers(account, orders)
        positions = self._amazon_fiscal_positions(account, orders, customers)
        created = self.create(
            [
                self._amazon_values(
                    account,
                    order,
                    readings[order.order_id],
                    customers[order.order_id],
                    positions[order.order_id],
                    offers,
                )
                for order in orders
            ]
        )
        disagreeing = [
            (sale, order, readings[order.order_id])
            for sale, order in zip(created, orders)
            if not sale._amazon_agrees(readings[order.order_id].total)
        ]
        self._amazon_write_taxes_as_lines(account, disagreeing, offers)
        for sale, _order, reading in disagreeing:
            sale._amazon_settle_rounding(reading)
        created.with_context(amazon_keep_date_order=True).action_confirm()
        problems = self._amazon_ship_fba(account, created, orders)
        return problems + created._amazon_problems()

    @api.model
    def _amazon_values(self, account, order, reading, customer, position, offers):
        """Return the values of a new sales order; its prices stand as Amazon told them.

        :raise UnknownMarketplace: it is not among the account's
        :raise UnknownCurrency: Odoo has no such currency
        """
        partner, delivery = customer
        company = account.company_id
        marketplace = account._amazon_marketplace(order)
        values = {
            "amazon_order_ref": order.order_id,
            "amazon_account_id": account.id,
            "amazon_marketplace_id": marketplace.id,
            "amazon_channel": _channel(order),
            "amazon_status": order.status,
            "amazon_fingerprint": amazon_fingerprint(order),
            "amazon_items": items_told(order) if order.is_fbm else False,
            "amazon_packages_elsewhere": (order.is_fbm and packages_elsewhere(order)) or False,
            **self._amazon_amounts(reading),
            "company_id": company.id,
            "partner_id": partner.id,
            "partner_invoice_id": partner.id,
            "partner_shipping_id": delivery.id,
            **self._amazon_vat_values(order, partner),
            "fiscal_position_id": position.id,
            "amazon_fiscal_position_id": position.id,
            "pricelist_id": account._amazon_pricelist(reading.currency, marketplace).id,
            **account._amazon_order_settings(order),
            **self._amazon_extras(account, order),
            "origin": _("Amazon %s", order.order_id),
            "client_order_ref": order.buyer.purchase_order_number or order.order_id,
            "date_order": naive_utc(order.created_time),
            "commitment_date": naive_utc(order.ship_by and order.ship_by.latest),
            # A quotation's signature and mails are no matter of Amazon's buyers.
            "sale_order_template_id": False,
            "require_signature": False,
            "require_payment": False,
        }
        lines = self.env["sale.order.line"]._amazon_lines(account, order, reading, offers, position)
        return {**values, "order_line": [fields.Command.create(line) for line in lines]}

    @api.model
    def _amazon_write_taxes_as_lines(self, account, disagreeing, offers):
        """Put Amazon's own taxes on lines, where Odoo's would miss its total.

        All orders at once: Odoo computes much anew whenever lines come or go.

        :param disagreeing: list of (new sales order, amazon_api Order, OrderReading)
        """
        lines = self.env["sale.order.line"]
        values = [
            {**line, "order_id": sale.id}
            for sale, order, reading in disagreeing
            for line in lines._amazon_lines(
                account, order, reading, offers, sale.fiscal_position_id, taxes_as_lines=True
            )
        ]
        sales = self.browse(sale.id for sale, _order, _reading in disagreeing)
        sales.order_line.unlink()
        lines.create(values)

    @api.model
    def _amazon_ship_fba(self, account, sales, orders):
        """Take what Amazon shipped of these orders out of the account's Amazon location."""
        pairs = [
            (sale, order) for sale, order in zip(sales, orders) if sale.amazon_channel == "fba"
        ]
        return self.env["stock.move"]._amazon_ship_orders(account, pairs)


def _channel(order):
    """Return Odoo's name of who ships an order of Amazon's, or None."""
    if order.is_fba:
        return "fba"
    return "fbm" if order.is_fbm else None


def _is_passing(error):
    """Whether the same may go well a moment later; a text too long for an index never does."""
    too_long = isinstance(error, psycopg2.errors.ProgramLimitExceeded)
    return isinstance(error, psycopg2.OperationalError) and not too_long
