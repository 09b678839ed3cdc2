from reports.models.batch import DocumentBatch
from reports.models.document import Document, DocumentSubject, DocumentVersion
from reports.models.numbering import NumberCounter
from reports.models.signature import Signature

__all__ = [
    "Document",
    "DocumentBatch",
    "DocumentSubject",
    "DocumentVersion",
    "NumberCounter",
    "Signature",
]
