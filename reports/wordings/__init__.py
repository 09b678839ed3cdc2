"""Wordings: the texts of documents as clauses with variables, which an institution may word anew."""

from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid, Line, Worded

__all__ = ["Clause", "Filling", "Grid", "Line", "Part", "Text", "Variable", "Worded", "register_text"]
