"""All that a shop's orders left in Odoo, without what differs from run to run (ids, times)."""


def picture(account):
    """Return what stands in Odoo of an account's company, by kind, each kind sorted.

    :param account: amazon.account, the only one of its company
    """
    env, company = account.env, account.company_id
    here = [("company_id", "=", company.id)]
    orders = env["sale.order"].search(here)
    return {
        "orders": sorted(map(_order, orders)),
        "lines": sorted(map(_line, orders.order_line)),
        "partners": sorted(map(_partner, env["res.partner"].search(here))),
        "transfers": sorted(map(_transfer, env["stock.picking"].search(here))),
        "moves": sorted(map(_move, env["stock.move"].search(here))),
        "quants": sorted(map(_quant, env["stock.quant"].search(here))),
        "issues": sorted(map(_issue, account.issue_ids)),
        "offers": sorted(map(_offer, env["amazon.offer"].search(here))),
        "list": [bool(account.sudo().orders_page_token), account.last_orders_sync.year > 2020],
    }


def _order(order):
    messages = len(order.message_ids)
    told = (order.amazon_order_ref, order.amazon_status, order.state, order.amount_total)
    return [*told, order.partner_id.name, order.partner_shipping_id.name, messages]


def _line(line):
    taxes = line["tax_ids" if "tax_ids" in line._fields else "tax_id"]
    return [
        line.order_id.amazon_order_ref,
        line.sequence,
        line.amazon_item_ref or "",
        line.product_id.default_code or line.product_id.name,
        line.product_uom_qty,
        line.price_unit,
        line.qty_delivered,
        sorted(taxes.mapped("name")),
    ]


def _partner(partner):
    fields = ("name", "amazon_email", "email", "ref", "street", "zip", "city", "type")
    return [*(partner[name] or "" for name in fields), partner.parent_id.name or ""]


def _transfer(picking):
    return [picking.sale_id.amazon_order_ref or "", picking.state, picking.amazon_sync_state or ""]


def _move(move):
    return [
        move.sale_line_id.order_id.amazon_order_ref or move.amazon_order_ref or "",
        move.product_id.default_code or move.product_id.name,
        move.product_uom_qty,
        move.state,
        move.location_id.name,
        move.location_dest_id.name,
    ]


def _quant(quant):
    product = quant.product_id.default_code or quant.product_id.name
    return [product, quant.location_id.name, quant.quantity, quant.reserved_quantity]


def _issue(issue):
    # How often it was tried may differ: whoever is killed once all had come in lets the next look
    # at the latest orders once more.
    return [issue.order_ref or "", issue.reason, issue.state, issue.message]


def _offer(offer):
    return [offer.sku, offer.marketplace_id.marketplace_id, offer.product_id.default_code or ""]
