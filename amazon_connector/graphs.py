"""What Odoo's small graph on a form is drawn from."""

import json


def line_graph(label, points):
    """Return the value of a Text field for the widget ``dashboard_graph``.

    :param label: what the line shows
    :param points: iterable of (short name, long name, number), from left to right
    """
    values = [{"x": short, "name": long, "y": number} for short, long, number in points]
    return json.dumps([{"values": values, "key": label, "area": True, "is_sample_data": False}])
