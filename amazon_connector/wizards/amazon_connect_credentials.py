from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..amazon_api.consent import exchange
from ..amazon_api.errors import AmazonError

PORTAL = "https://solutionproviderportal.amazon.com"
DEVELOPER_PAGE = "/sellingpartner/developerconsole"


class AmazonConnect(models.TransientModel):
    """The step « Authorisation »: secrets pasted, or Amazon's own consent page."""

    _inherit = "amazon.connect"

    way = fields.Selection(
        [
            ("consent", "Sign in at Amazon and agree"),
            ("paste", "Paste the credentials"),
        ],
        default=lambda self: self._default_way(),
        required=True,
    )
    has_application = fields.Boolean(compute="_compute_application")
    callback = fields.Char("Redirect URI", compute="_compute_application")
    central_url = fields.Char(related="marketplace_id.seller_central_url")
    portal_url = fields.Char(compute="_compute_application")
    developer_url = fields.Char(compute="_compute_application")

    client_id = fields.Char("Client ID")
    client_secret = fields.Char(compute="_compute_secrets", inverse="_inverse_client_secret")
    refresh_token = fields.Char(compute="_compute_secrets", inverse="_inverse_refresh_token")
    seller_id = fields.Char("Seller ID", help="Amazon's merchant token, such as A1B2C3D4E5F6G7.")
    # What was typed, until the account has it: by name of the field.
    kept_secrets = fields.Json(groups="base.group_system")
    is_secret_kept = fields.Boolean(compute="_compute_secrets")
    is_token_kept = fields.Boolean(compute="_compute_secrets")

    @api.model
    def _default_way(self):
        application = self.env["amazon.account"]._amazon_application()
        return "consent" if application.is_complete else "paste"

    @api.depends("marketplace_id")
    def _compute_application(self):
        accounts = self.env["amazon.account"]
        for wizard in self:
            wizard.has_application = accounts._amazon_application().is_complete
            wizard.callback = accounts._amazon_callback()
            wizard.portal_url = PORTAL
            wizard.developer_url = f"{wizard.central_url or ''}{DEVELOPER_PAGE}"

    # === Pasting ===#

    def _compute_secrets(self):
        """Show that a secret is there, and never the secret."""
        for wizard in self:
            kept = wizard.sudo().kept_secrets or {}
            wizard.client_secret = wizard.refresh_token = False
            wizard.is_secret_kept = bool(kept.get("client_secret"))
            wizard.is_token_kept = bool(kept.get("refresh_token"))

    def _inverse_client_secret(self):
        self._keep("client_secret")

    def _inverse_refresh_token(self):
        self._keep("refresh_token")

    def _keep(self, name):
        for wizard in self.filtered(name):
            secrets = wizard.sudo()
            secrets.kept_secrets = {**(secrets.kept_secrets or {}), name: wizard[name].strip()}
        self.invalidate_recordset(["client_secret", "refresh_token"], flush=False)

    def action_test(self):
        """Button « Test the connection »: try what was pasted, and go on when Amazon takes it.

        :raise AccessError: the user is no manager
        :raise UserError: something was not pasted
        """
        self._check()
        kept = self.sudo().kept_secrets or {}
        secrets = {
            "lwa_client_id": self._demand(self.client_id, _("Paste the client ID.")),
            "lwa_client_secret": self._demand(
                kept.get("client_secret"), _("Paste the client secret.")
            ),
            "refresh_token": self._demand(kept.get("refresh_token"), _("Paste the refresh token.")),
            "test_server": self._test_server(),
        }
        if (self.seller_id or "").strip():
            secrets["seller_id"] = self.seller_id.strip()
        self._enter(secrets)

    # === Amazon's own page ===#

    def action_consent(self):
        """Button « Sign in at Amazon »: go to the page on which the seller agrees.

        :raise AccessError: the user is no manager
        :raise UserError: Odoo does not know the application, or Amazon could not send back to Odoo
        """
        self._check()
        application = self.env["amazon.account"]._amazon_application()
        if not application.is_complete:
            raise UserError(
                _(
                    "Odoo does not know your application on Amazon yet. An administrator enters "
                    "it under Settings ‣ Sales ‣ Amazon."
                )
            )
        test_server, callback = self._test_server(), self.callback
        if not test_server and not callback.startswith("https://"):
            raise UserError(
                _(
                    "Amazon sends people back to https addresses only, and Odoo's address is "
                    "%s. Have an administrator open Odoo by https once, or paste the credentials.",
                    callback,
                )
            )
        self.problem = False
        central = (test_server or self.central_url).rstrip("/")
        address = self.env["amazon.consent"]._ask(self, application, central, callback)
        return {"type": "ir.actions.act_url", "url": address, "target": "self"}

    def action_open_settings(self):
        """Button « Open the settings »: where an administrator enters the application."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_settings"
        )

    @api.model
    def _receive_consent(self, told):
        """Take what Amazon's consent page answered, and go on in the setup that asked.

        :param told: dict of Amazon's parameters
        :return: the amazon.connect, gone on, or with a problem that says what to do
        :raise AccessError: the user is no manager
        :raise UserError: the answer belongs to no question of this user's
        """
        self.env["amazon.account"]._check_manager()
        wizard, redirect_uri = self.env["amazon.consent"]._take(told["state"])
        # Whatever comes of it, the same answer counts no second time.
        self.env.cr.commit()  # pylint: disable=invalid-commit
        problem = wizard._consent_problem(told)
        if problem:
            wizard.problem = problem
        else:
            wizard._enter_by_code(told, redirect_uri)
        return wizard

    def _consent_problem(self, told):
        """Say why an answer of Amazon's is none; '' when it is one."""
        if told["error"] == "access_denied":
            return _(
                "At Amazon, you did not agree. Nothing was changed; sign in again when you want to."
            )
        if told["error"] or not told["spapi_oauth_code"]:
            return _(
                "Amazon sent you back without an authorisation. Sign in again; if it goes on, show "
                "this to your integrator: %s",
                told["error_description"] or told["error"] or "spapi_oauth_code",
            )
        known = self.account_id.seller_id
        if known and told["selling_partner_id"] and known != told["selling_partner_id"]:
            return _(
                "At Amazon, you signed in as the seller %(theirs)s, but this account is of "
                "%(ours)s. Sign out at Amazon, and in again as %(ours)s.",
                theirs=told["selling_partner_id"],
                ours=known,
            )
        return ""

    def _enter_by_code(self, told, redirect_uri):
        """Change the code for the refresh token, and try it."""
        application = self.env["amazon.account"]._amazon_application()
        secrets = {
            "lwa_client_id": application.client_id,
            "lwa_client_secret": application.client_secret,
            "test_server": self._test_server(),
        }
        parts = {"region": self.region, **secrets}
        account = self.env["amazon.account"].sudo().new(parts)
        try:
            code = told["spapi_oauth_code"]
            token = exchange(application, account._amazon_endpoint(), code, redirect_uri)
        except AmazonError as error:
            self.problem = account._explain_now(error)
            return
        if told["selling_partner_id"]:
            secrets["seller_id"] = told["selling_partner_id"]
        self._enter({**secrets, "refresh_token": token})
