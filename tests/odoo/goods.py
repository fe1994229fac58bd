"""Goods that tests receive at a price, and how their value is counted on either series."""


def receive(product, quantity, price, location, lot=None):
    """Have a supplier bring goods to a location, and return the move, done.

    :param price: of one, in the company's currency
    :param lot: stock.lot of a product with lots or serial numbers
    """
    env = location.env
    move = env["stock.move"].create(
        {
            **({"name": "Receipt"} if "name" in env["stock.move"]._fields else {}),
            "product_id": product.id,
            "product_uom": product.uom_id.id,
            "product_uom_qty": quantity,
            "price_unit": price,
            "location_id": env.ref("stock.stock_location_suppliers").id,
            "location_dest_id": location.id,
            "company_id": location.company_id.id,
        }
    )
    move._action_confirm()
    move.quantity = quantity
    if lot:
        move.move_line_ids.lot_id = lot
    move.picked = True
    move._action_done()
    if "value_manual" in move._fields and product.cost_method != "standard":
        move.value_manual = quantity * price  # 19.0 takes no price from the move itself
    return move


def stock_value(product):
    """Return the value of what there is; the field changed its name from 17.0 to 19.0."""
    product.invalidate_recordset()
    return product["value_svl" if "value_svl" in product._fields else "total_value"]


def automated(env):
    """Return the values of a category whose valuation posts entries, where deliveries do.

    From 19.0 on none does: a delivery's cost comes with the invoice.
    """
    if "property_stock_account_output_categ_id" not in env["product.category"]._fields:
        return {}
    kinds = {"Stock": "asset_current", "In": "asset_current", "Out": "expense"}
    stock, into, out = env["account.account"].create(
        [
            {"name": name, "code": f"3{number}", "account_type": kind}
            for number, (name, kind) in enumerate(kinds.items())
        ]
    )
    journal = env["account.journal"].create({"name": "Stock", "code": "STK", "type": "general"})
    return {
        "property_valuation": "real_time",
        "property_stock_valuation_account_id": stock.id,
        "property_stock_account_input_categ_id": into.id,
        "property_stock_account_output_categ_id": out.id,
        "property_stock_journal": journal.id,
    }
