"""What must be true of an order once all that left was told: nothing is told twice or lost.

Units are counted by Amazon's order item, as Counters.
"""

from collections import Counter

# A kit of this SKU is made of so many of these.
KITS = {"KIT": {"MUG-BLUE": 2, "PLATE": 1}}


def wrongs(sale, order, season):
    """Return what is wrong with an order of which all that left should be told; empty: nothing.

    :param sale: sale.order
    :param order: as Amazon has it
    :param season: WildWarehouse in which it happened: of what a person tried again, what left
        beyond what Amazon ordered is right once Amazon has shown the order as shipped
    """
    told_of = sale.picking_ids.filtered(
        lambda one: one.state == "done" and one.location_dest_id.usage == "customer"
    )
    return [
        *_states(sale, order, told_of),
        *_units(sale, order, told_of.amazon_shipment_ids, season),
    ]


def _states(sale, order, told_of):
    """Return which transfers are settled badly."""
    for picking in told_of:
        if is_cancelled(order) and not picking.amazon_sync_state:
            # Either a person was asked to see to it, or all of it is back.
            if not sale.amazon_cancelled_late and left(sale) - came_back(sale):
                yield f"{picking.name} left for a cancelled order, and nobody is told"
            continue
        if picking.amazon_sync_state not in ("done", "error"):
            yield f"{picking.name} is in nobody's hands: {picking.amazon_sync_state}"
        if picking.amazon_sync_state == "error" and not picking.amazon_sync_message:
            yield f"{picking.name} failed, and nobody is told why"


def _units(sale, order, shipments, season):
    """Return what Amazon believes otherwise than Odoo's done moves say, item by item."""
    gone = left(sale)
    by_us, by_others, shown = believed(order, shipments)
    room = expected_of_us(order, by_others)
    # What is corrected stays told for the items that Amazon was told of, of the same goods.
    owed = Counter() if sale in season.recounted else room
    by_us = exchanged(by_us, gone, owed, siblings(order))
    failed = shipments.filtered(lambda one: one.state == "error")
    kept = kept_by_amazon(failed) + season.given_up[sale]
    too_many = by_us - gone - kept
    if too_many:
        yield f"Amazon believes in more than what left: {dict(too_many)}"
    missing = gone - by_us
    refused = units_in(failed - shown) + lacking_at_amazon(failed & shown)
    in_hands = exchanged(refused, missing, room - by_us, siblings(order))
    # What Amazon keeps of one package may have left with another, which it does not take either.
    if of_goods(order, in_hands) - of_goods(order, missing) - of_goods(order, kept):
        yield f"in a person's hands {dict(in_hands)}, but missing {dict(missing)}"
    nobody = missing - in_hands
    beyond = gone - room
    # What Amazon may know of a package in somebody's hands is given to no other: it is beyond then.
    asked = any(not one.item_ids for one in failed)
    held = kept_by_amazon(failed) if asked else Counter()
    if nobody - beyond - held:
        yield f"Amazon knows nothing of {dict(nobody - beyond - held)}, and nobody is told"
    # What Amazon has no use for: sent again after it came back, or known to it already. All else
    # a person must be told of.
    is_shipped = order["fulfillment"]["fulfillmentStatus"] == "SHIPPED"
    # A quantity that is corrected later may take that from the order again.
    seen = sale in season.retried and (is_shipped or sale in season.shown_as_shipped)
    known = seen or (is_shipped and by_others)
    asked = asked or sale.amazon_cancelled_late
    owed = set() if asked or is_cancelled(order) else set(room - by_us - units_in(failed))
    if owed.intersection(line.amazon_item_ref for line in broken_kits(sale)):
        yield "parts of a kit left that will never be whole, and nobody is told"
    unwanted = of_goods(order, nobody) - of_goods(order, came_back(sale))
    if unwanted and not known and not asked:
        yield f"nobody is told that Amazon wants nothing of {dict(unwanted)}"


def in_words(sale, order):
    """Return, line by line, what an order came to in Odoo and at Amazon: whoever reads it looks."""
    words = [f"at Amazon {order['orderId']} is {order['fulfillment']['fulfillmentStatus']}"]
    for item in order["orderItems"]:
        counts = item["fulfillment"]["quantityFulfilled"], item["quantityOrdered"]
        words.append(
            "  {} {}: {} of {}".format(item["orderItemId"], item["product"]["sellerSku"], *counts)
        )
    for package in order.get("packages", ()):
        units = {one["orderItemId"]: one["quantity"] for one in package["packageItems"]}
        reference = package["packageReferenceId"]
        words.append(f"  package {reference} ({package['trackingNumber']}): {units}")
    words.append(f"in Odoo it is {sale.amazon_status}, and {dict(left(sale))} left")
    for one in sale.amazon_shipment_ids.sorted("id"):
        marks = [name for name in ("recount", "corrects", "taken_away", "to_plan") if one[name]]
        words.append(
            f"  {one.picking_id.name} {one.reference}: {dict(units_in(one))} {one.state}"
            f" {' '.join(marks)} knew {one.known_units}: {one.message}"
        )
    return words


# === In Odoo ===#


def left(sale):
    """Return the units that left for an order, as its done moves say.

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


def broken_kits(sale):
    """Return the lines of kits of which parts are with the buyer, and nothing more is to leave."""
    found = []
    for line in sale.order_line.filtered(lambda one: one.amazon_sku in KITS):
        parts = Counter()
        for move in line.move_ids.filtered(lambda one: one.state == "done"):
            out = move.location_dest_id.usage == "customer"
            back = move.location_id.usage == "customer"
            parts[move.product_id.default_code] += (out - back) * move.quantity
        needs = KITS[line.amazon_sku]
        whole = int(min(parts[part] / need for part, need in needs.items()))
        waits = line.move_ids.filtered(
            lambda one: one.state not in ("done", "cancel") and one.location_id.usage != "customer"
        )
        if not waits and any(parts[part] > whole * need for part, need in needs.items()):
            found.append(line)
    return found


def came_back(sale):
    """Return the units of an order that came back from the buyer."""
    moves = sale.order_line.filtered("amazon_is_goods").move_ids
    return units_of(
        moves.filtered(lambda move: move.state == "done" and move.location_id.usage == "customer")
    )


def units_of(moves):
    """Return the units of these moves; of kits, the whole ones."""
    units, parts = Counter(), {}
    for move in moves:
        line = move.sale_line_id
        if line.amazon_sku in KITS:
            parts.setdefault(line, Counter())[move.product_id.default_code] += move.quantity
        else:
            unit = line["product_uom_id" if "product_uom_id" in line._fields else "product_uom"]
            count = move.product_uom._compute_quantity(move.quantity, unit)
            units[line.amazon_item_ref] += round(count)
    for line, found in parts.items():
        needs = KITS[line.amazon_sku]
        whole = int(min(found[part] / need for part, need in needs.items()))
        units[line.amazon_item_ref] += whole
    return +units


def units_in(shipments):
    """Return the units that these shipments tell."""
    units = Counter()
    for item in shipments.item_ids:
        units[item.item_ref] += item.quantity
    return units


def kept_by_amazon(failed):
    """Return the units that Amazon keeps in packages which a person has to see to.

    :param failed: shipments of which fewer left after all, or none, and Amazon would not hear of it
    """
    kept = units_in(failed.filtered("taken_away"))
    for one in failed.filtered("known_units"):
        kept += Counter(one.known_units) - units_in(one)
    return kept


def lacking_at_amazon(failed):
    """Return the units that lack in packages which a person has to see to.

    :param failed: shipments of which more left after all, and Amazon would not hear of it
    """
    lacking = Counter()
    for one in failed.filtered("known_units"):
        lacking += units_in(one) - Counter(one.known_units)
    return lacking


# === At Amazon ===#


def believed(order, shipments):
    """Return the units that Amazon believes in: told by us, all others; and which of ours it knows.

    A package with the number and the goods of one of ours is that very one, told by hand.
    """
    by_us, by_others = Counter(), Counter()
    known = shipments.browse()
    packages = order.get("packages", ())
    of_ours = {one.reference: one for one in shipments}
    # Those with our reference first, so that none of them is found a second time.
    for package in sorted(packages, key=lambda one: one["packageReferenceId"] not in of_ours):
        units = Counter()
        for item in package["packageItems"]:
            units[item["orderItemId"]] += item["quantity"]
        ours = of_ours.get(package["packageReferenceId"]) or (shipments - known).filtered(
            lambda one, package=package, units=units: (
                one.tracking_ref == package["trackingNumber"] and units_in(one) == units
            )
        )
        known |= ours[:1]
        (by_us if ours else by_others).update(units)
    return by_us, by_others, known


def expected_of_us(order, by_others):
    """Return the units of which Amazon could be told by us.

    What it ordered, less what others shipped, and what it cancelled before.
    """
    room = Counter()
    for item in order["orderItems"]:
        shipped = item["fulfillment"]["quantityFulfilled"]
        room[item["orderItemId"]] += shipped if is_cancelled(order) else item["quantityOrdered"]
    return room - by_others


def is_cancelled(order):
    return order["fulfillment"]["fulfillmentStatus"] == "CANCELLED"


def of_goods(order, units):
    """Return these units of an order's items by what goods they are."""
    goods = Counter()
    for item in order["orderItems"]:
        goods[item["product"]["sellerSku"]] += units[item["orderItemId"]]
    return goods


def siblings(order):
    """Return pairs of an order's items that are the same goods."""
    skus = {item["orderItemId"]: item["product"]["sellerSku"] for item in order["orderItems"]}
    return [(a, b) for a in skus for b in skus if a != b and skus[a] == skus[b]]


def exchanged(by_us, gone, room, pairs):
    """Return what was told as if each item had been told as itself.

    What left for an item beyond what Amazon wanted of it is told for one of the same goods: people
    put lines together.
    """
    told = Counter(by_us)
    for item, other in pairs:
        beyond = min(gone[other] - told[other], gone[other] - room[other])
        units = max(min(told[item] - gone[item], beyond), 0)
        told[item] -= units
        told[other] += units
    return +told
