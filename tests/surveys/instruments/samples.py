"""A questionnaire with every kind of item, for tests."""

from surveys.instruments import Instrument, instrument_from_dict

CHOICES = [{"code": "red", "label": "Красный"}, {"code": "blue", "label": "Синий"}]

EVERY_KIND = {
    "format": 1,
    "code": "every_kind",
    "title": "Все виды вопросов",
    "purpose": "general",
    "role": "mentee",
    "intro": "Проверка.",
    "thanks": "Спасибо.",
    "minutes": 3,
    "source": "Для проверки",
    "confidence": "high",
    "sections": [
        {
            "key": "first",
            "title": "Первый",
            "items": [
                {"key": "hello", "kind": "note", "text": "Начнём."},
                {"key": "useful", "kind": "scale", "text": "Польза", "required": True, "topic": "usefulness"},
                {"key": "often", "kind": "frequency", "text": "Как часто"},
                {"key": "took_part", "kind": "yes_no", "text": "Участвовали?", "required": True},
                {
                    "key": "where",
                    "kind": "short_text",
                    "text": "Где?",
                    "required": True,
                    "show_if": {"item": "took_part", "is": True},
                },
                {"key": "colour", "kind": "single", "text": "Цвет", "choices": CHOICES, "other": True},
                {
                    "key": "colours",
                    "kind": "multiple",
                    "text": "Цвета",
                    "choices": [*CHOICES, {"code": "green", "label": "Зелёный"}],
                    "other": True,
                    "max_chosen": 2,
                },
            ],
        },
        {
            "key": "second",
            "title": "Второй",
            "items": [
                {
                    "key": "table",
                    "kind": "matrix",
                    "text": "Таблица",
                    "rows": [{"code": "home", "label": "Дома"}, {"code": "away", "label": "В гостях"}],
                    "columns": [{"code": "good", "label": "Хорошо"}, {"code": "bad", "label": "Плохо"}],
                },
                {"key": "order", "kind": "ranking", "text": "Порядок", "choices": CHOICES},
                {"key": "hours", "kind": "number", "text": "Часы", "low": 0, "high": 40, "decimals": 1},
                {"key": "age", "kind": "number", "text": "Возраст", "low": 10, "high": 99},
                {"key": "day", "kind": "date", "text": "День", "earliest": "2026-09-01"},
                {"key": "story", "kind": "long_text", "text": "Расскажите", "personal": True},
                {"key": "mentor", "kind": "person", "text": "С кем", "role": "mentor", "max_chosen": 2},
                {
                    "key": "why",
                    "kind": "long_text",
                    "text": "Почему",
                    "psychologist_only": True,
                    "polarity": "lower",
                    "show_if": {
                        "any": [
                            {"item": "useful", "at_most": 5},
                            {"item": "colours", "any_of": ["green", "other"]},
                            {"all": [{"item": "table", "not": "x"}, {"item": "where", "is": "там"}]},
                        ]
                    },
                },
            ],
        },
    ],
}


def every_kind() -> Instrument:
    """Return the questionnaire."""
    return instrument_from_dict(EVERY_KIND)


PEOPLE = {"mentor": ["7", "8", "9"]}

FULL = {
    "useful": ["8"],
    "often": ["seldom"],
    "took_part": ["yes"],
    "where": [" В  школе "],
    "colour": ["other"],
    "colour.other": ["Фиолетовый"],
    "colours": ["green", "red"],
    "table.home": ["good"],
    "table.away": ["bad"],
    "order.red": ["2"],
    "order.blue": ["1"],
    "hours": ["2,5"],
    "age": ["17"],
    "day": ["1.9.2026"],
    "story": ["Строка\r\nвторая"],
    "mentor": ["9", "7"],
    "why": ["Потому что"],
}
