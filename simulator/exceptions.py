"""What Amazon answers when it says no.

AmazonError         an answer with a body ``{"errors": [{code, message, details}]}``
├── InvalidInput    400: the request cannot be understood, or breaks a rule
├── Unauthorized    401: the token is not formatted correctly
├── Forbidden       403: no token, an expired one, or no right to what was asked for
├── NotFound        404
├── MethodNotAllowed 405
├── TooLarge        413
├── UnsupportedMediaType 415
├── QuotaExceeded   429
├── InternalFailure 500
└── ServiceUnavailable 503
TokenError          the token endpoint's own form, ``{"error", "error_description"}``
ControlError        a wrong request to the control interface, which is ours and not Amazon's
"""

_DENIED = "Access to requested resource is denied."


class AmazonError(Exception):
    """A refusal in the form of the Selling Partner API."""

    status = 500
    code = "InternalFailure"

    def __init__(self, *messages: str, details: str = "") -> None:
        super().__init__("; ".join(messages))
        self.messages = messages
        self.details = details

    def body(self) -> dict:
        """Return Amazon's ErrorList, one entry for each message."""
        return {
            "errors": [
                {"code": self.code, "message": message, "details": self.details}
                for message in self.messages
            ]
        }


class InvalidInput(AmazonError):
    """The request has missing or invalid parameters."""

    status = 400
    code = "InvalidInput"


class Unauthorized(AmazonError):
    """The access token is not formatted correctly."""

    status = 401
    code = "Unauthorized"

    def __init__(self, details: str) -> None:
        super().__init__(_DENIED, details=details)


class Forbidden(Unauthorized):
    """Access to the resource is denied; ``details`` says why."""

    status = 403


class NotFound(AmazonError):
    """What was asked for does not exist for this seller."""

    status = 404
    code = "NotFound"


class MethodNotAllowed(AmazonError):
    """The address exists, but not for this method."""

    status = 405
    code = "MethodNotAllowed"

    def __init__(self) -> None:
        super().__init__("The method is not allowed for this resource.")


class TooLarge(AmazonError):
    """The request's body is larger than Amazon takes."""

    status = 413
    code = "RequestTooLarge"


class UnsupportedMediaType(AmazonError):
    """The request's body is not JSON."""

    status = 415
    code = "UnsupportedMediaType"


class QuotaExceeded(AmazonError):
    """Too many calls."""

    status = 429
    code = "QuotaExceeded"

    def __init__(self) -> None:
        super().__init__("You exceeded your quota for the requested resource.")


class InternalFailure(AmazonError):
    """Something broke on Amazon's side."""

    def __init__(self, details: str = "") -> None:
        super().__init__("We encountered an internal error. Please try again.", details=details)


class ServiceUnavailable(AmazonError):
    """Temporary overloading or maintenance."""

    status = 503
    code = "ServiceUnavailable"

    def __init__(self) -> None:
        super().__init__("Service is temporarily unavailable. Please try again.")


class TokenError(Exception):
    """A refusal of the token endpoint (Login with Amazon)."""

    def __init__(self, status: int, error: str, description: str) -> None:
        super().__init__(description)
        self.status = status
        self.error = error
        self.description = description

    def body(self) -> dict:
        """Return the body that Login with Amazon sends."""
        return {"error": self.error, "error_description": self.description}


class ControlError(Exception):
    """The tester asked the control interface for something impossible.

    ``problems`` lists everything that is wrong, one sentence each.
    """

    def __init__(self, *problems: str, status: int = 400) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems
        self.status = status
