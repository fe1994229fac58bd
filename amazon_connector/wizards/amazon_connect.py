from markupsafe import Markup
from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..models.amazon_account_consent import TEST_SERVER
from ..models.amazon_marketplace import REGIONS

STEPS = [
    ("region", "Region"),
    ("credentials", "Authorisation"),
    ("marketplaces", "Marketplaces"),
    ("orders", "First orders"),
]
# The name beside it says what a flag shows.
FLAG = Markup(
    '<span class="d-inline-block text-nowrap me-3 mb-2">'
    '<img src="{source}" alt="" width="24" height="16" class="border me-1 o_object_fit_cover"/>'
    "{name}</span>"
)


class AmazonConnect(models.TransientModel):
    """The guided setup: from the region to the first orders, one idea a step.

    The account comes into being, or is changed, once Amazon lets us in. Secrets are written here
    and never read back: what was typed is kept apart (kept_secrets) for as long as the setup lasts.
    """

    _name = "amazon.connect"
    _description = "Connect an Amazon Account"

    step = fields.Selection(STEPS, default="region", required=True, readonly=True)
    account_id = fields.Many2one("amazon.account", readonly=True, ondelete="cascade")
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self._default_company()
    )
    name = fields.Char(compute="_compute_name")
    region = fields.Selection(
        REGIONS, required=True, default=lambda self: self._default_marketplace().region or "eu"
    )
    marketplace_id = fields.Many2one(
        "amazon.marketplace",
        "Your main marketplace",
        domain="[('region', '=', region)]",
        default=lambda self: self._default_marketplace(),
        help="Where you usually sign in at Amazon: that Seller Central is opened.",
    )
    flags = fields.Html(
        "Marketplaces of the region", compute="_compute_flags", sanitize=False, readonly=True
    )
    problem = fields.Text(readonly=True)
    hint = fields.Text(readonly=True)

    @api.model
    def _default_company(self):
        account = self.env["amazon.account"].browse(self.env.context.get("default_account_id"))
        return account.company_id or self.env.company

    @api.model
    def _default_marketplace(self):
        """Return the company's own country's shop, else the first one."""
        shops = self.env["amazon.marketplace"]
        account = self.env["amazon.account"].browse(self.env.context.get("default_account_id"))
        if account:
            of_region = account.marketplace_ids or shops.search([("region", "=", account.region)])
            return of_region[:1]
        country = self.env.company.country_id
        at_home = shops.search([("country_id", "=", country.id)], limit=1) if country else shops
        return at_home or shops.search([("region", "=", "eu")], limit=1)

    @api.model
    def default_get(self, names):
        values = super().default_get(names)
        if values.get("account_id"):
            values["step"] = "credentials"  # where it stands is known
        return values

    @api.depends("region", "account_id")
    def _compute_name(self):
        labels = dict(self._fields["region"]._description_selection(self.env))
        for wizard in self:
            wizard.name = wizard.account_id.name or _("Amazon %s", labels[wizard.region])

    @api.depends("region")
    def _compute_flags(self):
        for wizard in self:
            shops = wizard._marketplaces_of_region()
            wizard.flags = Markup("").join(
                FLAG.format(source=shop.flag_url or "", name=shop.name) for shop in shops
            )

    def _marketplaces_of_region(self):
        return self.env["amazon.marketplace"].search([("region", "=", self.region)])

    @api.onchange("region")
    def _onchange_region(self):
        if self.marketplace_id.region != self.region:
            default = self._default_marketplace()
            same = default.region == self.region
            self.marketplace_id = default if same else self._marketplaces_of_region()[:1]

    # === Going to and fro ===#

    def action_next(self):
        """Button « Next » of the first step.

        :raise AccessError: the user is no manager
        """
        self._check()
        self.write({"step": "credentials", "problem": False})

    def action_back(self):
        """Button « Back »: one step, as far as nothing is settled yet.

        :raise AccessError: the user is no manager
        """
        self._check()
        names = [name for name, _label in STEPS]
        place = names.index(self.step)
        self.write({"step": names[max(place - 1, 0)], "problem": False, "hint": False})

    def _check(self):
        self.ensure_one()
        self.env["amazon.account"]._check_manager()
        # What follows writes as administrator: not on another company's account.
        self.account_id.read(["name"])

    def _address(self):
        """Return the address of this setup's page in Odoo, from outside of the web client."""
        action = self.env.ref("amazon_connector.action_amazon_connect")
        return f"/web#id={self.id}&model={self._name}&view_type=form&action={action.id}"

    # === Getting in ===#

    def _enter(self, secrets):
        """Try these secrets at Amazon: go on with an account that has them, or say what is wrong.

        :param secrets: dict of the account's fields
        """
        # HTTP before the first write: the account tried is not saved.
        parts = {"name": self.name, "region": self.region, "company_id": self.company_id.id}
        tried = self.env["amazon.account"].sudo().new({**parts, **secrets}, origin=self.account_id)
        found = tried._amazon_test_connection()
        if found.problem:
            self.write({"problem": found.problem, "hint": False})
            return
        self._keep_account({**parts, **secrets})
        self.account_id._amazon_note_seller(found.participations)
        self._list_marketplaces(found.participations)
        self._propose_day()
        self.write(
            {
                "step": "marketplaces",
                "problem": False,
                "hint": "\n".join(found.hints) or False,
            }
        )
        self.sudo().kept_secrets = False

    def _keep_account(self, values):
        """Give the account its secrets; a new one is the user's own to create."""
        if not self.account_id:
            public = ("name", "region", "company_id")
            responsible = self.company_id.amazon_responsible_ids or self.env.user
            self.account_id = self.env["amazon.account"].create(
                {
                    **{name: values[name] for name in public},
                    "marketplace_ids": [],
                    "responsible_user_ids": responsible.ids,
                }
            )
        self.account_id.sudo().write(
            {name: value for name, value in values.items() if name not in ("name", "company_id")}
        )

    def _test_server(self):
        """Return the address of the simulated Amazon, or False for the real one."""
        if self.account_id:
            return self.account_id.sudo().test_server
        return self.env["ir.config_parameter"].sudo().get_param(TEST_SERVER)

    def _demand(self, value, words):
        """Return a value without blanks around it.

        :raise UserError: with these words, when it is empty
        """
        value = (value or "").strip()
        if not value:
            raise UserError(words)
        return value
