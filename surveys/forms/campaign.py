"""Forms of campaigns."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django_scopes.forms import SafeModelChoiceField, SafeModelMultipleChoiceField

from core.forms import PortalForm
from core.russian import counted
from mentorship.enums import PersonCategory
from mentorship.models import Person, Project
from surveys.enums import (
    AUDIENCE_OF_ROLE,
    LEAST_GROUP,
    LEAST_TEXTS,
    Anonymity,
    Audience,
    PairCondition,
    Phase,
)
from surveys.instruments import Instrument
from surveys.models import QuestionnaireVersion
from surveys.selectors.questionnaires import bank, is_offered

DEFAULT_DAYS = 14
# Whom a questionnaire of the bank is for, where its role alone does not say it.
CATEGORIES = {"request_student": PersonCategory.STUDENT, "request_teacher": PersonCategory.EMPLOYEE}
WHOM = {
    "request_student": "наставляемым-обучающимся",
    "request_teacher": "наставляемым-педагогам",
    "offer_mentor": "наставникам",
}


REMINDS = "Напоминать письмом по расписанию"
REMINDS_HELP = (
    "На третий день и накануне последнего — только тем, кто не ответил, не чаще раза в день. "
    "В выходные и праздники портал не пишет."
)


class CampaignForm(PortalForm):
    """A new campaign: which questionnaire decides whom the rule names."""

    questionnaire = forms.ChoiceField(
        label="Анкета",
        help_text="Создав опрос, анкету можно посмотреть «как на телефоне» и только потом открыть.",
    )
    title = forms.CharField(
        label="Название",
        max_length=200,
        required=False,
        help_text="Так опрос увидят участники. Если оставить пустым, назовётся как анкета.",
    )
    by_rule = forms.ChoiceField(
        label="Кого пригласить",
        choices=[
            ("rule", "Всех, кому эта анкета предназначена"),
            ("hand", "Отмечу людей сам после создания"),
        ],
        initial="rule",
        widget=forms.RadioSelect,
    )
    project = SafeModelChoiceField(
        label="Только форма наставничества",
        queryset=Project.objects.none(),
        required=False,
        empty_label="Все",
    )
    group = forms.ChoiceField(
        label="Только группа, класс",
        required=False,
        help_text="Родителей выбирают по группе ребёнка.",
    )
    pair = forms.ChoiceField(
        label="Только в паре",
        required=False,
        choices=[("", "Все"), *PairCondition.choices],
        help_text="Родителей выбирают по паре ребёнка.",
    )
    anonymity = forms.ChoiceField(
        label="Имя отвечающего",
        choices=[
            (Anonymity.NAMED, "С именем: куратор и психолог видят, кто что ответил"),
            (
                Anonymity.CONFIDENTIAL,
                "Конфиденциально: только общие цифры, но «до» и «после» одного человека сравниваются по коду",
            ),
            (Anonymity.ANONYMOUS, "Анонимно: ответ нельзя связать с человеком даже в базе данных"),
        ],
        initial=Anonymity.NAMED,
        widget=forms.RadioSelect,
        help_text="После первого ответа это не меняется. Без имён результаты открываются после завершения опроса.",
    )
    minimum_group = forms.IntegerField(
        label="Показывать цифры от, ответов",
        initial=LEAST_GROUP,
        min_value=2,
        max_value=100,
        help_text=f"Для опросов без имён — не меньше {LEAST_GROUP}.",
    )
    minimum_texts = forms.IntegerField(
        label="Показывать слова от, ответов",
        initial=LEAST_TEXTS,
        min_value=2,
        max_value=200,
        help_text=f"Для опросов без имён — не меньше {LEAST_TEXTS}.",
    )
    phase = forms.ChoiceField(label="Когда в программе", choices=Phase.choices, initial=Phase.OUTSIDE)
    opens_on = forms.DateField(label="Первый день", widget=forms.DateInput())
    closes_on = forms.DateField(label="Последний день", widget=forms.DateInput())
    reminds = forms.BooleanField(label=REMINDS, required=False, help_text=REMINDS_HELP)

    def __init__(
        self,
        *args: Any,
        projects: Any,
        groups: list[str],
        today: date,
        needs_project: bool = False,
        own: Sequence[tuple[QuestionnaireVersion, Instrument]] = (),
        chosen: str = "",
        **extra: Any,
    ) -> None:
        super().__init__(*args, **extra)
        self.own = {f"v{version.pk}": instrument for version, instrument in own}
        self.fields["questionnaire"].choices = [*_own(self.own), *_grouped()]  # type: ignore[attr-defined]
        self.fields["questionnaire"].initial = chosen
        self.fields["group"].choices = [("", "Все"), *((group, group) for group in groups)]  # type: ignore[attr-defined]
        project: Any = self.fields["project"]
        project.queryset = projects
        project.required = needs_project
        if needs_project:
            project.empty_label = None
        self.fields["opens_on"].initial = today
        self.fields["closes_on"].initial = today + timedelta(days=DEFAULT_DAYS)

    def audience(self) -> Audience:
        """Return the rule that the answers to the form mean."""
        if self.cleaned_data["by_rule"] == "hand":
            return Audience.HAND
        return AUDIENCE_OF_ROLE[self._instrument().role]

    def category(self) -> str:
        """Return the category that the questionnaire is meant for, «» for everybody."""
        return str(CATEGORIES.get(self._instrument().code, ""))

    def _instrument(self) -> Instrument:
        choice = self.cleaned_data["questionnaire"]
        return self.own.get(choice) or bank()[choice]


class CampaignEditForm(PortalForm):
    """Title and window of a campaign."""

    title = forms.CharField(label="Название", max_length=200)
    opens_on = forms.DateField(label="Первый день", widget=forms.DateInput())
    closes_on = forms.DateField(label="Последний день", widget=forms.DateInput())
    reminds = forms.BooleanField(label=REMINDS, required=False, help_text=REMINDS_HELP)


class PeopleForm(PortalForm):
    """People to invite by hand."""

    people = SafeModelMultipleChoiceField(
        label="Кого пригласить", queryset=Person.objects.none(), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        field: Any = self.fields["people"]
        field.queryset = people
        field.label_from_instance = lambda person: (
            f"{person.full_name}, {person.group or person.position or '—'}"
        )


# The bank as the year goes; a questionnaire stands in the first group whose beginning its code has.
GROUPS = (
    ("Запросы и предложения", ("request_", "offer_")),
    ("Пара и встречи", ("preferences_", "compatibility_", "meeting_")),
    ("До начала работы: ожидания", ("quality_entry_",)),
    ("По завершении: как получилось", ("quality_exit_",)),
    ("Влияние: до и после", ("influence_",)),
    ("Обучение наставников", ("school_",)),
    ("Родители, партнёры, куратор", ("parents", "partners", "curator_")),
    ("Другие", ("",)),
)


def _own(instruments: Mapping[str, Instrument]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The institution's own questionnaires, first of all."""
    choices = [
        (choice, _described(instrument))
        for choice, instrument in instruments.items()
        if is_offered(instrument)
    ]
    return [("Анкеты организации", choices)] if choices else []


def _grouped() -> list[tuple[str, list[tuple[str, str]]]]:
    """The questionnaires that can be offered, in groups."""
    groups: dict[str, list[tuple[str, str]]] = {title: [] for title, _ in GROUPS}
    for code, instrument in bank().items():
        if is_offered(instrument):
            title = next(title for title, starts in GROUPS if code.startswith(starts))
            groups[title].append((code, _described(instrument)))
    return [(title, sorted(choices, reverse=True)) for title, choices in groups.items() if choices]


def _described(instrument: Instrument) -> str:
    questions = counted(sum(1 for _ in instrument.questions()), "вопрос", "вопроса", "вопросов")
    minutes = counted(instrument.minutes, "минута", "минуты", "минут")
    return f"{instrument.title} — {WHOM.get(instrument.code, instrument.role.label.lower())}: {questions}, {minutes}"
