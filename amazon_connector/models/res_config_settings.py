from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

from ..amazon_api.client import Endpoint
from ..amazon_api.marketplaces import Region
from .amazon_account_consent import (
    APPLICATION_ID,
    CLIENT_ID,
    CLIENT_SECRET,
    IS_PUBLISHED,
    TEST_SERVER,
)


class ResConfigSettings(models.TransientModel):
    """Settings ‣ Sales ‣ Amazon: what all accounts share."""

    _inherit = "res.config.settings"

    amazon_application_id = fields.Char("Amazon Application ID", config_parameter=APPLICATION_ID)
    amazon_client_id = fields.Char("Client ID of Amazon", config_parameter=CLIENT_ID)
    amazon_client_secret = fields.Char("Client Secret of Amazon", config_parameter=CLIENT_SECRET)
    amazon_application_is_published = fields.Boolean(
        "Published in Amazon's Appstore",
        config_parameter=IS_PUBLISHED,
        help="An application that only your own company uses stays a draft for ever.",
    )
    amazon_test_server = fields.Char(
        "Test server of Amazon",
        config_parameter=TEST_SERVER,
        help="Address of a simulated Amazon that new accounts use, such as http://127.0.0.1:8080. "
        "Empty for the real one.",
    )
    amazon_callback = fields.Char("Redirect URI for Amazon", compute="_compute_amazon_callback")
    amazon_responsible_ids = fields.Many2many(
        related="company_id.amazon_responsible_ids", readonly=False
    )
    amazon_account_count = fields.Integer(
        "Amazon Accounts", compute="_compute_amazon_account_count"
    )

    @api.depends("company_id")  # else a page that is not saved shows none
    def _compute_amazon_callback(self):
        self.amazon_callback = self.env["amazon.account"]._amazon_callback()

    @api.depends("company_id")
    def _compute_amazon_account_count(self):
        for settings in self:
            settings.amazon_account_count = self.env["amazon.account"].search_count([])

    @api.constrains("amazon_test_server")
    def _check_amazon_test_server(self):
        for settings in self.filtered("amazon_test_server"):
            try:
                Endpoint.for_region(Region.EU, settings.amazon_test_server)
            except ValueError as error:
                raise ValidationError(
                    _("The address of the test server cannot be used: %s", error)
                ) from error

    def set_values(self):
        accounts = self.env["amazon.account"]
        before = accounts._amazon_application()
        result = super().set_values()
        accounts._amazon_renew_application(before)
        return result
