"""The two bases: lists with search, filters, export, print and bulk confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import russian
from core.access import access
from core.errors import DomainError
from core.forms import ReasonForm
from core.freshness import kept_for
from core.selectors.viewer import current_programme, viewer_of
from core.tables import PortalTable
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from mentorship.domain.notes import invite_by_groups
from mentorship.domain.succession import become_mentor
from mentorship.filters.people import MenteeFilter, MentorFilter
from mentorship.forms.events import AddToEventForm
from mentorship.forms.lifecycle import MoveManyForm
from mentorship.forms.notes import InviteManyForm
from mentorship.forms.training import EnrolForm
from mentorship.models import MenteeEntry, MentorEntry
from mentorship.permissions import (
    IMPORT_PEOPLE,
    INVITE_NOTES,
    INVITE_PEOPLE,
    MANAGE_CONSENTS,
    MANAGE_PEOPLE,
    MARK_EVENTS,
    MARK_TRAINING,
    VIEW_PEOPLE,
)
from mentorship.selectors.base_columns import tell_columns, with_columns
from mentorship.selectors.entries import (
    mentees_of,
    mentors_of,
    tell_consents,
    tell_mentors,
    with_consents,
    with_mentor,
)
from mentorship.selectors.next_steps import tell_pairs
from mentorship.selectors.people import people_visible_to
from mentorship.selectors.places import with_free_places
from mentorship.selectors.training import trained_share_seen
from mentorship.tables.people import MenteeTable, MentorTable
from mentorship.views.base_actions import (
    LOOKED_THROUGH,
    check_confirm,
    check_consents,
    check_invited,
    check_leave,
    confirm,
    invite_chosen,
    leave_many,
    look_at_step,
    move_many,
    prepare_consents,
    write_letters,
)
from mentorship.views.base_files import forms
from mentorship.views.events import add_chosen
from mentorship.views.training import enrol_chosen

# What a row tells of its person.
PERSON_COLUMNS = tuple(
    f"person__{name}"
    for name in ("last_name", "first_name", "middle_name", "group", "position", "employer", "organization")
)
#: Columns drawn from more of the person, and what of the person they need.
WITH_PERSON = frozenset({"category", "birth_date", "birth_year", "phone", "email", "contacts", "guardian"})
WIDE_PERSON = [
    "person__category",
    "person__birth_date",
    "person__is_emancipated",
    "person__phone",
    "person__email",
]
OWN_COLUMNS = {
    base: frozenset(field.name for field in model._meta.concrete_fields)
    for base, model in (("mentees", MenteeEntry), ("mentors", MentorEntry))
}


class BasePage(ListPage):
    counts_kept = True
    """What both bases share."""

    access_rule = VIEW_PEOPLE
    personal_data = True
    base = ""
    bulk_actions = (
        BulkAction(
            "confirm",
            "Подтвердить участие",
            apply=confirm,
            consequence="Отмеченные станут «отобраны»: их можно подбирать в пары. Без подписанных согласий никого "
            "подтвердить нельзя.",
            rule=MANAGE_PEOPLE,
            check=check_confirm,
            check_limit=LOOKED_THROUGH,
        ),
        BulkAction(
            "move",
            "Перевести на шаг",
            apply=move_many,
            form_class=MoveManyForm,
            consequence="Кого перевести нельзя, останется на месте: портал покажет их до того, как переводить.",
            rule=MANAGE_PEOPLE,
            look=look_at_step,
            check_limit=LOOKED_THROUGH,
        ),
        BulkAction(
            "leave",
            "Вывести из программы",
            apply=leave_many,
            form_class=ReasonForm,
            danger=True,
            consequence="Карточки и история останутся. Кто в паре, не выйдет, пока пара не завершена.",
            rule=MANAGE_PEOPLE,
            check=check_leave,
            check_limit=LOOKED_THROUGH,
        ),
        BulkAction(
            "consents",
            "Нужны согласия",
            apply=prepare_consents,
            consequence="Портал отметит, какие согласия нужны каждому по возрасту; уже отмеченные не изменятся.",
            rule=MANAGE_CONSENTS,
            check=check_consents,
        ),
        BulkAction(
            "letters",
            "Попросить согласия письмом",
            apply=write_letters,
            confirm=False,
            rule=MANAGE_CONSENTS,
        ),
        BulkAction(
            "invite",
            "Пригласить на портал",
            apply=invite_chosen,
            consequence="Каждому уйдёт письмо со ссылкой на 14 дней. Когда человек войдёт, его учётная "
            "запись привяжется к карточке.",
            rule=INVITE_PEOPLE,
            check=check_invited,
        ),
        BulkAction(
            "event",
            "Добавить в мероприятие",
            apply=add_chosen,
            form_class=AddToEventForm,
            consequence="Отмеченные встанут в список мероприятия. Кому не хватит места, окажется в листе ожидания.",
            rule=MARK_EVENTS,
        ),
    )

    table: PortalTable | None = None
    #: Columns of the entry and its person that every page of the list needs.
    always: tuple[str, ...] = ()

    def table_options(self) -> dict[str, Any]:
        return {"may_act": MANAGE_PEOPLE.allows(self.request.membership)}  # type: ignore[attr-defined]

    def make_table(
        self, rows: QuerySet, *, selectable: bool, table_class: type[PortalTable] | None = None
    ) -> PortalTable:
        self.table = super().make_table(rows, selectable=selectable, table_class=table_class)
        return self.table

    def shown(self) -> list[str]:
        """Names of the columns on the page: those of other tables are read for these alone."""
        return [column.name for column in self.table.columns] if self.table is not None else []

    @property
    def page_only(self) -> tuple[str, ...]:  # type: ignore[override]
        shown = self.shown()
        needed = [*(name for name in shown if name in OWN_COLUMNS[self.base]), *self.always]
        if "approval_order" in shown:
            needed += ["order_number", "order_date"]
        if "preferred_age" in shown:
            needed += ["preferred_age_min", "preferred_age_max"]
        if WITH_PERSON & set(shown):
            needed += WIDE_PERSON
        return tuple(dict.fromkeys(needed))

    def decorate(self, rows: QuerySet) -> QuerySet:
        return with_columns(with_consents(rows), self.base)

    def tell(self, rows: list[Any]) -> None:
        tell_consents(rows)
        tell_columns(rows, self.base, self.shown())

    @property
    def lead(self) -> str:  # type: ignore[override]
        programme = current_programme(self.request)
        return str(programme) if programme else ""

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if current_programme(self.request) is None:
            return {
                "title": "Сначала создайте программу",
                "text": "Базы наставляемых и наставников ведутся в программе.",
                "url": reverse("mentorship:programmes"),
                "label": "К программам",
            }
        if IMPORT_PEOPLE.allows(self.request.membership):  # type: ignore[attr-defined]
            return {
                "title": "В базе пока никого",
                "text": "Загрузите список из Excel: портал покажет каждую строку до того, как что-то записать.",
                "url": reverse("mentorship:people_import"),
                "label": "Загрузить список",
            }
        return {"title": "В базе пока никого", "text": "Список загружает куратор программы."}

    def get_context(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        actions = []
        if current_programme(self.request) is not None:
            if IMPORT_PEOPLE.allows(membership):
                actions.append({"label": "Загрузить список", "url": reverse("mentorship:people_import")})
            if MANAGE_PEOPLE.allows(membership):
                add = reverse(f"mentorship:{self.base[:-1]}_create")
                actions.append({"label": "Добавить", "url": add, "main": True})
        return {"page_actions": [*self.more_actions(), *actions]}

    def more_actions(self) -> list[dict[str, Any]]:
        return []


@access(MANAGE_PEOPLE)
@require_POST
def mentor_from_mentee(request: HttpRequest, pk: int) -> HttpResponse:
    """A finished mentee goes over to the mentors of the current programme."""
    programme = current_programme(request)
    entry = MenteeEntry.objects.filter(
        pk=pk,
        person__in=people_visible_to(request.membership),  # type: ignore[attr-defined]
    ).select_related("person__organization")[:1]
    if programme is None or not entry:
        raise Http404
    person = entry[0].person
    try:
        become_mentor(entry[0], programme=programme, actor=request.user)  # type: ignore[arg-type]
        messages.success(
            request, f"{person.short_name} теперь в базе наставников. Согласия нужно подписать заново."
        )
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("mentorship:person", pk=person.pk)


def ask_for_notes(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    """One link a group: the class teacher of each tells about their own."""
    programme = current_programme(request)
    links, homeless = invite_by_groups(programme, rows.select_related("person"), actor=request.user, **data)  # type: ignore[arg-type]
    number = russian.counted(len(links), "ссылка", "ссылки", "ссылок")
    messages.success(request, f"Готово: {number}. Отправьте их письмом или передайте сами.")
    if homeless:
        who = russian.counted(homeless, "наставляемого", "наставляемых", "наставляемых")
        messages.warning(request, f"Без группы: у {who}. Попросите о каждом с его карточки.")
    return redirect("mentorship:note_invitations")


class MenteesPage(BasePage):
    title = "Наставляемые"
    base = "mentees"
    bulk_actions = (
        *BasePage.bulk_actions,
        BulkAction(
            "notes",
            "Попросить сведения",
            apply=ask_for_notes,
            form_class=InviteManyForm,
            consequence="На каждую группу будет одна личная ссылка: по ней видны только имена и группа. Если такая "
            "ссылка уже есть, новые люди добавятся в неё.",
            rule=INVITE_NOTES,
        ),
    )

    def more_actions(self) -> list[dict[str, Any]]:
        return [
            {"label": "Карта запросов", "url": reverse("mentorship:topics")},
            {"label": "Категории", "url": reverse("mentorship:categories")},
            *(
                [{"label": "Просьбы о сведениях", "url": reverse("mentorship:note_invitations")}]
                if INVITE_NOTES.allows(self.request.membership)  # type: ignore[attr-defined]
                else []
            ),
        ]

    table_class = MenteeTable
    forms = forms("mentees")
    filterset_class = MenteeFilter
    always = (
        *("programme", "state", "main_request", "person", "project", "project__form", "project__form__title"),
        *PERSON_COLUMNS,
    )

    def get_queryset(self) -> QuerySet:
        return mentees_of(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]

    def decorate(self, rows: QuerySet) -> QuerySet:
        return with_mentor(super().decorate(rows))

    def tell(self, rows: list[Any]) -> None:
        super().tell(rows)
        tell_mentors(rows)


class MentorsPage(BasePage):
    title = "Наставники"

    def tell(self, rows: list[Any]) -> None:
        super().tell(rows)
        tell_pairs(rows)

    base = "mentors"
    table_class = MentorTable
    forms = forms("mentors")
    filterset_class = MentorFilter
    always = ("programme", "state", "capacity", "competences", "person", *PERSON_COLUMNS)

    bulk_actions = (
        *BasePage.bulk_actions,
        BulkAction(
            "training",
            "Записать в Школу наставников",
            apply=enrol_chosen,
            consequence="Отмеченные займут места в группе, пока они есть. Кто уже учится или обучен, не изменится.",
            form_class=EnrolForm,
            rule=MARK_TRAINING,
        ),
    )

    @property
    def lead(self) -> str:  # type: ignore[override]
        programme = current_programme(self.request)
        if programme is None:
            return ""
        membership = self.request.membership  # type: ignore[attr-defined]
        told = kept_for(
            self.request,
            viewer_of(self.request),
            "trained_share",
            lambda: trained_share_seen(membership, programme).told,
        )
        return f"{programme} · обучены {told}"

    def more_actions(self) -> list[dict[str, Any]]:
        return [
            {"label": "Школа наставников", "url": reverse("mentorship:trainings")},
            {"label": "Справки", "url": reverse("mentorship:credentials")},
        ]

    def get_queryset(self) -> QuerySet:
        rows = mentors_of(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]
        return with_free_places(rows).prefetch_related("projects__form")
