"""«Школа наставников»: the list of groups, the page of one with its attendance sheet, how it begins and ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import audit, russian
from core.access import access
from core.clock import today
from core.errors import DomainError
from core.forms import ReasonForm
from core.history import told
from core.permissions import VIEW_AUDIT
from core.selectors.audit import history_of
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import training as domain
from mentorship.domain import training_groups as groups
from mentorship.filters.training import GroupFilter
from mentorship.forms.training import GroupForm, SessionForm
from mentorship.models import MentorEntry, TrainingCourse, TrainingGroup, TrainingPlace, TrainingSession
from mentorship.permissions import MANAGE_TRAINING, MARK_TRAINING, VIEW_TRAINING
from mentorship.selectors import training as selectors
from mentorship.tables.training import GroupTable
from mentorship.training_enums import GROUP_TONES, PLACE_TONES, GroupState, PlaceState

LIST = ("Школа наставников", reverse_lazy("mentorship:trainings"))
NO_PROGRAMME = "Сначала создайте программу: наставники учатся в ней."
SHOWN_NOTES = 5


def address(group: TrainingGroup) -> str:
    return reverse("mentorship:training", kwargs={"pk": group.pk})


def visible_group(request: HttpRequest, pk: int) -> TrainingGroup:
    return get_object_or_404(selectors.groups_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


class TrainingsPage(ListPage):
    access_rule = VIEW_TRAINING
    title = "Школа наставников"
    template_name = "mentorship/training/list.html"
    table_class = GroupTable
    filterset_class = GroupFilter

    def get_queryset(self) -> QuerySet:
        programme = current_programme(self.request)
        if programme is None:
            return TrainingGroup.objects.none()
        membership = self.request.membership  # type: ignore[attr-defined]
        return selectors.with_seats(selectors.groups_visible_to(membership, programme))

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if not MANAGE_TRAINING.allows(self.request.membership):  # type: ignore[attr-defined]
            return {"title": "Учебных групп пока нет", "text": "Группу собирает куратор программы."}
        if not TrainingCourse.objects.filter(is_archived=False).exists():
            return {
                "title": "Начните с курса",
                "text": "Опишите программу обучения: часы, темы и правило, по которому наставник считается обученным.",
                "url": reverse("mentorship:course_create"),
                "label": "Новый курс",
            }
        return {
            "title": "Учебных групп пока нет",
            "text": "Соберите группу и запишите в неё наставников из базы.",
            "url": reverse("mentorship:training_create"),
            "label": "Новая группа",
        }

    def get_context(self) -> dict[str, Any]:
        membership, programme = self.request.membership, current_programme(self.request)  # type: ignore[attr-defined]
        actions = [{"label": "Курсы", "url": reverse("mentorship:courses")}]
        if MANAGE_TRAINING.allows(membership) and programme is not None:
            new = reverse("mentorship:training_create")
            actions.append({"label": "Новая группа", "url": new, "main": True})  # type: ignore[dict-item]
        told = {}
        if programme is not None:
            told = {
                "share": selectors.trained_share_seen(membership, programme),
                "by_project": selectors.trained_by_project(membership, programme),
            }
        return {"page_actions": actions, **told}


@access(VIEW_TRAINING)
@require_http_methods(["GET", "POST"])
def training(request: HttpRequest, pk: int) -> HttpResponse:
    """The group with its attendance sheet; POST puts marks on and takes marks off."""
    group = visible_group(request, pk)
    if request.method == "POST":
        return _mark(request, group)
    membership = request.membership  # type: ignore[attr-defined]
    places = list(selectors.places_seen(membership, group))
    is_open = group.state == GroupState.OPEN
    context = {
        "page_title": group.title,
        "breadcrumbs": (LIST, (group.title, "")),
        "group": group,
        "tone": GROUP_TONES[GroupState(group.state)],
        "sheet": selectors.sheet_of(group, membership),
        "gone": [place for place in places if place.state == PlaceState.LEFT],
        "tones": {str(state): tone for state, tone in PLACE_TONES.items()},
        "share": selectors.trained_share_seen(membership, group.programme),
        "may_manage": MANAGE_TRAINING.allows(membership),
        "may_mark": is_open and MARK_TRAINING.allows(membership),
        "is_open": is_open,
        "history": told(history_of(group)[:20]) if VIEW_AUDIT.allows(membership) else [],
    }
    return render(request, "mentorship/training/group.html", context)


def _mark(request: HttpRequest, group: TrainingGroup) -> HttpResponse:
    """Marks that the page showed and that are gone are taken off; those that it did not show are left alone."""
    membership = request.membership  # type: ignore[attr-defined]
    if not MARK_TRAINING.allows(membership):
        messages.error(request, "Посещаемость отмечает куратор.")
        return redirect(address(group))
    seen = set(selectors.places_seen(membership, group).values_list("pk", flat=True))
    now, was = _marks(request.POST.getlist("mark")), _marks(request.POST.get("was", "").split())
    if any(place not in seen for _, place in now | was):
        messages.error(request, "Состав группы изменился. Проверьте отметки ещё раз.")
        return redirect(address(group))
    try:
        changed = groups.mark_attendance(group, present=now - was, absent=was - now, actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(address(group))
    words = russian.counted(changed, "отметка изменена", "отметки изменены", "отметок изменено")
    messages.success(request, f"Сохранено: {words}." if changed else "Отметки не изменились.")
    return redirect(address(group))


def _marks(texts: list[str]) -> set[tuple[int, int]]:
    """«12-7» → (session 12, place 7); anything else is nobody's mark."""
    found = set()
    for text in texts:
        session, dash, place = text.partition("-")
        if dash and session.isascii() and place.isascii() and session.isdigit() and place.isdigit():
            found.add((int(session[:18]), int(place[:18])))
    return found


@access(VIEW_TRAINING)
@require_GET
def training_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet on paper, to be signed in the room."""
    group = visible_group(request, pk)
    sheet = selectors.sheet_of(group, request.membership)  # type: ignore[attr-defined]
    audit.record("training.printed", subject=group, after={"rows": len(sheet.rows)})
    context = {
        "page_title": f"Лист посещаемости: {group.title}",
        "group": group,
        "sheet": sheet,
        "back_url": address(group),
    }
    return render(request, "mentorship/training/sheet.html", context)


class TrainingCreate(FormPage):
    access_rule = MANAGE_TRAINING
    title = "Новая учебная группа"
    form_class = GroupForm
    submit_label = "Создать группу"
    done = "Группа создана. Назначьте занятия и запишите наставников из базы."

    def form_options(self) -> dict[str, Any]:
        day = today(self.request.organization)  # type: ignore[attr-defined]
        courses = TrainingCourse.objects.filter(is_archived=False)
        return {"courses": courses, "initial": {"starts_on": day, "course": self.request.GET.get("course")}}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return str(LIST[1])

    def save(self, form: GroupForm) -> str:
        programme = current_programme(self.request)
        if programme is None:
            raise DomainError(NO_PROGRAMME, code="programme")
        values = dict(form.cleaned_data)
        course = values.pop("course")
        made = groups.create_group(course, programme=programme, actor=self.request.user, **values)  # type: ignore[arg-type]
        return address(made)


class GroupPage(FormPage):
    """Base of forms on a group."""

    access_rule = MANAGE_TRAINING
    group: TrainingGroup

    def load(self) -> None:
        self.group = visible_group(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.group.title, address(self.group)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return address(self.group)


class TrainingEdit(GroupPage):
    title = "Изменить группу"
    form_class = GroupForm

    def form_options(self) -> dict[str, Any]:
        return {"courses": None, "initial": {name: getattr(self.group, name) for name in groups.COLUMNS}}

    def save(self, form: GroupForm) -> str:
        groups.edit_group(self.group, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address(self.group)


class SessionAdd(GroupPage):
    title = "Новое занятие"
    form_class = SessionForm
    submit_label = "Добавить"
    done = "Занятие добавлено."

    def form_options(self) -> dict[str, Any]:
        initial = {"on": self.group.starts_on, "place": self.group.place}
        return {"topics": self.group.course.topics.all(), "initial": initial}

    def save(self, form: SessionForm) -> str:
        groups.add_session(self.group, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address(self.group)


class SessionPage(GroupPage):
    """Base of what is done with one session."""

    session: TrainingSession

    def load(self) -> None:
        seen = selectors.groups_visible_to(self.request.membership)  # type: ignore[attr-defined]
        rows = TrainingSession.objects.filter(group__in=seen.order_by().values("pk"))
        self.session = get_object_or_404(rows.select_related("topic"), pk=self.kwargs["pk"])
        self.group = visible_group(self.request, self.session.group_id)
        self.session.group = self.group


class SessionEdit(SessionPage):
    title = "Занятие"
    form_class = SessionForm

    def form_options(self) -> dict[str, Any]:
        initial = {name: getattr(self.session, name) for name in SessionForm.base_fields}
        return {"topics": self.group.course.topics.all(), "initial": initial}

    def save(self, form: SessionForm) -> str:
        groups.edit_session(self.session, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address(self.group)


class SessionRemove(SessionPage, ConfirmPage):
    title = "Убрать занятие"
    verb = "Убрать"
    danger = True
    done = "Занятие убрано."

    def get_text(self) -> str:
        return f"Занятие {self.session}."

    def save(self, form: Any) -> str:
        groups.remove_session(self.session, actor=self.request.user)  # type: ignore[arg-type]
        return address(self.group)


class GroupStep(GroupPage, ConfirmPage):
    """Base of steps that ask once."""

    def get_text(self) -> str:
        return f"Группа «{self.group.title}», курс «{self.group.course}»."


class TrainingFinish(GroupStep):
    title = "Завершить обучение"
    verb = "Завершить обучение"
    done = ""
    consequence = "Отобранные наставники станут «обучены». Вернуть можно с причиной."

    def get_text(self) -> str:
        sheet = selectors.outcomes(self.group)
        enough = sum(1 for one in sheet if one.is_enough)
        rule = selectors.rule_words(self.group.course)
        return f"Правило курса: {rule}. По листу посещаемости обучены {russian.fraction(enough, len(sheet))}."

    def save(self, form: Any) -> str:
        found = domain.finish_group(self.group, actor=self.request.user)  # type: ignore[arg-type]
        messages.success(
            self.request, f"Обучение завершено. Обучены: {found.completed}, не прошли: {found.failed}."
        )
        for note in found.notes[:SHOWN_NOTES]:
            messages.warning(self.request, note)
        if len(found.notes) > SHOWN_NOTES:
            messages.warning(self.request, f"И ещё {len(found.notes) - SHOWN_NOTES} по таким же причинам.")
        return address(self.group)


class TrainingReopen(GroupStep):
    title = "Вернуть группу к обучению"
    form_class = ReasonForm
    verb = "Вернуть"
    danger = True
    consequence = "Итоги обучения отменятся, выпущенные свидетельства станут недействительными."
    done = "Группа снова учится."

    def save(self, form: Any) -> str:
        domain.reopen_group(self.group, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return address(self.group)


class TrainingCancel(GroupStep):
    title = "Отменить группу"
    form_class = ReasonForm
    verb = "Отменить группу"
    danger = True
    consequence = "Записанных можно будет записать в другую группу."
    done = "Группа отменена."

    def save(self, form: Any) -> str:
        domain.cancel_group(self.group, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return address(self.group)


class PlaceDrop(GroupStep):
    access_rule = MARK_TRAINING
    title = "Отчислить из группы"
    form_class = ReasonForm
    verb = "Отчислить"
    danger = True
    done = "Наставник отчислен из группы, место свободно."
    place: TrainingPlace

    def load(self) -> None:
        rows = TrainingPlace.objects.select_related("entry__person", "group__programme", "group__course")
        self.place = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.group = visible_group(self.request, self.place.group_id)
        seen = selectors.places_seen(self.request.membership, self.group)  # type: ignore[attr-defined]
        get_object_or_404(seen, pk=self.place.pk)

    def get_text(self) -> str:
        return f"{self.place.entry.person.full_name}, группа «{self.group.title}»."

    def save(self, form: Any) -> str:
        groups.drop_place(self.place, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return address(self.group)


def enrol_chosen(rows: QuerySet[MentorEntry], request: HttpRequest, data: dict[str, Any]) -> str:
    """The bulk action of the base of mentors: seat the chosen ones in a group."""
    found = rows.select_related("person").order_by("sort_name", "pk")
    done, refused = groups.enrol(data["group"], found, actor=request.user)  # type: ignore[arg-type]
    for text in refused[:SHOWN_NOTES]:
        messages.warning(request, text)
    if len(refused) > SHOWN_NOTES:
        rest = russian.grouped(len(refused) - SHOWN_NOTES)
        messages.warning(request, f"И ещё {rest} по таким же причинам.")
    return f"Записано в группу «{data['group'].title}»: {russian.grouped(done)}"
