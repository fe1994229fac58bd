from odoo import _, api, fields, models
from odoo.exceptions import ValidationError


class AmazonAccount(models.Model):
    """Several records of one seller, each with marketplaces of its own.

    One seller is one seller ID; where a record lacks it, one refresh token, since Amazon gives a
    token to one seller and application. Records of one seller may be of several companies. They
    share Amazon's quota (_quota_holder), and no two of them have the same marketplace, archived
    ones aside.
    """

    _inherit = "amazon.account"

    seller_marketplace_ids = fields.Many2many(
        "amazon.marketplace",
        "amazon_account_seller_marketplace_rel",
        string="Marketplaces of the seller",
        copy=False,
        readonly=True,
        help="Where the seller sells, as Amazon told when the connection was last tested.",
    )

    @api.model_create_multi
    def create(self, values_list):
        accounts = super().create([_stripped(values) for values in values_list])
        for account, values in zip(accounts, values_list):
            others = account._amazon_other_records().filtered("active")
            if others and "marketplace_ids" not in values:
                account.marketplace_ids = account._amazon_free_marketplaces(others)
        return accounts

    def write(self, values):
        return super().write(_stripped(values))

    def _amazon_other_records(self):
        """Return the other records of this account's seller, archived and of any company."""
        self.ensure_one()
        secrets = self.sudo()
        same = [(name, "=", secrets[name]) for name in ("seller_id", "refresh_token")]
        same = [(name, operator, value.strip()) for name, operator, value in same if value]
        if not same:
            return secrets.browse()
        either = ["|"] * (len(same) - 1) + same
        found = secrets.with_context(active_test=False).search(
            [("id", "not in", self._origin.ids), *either]
        )
        return secrets.browse(found.ids)

    # === No marketplace twice ===#

    @api.constrains("seller_id", "refresh_token", "marketplace_ids", "active")
    def _check_one_record_for_a_marketplace(self):
        for account in self.filtered("active"):
            for other in account._amazon_other_records().filtered("active"):
                shared = other.marketplace_ids & account.marketplace_ids
                if shared:
                    raise ValidationError(
                        _(
                            "%(marketplaces)s: already on %(account)s, which is of the same "
                            "seller. A marketplace belongs to one account only: take it off "
                            "there first.",
                            marketplaces=", ".join(shared.mapped("name")),
                            account=account._amazon_name_of(other),
                        )
                    )

    def _amazon_name_of(self, other):
        """Name another record of the seller to who works on this one.

        Companies that the user may not see are not named.
        """
        if other.company_id == self.company_id:
            return _("the account %s", other.name)
        if other.company_id in self.env.user.company_ids:
            return _(
                "the account %(account)s of %(company)s",
                account=other.name,
                company=other.company_id.name,
            )
        return _("an account of another company")

    # === Filling a new record ===#

    @api.onchange("region", "seller_id")
    def _onchange_seller(self):
        """Fill a second record of a seller with the marketplaces that no other record has."""
        chosen = self.marketplace_ids._origin.filtered(lambda one: one.region == self.region)
        others = self._amazon_other_records().filtered("active")
        if self._origin or chosen or not others:
            self.marketplace_ids = chosen
            return None
        self.marketplace_ids = self._amazon_free_marketplaces(others)
        return None if self.marketplace_ids else self._amazon_warn_of_none_free(others)

    def _amazon_free_marketplaces(self, others):
        """Return the marketplaces of the region that none of the seller's other records has.

        Where Amazon told in which marketplaces the seller sells, only those; else those that
        were taken off another record, if there are some, since they look for a new one.
        """
        held = others.marketplace_ids
        places = others.seller_marketplace_ids | self.seller_marketplace_ids._origin
        if not places:
            places = others._amazon_released() - held or places.search([])
        return places.filtered(lambda one: one.region == self.region) - held

    def _amazon_warn_of_none_free(self, others):
        holders = [
            _(
                "%(account)s has %(marketplaces)s.",
                account=self._amazon_name_of(other),
                marketplaces=", ".join(other.marketplace_ids.mapped("name")),
            )
            for other in others.filtered("marketplace_ids")
        ]
        return {
            "warning": {
                "title": _("No marketplace is free"),
                "message": "\n".join(
                    [
                        _("All marketplaces of this seller are on other accounts."),
                        *holders,
                        _("Take a marketplace off there first to have it here."),
                    ]
                ),
            }
        }

    def _amazon_note_seller(self, participations):
        """Keep where the seller sells.

        :param participations: iterable of amazon_api Participation
        """
        self.ensure_one()
        ids = [one.marketplace_id for one in participations if one.is_participating]
        places = self.env["amazon.marketplace"].search([("marketplace_id", "in", ids)])
        self.seller_marketplace_ids = places

    def _amazon_note_participations(self, participations):
        """Keep where the seller sells, and fill an account without marketplaces by it.

        :param participations: iterable of amazon_api Participation
        """
        self._amazon_note_seller(participations)
        if not self.marketplace_ids:
            others = self._amazon_other_records().filtered("active")
            self.marketplace_ids = self._amazon_free_marketplaces(others)


def _stripped(values):
    """Return an account's values with the seller's ID as Amazon writes it."""
    seller = values.get("seller_id")
    return {**values, "seller_id": seller.strip()} if seller else values
