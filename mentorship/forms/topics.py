"""The form of a line of the map of requests."""

from django import forms

from core.forms import PortalForm


class TopicForm(PortalForm):
    """A request in the words of a mentee, and the same in the words of a mentor."""

    title = forms.CharField(
        label="Запрос наставляемого",
        max_length=200,
        help_text="Например: подготовка к демонстрационному экзамену.",
    )
    offer_title = forms.CharField(
        label="Как об этом говорит наставник",
        max_length=200,
        required=False,
        help_text="Если оставить пустым, будет показан сам запрос.",
    )
    for_employees = forms.BooleanField(label="Запрос педагогов", required=False)
