"""Forms of matching: weights of a form, bans, forms and role models of people, group meetings."""

from __future__ import annotations

from typing import Any

from django import forms

from core.forms import PortalForm
from mentorship.match_enums import BanKind
from mentorship.models import MatchWeights, MenteeEntry, Person, Project, RoleModel
from mentorship.models.matching import POINTS

#: In plain words what each number does.
EXPLAINED = {
    "topics": "За все совпавшие строки карты запросов; если совпала половина — половина баллов.",
    "subjects": "За предмет или специальность, названные у обоих: «алгебра» и «математика» — одно и то же.",
    "words": "За слова запроса, которые есть в компетенциях наставника: за одно половина, за два и больше — все.",
    "interests": "За общие интересы: за один половина, за два и больше — все.",
    "age": "Если возраст наставляемого такой, какой желает наставник.",
    "times": "Если есть общий удобный день и время.",
    "meeting_format": "Если оба хотят встречаться одинаково или кому-то всё равно.",
    "wish": "За первый выбор наставляемого — все баллы, за второй — две трети, дальше — треть.",
    "wished_by": "То же за выбор наставника.",
    "continuity": "Если они уже были парой и завершили её.",
    "load": "Столько баллов снимается за каждого наставляемого, который у наставника уже есть.",
    "group_size": "0 — форма работает парами. Иначе наставляемые одного наставника собираются в группу, и до этого "
    "числа баллы за нагрузку не снимаются.",
    "age_tolerance": "На столько лет возраст может отличаться от желаемого; больше — пара невозможна.",
    "minutes": "Наставнику не дадут больше наставляемых, чем позволяют его часы в неделю. 0 — часы не считать.",
}


class WeightsForm(PortalForm):
    """How much each thing weighs in one form of mentoring."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = dict.fromkeys(POINTS, 100) | {"group_size": 30, "age_tolerance": 20, "minutes": 600}
        for name, limit in most.items():
            column = MatchWeights._meta.get_field(name)
            self.fields[name] = forms.IntegerField(
                label=str(column.verbose_name).capitalize(),  # type: ignore[union-attr]
                min_value=0,
                max_value=limit,
                initial=column.default,  # type: ignore[union-attr]
                help_text=EXPLAINED[name],
            )


class ConfirmForm(PortalForm):
    """What becomes of a draft's pairs: to the order at once, or trial meetings first."""

    ORDER, TRIAL = "order", "trial"
    way = forms.ChoiceField(
        label="Что дальше с парами",
        choices=[
            (ORDER, "Сразу к приказу"),
            (TRIAL, "Сначала пробные встречи и ответы сторон: пары станут предложенными"),
        ],
        initial=ORDER,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, answers_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if answers_first:
            field: Any = self.fields["way"]
            field.choices, field.initial = field.choices[1:], self.TRIAL
            field.help_text = "В этой программе ответы сторон о совместимости обязательны до приказа."


class PersonField(forms.ModelChoiceField):
    """A person by full name and group."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.full_name}, {obj.group}" if obj.group else obj.full_name


class BanForm(PortalForm):
    """Two people who are not to be a pair."""

    mentor = PersonField(label="Наставник", queryset=Person.objects.none())
    mentee = PersonField(label="Наставляемый", queryset=Person.objects.none())
    kind = forms.ChoiceField(label="Почему", choices=BanKind.choices, initial=BanKind.BAN)
    reason = forms.CharField(
        label="Причина",
        max_length=300,
        help_text="Видят только кураторы. Например: ведёт у него уроки, тётя, была ссора.",
    )

    def __init__(self, *args: Any, mentors: Any, mentees: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mentor"].queryset = mentors  # type: ignore[attr-defined]
        self.fields["mentee"].queryset = mentees  # type: ignore[attr-defined]


class NeedsForm(PortalForm):
    """The forms in which a mentee needs a mentor, each with a role model or any."""

    def __init__(self, *args: Any, entry: MenteeEntry, projects: list[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = projects
        have = {need.project_id: need.role_model_id for need in entry.needs.all()}
        for project in projects:
            own = project.pk == entry.project_id
            choices = [] if own else [("", "Не нужен")]
            choices.append(("any", "Нужен, модель любая" if not own else "Любая"))
            choices += [(str(role.pk), role.title) for role in project.form.role_models.all()]
            known = str(have[project.pk] or "any") if project.pk in have else ("any" if own else "")
            self.fields[f"project_{project.pk}"] = forms.ChoiceField(
                label=project.form.title,
                choices=choices,
                required=False,
                initial=known,
                help_text="Форма этого наставляемого: ролевая модель."
                if own
                else "Наставник ещё и в этой форме.",
            )
        self.entry = entry

    @property
    def needs(self) -> dict[Project, RoleModel | None]:
        found: dict[Project, RoleModel | None] = {}
        for project in self.projects:
            value = self.cleaned_data.get(f"project_{project.pk}", "")
            if value and not (value == "any" and project.pk == self.entry.project_id):
                roles = {str(role.pk): role for role in project.form.role_models.all()}
                found[project] = roles.get(value)
        return found


class RolesForm(PortalForm):
    """Role models by which a mentor works."""

    roles = forms.ModelMultipleChoiceField(
        label="Ролевые модели",
        queryset=RoleModel.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Ничего не отмечено — наставник работает по любой модели своих форм.",
    )

    def __init__(self, *args: Any, models: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["roles"].queryset = models  # type: ignore[attr-defined]


class GroupMeetingForm(PortalForm):
    """A group meeting where people name whom they want."""

    title = forms.CharField(
        label="Название", max_length=200, initial="Общая встреча наставников и наставляемых"
    )
    held_on = forms.DateField(label="Дата", widget=forms.DateInput())
    choices = forms.IntegerField(label="Сколько человек можно выбрать", min_value=1, max_value=10, initial=3)


class VoteForm(PortalForm):
    """Whom somebody wants, in order, and who does not suit; `others` are (id, name) of the other side."""

    def __init__(self, *args: Any, others: list[tuple[int, str]], choices: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        options = [(str(key), name) for key, name in others]
        self.ranked = [f"choice_{number}" for number in range(1, choices + 1)]
        for number, name in enumerate(self.ranked, start=1):
            self.fields[name] = forms.ChoiceField(
                label=f"{number}-й выбор", choices=[("", "Никто"), *options], required=False
            )
        self.fields["avoids"] = forms.MultipleChoiceField(
            label="Кто точно не подходит",
            choices=options,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text="Это увидит только куратор. Объяснять не нужно.",
        )

    @property
    def likes(self) -> list[int]:
        return [int(self.cleaned_data[name]) for name in self.ranked if self.cleaned_data.get(name)]

    @property
    def avoids(self) -> list[int]:
        return [int(one) for one in self.cleaned_data.get("avoids", [])]
