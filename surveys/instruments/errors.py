"""Errors of a questionnaire definition."""


class InstrumentError(ValueError):
    """A questionnaire definition cannot be used; ``problems`` holds one Russian line for each fault."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("; ".join(problems))
