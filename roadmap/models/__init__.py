"""Models of `roadmap`."""

from roadmap.models.activity import Activity, Occurrence
from roadmap.models.evidence import Evidence, RecordedFact
from roadmap.models.plan_import import PlanImport
from roadmap.models.roadmap import Roadmap, Stage

__all__ = ["Activity", "Evidence", "Occurrence", "PlanImport", "RecordedFact", "Roadmap", "Stage"]
