"""Reading lists of people: pure of writes. What is written is `mentorship.domain.imports`."""
