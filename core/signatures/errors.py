"""Refusals of a signature file, each with what to do about it."""

from __future__ import annotations

from core.errors import DomainError


class SignatureError(DomainError):
    """The file of a signature is refused; nothing of it was kept."""

    def __init__(self, message: str, *, code: str = "signature") -> None:
        super().__init__(message, field="signature", code=code)


class OtherDocument(SignatureError):
    """The signature is under other bytes. `digest` is what was signed, in hexadecimal; empty when it is not known."""

    def __init__(self, digest: str = "", algorithm: str = "") -> None:
        super().__init__(
            "Подпись сделана не под этим файлом: подписан другой документ, или файл после скачивания изменился.",
            code="other_document",
        )
        self.digest, self.algorithm = digest, algorithm
