from odoo import _, api, fields, models
from odoo.exceptions import UserError, ValidationError


class StockLocation(models.Model):
    """The locations where the goods lie that Amazon ships: kept as long as they are needed."""

    _inherit = "stock.location"

    amazon_stock = fields.Boolean(
        "Amazon's Stock",
        compute="_compute_amazon_stock",
        search="_search_amazon_stock",
        help="What Amazon ships leaves from here, or from a location above.",
    )

    def _compute_amazon_stock(self):
        ours = self._amazon_stock_locations()
        for location in self:
            location.amazon_stock = location in ours

    @api.model
    def _search_amazon_stock(self, operator, value):
        wanted = value if isinstance(value, bool) else True in value
        if operator in ("!=", "not in"):
            wanted = not wanted
        return [("id", "in" if wanted else "not in", self._amazon_stock_locations().ids)]

    @api.model
    def _amazon_stock_locations(self):
        """Return where goods lie that Amazon ships: as companies and accounts say, and below."""
        chosen = self._amazon_chosen()
        return self.with_context(active_test=False).search([("id", "child_of", chosen.ids)])

    @api.model
    def _amazon_chosen(self):
        """Return the locations that companies, accounts and their lines name for Amazon's goods."""
        everything = self.env["amazon.account"].sudo().with_context(active_test=False)
        chosen = everything.search([]).location_id
        chosen |= everything.env["amazon.account.marketplace"].search([]).location_id
        chosen |= everything.env["res.company"].search([]).amazon_location_id
        return chosen.with_env(self.env)

    def write(self, values):
        if values.get("active") is False:
            self._amazon_check_unused(
                _(
                    "%(location)s cannot be archived: what Amazon ships leaves from there, for "
                    "%(users)s. Choose another location there first."
                )
            )
        if "usage" in values and values["usage"] != "internal":
            self._amazon_check_unused(
                _(
                    "%(location)s cannot get another type: what Amazon ships leaves from "
                    "there, for %(users)s. Choose another location there first."
                )
            )
        if values.get("active") is False or values.get("usage", "internal") != "internal":
            self._amazon_check_nothing_waits()
        if values.get("location_id"):
            kept = self._amazon_below() & self._amazon_chosen()
            kept._amazon_check_outside(self.browse(values["location_id"]))
        return super().write(values)

    def unlink(self):
        self._amazon_below()._amazon_forget_resupply()
        return super().unlink()

    @api.ondelete(at_uninstall=False)
    def _unlink_except_amazon(self):
        self._amazon_check_unused(
            _(
                "%(location)s cannot be deleted: what Amazon ships leaves from there, for "
                "%(users)s. Choose another location there first."
            )
        )
        self._amazon_check_nothing_waits()
        below = self._amazon_below()
        below._amazon_check_no_default()
        moved = below._amazon_moved()
        if moved:
            raise UserError(
                _(
                    "%s cannot be deleted: goods that Amazon shipped left from there, and these "
                    "moves stay. Archive it instead.",
                    ", ".join(moved.mapped("display_name")),
                )
            )

    def _amazon_check_unused(self, refusal):
        """Refuse what would leave accounts without the location of their goods.

        :param refusal: what to say, in the user's language, with places for location and users
        :raise UserError: which location, who uses it, and what to do first
        """
        for location, users in self._amazon_below()._amazon_users().items():
            names = {"location": location.display_name, "users": ", ".join(users)}
            raise UserError(refusal % names)

    def _amazon_check_nothing_waits(self):
        """Refuse what would leave goods that Amazon shipped waiting for ever.

        :raise UserError: for which orders they wait there
        """
        waiting = [("location_id", "in", self._amazon_below().ids), *self._amazon_waiting_domain()]
        moves = self.env["stock.move"].sudo().search(waiting)
        if moves:
            raise UserError(
                _(
                    "%(location)s is needed still: goods that Amazon shipped for %(orders)s wait "
                    "there for their lot or serial number. Bring it there first.",
                    location=moves.location_id[:1].with_env(self.env).display_name,
                    orders=", ".join(sorted(set(moves.mapped("amazon_order_ref")))),
                )
            )

    def _amazon_check_no_default(self):
        """Refuse to delete what a company's new accounts take.

        :raise UserError: which location, and of which company
        """
        companies = self.env["res.company"].sudo()
        company = companies.search([("amazon_location_id", "in", self.ids)], limit=1)
        if company:
            raise UserError(
                _(
                    "%(location)s cannot be deleted: new accounts of %(company)s take it. Archive "
                    "it instead.",
                    location=company.amazon_location_id.with_env(self.env).display_name,
                    company=company.name,
                )
            )

    def _amazon_check_outside(self, parent=None):
        """Refuse locations of Amazon's that lie in a warehouse.

        :param parent: stock.location where they are to be put; None: they stay where they are
        :raise ValidationError: which location, and in which warehouse
        """
        for location in self:
            warehouse = (
                self.env["stock.warehouse"]
                .sudo()
                .search([("view_location_id", "parent_of", (parent or location).ids)], limit=1)
            )
            if warehouse:
                raise ValidationError(
                    _(
                        "%(location)s cannot be for what Amazon ships and lie in the warehouse "
                        "%(warehouse)s: its deliveries would take what lies at Amazon. Choose a "
                        "location outside of the warehouses.",
                        location=location.display_name,
                        warehouse=warehouse.name,
                    )
                )

    def _amazon_below(self):
        """Return these locations and all that lie in them, archived ones too."""
        return self.with_context(active_test=False).search([("id", "child_of", self.ids)])

    def _amazon_users(self):
        """Return who chose these locations for Amazon's goods: dict of lists of names.

        Companies that the user may not see are not named.
        """
        everything = self.env["amazon.account"].sudo().with_context(active_test=False)
        accounts = everything.search([("location_id", "in", self.ids), ("active", "=", True)])
        lines = everything.env["amazon.account.marketplace"].search(
            [("location_id", "in", self.ids), ("account_id.active", "=", True)]
        )
        users = {}
        for holder in [*accounts, *lines]:
            users.setdefault(holder.location_id, []).append(self._amazon_name_of(holder))
        return users

    @api.model
    def _amazon_name_of(self, holder):
        """Name an account, or its line for a marketplace, to the user."""
        if holder.company_id not in self.env.user.company_ids:
            return _("an account of another company")
        if holder._name == "amazon.account":
            return _("the account %s", holder.name)
        return _(
            "%(marketplace)s on the account %(account)s",
            marketplace=holder.marketplace_id.name,
            account=holder.account_id.name,
        )

    def _amazon_holds_goods(self):
        """Whether goods lie in this location, or are still to leave for orders of Amazon's."""
        quants = self.env["stock.quant"].sudo()
        if quants.search_count(
            [("location_id", "child_of", self.id), ("quantity", "!=", 0)], limit=1
        ):
            return True
        waiting = [("location_id", "=", self.id), *self._amazon_waiting_domain()]
        return bool(self.env["stock.move"].sudo().search_count(waiting, limit=1))

    @api.model
    def _amazon_waiting_domain(self):
        """Return the domain of moves of what Amazon shipped that wait for their lots."""
        return [("amazon_order_ref", "!=", False), ("state", "not in", ("done", "cancel"))]

    def _amazon_moved(self):
        """Return those of these locations that Amazon's goods ever left from."""
        groups = (
            self.env["stock.move"]
            .sudo()
            ._read_group(
                [("location_id", "in", self.ids), ("amazon_order_ref", "!=", False)],
                ["location_id"],
            )
        )
        return self.browse(location.id for (location,) in groups)
