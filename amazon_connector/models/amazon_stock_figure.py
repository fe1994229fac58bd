from odoo import _, api, fields, models
from odoo.tools import SQL, format_date

from ..graphs import line_graph

# Beyond these days, one line a week is kept, and beyond those, one a month.
DAILY_FOR, WEEKLY_FOR = 90, 400
STATES = [
    ("less", "Odoo has less"),
    ("more", "Odoo has more"),
    ("same", "Same"),
    ("no_product", "No product"),
]


class AmazonStockFigure(models.Model):
    """What Amazon says it has of a SKU, beside what Odoo has, once a day.

    Lines are by Amazon location and SKU, not by offer: the marketplaces that are served from one
    pool of goods (all of the European Union's) tell the same units again and again. A location may
    hold several pools, such as Europe's and Britain's; each has lines of its own. Where several
    locations serve one pool, one line stands for all of them.

    Odoo counts products, not SKUs: see _share for how a product's quantity is shared among the
    lines that are about it.

    Amazon's units are all that has left for Amazon and is the seller's still, since Odoo has goods
    in the Amazon location from the day they leave: sellable, reserved, unsellable, looked for, and
    on their way. What is only announced in a shipment counts as not sent yet.
    """

    _name = "amazon.stock.figure"
    _description = "Amazon's Stock beside Odoo's"
    _order = "gap desc, sku, day desc, id"
    _rec_name = "sku"

    account_id = fields.Many2one("amazon.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    location_id = fields.Many2one(
        "stock.location", "Amazon Location", required=True, index=True, ondelete="cascade"
    )
    stock_pool = fields.Char(
        "Served from",
        required=True,
        help="EU: the marketplaces of the European Union share their goods. Else the country's "
        "code.",
    )
    sku = fields.Char("SKU", required=True, index=True)
    product_id = fields.Many2one("product.product", index=True, ondelete="set null")
    title = fields.Char(help="The product's name as Amazon shows it.")
    asin = fields.Char("ASIN")
    fnsku = fields.Char("FNSKU", help="How Amazon's warehouses call the goods.")
    condition = fields.Char(help="As Amazon tells it, such as NewItem.")
    day = fields.Date(required=True, index=True)
    taken_at = fields.Datetime("Compared at", required=True)
    is_current = fields.Boolean("Newest", index=True, help="The last comparison of this SKU.")

    sellable = fields.Integer(help="Can be picked and shipped.")
    inbound = fields.Integer("On its way", help="Has left for Amazon, and is not received yet.")
    planned = fields.Integer(help="Announced to Amazon, and not sent yet: does not count.")
    reserved = fields.Integer(
        help="Set aside for orders, on the way between Amazon's warehouses, or being measured."
    )
    unsellable = fields.Integer(help="Damaged, defective or expired, in Amazon's warehouse.")
    researching = fields.Integer("Looked for", help="Misplaced, and being looked for by Amazon.")
    amazon_quantity = fields.Integer(
        "Amazon has",
        compute="_compute_amazon_quantity",
        store=True,
        help="Sellable, on its way, reserved, unsellable and looked for.",
    )
    odoo_quantity = fields.Float(
        "Odoo has",
        digits="Product Unit of Measure",
        help="What lies in the Amazon location in Odoo, or in all of them where several serve one "
        "pool of goods, less what is in kits. Where several SKUs are one product, or Amazon keeps "
        "it in several countries, its quantity is shared among them; what is too much or lacks "
        "stands where Amazon's figure went another way than the orders.",
    )
    difference = fields.Float(
        digits="Product Unit of Measure",
        compute="_compute_difference",
        store=True,
        help="What Odoo has more than Amazon.",
    )
    gap = fields.Float(compute="_compute_difference", store=True)
    state = fields.Selection(STATES, "Result", compute="_compute_difference", store=True)
    is_drift = fields.Boolean(
        "Over the limit",
        compute="_compute_is_drift",
        store=True,
        help="Differs by more than the account's limit.",
    )
    history_graph = fields.Text(compute="_compute_history_graph")

    _sql_constraints = [
        (
            "day_unique",
            "unique(account_id, location_id, stock_pool, sku, day)",
            "Amazon's stock of a SKU is kept once a day.",
        ),
    ]

    @api.depends("sellable", "inbound", "reserved", "unsellable", "researching")
    def _compute_amazon_quantity(self):
        for line in self:
            line.amazon_quantity = (
                line.sellable + line.inbound + line.reserved + line.unsellable + line.researching
            )

    @api.depends("amazon_quantity", "odoo_quantity", "product_id")
    def _compute_difference(self):
        for line in self:
            line.difference = line.odoo_quantity - line.amazon_quantity
            line.gap = abs(line.difference)
            if not line.product_id:
                line.state = "no_product"
            elif line.gap < 0.005:
                line.state = "same"
            else:
                line.state = "more" if line.difference > 0 else "less"

    @api.depends("difference", "product_id", "is_current")
    def _compute_is_drift(self):
        for line in self:
            account = line.account_id
            share = line.amazon_quantity * account.drift_percent / 100
            line.is_drift = (
                line.is_current
                and bool(line.product_id)
                and line.gap > max(account.drift_units, share)
            )

    @api.depends_context("lang")
    def _compute_history_graph(self):
        for line in self:
            history = self.search(line._history_domain(), order="day desc", limit=60)
            points = [
                (
                    format_date(self.env, one.day, date_format="d MMM"),
                    format_date(self.env, one.day),
                    one.difference,
                )
                for one in reversed(history)
            ]
            line.history_graph = line_graph(_("Difference"), points)

    def _history_domain(self):
        self.ensure_one()
        names = ("account_id", "location_id", "stock_pool", "sku")
        return [
            (name, "=", self[name].id if name.endswith("_id") else self[name]) for name in names
        ]

    def action_open_history(self):
        """Button « Over time »: what Amazon and Odoo had of these SKUs, day by day."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_stock_history"
        )
        if len(self) == 1:
            return {**action, "display_name": self.sku, "domain": self._history_domain()}
        domain = [
            ("account_id", "in", self.account_id.ids),
            ("location_id", "in", self.location_id.ids),
            ("stock_pool", "in", list(set(self.mapped("stock_pool")))),
            ("sku", "in", list(set(self.mapped("sku")))),
        ]
        # A line of the graph for each SKU.
        return {**action, "domain": domain, "context": {"graph_groupbys": ["day:day", "sku"]}}

    @api.autovacuum
    def _thin_out(self):
        """Delete what nobody needs day by day any more, keeping a week's or month's last line."""
        today = fields.Date.context_today(self)
        for days, unit in ((DAILY_FOR, "week"), (WEEKLY_FOR, "month")):
            before = fields.Date.subtract(today, days=days)
            self.env.cr.execute(
                SQL(
                    """
                    DELETE FROM amazon_stock_figure WHERE id IN (
                        SELECT id FROM (
                            SELECT id, is_current, row_number() OVER (
                                PARTITION BY account_id, location_id, stock_pool, sku,
                                             date_trunc(%s, day)
                                ORDER BY day DESC) AS place
                              FROM amazon_stock_figure WHERE day < %s) AS old
                         WHERE place > 1 AND is_current IS NOT TRUE)
                    """,
                    unit,
                    before,
                )
            )
        self.env.invalidate_all()
