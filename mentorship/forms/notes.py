"""Forms of third persons' notes and of the requests for them."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PortalForm
from core.personal_tokens import new_key
from mentorship.domain.notes import KEY, MAX_TEXT
from mentorship.enums import NoteAuthor
from mentorship.models.note import PARTS

QUESTIONS = {
    "strengths": ("Сильные стороны", "Что получается, чем увлечён, на что можно опереться."),
    "difficulties": ("Трудности", "С чем не справляется сейчас. Только то, что важно для наставника."),
    "help_advised": ("Какая помощь нужна", "Что посоветуете: учёба, общение, планы, поддержка."),
    "mentor_wishes": ("Каким должен быть наставник", "Возраст, характер, увлечения — если есть пожелания."),
    "other": ("Что ещё важно знать", "Диагнозы, семейные обстоятельства и учёт здесь не пишите."),
}


class NoteForm(PortalForm):
    """What somebody tells; `form_key` makes a double sending harmless."""

    form_key = forms.CharField(label="", widget=forms.HiddenInput, max_length=32)

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.initial.setdefault("form_key", new_key())
        for name in PARTS:
            label, hint = QUESTIONS[name]
            self.fields[name] = forms.CharField(
                label=label,
                help_text=hint,
                required=False,
                max_length=MAX_TEXT,
                widget=forms.Textarea(attrs={"rows": 3, "data-limit": MAX_TEXT}),
                error_messages={"max_length": f"Слишком длинно: можно {MAX_TEXT} знаков."},
            )

    def clean_form_key(self) -> str:
        key = str(self.cleaned_data["form_key"])
        return key if KEY.fullmatch(key) else new_key()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in PARTS):
            raise forms.ValidationError("Напишите хотя бы в одном поле.")
        return cleaned

    @property
    def parts(self) -> dict[str, str]:
        return {name: self.cleaned_data.get(name, "") for name in PARTS}


class TermForm(PortalForm):
    """Until when a link opens."""

    expires_on = forms.DateField(label="Ссылка действует до", widget=forms.DateInput())


class InviteManyForm(TermForm):
    role = forms.ChoiceField(
        label="Кого спросить",
        choices=[
            (role.value, role.label)
            for role in NoteAuthor
            if role not in {NoteAuthor.PARENT, NoteAuthor.CURATOR}
        ],
    )

    field_order = ["role", "expires_on"]


class RecipientForm(TermForm):
    full_name = forms.CharField(label="Фамилия, имя, отчество", max_length=200, required=False)
    email = forms.EmailField(
        label="Электронная почта",
        required=False,
        help_text="Без почты передайте ссылку сами: она на странице просьбы.",
    )

    field_order = ["full_name", "email", "expires_on"]


class InviteOneForm(RecipientForm):
    role = forms.ChoiceField(
        label="Кого спросить", choices=[one for one in NoteAuthor.choices if one[0] != NoteAuthor.CURATOR]
    )

    field_order = ["role", "full_name", "email", "expires_on"]
