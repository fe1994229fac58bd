from odoo import _, models

from ..amazon_api.errors import AuthoriseAgain, TryLater, Wait


class AmazonAccount(models.Model):
    """What an error of Amazon's means to a person, and what that person does next."""

    _inherit = "amazon.account"

    def _explain(self, error):
        """Say in the user's words what an error of Amazon's means and what to do next.

        :param error: an amazon_api AmazonError
        """
        if isinstance(error, AuthoriseAgain):
            return self._explain_refusal(error)
        if isinstance(error, Wait):
            return _(
                "Amazon limits how often it may be asked, and nothing is left for the moment. "
                "Nothing is wrong: it is possible again in %s.",
                self._spoken_duration(error.seconds),
            )
        return _(
            "Amazon could not be asked. It is tried again by itself. If it goes on, show this to "
            "your integrator: %s",
            error,
        )

    def _explain_refusal(self, error):
        """Say which of the credentials Amazon refuses, and where to find a right one."""
        said = ": ".join(filter(None, (error.code, error.details))) or error
        reasons = {
            "secret": _(
                "Amazon refuses the client ID or the client secret. Copy both again from your "
                "application's LWA credentials: a secret ends after 180 days. (%s)",
                said,
            ),
            "refresh_token": _(
                "Amazon no longer takes the refresh token: the authorisation has ended, was "
                "withdrawn, or is another application's. Authorise the application again. (%s)",
                said,
            ),
            "code": _(
                "Amazon does not take the code of your consent: it lives five minutes and works "
                "once. Sign in at Amazon again. (%s)",
                said,
            ),
            "application": _(
                "Amazon does not let this application sign in. Look in the Solution Provider "
                "Portal whether it is still there, and an application of the Selling Partner "
                "API. (%s)",
                said,
            ),
            "clock": _(
                "Amazon refuses the time of Odoo's server. Have your integrator set the server's "
                "clock. (%s)",
                said,
            ),
        }
        return reasons.get(error.reason) or _(
            "Amazon refuses the credentials of this account. Check the client ID, the client "
            "secret and the refresh token, and authorise the application again in Seller "
            "Central if they are right. (%s)",
            said,
        )

    def _explain_now(self, error):
        """Say the same to a person who waits for the answer: nothing is tried again by itself."""
        if not isinstance(error, TryLater):
            return self._explain(error)
        reasons = {
            "name": _(
                "The name of Amazon's server is not found. Have your integrator look whether "
                "Odoo's server reaches the internet, and its name service (DNS). (%s)",
                error,
            ),
            "refused": _(
                "Odoo's server cannot reach Amazon. Have your integrator look whether a firewall "
                "lets it connect to Amazon by https. (%s)",
                error,
            ),
            "timeout": _(
                "Amazon does not answer in time. Try again in a minute; if it stays so, have your "
                "integrator look at the server's way to the internet (firewall, proxy). (%s)",
                error,
            ),
            "certificate": _(
                "Odoo's server does not trust the certificate that it was shown. Have your "
                "integrator look at the server's certificates, and whether a proxy opens the "
                "connection on its way. (%s)",
                error,
            ),
            "clock": _(
                "Amazon's certificate is not valid at the time that the clock of Odoo's server "
                "shows. Have your integrator set the clock. (%s)",
                error,
            ),
            "proxy": _(
                "The proxy between Odoo's server and Amazon does not let it through. Have your "
                "integrator look at the variables HTTPS_PROXY and NO_PROXY of the server. (%s)",
                error,
            ),
        }
        return reasons.get(error.reason) or _(
            "Amazon has trouble of its own, or the line to it has. Try again in a minute. If it "
            "goes on, show this to your integrator: %s",
            error,
        )
