"""Invented institutions by the hundred, for measuring and for showing how a region looks."""
