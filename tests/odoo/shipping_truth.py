"""What must be true of an order once all that left was told: nothing is told twice or lost."""

from collections import Counter

# A kit of this SKU is made of so many of these.
KITS = {"KIT": {"MUG-BLUE": 2, "PLATE": 1}}


def left(sale):
    """Return the units that left for an order, by SKU, as its done moves say.

    What came back later had left all the same.
    """
    moves = sale.order_line.filtered("amazon_is_goods").move_ids.filtered(
        lambda move: (
            move.state == "done"
            and move.location_dest_id.usage == "customer"
            and move.location_id.usage != "customer"
        )
    )
    return units_of(moves)


def came_back(sale):
    """Return the units of an order that came back from the buyer, by SKU."""
    moves = sale.order_line.filtered("amazon_is_goods").move_ids
    return units_of(
        moves.filtered(lambda move: move.state == "done" and move.location_id.usage == "customer")
    )


def units_of(moves):
    """Return the units of these moves by SKU of Amazon's; of kits, the whole ones."""
    units, parts = Counter(), {}
    for move in moves:
        line = move.sale_line_id
        if line.amazon_sku in KITS:
            parts.setdefault(line, Counter())[move.product_id.default_code] += move.quantity
        else:
            units[line.amazon_sku] += move.product_uom._compute_quantity(
                move.quantity, line.product_uom
            )
    for line, found in parts.items():
        needs = KITS[line.amazon_sku]
        units[line.amazon_sku] += int(min(found[part] / need for part, need in needs.items()))
    return +units


def ordered(order):
    """Return the units that Amazon ordered, by SKU."""
    units = Counter()
    for item in order["orderItems"]:
        units[item["product"]["sellerSku"]] += item["quantityOrdered"]
    return units


def believed(order, ours):
    """Return the units by SKU that Amazon believes in: those told by us, and all others.

    :param order: as Amazon has it
    :param ours: references of our shipments
    """
    skus = {item["orderItemId"]: item["product"]["sellerSku"] for item in order["orderItems"]}
    by_us, by_others = Counter(), Counter()
    for package in order.get("packages", ()):
        counted = by_us if package["packageReferenceId"] in ours else by_others
        for item in package["packageItems"]:
            counted[skus[item["orderItemId"]]] += item["quantity"]
    return by_us, by_others


def wrongs(sale, order, retried):
    """Return what is wrong with an order of which all that left should be told; empty: nothing.

    :param sale: sale.order
    :param order: as Amazon has it
    :param retried: whether a person tried a failed transfer of it again: what left beyond what
        Amazon ordered is right then once Amazon shows the order as shipped
    """
    told_of = sale.picking_ids.filtered(
        lambda one: one.state == "done" and one.location_dest_id.usage == "customer"
    )
    shipments = told_of.amazon_shipment_ids
    # A person was asked then to see to it: what left after Amazon cancelled is told to nobody.
    told_of -= told_of.filtered(
        lambda one: sale.amazon_cancelled_late and not one.amazon_sync_state
    )
    by_us, by_others = believed(order, set(shipments.mapped("reference")))
    gone = left(sale)
    failed = told_of.filtered(lambda one: one.amazon_sync_state == "error")
    found = [
        f"{picking.name} is in nobody's hands: {picking.amazon_sync_state}"
        for picking in told_of
        if picking.amazon_sync_state not in ("done", "error")
    ]
    found += [
        f"{picking.name} failed, and nobody is told why"
        for picking in failed
        if not picking.amazon_sync_message
    ]
    if by_us - gone:
        found.append(f"Amazon believes in more than what left: {dict(by_us - gone)}")
    # What came back may have been sent again: Amazon heard of the first time.
    missing = gone - by_us
    nobody = missing - came_back(sale) - (gone - ordered(order) if retried else Counter())
    if nobody and not failed and not by_others and not sale.amazon_cancelled_late:
        found.append(f"Amazon knows nothing of {dict(nobody)}, and nobody is told")
    if failed and not by_others and not sale.amazon_cancelled_late and not any(map(KITS.get, gone)):
        in_hands = _in_hands(failed, order)
        if nobody - in_hands or in_hands - missing:
            found.append(f"in a person's hands {dict(in_hands)}, but missing {dict(missing)}")
    return found


def _in_hands(failed, order):
    """Return the units by SKU of failed transfers that Amazon does not know of."""
    units = Counter()
    for picking in failed:
        references = set(picking.amazon_shipment_ids.mapped("reference"))
        units += units_of(picking.move_ids) - believed(order, references)[0]
    return units
