from reports.models.acquaintance import Acquaintance
from reports.models.acting_head import ActingHead
from reports.models.approval import ApprovalRoute, RouteMember, Visa
from reports.models.batch import DocumentBatch
from reports.models.consent_letter import ConsentLetter
from reports.models.consent_signing import ConsentSignature, SigningLink
from reports.models.delivery import PartnerDelivery
from reports.models.document import Document, DocumentSubject, DocumentVersion
from reports.models.indicator import ContingentFigure, Indicator, IndicatorFact, IndicatorPlan
from reports.models.indicator_snapshot import IndicatorSnapshot, IndicatorSnapshotRow
from reports.models.numbering import NumberCounter, ReservedNumber
from reports.models.own_kind import OwnDocument, OwnKind, OwnKindVersion
from reports.models.paper_letter import PaperLetter
from reports.models.passport import (
    Passport,
    PassportFunding,
    PassportProject,
    PassportResource,
    PassportRisk,
    PassportStage,
    ProjectCost,
    ProjectStep,
)
from reports.models.publication import Publication, PublicPage
from reports.models.quality import CuratorScore, MonitoringConclusion
from reports.models.region import (
    InstitutionFigures,
    InstitutionIndicator,
    PeriodNudge,
    PeriodReport,
    RegionCell,
    ReportingPeriod,
)
from reports.models.relation import ArchivePlace, DocumentRelation
from reports.models.report_text import ReportSection
from reports.models.signature import Signature
from reports.models.site_export import SiteExport, SiteExportItem
from reports.models.stack import ScanPage, ScanStack
from reports.models.swot import (
    SwotAnalysis,
    SwotMeasure,
    SwotProposal,
    SwotSession,
    SwotStatement,
    SwotVote,
)
from reports.models.wording import WordingVersion

__all__ = [
    "Acquaintance",
    "ActingHead",
    "ApprovalRoute",
    "ArchivePlace",
    "ConsentLetter",
    "ConsentSignature",
    "ContingentFigure",
    "CuratorScore",
    "Document",
    "DocumentBatch",
    "DocumentRelation",
    "DocumentSubject",
    "DocumentVersion",
    "Indicator",
    "IndicatorFact",
    "IndicatorPlan",
    "IndicatorSnapshot",
    "IndicatorSnapshotRow",
    "InstitutionFigures",
    "InstitutionIndicator",
    "MonitoringConclusion",
    "NumberCounter",
    "OwnDocument",
    "OwnKind",
    "OwnKindVersion",
    "PaperLetter",
    "PartnerDelivery",
    "Passport",
    "PassportFunding",
    "PassportProject",
    "PassportResource",
    "PassportRisk",
    "PassportStage",
    "PeriodNudge",
    "PeriodReport",
    "ProjectCost",
    "ProjectStep",
    "PublicPage",
    "Publication",
    "RegionCell",
    "ReportSection",
    "ReportingPeriod",
    "ReservedNumber",
    "RouteMember",
    "ScanPage",
    "ScanStack",
    "Signature",
    "SigningLink",
    "SiteExport",
    "SiteExportItem",
    "SwotAnalysis",
    "SwotMeasure",
    "SwotProposal",
    "SwotSession",
    "SwotStatement",
    "SwotVote",
    "Visa",
    "WordingVersion",
]
