"""Forms of own kinds of documents."""

from django import forms

from core.forms import PortalForm
from reports.enums import OwnKindSubject

FILE_HELP = "Документ Word (.docx) до 5\u00a0МБ, без макросов и вложенных файлов."


class OwnVersionForm(PortalForm):
    file = forms.FileField(label="Файл образца", help_text=FILE_HELP, allow_empty_file=True)


class OwnKindForm(PortalForm):
    title = forms.CharField(
        label="Название", max_length=200, help_text="Например: «Характеристика наставника»."
    )
    subject = forms.ChoiceField(label="О ком или о чём", choices=OwnKindSubject.choices)
    about = forms.CharField(label="Для чего", max_length=300, required=False)
    file = forms.FileField(label="Файл образца", help_text=FILE_HELP, allow_empty_file=True)
