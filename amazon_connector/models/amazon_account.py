from odoo import _, api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..amazon_api.client import Client, Credentials, Endpoint
from ..amazon_api.marketplaces import Region
from .amazon_marketplace import REGIONS
from .amazon_settings import AmazonSettings

ADMINISTRATORS = "base.group_system"


class AmazonAccount(models.Model):
    """A seller's account on Amazon, in one region, for one company."""

    _name = "amazon.account"
    _description = "Amazon Account"
    _inherit = ["mail.thread", "mail.activity.mixin", AmazonSettings._name]
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    region = fields.Selection(
        REGIONS,
        required=True,
        default="eu",
    )
    seller_id = fields.Char("Seller ID", help="Amazon's merchant token, such as A1B2C3D4E5F6G7.")
    marketplace_ids = fields.Many2many(
        "amazon.marketplace",
        string="Marketplaces",
        domain="[('region', '=', region)]",
        copy=False,
        help="The marketplaces whose orders come into Odoo through this account.",
    )

    lwa_client_id = fields.Char("Client ID", groups=ADMINISTRATORS, copy=False)
    lwa_client_secret = fields.Char("Client Secret", groups=ADMINISTRATORS, copy=False)
    refresh_token = fields.Char(groups=ADMINISTRATORS, copy=False)
    test_server = fields.Char(
        groups=ADMINISTRATORS,
        copy=False,
        help="Address of a simulated Amazon, such as http://127.0.0.1:8080. "
        "Empty for the real one.",
    )

    warehouse_id = fields.Many2one(compute="_compute_warehouse_id", store=True, readonly=False)
    location_id = fields.Many2one(compute="_compute_location_id", store=True, readonly=False)
    pricelist_ids = fields.Many2many(
        "product.pricelist",
        string="Pricelists",
        check_company=True,
        help="The pricelist of an order is the one of its currency. A missing one is created.",
    )
    responsible_user_ids = fields.Many2many(
        "res.users",
        string="Responsible",
        check_company=True,
        help="Who gets an activity when something needs a person.",
    )
    import_non_amazon = fields.Boolean(
        "Import orders of other shops",
        help="Orders of your own web shop that Amazon ships (Multi-Channel Fulfilment) become "
        "sales orders too. Leave it off when the web shop creates them in Odoo.",
    )

    order_ids = fields.One2many("sale.order", "amazon_account_id", "Orders")
    order_count = fields.Integer(compute="_compute_order_count")
    issue_ids = fields.One2many("amazon.issue", "account_id", "Issues")
    issue_count = fields.Integer(compute="_compute_issue_count")
    offer_ids = fields.One2many("amazon.offer", "account_id", "Offers")
    offer_count = fields.Integer(compute="_compute_offer_count")
    unassigned_count = fields.Integer("Without a Product", compute="_compute_offer_count")

    @api.depends("company_id")
    def _compute_warehouse_id(self):
        for account in self:
            if account.warehouse_id.company_id != account.company_id:
                account.warehouse_id = self.env["stock.warehouse"].search(
                    [("company_id", "=", account.company_id.id)], limit=1
                )

    @api.depends("company_id")
    def _compute_location_id(self):
        for account in self:
            if account.location_id.company_id != account.company_id:
                account.location_id = account.company_id.amazon_location_id

    @api.depends("order_ids")
    def _compute_order_count(self):
        self._count("sale.order", "amazon_account_id", "order_count")

    @api.depends("issue_ids.state")
    def _compute_issue_count(self):
        self._count("amazon.issue", "account_id", "issue_count", [("state", "=", "open")])

    @api.depends("offer_ids.product_id")
    def _compute_offer_count(self):
        self._count("amazon.offer", "account_id", "offer_count")
        without = [("without_product", "=", True)]
        self._count("amazon.offer", "account_id", "unassigned_count", without)

    def _count(self, model, link, field, domain=()):
        # A number tells nothing that the account's own rules would hide.
        groups = (
            self.env[model]
            .sudo()
            ._read_group([(link, "in", self.ids), *domain], [link], ["__count"])
        )
        counts = {account.id: count for account, count in groups}
        for account in self:
            account[field] = counts.get(account.id, 0)

    @api.constrains("region", "marketplace_ids")
    def _check_marketplaces_lie_in_the_region(self):
        for account in self:
            strangers = account.marketplace_ids.filtered(
                lambda marketplace, region=account.region: marketplace.region != region
            )
            if strangers:
                raise ValidationError(
                    _(
                        "%(marketplaces)s: not in the region of the account %(account)s. "
                        "Create another account for that region.",
                        marketplaces=", ".join(strangers.mapped("name")),
                        account=account.name,
                    )
                )

    @api.constrains("company_id")
    def _check_orders_stay_in_their_company(self):
        for account in self:
            elsewhere = (
                self.env["sale.order"]
                .sudo()
                .search(
                    [
                        ("amazon_account_id", "=", account.id),
                        ("company_id", "!=", account.company_id.id),
                    ],
                    limit=1,
                )
            )
            if elsewhere:
                raise ValidationError(
                    _(
                        "The orders of the account %(account)s are in %(company)s, and stay there. "
                        "Archive the account, and create another one for %(other)s.",
                        account=account.name,
                        company=elsewhere.company_id.name,
                        other=account.company_id.name,
                    )
                )

    @api.constrains("test_server", "region")
    def _check_test_server(self):
        for account in self.filtered("test_server"):
            try:
                account._amazon_endpoint()
            except ValueError as error:
                raise ValidationError(
                    _("The address of the test server cannot be used: %s", error)
                ) from error

    # === Amazon's API ===#

    def _amazon_endpoint(self):
        """:return: amazon_api Endpoint
        :raise ValueError: the test server's address is none, or not safe"""
        self.ensure_one()
        return Endpoint.for_region(Region(self.region), self.sudo().test_server or None)

    def _amazon_client(self):
        """Return a client for this account. Close it after use, or use it in a with block.

        :raise UserError: the credentials are incomplete
        """
        self.ensure_one()
        secrets = self.sudo()
        credentials = (secrets.lwa_client_id, secrets.lwa_client_secret, secrets.refresh_token)
        if not all(credentials):
            raise UserError(
                _(
                    "The account %s is not connected to Amazon yet. Ask an administrator to fill "
                    "in the client ID, the client secret and the refresh token.",
                    self.name,
                )
            )
        return Client(Credentials(*credentials), self._amazon_endpoint())

    def _check_manager(self):
        """Hold for calls from outside what the form's buttons show to managers only."""
        if not self.env.user.has_group("amazon_connector.group_amazon_manager"):
            raise AccessError(_("Only managers of Amazon accounts may do this."))

    def _at_work(self):
        """Return the account as the connector works with it: for the company, in its language.

        What it writes stays for all to read (lines, issues, activities), whoever pressed the
        button, and the scheduler speaks no language of its own.
        """
        self.ensure_one()
        language = self.company_id.partner_id.lang or self.env.lang
        return self.sudo().with_company(self.company_id).with_context(lang=language)

    def _connected(self):
        """Return the accounts that have all their credentials."""
        names = ("lwa_client_id", "lwa_client_secret", "refresh_token")
        return self.filtered(lambda account: all(account.sudo()[name] for name in names))

    # === Opening what belongs to the account ===#

    @api.model
    def get_empty_list_help(self, help_message):
        """Say how the first account comes, by whether this person may connect it."""
        words = self.env["ir.ui.view"]._render_template("amazon_connector.no_account_help")
        return super().get_empty_list_help(words)

    def _notification(self, title, message, kind="success"):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": title,
                "message": message,
                "type": kind,
                # The record in view is shown anew, where its form was paged to another one too.
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def action_open_orders(self):
        return self._open("amazon_connector.action_amazon_orders", "amazon_account_id")

    def action_open_issues(self):
        return self._open("amazon_connector.action_amazon_issue", "account_id")

    def action_open_offers(self):
        return self._open("amazon_connector.action_amazon_offer", "account_id")

    def action_open_unassigned_offers(self):
        window = self.action_open_offers()
        window["context"] = {"search_default_without_product": 1}
        return window

    def _open(self, action, link):
        self.ensure_one()
        window = self.env["ir.actions.act_window"]._for_xml_id(action)
        window["domain"] = [(link, "=", self.id)]
        return window
