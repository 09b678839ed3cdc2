"""Models of `roadmap`."""

from roadmap.models.activity import Activity, Occurrence
from roadmap.models.evidence import Evidence, RecordedFact
from roadmap.models.feed import CalendarFeed
from roadmap.models.living import ActivityComment, Anchor, Assignee, ProofRule
from roadmap.models.plan_import import PlanImport
from roadmap.models.reminder import Digest, Reminder, ReminderChoice
from roadmap.models.roadmap import Roadmap, Stage
from roadmap.models.template import RoadmapTemplate, TemplateVersion
from roadmap.models.version import RoadmapVersion, Rollover

__all__ = [
    "Activity",
    "ActivityComment",
    "Anchor",
    "Assignee",
    "CalendarFeed",
    "Digest",
    "Evidence",
    "Occurrence",
    "PlanImport",
    "ProofRule",
    "RecordedFact",
    "Reminder",
    "ReminderChoice",
    "Roadmap",
    "RoadmapTemplate",
    "RoadmapVersion",
    "Rollover",
    "Stage",
    "TemplateVersion",
]
