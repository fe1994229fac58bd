import contextlib
from dataclasses import dataclass, field

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..amazon_api.client import Client, Credentials, Endpoint
from ..amazon_api.errors import AmazonError, AuthoriseAgain, GiveUp
from ..amazon_api.marketplaces import Region
from .amazon_marketplace import REGIONS

# Asked for to see whether orders may be read at all: nobody has it.
NOBODYS_ORDER = "000-0000000-0000000"
# Amazon refuses questions about the last two minutes: a clock so far ahead asks about the future.
CLOCK_TOLERANCE = 120


@dataclass
class Connection:
    """What a test of the connection found."""

    problem: str = ""  # why nothing works, and what to do; empty: it works
    hints: list = field(default_factory=list)  # what works, but not as it should
    participations: tuple = ()  # amazon_api Participation


class AmazonAccount(models.Model):
    """Whether the connection to Amazon works, else exactly what is wrong and what to do."""

    _inherit = "amazon.account"

    is_connected = fields.Boolean(
        "Connected",
        compute="_compute_is_connected",
        help="The account has all that it needs to sign in to Amazon.",
    )

    @api.depends("lwa_client_id", "lwa_client_secret", "refresh_token")
    def _compute_is_connected(self):
        connected = self._connected()
        for account in self:
            account.is_connected = account in connected

    def action_test_connection(self):
        """Button « Test the connection »: ask Amazon what is right, and say what is wrong.

        :raise AccessError: the user is no manager
        :raise UserError: what is wrong, and what to do
        """
        self.ensure_one()
        self._check_manager()
        found = self._amazon_test_connection()
        if found.problem:
            raise UserError(found.problem)
        self._amazon_note_participations(found.participations)
        names = ", ".join(one.name or "?" for one in found.participations)
        message = "\n".join([_("Marketplaces: %s", names), *found.hints])
        kind = "warning" if found.hints else "success"
        return self._notification(_("The connection works"), message, kind)

    def action_connect(self):
        """Button « Connect to Amazon »: the guided setup, for this account."""
        self.ensure_one()
        self._check_manager()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "amazon_connector.action_amazon_connect"
        )
        return {**action, "context": {"default_account_id": self.id}}

    def _amazon_test_connection(self):
        """Ask Amazon for the seller's marketplaces, and whether orders may be read.

        Nothing is written. The account may be one that is not saved yet.

        :return: Connection
        :raise UserError: the credentials are incomplete
        """
        self.ensure_one()
        try:
            with self._amazon_client() as client:
                return self._amazon_look_at_connection(client)
        except AmazonError as error:
            return Connection(self._explain_now(error))

    def _amazon_look_at_connection(self, client):
        try:
            found = self._amazon_call(client, "getMarketplaceParticipations")
        except AuthoriseAgain as error:
            if error.reason != "access_denied":
                raise
            return Connection(self._amazon_why_denied(client, error))
        problem = self._amazon_wrong_region(found) or self._amazon_no_shop(found)
        if not problem and self._amazon_are_orders_denied(client):
            problem = _(
                "The sign-in works, but the application may not read orders. Give it the role "
                "« Inventory and Order Tracking » in the Solution Provider Portal, then authorise "
                "it again: a new role counts from the next authorisation on."
            )
        return Connection(problem, self._amazon_hints(client, found), found)

    # === What is wrong ===#

    def _amazon_wrong_region(self, participations):
        """Say that the seller's shops are in another region; '' when they are in this one."""
        regions = self._amazon_regions_of(participations)
        if not regions or self.region in regions:
            return ""
        labels = dict(self._fields["region"]._description_selection(self.env))
        return _(
            "This authorisation is of a seller in another region: %(theirs)s, not %(ours)s. Choose "
            "that region, or authorise the application in Seller Central of %(ours)s.",
            theirs=", ".join(labels[one] for one in sorted(regions)),
            ours=labels[self.region],
        )

    def _amazon_regions_of(self, participations):
        ids = [one.marketplace_id for one in participations]
        known = self.env["amazon.marketplace"].with_context(active_test=False)
        return set(known.search([("marketplace_id", "in", ids)]).mapped("region"))

    def _amazon_no_shop(self, participations):
        """Say that the seller sells nowhere; '' when it does."""
        if any(one.is_participating for one in participations):
            return ""
        return _(
            "The sign-in works, but Amazon says that this seller sells in no marketplace. Finish "
            "the registration in Seller Central, or authorise with the account that sells."
        )

    def _amazon_are_orders_denied(self, client):
        """Return whether Amazon lets the application read no orders."""
        try:
            self._amazon_call(client, "getOrder", NOBODYS_ORDER)
        except AuthoriseAgain:
            return True
        except GiveUp:
            return False
        return False

    def _amazon_why_denied(self, client, error):
        """Say why Amazon tells nothing to an application that it lets sign in."""
        for region, _label in REGIONS:
            if region != self.region:
                wrong = self._amazon_wrong_region(self._amazon_ask_elsewhere(region))
                if wrong:
                    return wrong
        if not self._amazon_are_orders_denied(client):
            return _(
                "The application may read orders, but not where you sell. Give it the role "
                "« Selling Partner Insights » in the Solution Provider Portal, then authorise it "
                "again: a new role counts from the next authorisation on."
            )
        return _(
            "Amazon lets the application sign in, but do nothing: it has no role, or your "
            "authorisation was withdrawn. Give it the roles « Inventory and Order Tracking » and "
            "« Selling Partner Insights » in the Solution Provider Portal, then authorise it "
            "again. (%s)",
            error,
        )

    def _amazon_ask_elsewhere(self, region):
        """Return the seller's participations as another region tells them; none when it does not.

        An authorisation of another region signs in as well, and is denied everything else.
        """
        secrets = self.sudo()
        keys = (secrets.lwa_client_id, secrets.lwa_client_secret, secrets.refresh_token)
        endpoint = Endpoint.for_region(Region(region), secrets.test_server or None)
        with Client(Credentials(*keys), endpoint) as client, contextlib.suppress(AmazonError):
            return self._amazon_call(client, "getMarketplaceParticipations")
        return ()

    # === What could be better ===#

    def _amazon_hints(self, client, participations):
        """Return what a person should know though the connection works: list of sentences."""
        hints = [self._amazon_clock_hint(client.clock_lead or 0)]
        sells = {one.marketplace_id for one in participations if one.is_participating}
        missing = self.marketplace_ids.filtered(lambda one: one.marketplace_id not in sells)
        if missing:
            hints.append(
                _(
                    "You do not sell on %s at present: no orders come from there.",
                    ", ".join(missing.mapped("name")),
                )
            )
        suspended = [one.name or "?" for one in participations if one.has_suspended_listings]
        if suspended:
            hints.append(
                _(
                    "Amazon hides your offers on %s at present: look in Seller Central why.",
                    ", ".join(suspended),
                )
            )
        return list(filter(None, hints))

    def _amazon_clock_hint(self, lead):
        if abs(lead) < CLOCK_TOLERANCE:
            return ""
        if lead > 0:
            return _(
                "The clock of Odoo's server is %s ahead of Amazon's: Amazon will refuse questions "
                "about its future. Have your integrator set the clock.",
                self._spoken_duration(lead),
            )
        return _(
            "The clock of Odoo's server is %s behind Amazon's: orders come late. Have your "
            "integrator set the clock.",
            self._spoken_duration(-lead),
        )
