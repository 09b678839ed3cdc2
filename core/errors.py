"""Refusals that a person can act on."""


class DomainError(Exception):
    """A refusal by a rule of the product; `message` is Russian and fit to be shown to a curator.

    `field` names the form field that the message belongs to, `code` is a stable English word for callers.
    """

    def __init__(self, message: str, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code

    def __str__(self) -> str:
        return self.message
