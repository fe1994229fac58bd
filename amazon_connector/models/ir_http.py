from odoo import models


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    def session_info(self):
        """Tell a window that is opened what its user asked for and has not seen the end of."""
        info = super().session_info()
        info["amazon_progress"] = self.env["amazon.progress"]._unseen()
        return info
