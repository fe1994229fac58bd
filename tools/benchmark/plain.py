"""The other competitor: the same orders by Odoo's own `create` and `action_confirm`.

It gets everything ready: no HTTP, nothing to parse, no product, tax or address to look up, nothing
to check. It creates the customers, as the connector does.
"""

ADDRESS = ("name", "email", "street", "street2", "zip", "city", "phone", "type")
PLACES = ("state_id", "country_id")
ORDER = ("pricelist_id", "warehouse_id", "fiscal_position_id", "team_id", "user_id")
LINE = ("name", "product_uom_qty", "price_unit", "discount", "sequence")


def copy_of(sales):
    """Return what is needed to make these sales orders once more, with customers of their own."""
    return [
        {
            "customer": _partner(sale.partner_id),
            "delivery": _partner(sale.partner_shipping_id),
            "values": {
                **{field: sale[field].id for field in ORDER},
                "company_id": sale.company_id.id,
                "client_order_ref": sale.client_order_ref,
                "date_order": sale.date_order,
                "commitment_date": sale.commitment_date,
                "order_line": [(0, 0, _line(line)) for line in sale.order_line],
            },
        }
        for sale in sales
    ]


def _partner(partner):
    return {
        "id": partner.id,
        "values": {
            **{field: partner[field] for field in ADDRESS},
            **{field: partner[field].id for field in PLACES},
            "company_id": partner.company_id.id,
        },
    }


def _line(line):
    taxes = "tax_ids" if "tax_ids" in line._fields else "tax_id"
    return {
        **{field: line[field] for field in LINE},
        "product_id": line.product_id.id,
        taxes: [(6, 0, line[taxes].ids)],
    }


def bring(env, orders, size):
    """Create and confirm the orders, so many at once, and commit each time."""
    made = {}
    for start in range(0, len(orders), size):
        part = orders[start : start + size]
        _create_partners(env, part, made)
        sales = env["sale.order"].create(
            [
                {
                    **order["values"],
                    "partner_id": made[order["customer"]["id"]],
                    "partner_invoice_id": made[order["customer"]["id"]],
                    "partner_shipping_id": made[order["delivery"]["id"]],
                }
                for order in part
            ]
        )
        sales.action_confirm()
        env.cr.commit()


def _create_partners(env, orders, made):
    """Create the customers that are not made yet, then their delivery addresses."""
    customers = {order["customer"]["id"]: order["customer"]["values"] for order in orders}
    _create(env, {key: values for key, values in customers.items() if key not in made}, made)
    deliveries = {
        order["delivery"]["id"]: {
            **order["delivery"]["values"],
            "parent_id": made[order["customer"]["id"]],
        }
        for order in orders
    }
    _create(env, {key: values for key, values in deliveries.items() if key not in made}, made)


def _create(env, values, made):
    created = env["res.partner"].create(list(values.values()))
    made.update(zip(values, created.ids))
