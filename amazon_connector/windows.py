"""Windows of Odoo's that buttons open."""


def form_of(record):
    """Return the action that opens the form of a record, of any model, in place of this page."""
    return {
        "type": "ir.actions.act_window",
        "res_model": record._name,
        "res_id": record.id,
        "views": [(False, "form")],
        "target": "current",
    }
