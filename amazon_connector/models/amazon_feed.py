import base64
from datetime import timedelta, timezone

from odoo import fields, models

from ..amazon_api.errors import (
    AskForNewAddress,
    AuthoriseAgain,
    GiveUp,
    TryLater,
    Unreadable,
    Wait,
)
from ..amazon_api.fulfilment_feed import FEED_TYPE, FulfilmentMessage, write_feed
from ..amazon_api.processing_report import read_report
from ..discreet_logs import in_short

UNDER_WAY = ("to_send", "sending", "processing")
ENDED = ("done", "cancelled", "fatal", "failed")
# What Amazon calls the end of a feed, and what we do.
ENDS = {"DONE": "done", "CANCELLED": "cancelled", "FATAL": "fatal"}

# When Amazon is asked what became of a feed: seldom less than some minutes, then less often.
FIRST_POLL = timedelta(minutes=1)
LONGEST_POLL = timedelta(minutes=15)
GROWTH = 1.5
# Amazon says that a feed takes eight hours at most; one of a day will not end any more.
LIFETIME = timedelta(days=1)
# Trouble with one step of a feed: so often, later each time (some five hours in all).
TRIES = 6
# A feed that was created and whose answer was lost: how far Amazon's clock may be behind ours.
CLOCKS = timedelta(minutes=5)


class AmazonFeed(models.Model):
    """Many shipments told to Amazon in one document, and what came back.

    Each step is committed before the next call, so that a killed process goes on there:
    to_send (nothing is at Amazon), sending (Amazon was asked to create it, and its answer is not
    known), processing (Amazon is at it; then its report is fetched), and the ends.
    """

    _name = "amazon.feed"
    _description = "Amazon Feed"
    _order = "id desc"
    _rec_name = "feed_ref"

    account_id = fields.Many2one(
        "amazon.account", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="account_id.company_id", store=True, index=True)
    feed_type = fields.Char(required=True, readonly=True, default=FEED_TYPE)
    feed_ref = fields.Char("Amazon Feed", readonly=True, index="btree_not_null")
    document_ref = fields.Char("Amazon Document", readonly=True)
    state = fields.Selection(
        [
            ("to_send", "To be sent"),
            ("sending", "Being sent"),
            ("processing", "Amazon is at it"),
            ("done", "Done"),
            ("cancelled", "Cancelled by Amazon"),
            ("fatal", "Stopped by Amazon"),
            ("failed", "Failed"),
        ],
        required=True,
        default="to_send",
        readonly=True,
        index=True,
    )
    content = fields.Binary("What was Sent", attachment=True, readonly=True)
    report = fields.Binary("What Came Back", attachment=True, readonly=True)
    sent_at = fields.Datetime("Sent", readonly=True)
    next_poll = fields.Datetime("Asked for Next", readonly=True)
    polls = fields.Integer(readonly=True)
    tries = fields.Integer(
        "Tries of the Present Step", readonly=True, help="How often it went wrong in a row."
    )
    amazon_status = fields.Char("Amazon's Status", readonly=True)
    is_found = fields.Boolean(
        "Found Again",
        readonly=True,
        help="Amazon's answer got lost when the feed was created, and it was found among the "
        "seller's feeds. Since it might be another program's, each order is looked up, and told "
        "again where Amazon does not show it.",
    )
    result_ref = fields.Char("Document of the Report", readonly=True)
    settled_at = fields.Datetime("Settled", readonly=True)
    message = fields.Text("What happened", readonly=True)
    shipment_ids = fields.One2many("amazon.shipment", "feed_id", "Shipments", readonly=True)
    shipment_count = fields.Integer(readonly=True, help="How many shipments it told.")
    error_count = fields.Integer(readonly=True, help="How many of them Amazon refused.")
    warning_count = fields.Integer(readonly=True, help="How many it warned of.")

    # === The next step ===#

    def _go_on(self, client):
        """Do what is next with this feed, each step committed.

        :raise AmazonError: not now
        """
        self.ensure_one()
        if self.state == "to_send":
            self._send(client)
        elif self.state == "sending":
            self._find_or_send_again(client)
        elif self.amazon_status in ENDS:
            self._fetch_report(client)
        else:
            self._ask(client)

    def _commit(self, work, *parts):
        return self.account_id._in_a_transaction(work, *parts)

    def _step(self, **values):
        """Note that a step was done; committed. Trouble before it is forgotten."""
        self._commit(self.write, {"tries": 0, "message": False, "next_poll": False, **values})

    # === Sending ===#

    def _send(self, client):
        """Upload what is to be told, and have Amazon begin with it."""
        account = self.account_id
        content = self._commit(self._write_content)
        if not content:  # all of it was corrected meanwhile, and is told anew
            self._step(state="done", settled_at=fields.Datetime.now())
            return
        try:
            document = _asked_anew(lambda: self._upload(client, content))
            self._step(state="sending", document_ref=document, sent_at=fields.Datetime.now())
            places = sorted(set(self.shipment_ids.marketplace_id.mapped("marketplace_id")))
            ref = account._call_apart(client, "createFeed", self.feed_type, places, document)
        except GiveUp as error:
            self._commit(self._not_taken, error)
        except AuthoriseAgain as error:
            if not is_denied(error):
                raise
            self._commit(self._not_taken, error)  # the permission for feeds may be another one
        except Wait:
            self._step(state="to_send")  # Amazon surely did not create it
            raise
        else:
            self._created(ref)

    def _upload(self, client, content):
        """Bring the document to Amazon, and return Amazon's reference of it."""
        document = self.account_id._call_apart(client, "createFeedDocument")
        client.upload_feed_document(document, content)
        return document.document_id

    def _write_content(self):
        """Write the document, of what is still to be told by this feed.

        :return: bytes; None when nothing is
        """
        told = self._waiting()
        fitting = told.filtered(lambda one: one._fits_into_feed())
        unfit = told - fitting
        unfit._leave_feed(heard=bool(self.document_ref))
        unfit.write({"feed_id": False, "feed_message": 0})
        messages = []
        for number, one in enumerate(fitting.sorted("feed_message"), 1):
            one.feed_message = number
            ref, package = one.order_id.amazon_order_ref, one._amazon_package()
            messages.append(FulfilmentMessage(number, ref, package))
        if not messages:
            return None
        content = write_feed(self.account_id.seller_id, messages)
        self.write({"content": base64.b64encode(content), "shipment_count": len(messages)})
        return content

    def _waiting(self):
        """Return the shipments of which this feed has to tell, or told, and nobody knows more."""
        return self.shipment_ids.filtered(lambda one: one.state == "processing")

    def _created(self, ref, **values):
        now = fields.Datetime.now()
        self._step(state="processing", feed_ref=ref, polls=0, next_poll=now + FIRST_POLL, **values)

    def _not_taken(self, error, heard=False):
        """Amazon takes no such feed of this seller: its shipments are told one by one.

        :param heard: whether it may know of them all the same
        """
        self._tell_otherwise("refused", error, heard)

    def _tell_otherwise(self, reason, detail, heard):
        """Have the shipments of this feed, which came to nothing, told one by one.

        :param reason: see _sentences
        :param heard: whether Amazon may know of them all the same: by the same references, so that
            it edits what it knows
        """
        self._end("failed", reason, detail)
        self._waiting()._leave_feed(heard=heard)

    def _find_or_send_again(self, client):
        """Find out whether Amazon created the feed when its answer did not reach us.

        Told again by another feed, the same references would edit the same packages: it is only
        quicker to find the first one.
        """
        since = (self.sent_at - CLOCKS).replace(tzinfo=timezone.utc)
        found = self.account_id._call_apart(client, "getFeeds", self.feed_type, since)
        refs = [feed.feed_id for feed in found]
        known = self.sudo().search([("feed_ref", "in", refs)]).mapped("feed_ref")
        unknown = [ref for ref in refs if ref not in known]
        if len(unknown) == 1:
            self._created(*unknown, is_found=True)
        else:
            self._step(state="to_send")

    # === Asking ===#

    def _ask(self, client):
        """Ask what became of it."""
        try:
            feed = self.account_id._call_apart(client, "getFeed", self.feed_ref)
        except GiveUp as error:
            self._commit(self._settle_unknown, "not_shown", error)
            return
        now = fields.Datetime.now()
        if feed.is_over:
            self._step(amazon_status=feed.status, result_ref=feed.result_document_id)
            self._fetch_report(client)
        elif self.sent_at + LIFETIME < now:
            self._commit(self._settle_unknown, "endless")
        else:
            pause = min(FIRST_POLL * GROWTH ** min(self.polls, 20), LONGEST_POLL)
            status, polls = feed.status, self.polls + 1
            self._step(amazon_status=status, polls=polls, next_poll=now + pause)

    def _fetch_report(self, client):
        """Fetch Amazon's report, and let each shipment have what it says."""
        if not self.result_ref:
            self._commit(self._settle_unknown, "no_report")
            return
        content = report = None
        try:
            content = _asked_anew(lambda: self._download(client))
            report = read_report(content)
        except (GiveUp, Unreadable) as error:
            if content is None and self.tries + 1 < TRIES:
                raise TryLater(str(error)) from error
            self._commit(self.write, {"report": base64.b64encode(content or b"")})
            self._commit(self._settle_unknown, "unreadable", error)
            return
        self._commit(self._settle, content, report)

    def _download(self, client):
        document = self.account_id._call_apart(client, "getFeedDocument", self.result_ref)
        return client.download_feed_document(document)

    # === Trouble ===#

    def _note_trouble(self, error, message):
        """Go on later with this feed, when Amazon allows, or later each time.

        :param error: an AmazonError
        :param message: what it means, in the person's words
        """
        account = self.account_id
        tries = self.tries if isinstance(error, Wait) else self.tries + 1
        if tries >= TRIES and self._give_up(error):
            return
        delay = account._delay(error, max(tries, 1))
        self.write(
            {
                "tries": tries,
                "message": message,
                "next_poll": fields.Datetime.now() + delay,
            }
        )

    def _give_up(self, error):
        """Go another way than this feed, when it has met trouble for long.

        :return: whether there is one now
        """
        if self.state != "processing":
            self._not_taken(error, heard=bool(self.document_ref))
        elif self.amazon_status in ENDS:
            self._settle_unknown("not_fetched", error)
        elif is_denied(error):
            self._tell_otherwise("denied", error, heard=True)
        elif self.sent_at + LIFETIME < fields.Datetime.now():
            self._settle_unknown("not_asked", error)
        else:
            return False
        return True

    def _note_breakdown(self, error):
        """Note an error that nobody foresaw: later again, and in the end without this feed."""
        words = in_short(error)
        if self.tries + 1 < TRIES:
            self._note_trouble(TryLater(words), self._sentences(words)["broke_down"])
        elif self.state == "processing":
            self._settle_unknown("broke_down", words)
        else:
            self._tell_otherwise("broke_down", words, heard=bool(self.document_ref))


def is_denied(error):
    """Whether Amazon lets the application sign in, but not do this: that is no account's end."""
    return isinstance(error, AuthoriseAgain) and error.reason == "access_denied"


def _asked_anew(exchange):
    """Return what an exchange with a document brings; once more when its address has expired."""
    try:
        return exchange()
    except AskForNewAddress:
        return exchange()
