from mentorship.models.consent import Consent
from mentorship.models.entry import MenteeEntry, MenteeRequest, MentorEntry
from mentorship.models.importing import CheckedRow, ImportedRow, ImportMapping, PeopleImport
from mentorship.models.pair import Pair, PairMentee
from mentorship.models.person import Guardianship, Person
from mentorship.models.programme import Programme, Project
from mentorship.models.reference import FormOfMentoring, RequestTopic, RoleModel

__all__ = [
    "CheckedRow",
    "Consent",
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
    "Programme",
    "Project",
    "RequestTopic",
    "RoleModel",
]
