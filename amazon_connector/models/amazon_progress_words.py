from datetime import timedelta

from odoo import _, fields, models
from odoo.tools import format_time, formatLang

from ..spoken import zone_of

# Without a sign of life for so long, whoever did the work is gone: a scheduled action goes on.
SILENT = timedelta(minutes=2)
# Below this share of the way, what all of it will be is anybody's guess.
TELLING_SHARE = 0.05


class AmazonProgress(models.Model):
    """What people are told of work they asked for: in their language, with what came in."""

    _inherit = "amazon.progress"

    def _in_words(self):
        """Return what the person's windows show, as JSON.

        `parts` are buttons that open what came in, `words` is the message without what they say;
        `percent` is False when nobody knows.
        """
        self.ensure_one()
        user = self.user_id
        spoken = self.sudo().with_context(lang=user.lang, tz=user.tz)
        labels = spoken._labels_of_parts()
        parts = [{"part": part, "label": label} for part, label, may_open in labels if may_open]
        only_told = ", ".join(label for _part, label, may_open in labels if not may_open)
        return {
            "id": self.id,
            "state": self.state,
            "title": spoken._title(),
            "account": self.account_id.name,
            "message": spoken._message(", ".join(label for _part, label, _may_open in labels)),
            "words": spoken._message(only_told, bool(labels)),
            "parts": parts,
            "percent": self.state == "running" and spoken._percent(),
            "kind": {"done": spoken._kind_of_end(), "failed": "warning"}.get(self.state, "info"),
        }

    def _title(self):
        if self.state == "failed":
            return _("Not finished yet")
        if self.state == "stopped":
            return _("Stopped")
        running, done = {
            "orders": (_("Synchronising orders"), _("Orders synchronised")),
            "shipments": (_("Synchronising transfers"), _("Transfers synchronised")),
            "stock": (_("Comparing the stock"), _("Stock compared")),
            "issues": (_("Trying again"), _("Tried again")),
            "look_back": (_("Looking back for orders"), _("Looked back for orders")),
            "recover": (_("Retrieving orders"), _("Orders retrieved")),
        }[self.work]
        return done if self.state == "done" else running

    def _kind_of_end(self):
        return "warning" if {"refused", "open"} & self._figures().keys() else "success"

    # === What came in ===#

    def _parts(self):
        """Return what came in: (model, domain) by the name of the part."""
        of_account = ("account_id", "=", self.account_id.id)
        if self.work == "orders":
            orders, issues = self._since("sale.order"), self._since("amazon.issue")
            return {
                "new": ("sale.order", [("amazon_account_id", "=", self.account_id.id), *orders]),
                "updated": ("sale.order", [("id", "in", self.updated_ids.ids)]),
                "issues": ("amazon.issue", [of_account, ("state", "=", "open"), *issues]),
            }
        if self.work == "shipments":
            later = ["&", *self._since("amazon.shipment")]
            asked = [of_account, "|", ("id", "in", self.shipment_ids.ids), *later]
            return {
                "told": ("amazon.shipment", [*asked, ("state", "=", "done")]),
                "refused": ("amazon.shipment", [*asked, ("state", "=", "error")]),
            }
        if self.work == "stock":
            # What the seller's records share stands on one of them.
            sharers = ("account_id", "in", self.account_id._stock_sharers().ids)
            differs = [("is_current", "=", True), ("state", "in", ("less", "more"))]
            return {"differs": ("amazon.stock.figure", [sharers, *differs])}
        if self.work == "look_back":
            issues = [of_account, ("state", "=", "open"), *self._since("amazon.issue")]
            return {
                "found": ("sale.order", [("id", "in", self.updated_ids.ids)]),
                "issues": ("amazon.issue", issues),
            }
        if self.work == "recover":
            return self._parts_of_named()
        asked = ("id", "in", self.issue_ids.ids)
        tried = ("id", "not in", self.untried_ids.ids)
        return {
            "solved": ("amazon.issue", [asked, ("state", "=", "solved")]),
            "open": ("amazon.issue", [asked, tried, ("state", "=", "open")]),
        }

    def _parts_of_named(self):
        lines = self.recover_ids.line_ids
        orders = {
            state: lines.filtered(lambda line, state=state: line.state == state).order_id
            for state in ("created", "updated")
        }
        return {
            "new": ("sale.order", [("id", "in", orders["created"].ids)]),
            "updated": ("sale.order", [("id", "in", orders["updated"].ids)]),
            "named": ("amazon.recover.order", [("id", "in", self.recover_ids[-1:].ids)]),
        }

    def _since(self, model):
        """Return the domain of what came while this was under way."""
        ends = (self.ends_with or self._newest_ids())[model]
        return [("id", ">", self.begins_after[model]), ("id", "<=", ends)]

    def _figures(self):
        """Return how many of each part came in, those that did."""
        counts = {
            part: self.env[model].search_count(domain)
            for part, (model, domain) in self._parts().items()
        }
        return {part: count for part, count in counts.items() if count}

    def _labels_of_parts(self):
        """Return [(part, its words with the number, whether the person may open it)]."""
        words, parts = self._words_of_parts(), self._parts()
        labels = []
        for part, count in self._figures().items():
            one, many = words[part]
            label = one if count == 1 else many % self._number(count)
            labels.append((part, label, self._may_open(parts[part][0])))
        return labels

    def _may_open(self, model):
        """Whether the person may see such records: who connects accounts need not be a seller."""
        rights = self.env["ir.model.access"].with_user(self.user_id)
        return rights.check(model, "read", raise_exception=False)

    def _words_of_parts(self):
        """Return (words for one, words for several) by part."""
        return {
            "new": (_("1 new order"), _("%s new orders")),
            "updated": (_("1 updated"), _("%s updated")),
            "issues": (_("1 issue"), _("%s issues")),
            "told": (_("1 told to Amazon"), _("%s told to Amazon")),
            "refused": (_("1 refused by Amazon"), _("%s refused by Amazon")),
            "differs": (_("1 SKU differs"), _("%s SKUs differ")),
            "solved": (_("1 solved"), _("%s solved")),
            "open": (_("1 still open"), _("%s still open")),
            "found": (_("1 order found"), _("%s orders found")),
            "named": (_("what came of each"), "%s"),
        }

    def _number(self, count):
        return formatLang(self.env, count, digits=0)

    # === How far it is ===#

    def _message(self, came_in, something=None):
        """Say how it ended, or how far it is.

        :param came_in: '12 new orders, 1 issue', or '' to leave that out
        :param something: whether anything came in; when not told, whether came_in says so
        """
        something = bool(came_in) if something is None else something
        if self.state == "running":
            words = [self.message or self._how_far(something), came_in, self._silence()]
        elif self.state == "done":
            words = [came_in if something else self._nothing(), self._what_waits()]
        else:
            words = [self.message, came_in, self._what_waits()]
        return "\n".join(word for word in words if word)

    def _nothing(self):
        return {
            "orders": _("Nothing new: all is in Odoo that Amazon tells."),
            "shipments": _("There was nothing to tell Amazon."),
            "stock": _("Odoo and Amazon count the same."),
            "issues": _("All was tried."),
            "look_back": _("Nothing was left out: all is in Odoo that Amazon tells."),
            "recover": _("All was asked for."),
        }[self.work]

    def _what_waits(self):
        """Say what of these transfers is not over, and when it goes on."""
        account = self.account_id
        figures = account._shipment_figures() if self.work == "shipments" else {}
        waiting = figures.get("pending", 0) + figures.get("processing", 0)
        if not waiting:
            return ""
        # Not within a formatted string: Python 3.11's readers of terms see nothing in there.
        words = _("Waiting: %s.", waiting)
        return f"{words} {account._say_when_shipments_go_on()}"

    def _silence(self):
        """Say that nothing was heard of it for long, as after a process was killed."""
        if self.told_at > fields.Datetime.now() - SILENT:
            return ""
        return _(
            "Nothing new since %s. What is left goes on by itself; you need not wait for it.",
            format_time(self.env, self.told_at, tz=zone_of(self.env), time_format="short"),
        )

    def _how_far(self, something):
        if self.work == "orders":
            return self._how_far_orders(something)
        if self.work == "look_back":
            days = self.account_id.second_look_days
            return _("Going through the orders of the last days (%s) …", self._number(days))
        done, whole = self._done_and_whole()
        if not whole:
            return _("It goes on in the background.")
        if self.work == "stock":
            return _(
                "%(done)s of %(whole)s marketplaces read",
                done=self._number(done),
                whole=self._number(whole),
            )
        return _("%(done)s of %(whole)s", done=self._number(done), whole=self._number(whole))

    def _how_far_orders(self, something):
        account = self.account_id
        if not account.reading_from:
            return _("More is coming in …") if something else _("Asking Amazon what changed …")
        words = {
            "orders": self._number(account.reading_orders),
            "page": self._number(account.reading_pages),
        }
        whole = self._orders_expected()
        if whole:
            whole = self._number(whole)
            return _("%(orders)s of about %(whole)s orders, page %(page)s", whole=whole, **words)
        return _("%(orders)s orders so far, page %(page)s", **words)

    def _orders_expected(self):
        """Return about how many orders the reading has in all, in two figures; None: who knows.

        Amazon tells no total: as many more as came per day until now.
        """
        account = self.account_id
        share = account.reading_progress / 100
        if share < TELLING_SHARE or not account.reading_orders:
            return None
        whole = account.reading_orders / share
        step = 10 ** max(len(str(int(whole))) - 2, 0)
        return max(round(whole / step) * step, account.reading_orders)

    def _done_and_whole(self):
        """Return how many of how many parts are done; (0, 0) when that says nothing."""
        if self.work == "issues":
            whole = len(self.issue_ids)
            return whole - len(self.untried_ids), whole
        if self.work == "recover":
            lines = self.recover_ids.line_ids
            return len(lines.filtered(lambda line: line.state != "waiting")), len(lines)
        if self.work == "shipments":
            figures = self._figures()
            done = figures.get("told", 0) + figures.get("refused", 0)
            waiting = [("account_id", "=", self.account_id.id), ("state", "=", "pending")]
            return done, done + self.env["amazon.shipment"].search_count(waiting)
        if self.work == "stock":
            whole = sum(len(places) for places in self.account_id._stock_pools().values())
            return len(self.account_id._stock_marketplaces_read()), whole
        return 0, 0

    def _percent(self):
        if self.work == "orders":
            account = self.account_id
            return round(account.reading_progress) if account.reading_from else False
        done, whole = self._done_and_whole()
        return round(100 * done / whole) if whole else False
