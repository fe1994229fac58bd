import hashlib
import hmac
import secrets
from datetime import timedelta

from odoo import _, api, fields, models
from odoo.exceptions import UserError

from ..amazon_api.consent import consent_address

# Time to sign in at Amazon, with a code from one's telephone.
LIFETIME = timedelta(minutes=20)


class AmazonConsent(models.TransientModel):
    """A question to a seller that is on its way through Amazon's consent page.

    What Amazon hands back, the state, proves that the answer belongs to a question of this user's.
    It is random, kept as a digest only, good for one answer and twenty minutes.
    """

    _name = "amazon.consent"
    _description = "Amazon Consent"

    wizard_id = fields.Many2one("amazon.connect", required=True, ondelete="cascade")
    user_id = fields.Many2one("res.users", required=True, ondelete="cascade")
    digest = fields.Char(required=True)
    redirect_uri = fields.Char(required=True)
    expires_at = fields.Datetime(required=True)

    @api.model
    def _ask(self, wizard, application, central_url, redirect_uri):
        """Note a question, and return the address of the page that asks it.

        :param application: amazon_api Application
        """
        proof = secrets.token_urlsafe(32)
        question = self.sudo().create(
            {
                "wizard_id": wizard.id,
                "user_id": self.env.uid,
                "digest": _digest(proof),
                "redirect_uri": redirect_uri,
                "expires_at": fields.Datetime.now() + LIFETIME,
            }
        )
        state = f"{question.id}.{proof}"
        return consent_address(application, central_url, state, redirect_uri)

    @api.model
    def _take(self, state):
        """Return the question that a state belongs to, and let it be answered no second time.

        :return: (amazon.connect, the address that Amazon sent the browser to)
        :raise UserError: it is none of this user's, was answered, or is too old
        """
        question = self._of_state(state)
        wizard, redirect_uri = question.wizard_id, question.redirect_uri
        expires_at = question.expires_at
        question.unlink()
        if expires_at < fields.Datetime.now():
            raise UserError(
                _("This took longer than twenty minutes. Begin again at « Connect an account ».")
            )
        return wizard.with_env(self.env), redirect_uri

    @api.model
    def _of_state(self, state):
        number, _dot, proof = (state or "").partition(".")
        # More digits than an identifier has would be an error of the database.
        known = number.isdecimal() and len(number) < 10
        question = self.sudo().browse(int(number) if known else 0).exists()
        # Compared in any case, in a time that tells nothing.
        is_right = hmac.compare_digest(question.digest or "", _digest(proof))
        if not is_right or question.user_id != self.env.user:
            raise UserError(
                _(
                    "This answer of Amazon's belongs to no question that you asked here, or was "
                    "used already. Begin at « Connect an account », in this browser."
                )
            )
        return question


def _digest(proof):
    return hashlib.sha256(proof.encode()).hexdigest()
