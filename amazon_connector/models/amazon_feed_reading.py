import base64

from odoo import _, api, fields, models

# As much as a browser shows without effort; the file has all of it.
LONGEST_SHOWN = 200_000


class AmazonFeed(models.Model):
    """Both documents of a feed as a person reads them on the screen."""

    _inherit = "amazon.feed"

    content_name = fields.Char(compute="_compute_names")
    content_text = fields.Text("Sent to Amazon", compute="_compute_content_text")
    report_name = fields.Char(compute="_compute_names")
    report_text = fields.Text("Amazon's Report", compute="_compute_report_text")

    @api.depends("feed_ref")
    def _compute_names(self):
        for feed in self:
            name = feed.feed_ref or f"feed-{feed.id or 0}"
            feed.content_name = f"{name}-sent.xml"
            feed.report_name = f"{name}-report.xml"

    @api.depends("content")
    def _compute_content_text(self):
        for feed in self.with_context(bin_size=False):
            feed.content_text = feed._readable(feed.content)

    @api.depends("report")
    def _compute_report_text(self):
        for feed in self.with_context(bin_size=False):
            feed.report_text = feed._readable(feed.report)

    def _readable(self, document):
        """Return a document's text, whatever it is; what cannot be read is shown as a mark.

        :param document: base64 bytes, or what is empty
        """
        content = base64.b64decode(document or b"")
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = content.decode("cp1252", errors="replace")
        text = text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
        if len(text) <= LONGEST_SHOWN:
            return text
        more = _("… This is the beginning. Download the file to see all of it.")
        return f"{text[:LONGEST_SHOWN]}\n\n{more}"
