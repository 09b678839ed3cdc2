"""Forms of practices."""

from __future__ import annotations

from django import forms

from core.forms import PortalForm
from mentorship.practice_enums import Word

_LONG = 5000


def _part(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=required, max_length=_LONG, widget=area, help_text=help_text)


class PracticeForm(PortalForm):
    title = forms.CharField(label="Название", max_length=200)
    context = _part("С чего начали", "Какой был запрос, что не получалось. Без имён, если практика без имён.")
    goal = _part("Цель", "Чего хотели добиться и к какому сроку.")
    actions = _part("Что делали", "По шагам: встречи, приёмы, материалы.")
    result = _part("Результат", "Что изменилось и чем это видно.")
    advice = _part("Что советуем другим")
    testimonial = _part("Отзыв", "Слова наставника или наставляемого.")
    is_named = forms.BooleanField(
        label="С именами участников",
        required=False,
        help_text="Опубликовать можно, только если каждый разрешил распространять имя и рассказ (ст. 10.1).",
    )


class WordForm(PortalForm):
    word = forms.ChoiceField(
        label="Текст о вашей паре",
        choices=[(Word.AGREED, "Согласен: всё верно"), (Word.REFUSED, "Против: нужно исправить")],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label="Что не так", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class PaperWordForm(WordForm):
    """The curator writes down what was said on paper or aloud."""

    word = forms.ChoiceField(
        label="Что сказано",
        choices=[(Word.AGREED, "Согласен с текстом"), (Word.REFUSED, "Против")],
        widget=forms.RadioSelect,
    )
    remark = forms.CharField(
        label="Замечание, где записано согласие",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
