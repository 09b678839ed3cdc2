"""Forms of meetings: short, filled in beforehand, good for a thumb."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from core.errors import DomainError
from core.forms import PortalForm, dress_widgets
from core.uploads import inspect
from mentorship.domain.meeting_files import ALLOWED_FILES, MAX_FILES
from mentorship.meeting_enums import MeetingKind, MeetingWay
from mentorship.models import PairMentee

SCORES = [("5", "Отлично"), ("4", "Хорошо"), ("3", "Так себе"), ("2", "Плохо"), ("1", "Очень плохо")]


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files at once: (name, bytes) of each, looked into before anything is written."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[tuple[str, bytes]]:
        files = [one for one in (data if isinstance(data, list | tuple) else [data]) if one]
        if len(files) > MAX_FILES:
            raise forms.ValidationError(f"Не больше {MAX_FILES} файлов за раз.")
        found = []
        for one in files:
            content = one.read()
            try:
                inspect(content, one.name, allowed=ALLOWED_FILES)
            except DomainError as error:
                raise forms.ValidationError(f"«{one.name}»: {error.message}") from error
            found.append((one.name, content))
        return found


class MeetingForm(PortalForm):
    """What every form about a meeting has: which kind, when, where."""

    kind = forms.ChoiceField(label="Вид встречи", choices=MeetingKind.choices)
    on = forms.DateField(label="День", widget=forms.DateInput())
    starts_at = forms.TimeField(
        label="Время",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    minutes = forms.IntegerField(label="Минут", min_value=5, max_value=600, initial=60)
    way = forms.ChoiceField(label="Как", choices=MeetingWay.choices, widget=forms.RadioSelect)
    place = forms.CharField(label="Место", max_length=200, required=False)
    link = forms.URLField(label="Ссылка", max_length=300, required=False, assume_scheme="https")
    topic = forms.CharField(label="Тема", max_length=300, required=False)
    form_key = forms.CharField(label="Ключ", max_length=32, widget=forms.HiddenInput)

    def __init__(self, *args: Any, kinds: Sequence[MeetingKind], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]  # type: ignore[attr-defined]
        self.finish()

    def finish(self) -> None:
        """The fields are drawn one by one: their widgets are dressed as the helper would."""
        dress_widgets(self)

    def values(self) -> dict[str, Any]:
        """What the domain takes of it."""
        names = (
            "kind",
            "on",
            "starts_at",
            "minutes",
            "way",
            "place",
            "link",
            "topic",
            "agreements",
            "next_on",
        )
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class PlanForm(MeetingForm):
    """A meeting to come."""

    invite = forms.BooleanField(
        label="Отправить приглашения в календарь",
        required=False,
        initial=True,
        help_text="Письмо с приглашением получат участники, у которых указана почта.",
    )


class LogForm(MeetingForm):
    """A meeting that was: filled in so that one tap for each who came is enough."""

    present = forms.MultipleChoiceField(label="Кто был", required=False, widget=forms.CheckboxSelectMultiple)
    agreements = forms.CharField(
        label="О чём договорились",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    next_on = forms.DateField(label="Следующая встреча", required=False, widget=forms.DateInput())
    files = ManyFilesField(
        label="Файлы", required=False, help_text="Документы, фотографии листов; до 20 МБ каждый."
    )
    score = forms.ChoiceField(
        label="Как прошло", choices=SCORES, required=False, widget=forms.RadioSelect,
        help_text="Увидят только куратор и психолог.",
    )  # fmt: skip
    needs_help = forms.BooleanField(label="Нужна помощь куратора", required=False)
    word = forms.CharField(
        label="Что передать куратору",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self,
        *args: Any,
        places: Sequence[PairMentee],
        with_feedback: bool,
        alone: bool = False,
        **extra: Any,
    ) -> None:
        """`alone`: a mentee writes for themselves, and was there."""
        self.places, self.alone = places, alone
        self.with_feedback = with_feedback
        super().__init__(*args, **extra)

    def finish(self) -> None:
        if self.alone:
            del self.fields["present"]
        else:
            self.fields["present"].choices = [  # type: ignore[attr-defined]
                (str(place.pk), place.mentee.person.full_name) for place in self.places
            ]
        if not self.with_feedback:
            for name in ("score", "needs_help", "word"):
                del self.fields[name]
        super().finish()

    def presence(self) -> dict[int, bool]:
        if self.alone:
            return {place.pk: True for place in self.places}
        there = set(self.cleaned_data["present"])
        return {place.pk: str(place.pk) in there for place in self.places}

    def feedback(self) -> dict[str, Any]:
        if not self.with_feedback:
            return {}
        data = self.cleaned_data
        return {
            "score": int(data["score"]) if data["score"] else None,
            "needs_help": data["needs_help"],
            "word": data["word"],
        }


class MissForm(MeetingForm):
    """A meeting that was not."""

    reason = forms.CharField(label="Почему не состоялась", max_length=300)


class WordForm(PortalForm):
    """A side does not agree with what was written down."""

    word = forms.CharField(label="Что было не так", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class LinkForm(PortalForm):
    """An answer by a personal link: one choice, and what it asks for."""

    answer = forms.ChoiceField(label="Состоялась ли встреча", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Почему не было", max_length=300, required=False, help_text="Если встречи не было."
    )
    new_on = forms.DateField(
        label="Новый день", required=False, widget=forms.DateInput(), help_text="Если встречу перенесли."
    )
    score = forms.ChoiceField(
        label="Как прошло", choices=SCORES, required=False, widget=forms.RadioSelect,
        help_text="Можно не отвечать. Увидят только куратор и психолог.",
    )  # fmt: skip
    needs_help = forms.BooleanField(label="Нужна помощь куратора", required=False)

    def __init__(self, *args: Any, answers: Sequence[Any], with_mark: bool, **extra: Any) -> None:
        super().__init__(*args, **extra)
        codes = [one.value for one in answers]
        self.fields["answer"].choices = [(one.value, one.label) for one in answers]  # type: ignore[attr-defined]
        gone = set() if "not_held" in codes else {"reason"}
        gone |= set() if "moved" in codes else {"new_on"}
        gone |= set() if with_mark and "held" in codes else {"score", "needs_help"}
        for name in gone:
            del self.fields[name]

    def values(self) -> dict[str, Any]:
        """What the domain takes of it."""
        score = self.cleaned_data.get("score")
        return self.cleaned_data | {"score": int(score) if score else None}
