from odoo import _, models

from ..amazon_api.errors import AmazonError, NotFound, Unreadable
from .amazon_issue import Problem


class AmazonAccount(models.Model):
    _inherit = "amazon.account"

    def _retry_orders(self, issues):
        """Fetch the issues' orders from Amazon and import them again.

        When Amazon cannot be asked at all, the rest waits for the next time.
        """
        self.ensure_one()
        with self._only_one_process() as alone:
            if not alone:
                return
            account = self.sudo().with_company(self.company_id)
            refs = list(dict.fromkeys(issues.mapped("order_ref")))
            try:
                with account._amazon_client() as client:
                    for ref in refs:
                        account._retry_order(client, ref)
            except AmazonError as error:
                self.env.cr.rollback()
                account._put_off_orders(error)

    def _retry_order(self, client, ref):
        try:
            orders, unreadable = [client.get_order(ref)], []
            problems = []
        except Unreadable as error:
            orders, unreadable = [], []
            problems = [Problem(ref, "unreadable", str(error))]
        except NotFound:
            orders, unreadable = [], []
            problems = [Problem(ref, "gone", _("Amazon does not find this order any more."))]
        if problems:
            self.env["amazon.issue"]._report(self, problems, right=[ref])
        else:
            self.env["sale.order"]._amazon_import(self, orders, unreadable)
        self.env.cr.commit()  # pylint: disable=invalid-commit
