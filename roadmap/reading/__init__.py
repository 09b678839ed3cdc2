"""Reads a plan from the document that an institution has: any columns, any merges, several plans in one file."""

from roadmap.reading.model import PlanDraft, PlanError, PlanRow
from roadmap.reading.plans import read_pasted, read_plan

__all__ = ["PlanDraft", "PlanError", "PlanRow", "read_pasted", "read_plan"]
