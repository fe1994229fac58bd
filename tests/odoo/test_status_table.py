"""Rules 1, 2 and 4, row by row: what was, what Amazon says now, what Odoo must show.

The columns of each grid are Amazon's statuses, in the order of STATUSES:
pending availability, pending, unshipped, partially shipped, shipped, cancelled, unfulfillable,
and a word that nobody knows yet.
"""

from .drawn_part import a_part
from .orders import minutes_ago
from .status_table import QUANTITY, StatusTableCase, read_grid

# Odoo does not know the order: which status creates it (new), moves goods only (moves), or nothing.
UNKNOWN = """
    fbm                     | -    -    new  new   -      -         -    -
    fba                     | -    -    -    new   new    -         -    -
    other shop's, not taken | -    -    -    moves moves  -         -    -
    other shop's, taken     | -    -    -    new   new    -         -    -
    nobody says who ships   | -    -    ?    ?     ?      -         -    -
"""

# Odoo knows an order of three that the seller ships. Partially shipped: one of the three, now.
FBM = """
    waiting                 | same same same ahead told   cancelled ask  same
    started                 | same same same ahead told   stopped   ask  same
    part left               | same same same same  told   late      ask  same
    all left                | same same same same  synced late      ask  same
    draft invoice           | same same same ahead told   cancelled ask  same
    posted invoice          | same same same ahead told   late      ask  same
    cancelled in odoo       | same same same issue issue  same      same same
    locked                  | same same same ahead told   cancelled ask  same
    part elsewhere          | same same same same  told   late      ask  same
    shipped, says amazon    | same same same less  same   late      ask  same
    cancelled on amazon     | same same same issue issue  same      same same
    cancelled too late      | same same same less  counted same     ask-2 same
"""

# Odoo knows an order of three that Amazon ships. Partially shipped: two of the three, now.
FBA = """
    part left on amazon     | same same same more  rest   late      ask  same
    left on amazon          | same same same same  same   late      ask  same
    posted invoice          | same same same more  rest   late      ask  same
    cancelled in odoo       | same same same gone-2 gone-3 same     same same
    locked                  | same same same more  rest   late      ask  same
"""

OUTCOMES = {
    "same": lambda was: {},
    # The clerk is told what Amazon counts as shipped; the transfer stays for them to decide.
    "ahead": lambda was: {"shipped ahead": 1, "clerk asked": 1},
    "less": lambda was: {"shipped ahead": 1},
    "counted": lambda was: {"shipped ahead": QUANTITY},
    "told": lambda was: {
        "shipped ahead": was["waits"],
        "clerk asked": 1,
        "synchronised": True,
    },
    "synced": lambda was: {"synchronised": True},
    # A draft invoice goes with its order.
    "cancelled": lambda was: {
        "order": "cancel",
        "waits": 0,
        "invoices": ["cancel" for _invoice in was["invoices"]],
    },
    # As cancelled; the salesperson stops what was being prepared.
    "stopped": lambda was: {"order": "cancel", "waits": 0, "salesperson asked": 1},
    # The order stays and says so; nothing more leaves for it.
    "late": lambda was: {
        "cancelled late": True,
        "waits": 0,
        "salesperson asked": 1,
        "issues": ["cancelled_late"],
    },
    "ask": lambda was: {"salesperson asked": 1},
    "ask-2": lambda was: {"salesperson asked": 2},
    "issue": lambda was: {"issues": ["cancelled"]},
    "more": lambda was: {"left": 2},
    "rest": lambda was: {"left": QUANTITY},
    # A person cancelled it, and yet goods leave Amazon's warehouse: stock follows, an issue tells.
    "gone-2": lambda was: {"left": 2, "issues": ["cancelled"]},
    "gone-3": lambda was: {"left": QUANTITY, "issues": ["cancelled"]},
}

# What Amazon says in between, where the situation came about by it.
SAID_BEFORE = {
    "shipped, says amazon": "SHIPPED",
    "cancelled on amazon": "CANCELLED",
    "cancelled too late": "CANCELLED",
}


class TestUnknownOrders(StatusTableCase):
    def test_each_status_of_an_order_that_odoo_does_not_know(self):
        self.walk(pending_before=False)

    def test_each_status_of_an_order_that_was_pending_before(self):
        self.walk(pending_before=True)

    def walk(self, pending_before):
        rows = read_grid(UNKNOWN)
        if pending_before:
            rows = a_part(rows, 3, "orders that were pending")
        orders = [self.unknown(kind, status) for kind, status, _outcome in rows]
        if pending_before:
            self.bring([self.now(order, "PENDING", 0, minutes=60) for order in orders])
            orders = [{**order, "lastUpdatedTime": minutes_ago(30)} for order in orders]
        taken = [row[0] == "other shop's, taken" for row in rows]
        self.bring([order for order, later in zip(orders, taken) if not later])
        fates = [self.fate(order) for order in orders]
        self.account.import_non_amazon = True
        self.bring([order for order, later in zip(orders, taken) if later])
        for (kind, status, outcome), order, later, fate in zip(rows, orders, taken, fates):
            with self.subTest(order=kind, now=status):
                self.assertEqual(self.fate(order) if later else fate, outcome)

    def unknown(self, kind, status):
        left = {"PARTIALLY_SHIPPED": 1, "SHIPPED": QUANTITY}.get(status, 0)
        fulfilled_by = "MERCHANT" if kind == "fbm" else "AMAZON"
        shop = "NON_AMAZON" if kind.startswith("other shop's") else "AMAZON"
        order = self.an_order_of_three(
            status,
            left,
            fulfilled_by=fulfilled_by,
            salesChannel={"channelName": shop, "marketplaceId": self.marketplaces[0]},
        )
        if kind == "nobody says who ships":
            del order["fulfillment"]["fulfilledBy"]
        return order

    def fate(self, order):
        if self.sales(order):
            return "new"
        moves = self.env["stock.move"].search([("amazon_order_ref", "=", order["orderId"])])
        if moves:
            return "moves"
        return "?" if self.issues(order) else "-"


class TestKnownOrders(StatusTableCase):
    def test_each_status_of_an_order_that_the_seller_ships(self):
        rows = a_part(read_grid(FBM), 3, "changes of the seller's orders")
        self.walk(rows, "MERCHANT", "AMAZON")

    def test_each_status_of_an_order_that_amazon_ships(self):
        rows = a_part(read_grid(FBA), 2, "changes of Amazon's orders")
        self.walk(rows, "AMAZON", "AMAZON")

    def test_each_status_of_an_order_of_another_shop_that_was_taken_once(self):
        self.account.import_non_amazon = True
        rows = a_part(read_grid(FBA), 4, "changes of another shop's orders")
        self.walk(rows, "AMAZON", "NON_AMAZON")

    def walk(self, rows, fulfilled_by, shop):
        """Bring all orders of a grid, each into its situation, then to its new status."""
        orders = [
            self.an_order_of_three(
                *self.first(situation, fulfilled_by),
                fulfilled_by=fulfilled_by,
                salesChannel={"channelName": shop, "marketplaceId": self.marketplaces[0]},
            )
            for situation, _status, _outcome in rows
        ]
        self.bring(orders)
        self.account.import_non_amazon = False
        for situation in dict.fromkeys(row[0] for row in rows):
            its = [order for row, order in zip(rows, orders) if row[0] == situation]
            self.situate(situation, self.sales(*its))
        said = [
            self.now(order, SAID_BEFORE[situation], QUANTITY, minutes=40)
            for (situation, _status, _outcome), order in zip(rows, orders)
            if situation in SAID_BEFORE
        ]
        if said:
            self.bring(said)
        before = [self.facts(order) for order in orders]
        left = 1 if fulfilled_by == "MERCHANT" else 2
        later = [
            self.now(order, status, left) for (_was, status, _then), order in zip(rows, orders)
        ]
        self.bring(later)
        self.compare(rows, later, before)
        self.again(later)
        self.compare(rows, later, before)

    def first(self, situation, fulfilled_by):
        """Return the status in which an order comes for the first time, and what has left."""
        if situation == "part elsewhere":
            return "PARTIALLY_SHIPPED", 1
        if situation == "left on amazon":
            return "SHIPPED", QUANTITY
        return ("PARTIALLY_SHIPPED", 1) if fulfilled_by == "AMAZON" else ("UNSHIPPED", 0)

    def compare(self, rows, orders, before):
        for (situation, status, outcome), order, was in zip(rows, orders, before):
            with self.subTest(was=situation, now=status, then=outcome):
                self.assertOutcome(order, was, OUTCOMES[outcome])
