from odoo import _, api, fields, models
from odoo.exceptions import ValidationError

# Amazon's service levels as people read them, slowest last.
SERVICE_LEVEL_NAMES = [
    ("same_day", "Same Day"),
    ("next_day", "Next Day"),
    ("second_day", "Second Day"),
    ("priority", "Priority"),
    ("expedited", "Expedited"),
    ("scheduled", "Scheduled"),
    ("standard", "Standard"),
    ("free_economy", "Free Economy"),
]


class AmazonDeliveryRule(models.Model):
    """Which delivery method an order takes for the speed that its buyer was promised."""

    _name = "amazon.delivery.rule"
    _description = "Amazon Delivery Rule"
    _order = "account_id, service_level, marketplace_id, id"
    _check_company_auto = True

    account_id = fields.Many2one("amazon.account", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    account_marketplace_ids = fields.Many2many(related="account_id.marketplace_ids")
    marketplace_id = fields.Many2one(
        "amazon.marketplace",
        domain="[('id', 'in', account_marketplace_ids)]",
        ondelete="cascade",
        help="Empty: all marketplaces of the account.",
    )
    service_level = fields.Selection(
        SERVICE_LEVEL_NAMES,
        required=True,
        default="standard",
        help="How fast the buyer was promised the goods.",
    )
    carrier_id = fields.Many2one(
        "delivery.carrier",
        "Delivery Method",
        required=True,
        check_company=True,
        ondelete="cascade",
    )

    @api.constrains("account_id", "marketplace_id", "service_level")
    def _check_one_rule(self):
        for rule in self:
            same = rule.account_id.delivery_rule_ids.filtered(
                lambda other, rule=rule: (
                    other.service_level == rule.service_level
                    and other.marketplace_id == rule.marketplace_id
                )
            )
            if len(same) > 1:
                raise ValidationError(
                    _("%s has two delivery methods. Remove one of them.", rule.display_name)
                )

    @api.depends("service_level", "marketplace_id")
    def _compute_display_name(self):
        levels = dict(self._fields["service_level"]._description_selection(self.env))
        for rule in self:
            place = rule.marketplace_id.name
            level = levels.get(rule.service_level, "")
            rule.display_name = f"{level} ({place})" if place else level


class AmazonAccount(models.Model):
    _inherit = "amazon.account"

    delivery_rule_ids = fields.One2many(
        "amazon.delivery.rule",
        "account_id",
        "Delivery Methods by Service Level",
    )

    def _amazon_delivery_method(self, level, marketplace):
        """Return the delivery method of orders with a service level; may be empty.

        The rule for this marketplace comes before the one for all, and any rule before the
        delivery method of the marketplace or of the account.

        :param level: key of SERVICE_LEVEL_NAMES, another word or False
        :param marketplace: amazon.marketplace, may be empty
        """
        self.ensure_one()
        rules = self.delivery_rule_ids.filtered(lambda rule: rule.service_level == level)
        nearest = rules.filtered(lambda rule: rule.marketplace_id == marketplace)
        general = rules.filtered(lambda rule: not rule.marketplace_id)
        return (nearest or general)[:1].carrier_id or self._amazon_setting(
            "carrier_id", marketplace
        )
