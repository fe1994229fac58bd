from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..windows import form_of

# Amazon has said yes by then, unless something is wrong.
UNCONFIRMED_AFTER = timedelta(hours=4)

DUE = """
SELECT picking.id, sale.id AS order_id, sale.amazon_account_id AS account_id,
       sale.amazon_marketplace_id AS marketplace_id, picking.company_id,
       picking.amazon_ship_by AS ship_by, gone.moment AS left_at,
       told.at AS told_at,
       CASE
           WHEN picking.state = 'done'
           THEN COALESCE(
               COALESCE(told.waits, known.waits) AND picking.amazon_ship_by < %(now)s
               OR COALESCE(told.moment, gone.moment) > picking.amazon_ship_by,
               FALSE
           )::int
           ELSE (picking.amazon_sync_state IS DISTINCT FROM 'done')::int
       END AS late,
       COALESCE(known.waits AND gone.moment < %(hours_ago)s, FALSE)::int AS unconfirmed
  FROM stock_picking picking
  JOIN sale_order sale ON sale.id = picking.sale_id
  JOIN stock_location source ON source.id = picking.location_id
  JOIN stock_location target ON target.id = picking.location_dest_id
 CROSS JOIN LATERAL (
       -- as stock.picking's _amazon_left_at
       SELECT COALESCE(
           picking.date_done,
           (SELECT MAX(move.date) FROM stock_move move
             WHERE move.picking_id = picking.id AND move.state = 'done')
       ) AS moment
  ) AS gone
 CROSS JOIN LATERAL (
       -- whether Amazon has to confirm it yet
       SELECT picking.state = 'done'
              AND CASE
                      WHEN picking.amazon_sync_state IS NOT NULL
                      THEN picking.amazon_sync_state <> 'done'
                      ELSE COALESCE(sale.amazon_status, '')
                               NOT IN ('CANCELLED', 'SHIPPED')
                           AND EXISTS (%(holds_goods)s)
                  END AS waits
  ) AS known
 CROSS JOIN LATERAL (
       -- when Amazon heard of the last of its packages; what others told it left in time or not
       SELECT MAX(
                  CASE
                      WHEN package.told_at IS NOT NULL THEN package.told_at
                      WHEN package.state = 'processing' THEN feed.sent_at
                      WHEN package.state = 'done' THEN gone.moment
                  END
              ) AS moment,
              MAX(package.told_at) AS at,
              -- nothing where there is no package yet
              BOOL_OR(
                  package.told_at IS NULL
                  AND CASE package.state
                          WHEN 'done' THEN FALSE
                          WHEN 'processing' THEN feed.sent_at IS NULL
                          -- what left beyond the order is nothing that Amazon waits for
                          ELSE EXISTS (
                              SELECT FROM amazon_shipment_item item
                               WHERE item.shipment_id = package.id
                          )
                      END
              ) AS waits
         FROM amazon_shipment package
         LEFT JOIN amazon_feed feed ON feed.id = package.feed_id
        WHERE package.picking_id = picking.id
  ) AS told
 WHERE sale.amazon_channel = 'fbm'
   AND source.usage <> 'customer'
   AND picking.amazon_ship_by IS NOT NULL
   AND CASE picking.state
           WHEN 'cancel' THEN FALSE
           WHEN 'done' THEN target.usage = 'customer'
           ELSE picking.amazon_ship_by < %(now)s
                AND (target.usage = 'customer' OR NOT EXISTS (%(later_step)s))
       END
"""
# As stock.picking's _amazon_is_told: goods of Amazon's items are in it.
HOLDS_GOODS = """
SELECT FROM stock_move move
  JOIN sale_order_line line ON line.id = move.sale_line_id
 WHERE move.picking_id = picking.id
   AND move.state = 'done'
   AND line.amazon_is_goods
   AND line.amazon_item_ref <> ''
"""
# A step that goes to the buyer, and waits for this one.
LATER_STEP = """
SELECT FROM stock_picking later
  JOIN stock_location buyer ON buyer.id = later.location_dest_id
 WHERE later.sale_id = picking.sale_id
   AND later.state NOT IN ('done', 'cancel')
   AND buyer.usage = 'customer'
"""


class Rate(fields.Float):
    """A percentage: that of a group is the mean of its shipments'."""

    group_operator = "avg"
    aggregator = "avg"  # from Odoo 18 on


class AmazonPunctuality(models.Model):
    """What Amazon heard of late, and what it has not confirmed, of all that was due.

    Each transfer to a buyer counts once it has left or is due, in the week by which Amazon wanted
    it to have left. Where an earlier step still waits, that one counts. Late is what Amazon calls
    so: not what left late, but what it was told after its date, as its rate of late shipments has
    it. What others told it counts by when it left, since nobody here knows when they did.
    """

    _name = "amazon.punctuality"
    _description = "Punctuality of Amazon Shipments"
    _auto = False
    _order = "ship_by desc, id desc"
    _rec_name = "picking_id"
    # What is written to the database before it is read.
    _depends = {
        "stock.picking": [
            "amazon_ship_by",
            "amazon_sync_state",
            "company_id",
            "date_done",
            "location_dest_id",
            "location_id",
            "sale_id",
            "state",
        ],
        "sale.order": [
            "amazon_account_id",
            "amazon_channel",
            "amazon_marketplace_id",
            "amazon_status",
        ],
        "sale.order.line": ["amazon_is_goods", "amazon_item_ref"],
        "amazon.shipment": ["feed_id", "picking_id", "state", "told_at"],
        "amazon.shipment.item": ["shipment_id"],
        "amazon.feed": ["sent_at"],
        "stock.move": ["date", "picking_id", "sale_line_id", "state"],
        "stock.location": ["usage"],
    }

    picking_id = fields.Many2one("stock.picking", "Transfer", readonly=True)
    order_id = fields.Many2one("sale.order", "Sales Order", readonly=True)
    account_id = fields.Many2one("amazon.account", readonly=True)
    marketplace_id = fields.Many2one("amazon.marketplace", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    ship_by = fields.Datetime("Ship by", readonly=True)
    left_at = fields.Datetime("Left", readonly=True)
    due = fields.Integer(readonly=True, help="Has left, or should have.")
    told_at = fields.Datetime("Amazon Told", readonly=True)
    late = fields.Integer(
        readonly=True,
        help="Told to Amazon after its date, or not told yet though it is past.",
    )
    unconfirmed = fields.Integer(
        readonly=True, help="Left hours ago, and Amazon has not confirmed the shipment yet."
    )
    late_rate = Rate("Late (%)", readonly=True)
    unconfirmed_rate = Rate("Unconfirmed (%)", readonly=True)

    @property
    def _table_query(self):
        now = fields.Datetime.now()
        due = SQL(
            DUE,
            now=now,
            hours_ago=now - UNCONFIRMED_AFTER,
            holds_goods=SQL(HOLDS_GOODS),
            later_step=SQL(LATER_STEP),
        )
        # 17.0 puts no brackets around it.
        return SQL(
            """(
            SELECT id, id AS picking_id, order_id, account_id, marketplace_id, company_id,
                   ship_by, left_at, told_at, 1 AS due, late, unconfirmed,
                   late * 100.0 AS late_rate, unconfirmed * 100.0 AS unconfirmed_rate
              FROM (%s) AS shipment)""",
            due,
        )

    def action_open_transfer(self):
        """Open the transfer that a row of the list tells of."""
        self.ensure_one()
        return form_of(self.picking_id)
