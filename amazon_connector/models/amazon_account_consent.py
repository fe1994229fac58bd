from odoo import api, models

from ..amazon_api.consent import Application

# System parameters, which administrators alone read.
APPLICATION_ID = "amazon_connector.application_id"
CLIENT_ID = "amazon_connector.client_id"
CLIENT_SECRET = "amazon_connector.client_secret"
IS_PUBLISHED = "amazon_connector.application_is_published"
TEST_SERVER = "amazon_connector.test_server"
CALLBACK = "/amazon/authorise"


class AmazonAccount(models.Model):
    """The company's own application on Amazon, by which sellers authorise on a page of Amazon's."""

    _inherit = "amazon.account"

    @api.model
    def _amazon_application(self):
        """Return the application of Odoo's settings: amazon_api Application, maybe incomplete."""
        parameters = self.env["ir.config_parameter"].sudo()
        names = (APPLICATION_ID, CLIENT_ID, CLIENT_SECRET)
        values = [parameters.get_param(name) or "" for name in names]
        return Application(*values, is_draft=not parameters.get_param(IS_PUBLISHED))

    @api.model
    def _amazon_callback(self):
        """Return the address to which Amazon sends the browser back."""
        return self.env["ir.config_parameter"].sudo().get_param("web.base.url", "") + CALLBACK

    @api.model
    def _amazon_test_server(self):
        """Return the address of the simulated Amazon that new accounts use; '' for the real one."""
        return self.env["ir.config_parameter"].sudo().get_param(TEST_SERVER) or ""

    @api.model
    def _amazon_renew_application(self, before):
        """Give the application's new credentials to the accounts that sign in by it.

        :param before: the amazon_api Application until now
        """
        now = self._amazon_application()
        if not before.client_id or not now.is_complete or now == before:
            return
        accounts = self.sudo().with_context(active_test=False)
        # Another client ID is another application: the sellers must authorise that one first.
        users = accounts.search([("lwa_client_id", "=", now.client_id)])
        users.lwa_client_secret = now.client_secret
