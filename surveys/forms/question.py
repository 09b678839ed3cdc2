"""The form of one question of a draft: what every kind has, what its own kind has, its answers and its condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict

from core.forms import PortalForm, dress_widgets
from surveys.enums import ItemKind, Polarity, Purpose, Role
from surveys.forms.answer_rows import COMMANDS, AnswerRows, rows_of, rows_sent
from surveys.forms.conditions import ConditionFields, fields_of, fields_sent
from surveys.forms.question_words import FEED_WORDS
from surveys.instruments import Item
from surveys.instruments.book_reading import in_words
from surveys.instruments.editing import Content
from surveys.instruments.errors import InstrumentError
from surveys.instruments.export import item_to_dict
from surveys.instruments.options import FREQUENCIES, MAX_SCALE_POINTS, SHORT_TEXT_LIMIT
from surveys.instruments.reading import FEEDS, condition_from_dict, item_from_dict
from surveys.instruments.schema import TEXT_LIMIT

LISTS: dict[str, dict[str, int]] = {
    ItemKind.FREQUENCY: {"choices": 2},
    ItemKind.SINGLE: {"choices": 2},
    ItemKind.MULTIPLE: {"choices": 2},
    ItemKind.RANKING: {"choices": 2},
    ItemKind.MATRIX: {"rows": 1, "columns": 2},
}
"""Lists of a kind with the least number of their rows."""

_BOUND = 10**9


def _own_fields(kind: str) -> dict[str, forms.Field]:
    """Fields that only questions of this kind have."""
    whole = forms.IntegerField
    if kind == ItemKind.SCALE:
        return {
            "low": whole(label="От", min_value=-100, max_value=100, initial=1),
            "high": whole(label="До", min_value=-100, max_value=100, initial=10),
            "low_label": forms.CharField(label="Слова у начала", max_length=100, required=False),
            "high_label": forms.CharField(label="Слова у конца", max_length=100, required=False),
        }
    if kind in (ItemKind.SINGLE, ItemKind.MULTIPLE):
        made: dict[str, forms.Field] = {
            "other": forms.BooleanField(label="Можно написать своё («другое»)", required=False),
            "other_label": forms.CharField(label="Как назвать «другое»", max_length=100, required=False),
        }
        if kind == ItemKind.MULTIPLE:
            made["min_chosen"] = whole(label="Отметить не меньше", min_value=0, max_value=81, required=False)
            made["max_chosen"] = whole(label="Отметить не больше", min_value=1, max_value=81, required=False)
        return made
    if kind == ItemKind.RANKING:
        return {
            "max_ranked": whole(
                label="Расставить только первых",
                min_value=1,
                max_value=80,
                required=False,
                help_text="Пусто — все.",
            )
        }
    if kind == ItemKind.NUMBER:
        return {
            "low": whole(label="Не меньше", min_value=-_BOUND, max_value=_BOUND, required=False),
            "high": whole(label="Не больше", min_value=-_BOUND, max_value=_BOUND, required=False),
            "decimals": whole(label="Знаков после запятой", min_value=0, max_value=4, required=False),
            "unit": forms.CharField(label="Единица", max_length=30, required=False),
        }
    if kind == ItemKind.DATE:
        return {
            "earliest": forms.DateField(label="Не раньше", required=False, widget=forms.DateInput()),
            "latest": forms.DateField(label="Не позже", required=False, widget=forms.DateInput()),
        }
    if kind in (ItemKind.SHORT_TEXT, ItemKind.LONG_TEXT):
        most = SHORT_TEXT_LIMIT if kind == ItemKind.SHORT_TEXT else TEXT_LIMIT
        return {
            "max_length": whole(label="Знаков не больше", min_value=1, max_value=TEXT_LIMIT, initial=most)
        }
    if kind == ItemKind.PERSON:
        return {
            "role": forms.ChoiceField(label="Кого выбирать", choices=Role.choices, initial=Role.MENTOR),
            "max_chosen": whole(label="Сколько человек", min_value=1, max_value=10, initial=1),
        }
    return {}


class QuestionForm(PortalForm):
    """A question of one kind. `item` is what the draft holds, None for a new one; `earlier` the questions above it."""

    text = forms.CharField(label="Вопрос", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))
    hint = forms.CharField(label="Подсказка", max_length=500, required=False, help_text="Мелко под вопросом.")
    required = forms.BooleanField(label="Обязательный вопрос", required=False)
    section = forms.ChoiceField(label="Раздел")
    short = forms.CharField(
        label="Кратко", max_length=80, required=False, help_text="Так вопрос назван в таблицах и карточках."
    )
    topic = forms.RegexField(
        r"^[a-z][a-z0-9_-]{0,59}$",
        label="Тема",
        required=False,
        help_text="Код того, что измеряется: латинские буквы, цифры и «-». По теме сравнивают вход с выходом и годы.",
        error_messages={"invalid": "Строчные латинские буквы, цифры, «-» и «_», первая — буква."},
    )
    polarity = forms.ChoiceField(label="Направление", choices=Polarity.choices, initial=Polarity.NONE)
    feeds = forms.ChoiceField(
        label="Заполняет", required=False, help_text="Ответ попадёт в карточку человека и в подбор пар."
    )
    personal = forms.BooleanField(label="Ответ — персональные данные", required=False)
    psychologist_only = forms.BooleanField(
        label="Только психолог", required=False, help_text="Ответ с именем увидит один педагог-психолог."
    )

    def __init__(
        self,
        *args: Any,
        kind: str,
        content: Content,
        earlier: Sequence[Item],
        section: str,
        item: Mapping[str, Any] | None = None,
        **extra: Any,
    ) -> None:
        self.kind, self.item, self.content = kind, item, content
        extra["initial"] = {**(item or {}), "section": section}
        super().__init__(*args, **extra)
        own = _own_fields(kind)
        self.fields.update(own)
        self.own_names = list(own)
        fields: Any = self.fields
        fields["section"].choices = [(one["key"], one["title"]) for one in content["sections"]]
        feeds = sorted(FEEDS[Purpose(content["purpose"])], key=lambda name: FEED_WORDS.get(name, name))
        fields["feeds"].choices = [("", "Ничего"), *((name, FEED_WORDS.get(name, name)) for name in feeds)]
        fields["topic"].widget.attrs |= {"list": "topics", "autocomplete": "off"}
        self._drop_what_does_not_fit(bool(feeds))
        self.lists, self.condition = self._lists(), self._condition(earlier)
        dress_widgets(self)

    def _drop_what_does_not_fit(self, feeds: bool) -> None:
        gone = [] if feeds else ["feeds"]
        if self.kind == ItemKind.NOTE:
            gone = [
                "feeds",
                "required",
                "short",
                "topic",
                "polarity",
                "personal",
                "psychologist_only",
                "hint",
            ]
            self.fields["text"].label = "Пояснение"
        for name in gone:
            del self.fields[name]

    def _lists(self) -> list[AnswerRows]:
        made = []
        for name, least in LISTS.get(self.kind, {}).items():
            if self.is_bound:
                made.append(rows_sent(name, self.data, least=least))
                continue
            kept = (self.item or {}).get(name)
            if kept is None and self.kind == ItemKind.FREQUENCY:
                kept = [{"code": one.code, "label": one.label, "score": one.score} for one in FREQUENCIES]
            made.append(rows_of(name, kept or [], least=least))
        return made

    def _condition(self, earlier: Sequence[Item]) -> ConditionFields:
        if self.is_bound:
            return fields_sent(self.data, earlier, had=bool((self.item or {}).get("show_if")))
        kept = (self.item or {}).get("show_if")
        return fields_of(condition_from_dict(kept) if kept else None, earlier)

    # --- pressing a row's button -------------------------------------------------------------------------------

    def act(self, command: str) -> None:
        """Do what «choices:up:2» says and forget the faults: nothing is saved yet."""
        name, verb, place = (*command.split(":"), "", "", "")[:3]
        for one in self.lists:
            if one.name == name and verb in COMMANDS:
                one.act(verb, int(place) if place.isascii() and place.isdecimal() and len(place) < 4 else -1)
        self._errors = ErrorDict()

    # --- checking ----------------------------------------------------------------------------------------------

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if self.kind == ItemKind.SCALE and {"low", "high"} <= set(given):
            points = given["high"] - given["low"]
            if not 1 <= points < MAX_SCALE_POINTS:
                self.add_error("high", f"От 2 до {MAX_SCALE_POINTS} делений, «До» больше, чем «От».")
        lists = {one.name: one.clean() for one in self.lists}
        condition = self.condition.clean()
        for one in self.lists:
            if one.error:
                self.add_error(None, f"{one.title}: {one.error}")
        if self.condition.error:
            self.add_error(None, self.condition.error)
        if not self.errors:
            self._assemble(given, lists, condition)
        return given

    def _assemble(
        self, given: dict[str, Any], lists: dict[str, Any], condition: dict[str, Any] | None
    ) -> None:
        made: dict[str, Any] = {"key": str((self.item or {}).get("key") or "new"), "kind": str(self.kind)}
        for name in ("text", "hint", "short", "topic", "feeds"):
            if given.get(name):
                made[name] = given[name]
        for name in ("required", "personal", "psychologist_only"):
            if given.get(name):
                made[name] = True
        if given.get("polarity", Polarity.NONE) != Polarity.NONE:
            made["polarity"] = given["polarity"]
        for name in self.own_names:
            value = given.get(name)
            if value is not None and value is not False and value != "":  # 0 is an answer
                made[name] = value.isoformat() if hasattr(value, "isoformat") else value
        made |= lists
        if condition is not None:
            made["show_if"] = condition
        try:
            item = item_from_dict(made, purpose=Purpose(self.content["purpose"]))
        except InstrumentError as error:
            for problem in error.problems:
                self.add_error(None, in_words(problem))
            return
        self.made = item_to_dict(item)
