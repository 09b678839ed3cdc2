from mentorship.models.alumnus import Alumnus
from mentorship.models.award import (
    AwardCriterion,
    AwardKind,
    AwardRound,
    JuryMember,
    JuryScore,
    JurySheet,
    Nomination,
    NominationFile,
)
from mentorship.models.care import CareTask
from mentorship.models.category import MenteeCategory
from mentorship.models.code_signing import CodeAgreement, CodeSigningAct, EmailProof
from mentorship.models.consent import Consent, DistributionItem
from mentorship.models.credential import Credential, CredentialNotice
from mentorship.models.deputation import Deputation
from mentorship.models.development import (
    DevelopmentPlan,
    PlanAgreement,
    PlanChange,
    PlanEvidence,
    PlanGoal,
    PlanPoint,
    PlanRule,
    PlanSection,
    PlanStep,
    PlanTemplate,
)
from mentorship.models.duplicate import DataRequest, DuplicatePair, Erasure, PersonMerge
from mentorship.models.entry import MenteeEntry, MenteeRequest, MentorEntry
from mentorship.models.event import Event, EventItem, EventKind, EventVisit
from mentorship.models.group_meeting import GroupMeeting, MeetingVote
from mentorship.models.importing import CheckedRow, ImportedRow, ImportMapping, PeopleImport
from mentorship.models.matching import DraftLeft, DraftPair, MatchDraft, MatchWeights, MenteeNeed, MentorRole
from mentorship.models.material import Material
from mentorship.models.meeting import (
    Meeting,
    MeetingBreak,
    MeetingFile,
    MeetingNorm,
    MeetingPresence,
    PairFeedback,
)
from mentorship.models.note import NoteInvitation, ThirdPartyNote
from mentorship.models.pair import Pair, PairMentee
from mentorship.models.pair_change import PairChange
from mentorship.models.partner import Agreement, PartnerEmployee, PartnerMember, PartnerOrganization
from mentorship.models.person import Guardianship, Person
from mentorship.models.practice import Practice, PracticePerson
from mentorship.models.preference import PairBan, Preference
from mentorship.models.programme import Programme, Project
from mentorship.models.pulse import PairPulse
from mentorship.models.reference import FormOfMentoring, HiddenTopic, RequestTopic, RoleModel
from mentorship.models.script import MeetingScript
from mentorship.models.sensitive import SensitiveKind, SensitiveRecord
from mentorship.models.supplement import SupplementaryAgreement
from mentorship.models.support import SupportOffer
from mentorship.models.training import (
    OutsideTraining,
    TrainingAttendance,
    TrainingCourse,
    TrainingGroup,
    TrainingPlace,
    TrainingSession,
    TrainingTopic,
)
from mentorship.models.verdict import PairVerdict
from mentorship.models.withdrawal import ConsentWithdrawal, WithdrawalStep

__all__ = [
    "Agreement",
    "Alumnus",
    "AwardCriterion",
    "AwardKind",
    "AwardRound",
    "CareTask",
    "CheckedRow",
    "CodeAgreement",
    "CodeSigningAct",
    "Consent",
    "ConsentWithdrawal",
    "Credential",
    "CredentialNotice",
    "DataRequest",
    "Deputation",
    "DevelopmentPlan",
    "DistributionItem",
    "DraftLeft",
    "DraftPair",
    "DuplicatePair",
    "EmailProof",
    "Erasure",
    "Event",
    "EventItem",
    "EventKind",
    "EventVisit",
    "FormOfMentoring",
    "GroupMeeting",
    "Guardianship",
    "HiddenTopic",
    "ImportMapping",
    "ImportedRow",
    "JuryMember",
    "JuryScore",
    "JurySheet",
    "MatchDraft",
    "MatchWeights",
    "Material",
    "Meeting",
    "MeetingBreak",
    "MeetingFile",
    "MeetingNorm",
    "MeetingPresence",
    "MeetingScript",
    "MeetingVote",
    "MenteeCategory",
    "MenteeEntry",
    "MenteeNeed",
    "MenteeRequest",
    "MentorEntry",
    "MentorRole",
    "Nomination",
    "NominationFile",
    "NoteInvitation",
    "OutsideTraining",
    "Pair",
    "PairBan",
    "PairChange",
    "PairFeedback",
    "PairMentee",
    "PairPulse",
    "PairVerdict",
    "PartnerEmployee",
    "PartnerMember",
    "PartnerOrganization",
    "PeopleImport",
    "Person",
    "PersonMerge",
    "PlanAgreement",
    "PlanChange",
    "PlanEvidence",
    "PlanGoal",
    "PlanPoint",
    "PlanRule",
    "PlanSection",
    "PlanStep",
    "PlanTemplate",
    "Practice",
    "PracticePerson",
    "Preference",
    "Programme",
    "Project",
    "RequestTopic",
    "RoleModel",
    "SensitiveKind",
    "SensitiveRecord",
    "SupplementaryAgreement",
    "SupportOffer",
    "ThirdPartyNote",
    "TrainingAttendance",
    "TrainingCourse",
    "TrainingGroup",
    "TrainingPlace",
    "TrainingSession",
    "TrainingTopic",
    "WithdrawalStep",
]
