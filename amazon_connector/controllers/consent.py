from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from ..models.amazon_account_consent import CALLBACK

# The address holds Amazon's code: it must reach no other site, and no cache.
HEADERS = [("Referrer-Policy", "no-referrer"), ("Cache-Control", "no-store")]
# What Amazon may tell; all else is not heeded.
TOLD = ("state", "spapi_oauth_code", "selling_partner_id", "error", "error_description")


class Consent(http.Controller):
    @http.route(CALLBACK, type="http", auth="user", methods=["GET"])
    def receive(self, **told):
        """Take Amazon's answer to a question for consent, and go on in the guided setup."""
        wizards = request.env["amazon.connect"]
        try:
            answer = {name: told.get(name) for name in TOLD}
            wizard = wizards._receive_consent(answer)
        except (AccessError, UserError) as error:
            response = request.render("amazon_connector.consent_problem", {"problem": str(error)})
            response.status_code = 400
            response.headers.extend(HEADERS)
            return response
        response = request.redirect(wizard._address())
        response.headers.extend(HEADERS)
        return response
