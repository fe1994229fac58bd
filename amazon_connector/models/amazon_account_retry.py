from odoo import _, models

from ..amazon_api.errors import GiveUp, NotFound, Unreadable
from .amazon_issue import Problem


class AmazonAccount(models.Model):
    _inherit = "amazon.account"

    def _retry_orders(self, refs):
        """Fetch these orders from Amazon and import them again, each committed for itself.

        :param refs: list of Amazon's order ids
        :raise AmazonError: Amazon cannot be asked now; the rest waits for the next time
        :raise UserError: the credentials are incomplete
        """
        self.ensure_one()
        with self._only_one_process() as alone:
            if not alone:
                return
            account = self._at_work()
            with account._amazon_client() as client:
                for ref in refs:
                    account._retry_order(client, ref)

    def _retry_order(self, client, ref):
        problem = None
        try:
            order = self._amazon_call(client, "getOrder", ref)
        except Unreadable as error:
            problem = Problem(ref, "unreadable", str(error))
        except NotFound:
            problem = Problem(ref, "gone", _("Amazon does not find this order any more."))
        except GiveUp as error:
            problem = Problem(ref, "gone", _("Amazon does not give this order: %s", error))
        if problem:
            self.env["amazon.issue"]._report(self, [problem], right=[ref])
        else:
            self.env["sale.order"]._amazon_import(self, [order])
        self.env.cr.commit()  # pylint: disable=invalid-commit
