"""Answers to the questionnaire of the end of the year, given by mentees by name."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence

from config.scale.writing import Writer
from config.scale.years import YearOf
from core.models import Organization
from surveys.domain.questionnaires import adopt_from_bank, freeze_version
from surveys.enums import Anonymity, Audience, CampaignState, ItemKind, Phase, ResponseSource
from surveys.models import Answer, Campaign, Invitation, Item, QuestionnaireVersion, Response

QUESTIONS = 10


def adopt(organization: Organization, *, is_school: bool) -> tuple[QuestionnaireVersion, list[int], int]:
    """The institution's version of the questionnaire, its first nine scales and the question whether one is glad."""
    code = f"quality_exit_{'pupil-pupil' if is_school else 'student-student'}_mentee"
    version = freeze_version(adopt_from_bank(code, organization=organization, actor=None))
    items = Item.objects.filter(version=version)
    scales = items.filter(kind=ItemKind.SCALE).order_by("position").values_list("pk", flat=True)
    return version, list(scales[: QUESTIONS - 1]), items.get(key="glad").pk


def add_answers(
    writer: Writer,
    year: YearOf,
    version: int,
    items: Sequence[int],
    glad: int,
    people: Sequence[int],
    *,
    seed: int,
) -> None:
    """A closed campaign in which each of `people` gave a mark to each of `items` and said whether they were glad."""
    campaign = writer.keys(Campaign, 1)[0]
    opens = year.day(56)
    closes = max(opens, min(year.day(70), year.today - dt.timedelta(days=1)))
    writer.add(
        Campaign,
        (
            "id", "organization_id", "programme_id", "version_id", "title", "state", "audience", "phase", "anonymity",
            "opens_on", "closes_on",
        ),
        [
            (
                campaign, year.organization, year.programme, version, "Как прошло наставничество",
                CampaignState.CLOSED.value, Audience.MENTEES.value, Phase.EXIT.value, Anonymity.NAMED.value,
                opens, closes,
            )
        ],
    )  # fmt: skip
    invitations, responses, answers = [], [], []
    for number, person in enumerate(people):
        key = uuid.uuid4()
        token = hashlib.sha256(key.bytes + b"scale").hexdigest()
        invitations.append((year.organization, campaign, person, key.hex, token, closes))
        responses.append((key.hex, year.organization, campaign, person, closes, ResponseSource.LINK.value))
        answers += [
            (key.hex, item, 3 + (seed + number * 7 + place * 5) % 8, "") for place, item in enumerate(items)
        ]
        is_glad = (seed + number) % 6 != 0
        answers.append((key.hex, glad, int(is_glad), "yes" if is_glad else "no"))
    writer.add(
        Invitation,
        ("organization_id", "campaign_id", "person_id", "key", "token_hash", "done_on"),
        invitations,
    )
    writer.add(
        Response, ("id", "organization_id", "campaign_id", "person_id", "submitted_on", "source"), responses
    )
    writer.add(Answer, ("response_id", "item_id", "number", "code"), answers)
