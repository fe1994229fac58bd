from odoo import _, models
from odoo.exceptions import UserError

from ..amazon_api.errors import AmazonError, GiveUp, NotFound, Unreadable
from ..discreet_logs import in_short
from .amazon_issue import Problem


class AmazonAccount(models.Model):
    """Single orders, asked for by their reference."""

    _inherit = "amazon.account"

    def _retry_orders(self, refs):
        """Fetch these orders from Amazon and import them again, each committed for itself.

        :param refs: list of Amazon's order ids
        :return: whether that was done; False: another process is at the account's orders, and
            nothing was asked
        :raise AmazonError: Amazon cannot be asked now; the rest waits for the next time
        :raise UserError: the credentials are incomplete
        """
        self.ensure_one()
        with self._only_one_process() as alone:
            if alone:
                account = self._at_work()
                with account._amazon_client() as client:
                    for ref in refs:
                        order, problem = account._fetch_order(client, ref)
                        account._in_a_transaction(account._import_fetched, ref, order, problem)
        return alone

    def _why_not(self, error):
        """Say in words for people why orders were not tried again."""
        if isinstance(error, AmazonError):
            return self._explain(error)
        if isinstance(error, UserError):
            return str(error)
        return self._explain_breakdown(in_short(error))

    def _fetch_order(self, client, ref):
        """Ask Amazon for an order.

        :return: (amazon_api Order, None), or (None, Problem): why Amazon does not give it
        :raise AmazonError: Amazon cannot be asked now
        """
        order = problem = None
        try:
            order = self._call_apart(client, "getOrder", ref)
        except Unreadable as error:
            problem = Problem(ref, "unreadable", str(error))
        except NotFound:
            problem = Problem(ref, "gone", _("Amazon does not find this order any more."))
        except GiveUp as error:
            problem = Problem(ref, "gone", _("Amazon does not give this order: %s", error))
        return order, problem

    def _import_fetched(self, ref, order, problem):
        if problem:
            self.env["amazon.issue"]._report(self, [problem], right=[ref])
        else:
            self.env["sale.order"]._amazon_import(self, [order])
