"""What must be true of what Amazon ships, whatever happened before.

What left is Amazon's figure, item by item; stock and its value follow from that and from what
people brought, counted and took back. Units are counted as Counters.
"""

from collections import Counter

from .goods import stock_value
from .wild_fba import KITS

SHIPPED = ("SHIPPED", "PARTIALLY_SHIPPED")
CENT = 0.01


def wrongs(season, case):
    """Yield what is wrong at the end of a season.

    :param season: FbaSeason
    :param case: the test
    """
    env = case.env
    moves_of = _moves(env, case).grouped("amazon_order_ref")
    sales = {sale.amazon_order_ref: sale for sale in case.account.order_ids}
    for order in case.amazon.orders():
        sale = sales.get(order["orderId"], env["sale.order"])
        moves = moves_of.get(order["orderId"], env["stock.move"])
        for wrong in _of_order(season, case, order, sale, moves | sale.order_line.move_ids):
            yield f"{order['orderId']} ({sale.name or 'not in Odoo'}): {wrong}"
    yield from _of_location(season, case)
    for product in case.goods.values():
        for wrong in _of_value(season, product, case):
            yield f"{product.default_code}: {wrong}"


def _moves(env, case):
    """Return the moves that Amazon's orders made in this season's location."""
    places = [("location_id", "=", case.location.id), ("location_dest_id", "=", case.location.id)]
    return env["stock.move"].search([("amazon_order_ref", "!=", False), "|", *places])


# === Orders ===#


def _of_order(season, case, order, sale, moves):
    """Yield what is wrong with an order of Amazon's, and with its moves."""
    status = order["fulfillment"]["fulfillmentStatus"]
    other_shop = order["salesChannel"]["channelName"] == "NON_AMAZON"
    if not sale and not other_shop:
        if status in SHIPPED:
            yield "it has shipped, and is not in Odoo"
        if moves:
            yield f"{len(moves)} moves without an order"
        return
    if moves.picking_id or sale.picking_ids:
        yield "somebody shall carry by hand what Amazon ships"
    for item in order["orderItems"]:
        told = item["fulfillment"]["quantityFulfilled"]
        if other_shop and not sale:
            its_moves = moves.filtered(
                lambda one, ref=item["orderItemId"]: one.amazon_item_ref == ref
            )
            if status in SHIPPED:
                yield from _of_moves(item, told, _signed(its_moves) + waiting(its_moves))
        else:
            yield from _of_item(season, item, told, sale)
    yield from _of_issues(case, order, sale, moves)


def _of_item(season, item, told, sale):
    """Yield what is wrong with an item: moved, delivered and waiting come to what Amazon told."""
    lines = sale.order_line.filtered(
        lambda one: one.amazon_is_goods and one.amazon_item_ref == item["orderItemId"]
    )
    returned = sum(units for (line, _lot, _here), units in season.returned.items() if line in lines)
    sku, product = item["product"]["sellerSku"], lines.product_id
    if len(product) != 1:
        yield f"{sku} is {product.mapped('default_code')}"
        return
    wanted = Counter() if product.type == "service" else needs(product, told - returned)
    moves = lines.move_ids
    held = waiting(moves)
    have = _signed(moves) + held
    if have != +wanted:
        yield f"{told} {sku} left, {returned:g} came back, but moved or waiting are {_told(have)}"
        return
    if product.type == "service":
        return
    ratios = needs(product, 1)
    missing = max((held[part] / ratios[part] for part in ratios), default=0)
    delivered = sum(lines.mapped("qty_delivered"))
    # Of a kit, what is not whole is not delivered.
    if not told - returned - missing - 1 < delivered <= told - returned - missing:
        yield f"{told} {sku} left, {returned:g} came back, delivered are {delivered:g}"


def _of_moves(item, told, have):
    """Yield what is wrong with what left for another shop, by whichever product it was then."""
    kind = _kind(item["product"]["sellerSku"])
    if kind == "SETUP":
        wanted = 0
    else:
        wanted = told * sum(KITS.get(kind, {kind: 1}).values())
    if sum(have.values()) != wanted:
        yield f"{told} {kind} left, moved or waiting are {_told(have)}"


def _of_issues(case, order, sale, moves):
    """Yield what nobody is told of, and what is told though it is right."""
    issues = case.account.issue_ids.filtered(
        lambda one: one.order_ref == order["orderId"] and one.state == "open"
    )
    reasons = set(issues.mapped("reason"))
    held = waiting(moves)
    if held and "stock" not in reasons:
        yield f"nobody is told that {_told(held)} wait"
    if sale and not held and "stock" in reasons:
        yield f"all has left, and an issue says: {issues.mapped('message')}"
    for move in moves.filtered(lambda one: one.state not in ("done", "cancel")):
        there = case.in_location(move.product_id)
        if there >= move.product_qty:
            yield f"{there:g} {move.product_id.default_code} are there, and a move waits for them"
    status = order["fulfillment"]["fulfillmentStatus"]
    if sale.state == "cancel" and status in SHIPPED and "cancelled" not in reasons:
        yield "cancelled in Odoo, shipped by Amazon, and nobody is told"
    if status == "CANCELLED" and sale.state == "sale" and moves and not sale.amazon_cancelled_late:
        yield "cancelled after goods had left, and nobody is told"


# === Stock ===#


def _of_location(season, case):
    """Yield where the stock is not what came less what left."""
    wanted = Counter(season.brought)
    moves = _moves(case.env, case).filtered(lambda one: one.state == "done")
    for line in moves.move_line_ids:
        sign = (line.location_dest_id == case.location) - (line.location_id == case.location)
        wanted[line.product_id, line.lot_id] += sign * line.quantity
    have = Counter()
    for quant in case.env["stock.quant"].search([("location_id", "=", case.location.id)]):
        have[quant.product_id, quant.lot_id] += quant.quantity
    for product, lot in set(wanted) | set(have):
        if product in case.uncounted:
            continue
        should, found = wanted[product, lot], have[product, lot]
        if should != found:
            yield f"{found:g} {product.display_name} {lot.name or ''} lie there, not {should:g}"
        if product.tracking != "none" and (found < 0 or (found and not lot)):
            yield f"{found:g} {product.display_name} {lot.name or 'without a lot'} cannot be"


# === Value ===#


def _of_value(season, product, case):
    """Yield where the value of what there is, is not its quantity by its cost."""
    if "value_svl" in product._fields and product.detailed_type != "product":
        return
    quants = case.env["stock.quant"].search(
        [("product_id", "=", product.id), ("location_id.usage", "=", "internal")]
    )
    units, value = sum(quants.mapped("quantity")), stock_value(product)
    layers = case.env["stock.move"].search([("product_id", "=", product.id)])
    if "stock_valuation_layer_ids" in layers._fields:
        valued = sum(product.stock_valuation_layer_ids.mapped("quantity"))
        if valued != units:
            yield f"{units:g} are there, {valued:g} are valued"
        yield from _of_books(product, value)
    wanted = {"standard": _by_standard, "average": _by_average, "fifo": _by_fifo}[
        product.cost_method
    ](season, product, units)
    if abs(value - wanted) > _rounded(product):
        yield f"{units:g} by {product.cost_method} are worth {wanted:.2f}, not {value:.2f}"


def _rounded(product):
    """Return how much Odoo may miss.

    An average has cents: with each arrival, half a cent for each unit that is there then.
    """
    if product.cost_method != "average":
        return CENT
    there, missed = 0.0, CENT
    for move in _valued(product):
        if _comes_in(move):
            there += move.quantity
            missed += CENT / 2 * max(there, 0.0)
        else:
            there -= move.quantity
    return missed


def _by_standard(_season, product, units):
    return units * product.standard_price


def _by_average(season, product, units):
    if "value_svl" in product._fields:
        return units * product.standard_price
    known, cost = 0.0, 0.0
    for move in _valued(product):
        sign = 1 if _comes_in(move) else -1
        if sign > 0:
            price = move.value / move.quantity
            # What was sold before it came is worth what the next one costs.
            cost = price if known <= 0 else (known * cost + move.value) / (known + move.quantity)
        known += sign * move.quantity
    return units * cost


def _by_fifo(_season, product, units):
    """Return the value of the newest ones: the others left before them."""
    value, left = 0.0, units
    for move in _valued(product)[::-1]:
        if left <= 0:
            break
        if _comes_in(move):
            count = min(move.quantity, left)
            value += count * cost_of(move)
            left -= count
    return value


def cost_of(move):
    """Return what one of an incoming move cost."""
    if "stock_valuation_layer_ids" in move._fields:
        layer = move.stock_valuation_layer_ids.filtered(lambda one: one.quantity > 0)[:1]
        return layer.value / layer.quantity
    return move.value / move.quantity


def _valued(product):
    """Return the moves that change how much there is, in the order in which they count."""
    moves = product.env["stock.move"].search(
        [("product_id", "=", product.id), ("state", "=", "done")], order="date, id"
    )
    moves = moves.filtered(
        lambda one: (
            (one.location_id.usage == "internal") != (one.location_dest_id.usage == "internal")
        )
    )
    if "stock_valuation_layer_ids" in moves._fields:
        moves = moves.sorted(lambda one: one.stock_valuation_layer_ids.sorted("id")[:1].id)
    return moves


def _comes_in(move):
    return move.location_dest_id.usage == "internal"


def _of_books(product, value):
    """Yield where the account of the stock says otherwise than its value."""
    if product.categ_id.property_valuation != "real_time":
        return
    entries = product.env["account.move.line"].search(
        [
            ("product_id", "=", product.id),
            ("account_id", "=", product.categ_id.property_stock_valuation_account_id.id),
        ]
    )
    balance = sum(entries.mapped("balance"))
    if abs(balance - value) > CENT / 2:
        yield f"the books say {balance:.2f}, the stock is worth {value:.2f}"


# === Counting ===#


def needs(product, units):
    """Return what leaves for so many of a product: of a kit, its components."""
    parts = KITS.get(_kind(product.default_code or ""), {})
    if not parts:
        return Counter({_kind(product.default_code or "NEW"): units})
    return Counter({part: count * units for part, count in parts.items()})


def waiting(moves):
    """Return the units that wait for their lots, by kind of goods."""
    units = Counter()
    for move in moves.filtered(lambda one: one.state not in ("done", "cancel")):
        units[_kind(move.product_id.default_code or "NEW")] += move.product_qty
    return units


def _signed(moves):
    """Return the units that these moves brought to customers, less what they brought back."""
    units = Counter()
    for move in moves.filtered(lambda one: one.state == "done"):
        sign = (move.location_dest_id.usage == "customer") - (move.location_id.usage == "customer")
        units[_kind(move.product_id.default_code or "NEW")] += sign * round(move.quantity)
    return units


def _kind(sku):
    """Return the kind of goods of a season's SKU."""
    return sku.rpartition(" ")[2]


def _told(units):
    return ", ".join(f"{count:g} {kind}" for kind, count in units.items() if count) or "none"
