"""Context builders of document kinds. Importing this package fills the registry (`reports.kinds`)."""

from reports.documents import (
    annual_report,
    awards,
    certificates,
    consents,
    destruction_act,
    events,
    orders,
    pair_changes,
    partners,
    portfolio,
    roadmap_changes,
    roadmap_plan,
    roadmap_progress,
    supplements,
    survey_report,
)

__all__ = [
    "annual_report",
    "awards",
    "certificates",
    "consents",
    "destruction_act",
    "events",
    "orders",
    "pair_changes",
    "partners",
    "portfolio",
    "roadmap_changes",
    "roadmap_plan",
    "roadmap_progress",
    "supplements",
    "survey_report",
]
