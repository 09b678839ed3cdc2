"""Figures of answers as pure functions: no database, no words of law beyond the minimum group."""
