"""The text of a report, drafted from figures: pure functions, one module per section.

A section function takes what was counted and gives a `Section`: sentences that agree in number and case, tables,
charts. Nothing here reads the database. A figure that is not known is said to be unknown, or its sentence is
left out.
"""
