"""The demo's own questionnaires: one published and changed once, one edition of the bank still in work."""

from __future__ import annotations

from pathlib import Path

from config.demo.house import House
from surveys.domain.drafts import begin_edition, begin_from_file, change_draft, publish_draft
from surveys.instruments import load_yaml
from surveys.instruments.editing import add_item, find_item, put_item

WORKSHOP = Path(__file__).resolve().parent / "workshop.yaml"


def write_questionnaires(house: House) -> None:
    """«После открытой мастерской» in two versions, and a draft of the parents' questionnaire with one more question."""
    organization, actor = house.organization, house.curator
    first = begin_from_file(load_yaml(WORKSHOP.read_bytes()), organization=organization, actor=actor)
    publish_draft(first, stamp=first.stamp, actor=actor)
    second = begin_edition("workshop", organization=organization, actor=actor)
    second = change_draft(
        second,
        lambda content: put_item(
            content,
            "wishes",
            find_item(content, "wishes") | {"text": "Что сказать мастеру?", "hint": "Одно-два предложения."},
            section="next",
        ),
        done="изменён вопрос",
        actor=actor,
    )
    publish_draft(second, stamp=second.stamp, actor=actor)
    draft = begin_edition("parents", organization=organization, actor=actor)
    question = {
        "key": "convenient",
        "kind": "single",
        "text": "Как вам удобнее узнавать о делах наставничества?",
        "short": "Как узнавать",
        "choices": [
            {"code": "meeting", "label": "На родительском собрании"},
            {"code": "mail", "label": "Письмом"},
            {"code": "portal", "label": "На портале"},
        ],
        "other": True,
    }
    section = draft.content["sections"][-1]["key"]
    change_draft(
        draft,
        lambda content: add_item(content, section, question),
        done="добавлен вопрос",
        actor=actor,
    )
