"""Forms of `reports`."""

import datetime as dt
from typing import Any

from django import forms

from core.forms import PortalForm


class RemarkForm(PortalForm):
    remark = forms.CharField(label="Что исправить", max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ScanForm(PortalForm):
    signed_on = forms.DateField(label="Дата подписи", widget=forms.DateInput())
    scan = forms.FileField(
        label="Скан подписанного документа",
        help_text="PDF, PNG или JPEG, до 20 МБ. Оригинал хранится на бумаге.",
    )

    def __init__(self, *args: Any, today: dt.date, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["signed_on"].initial = today


class StackForm(PortalForm):
    stack = forms.FileField(
        label="Стопка сканов",
        help_text="Один PDF: до 300 страниц и 20\u00a0МБ, это около ста серых листов. Порядок и поворот листов не "
        "важны, разрешение от 150 точек на дюйм, лучше 200.",
    )
    signed_on = forms.DateField(
        label="Дата подписи",
        widget=forms.DateInput(),
        help_text="Для отдельных листов её можно исправить потом.",
    )
    original_place = forms.CharField(label="Где лежат оригиналы", max_length=200)


class PlaceForm(PortalForm):
    consent = forms.ChoiceField(label="Чьё это согласие", widget=forms.RadioSelect)
    number = forms.IntegerField(label="Какая это страница согласия", min_value=1, max_value=35, initial=1)
    turn = forms.TypedChoiceField(
        label="Повернуть по часовой стрелке",
        coerce=int,
        choices=[(0, "Не надо"), (90, "На 90°"), (180, "На 180°"), (270, "На 270°")],
    )

    def __init__(self, *args: Any, found: list[tuple[str, str]], **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["consent"].choices = found  # type: ignore[attr-defined]


class SignatureFileForm(PortalForm):
    """A detached signature made outside, and on wish the file that was signed."""

    signature = forms.FileField(
        label="Файл подписи",
        allow_empty_file=True,  # the check tells it in its own words
        help_text="Отделённая подпись, до 512\u00a0КБ.",
    )
    signed = forms.FileField(
        label="Подписанный файл PDF",
        required=False,
        help_text="Не обязательно: с ним портал точнее скажет, что не так.",
    )


class OutsideSignatureForm(PortalForm):
    """A document's signature made outside: beside the PDF or inside it."""

    signature = forms.FileField(
        label="Файл подписи или подписанный PDF",
        allow_empty_file=True,  # the check tells it in its own words
        help_text="Отделённая подпись либо тот же PDF с подписью внутри.",
    )


class KeyForm(PortalForm):
    """A key for one act; neither the file nor the password is kept."""

    documents = forms.MultipleChoiceField(
        label="Что подписать",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Отметьте документы, которые подписываете."},
    )
    signature = forms.FileField(
        label="Файл ключа и сертификата", help_text="Контейнер с паролем, до 100\u00a0КБ."
    )
    password = forms.CharField(
        label="Пароль ключа",
        max_length=200,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, *args: Any, found: list[tuple[str, str]], has_token: bool = False, **extra: Any
    ) -> None:
        super().__init__(*args, **extra)
        self.fields["documents"].choices = found  # type: ignore[attr-defined]
        if has_token:
            self.fields["signature"].required = False
            self.fields["signature"].help_text = "Оставьте пустым, чтобы подписать токеном на сервере."
            self.fields["password"].label = "Пароль ключа или ПИН-код токена"


class CheckCodeForm(PortalForm):
    code = forms.CharField(
        label="Код содержания",
        max_length=40,
        help_text="Шестнадцать знаков в правом нижнем углу первого листа.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class CheckFileForm(PortalForm):
    file = forms.FileField(
        label="Файл документа",
        help_text="Портал сравнит его с подписанным и не сохранит.",
        allow_empty_file=True,
    )
