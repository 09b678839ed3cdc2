"""Who answers for an activity, by the plan's own words: «Директор колледжа, кураторы проектов» names two roles."""

import re

from core.enums import Role

# A longer name comes before a shorter one that it contains: what it took is taken out of the text.
_NAMES: tuple[tuple[Role, re.Pattern[str]], ...] = tuple(
    (role, re.compile(pattern))
    for role, pattern in (
        (Role.INFORMANT, r"(?:классн\w+|кл\.?)\s*руководител\w*|завед\w+\s+отделени\w+|зав\.?\s*отделени\w+"
         r"|социальн\w+\s+педагог\w*|соц\w*\.?\s*педагог\w*|мастер\w*\s+п(?:роизводственного|\.?\s*/?\s*о)"),
        (Role.DIRECTOR, r"(?:зам\w*\.?\s*)?директор\w*|администраци\w+"
         r"|руководител\w*\s+(?:образовательн\w+\s+)?(?:организаци|учреждени)\w*"),
        (Role.PROJECT_CURATOR, r"куратор\w*\s+(?:наставническ\w+\s+)?(?:проект|форм|направлени)\w*"
         r"|руководител\w*\s+проект\w*"),
        (Role.CURATOR, r"куратор\w*"),
        (Role.PSYCHOLOGIST, r"(?:педагог\w*\s*-\s*)?психолог\w*"),
        (Role.PARENT, r"родител\w*|законн\w+\s+представител\w*"),
        (Role.PARTNER, r"работодател\w*|партн[её]р\w*|представител\w*\s+предприяти\w*"),
        (Role.MENTEE, r"наставляем\w*"),
        (Role.MENTOR, r"наставник\w*"),
    )
)  # fmt: skip


def roles_named(text: str) -> list[Role]:
    """Roles of the portal that the words name, in the order of the text; free words name none."""
    rest = text.lower()
    found: list[tuple[int, Role]] = []
    for role, pattern in _NAMES:
        found += [(match.start(), role) for match in pattern.finditer(rest)]
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    return list(dict.fromkeys(role for _, role in sorted(found, key=lambda pair: pair[0])))
