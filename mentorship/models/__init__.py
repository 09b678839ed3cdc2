from mentorship.models.consent import Consent
from mentorship.models.duplicate import DataRequest, DuplicatePair, Erasure, PersonMerge
from mentorship.models.entry import MenteeEntry, MenteeRequest, MentorEntry
from mentorship.models.importing import CheckedRow, ImportedRow, ImportMapping, PeopleImport
from mentorship.models.pair import Pair, PairMentee
from mentorship.models.person import Guardianship, Person
from mentorship.models.programme import Programme, Project
from mentorship.models.reference import FormOfMentoring, RequestTopic, RoleModel

__all__ = [
    "CheckedRow",
    "Consent",
    "DataRequest",
    "DuplicatePair",
    "Erasure",
    "FormOfMentoring",
    "Guardianship",
    "ImportMapping",
    "ImportedRow",
    "MenteeEntry",
    "MenteeRequest",
    "MentorEntry",
    "Pair",
    "PairMentee",
    "PeopleImport",
    "Person",
    "PersonMerge",
    "Programme",
    "Project",
    "RequestTopic",
    "RoleModel",
]
