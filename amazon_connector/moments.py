from datetime import timezone


def naive_utc(moment):
    """Return a moment of Amazon's (aware) as Odoo keeps it: UTC, without saying so.

    :param moment: aware datetime, or None
    :return: naive datetime in UTC, or None
    """
    return moment and moment.astimezone(timezone.utc).replace(tzinfo=None)
