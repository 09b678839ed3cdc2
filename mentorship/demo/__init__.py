"""Demo data of `mentorship`: invented people only."""
