"""«Благодарные выпускники»: the list, who might join, the card of one, asking to mentor."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.access import access
from core.clock import today
from core.errors import DomainError
from core.forms import ReasonForm
from core.russian import counted
from core.selectors.viewer import current_programme
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import alumni as domain
from mentorship.filters.alumni import AlumnusFilter
from mentorship.forms.alumni import AlumnusForm, ContactConsentForm, LeftYearForm
from mentorship.models import Alumnus, Person
from mentorship.models.alumnus import READINESS
from mentorship.partner_words import ALUMNUS_TONES
from mentorship.permissions import MANAGE_ALUMNI, VIEW_ALUMNI
from mentorship.selectors.alumni import alumni_visible_to, might_join, with_place
from mentorship.selectors.people import people_visible_to
from mentorship.tables.alumni import AlumnusTable, MightJoinTable
from mentorship.views import base_actions
from mentorship.views.base_actions import tell_refusals

CRUMB = ("Выпускники", "mentorship:alumni")
JOIN = "Завершившие программу"


def ask_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    """Those in touch become candidates of the base of mentors; the others are told."""
    programme = current_programme(request)
    if programme is None:
        raise DomainError("Сначала создайте программу: базы ведутся в ней.", code="programme")
    done, refused = 0, []
    for alumnus in rows.select_related("person__organization", "organization"):
        try:
            domain.ask_to_mentor(alumnus, programme=programme, actor=request.user)  # type: ignore[arg-type]
            done += 1
        except DomainError as error:
            refused.append(f"{alumnus.person.short_name}: {error.message}")
    tell_refusals(request, refused)
    return f"Стали кандидатами в наставники: {done}"


def take_in(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str | HttpResponse:
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    if len(keys) > base_actions.AT_ONCE:
        params = {"entries": keys, "left_year": data.get("left_year")}
        return base_actions.start_for_many(request, domain.JOB_KIND, "Выпускники: запись в базу", params)
    people = Person.objects.filter(pk__in=rows.values("pk")).select_related("organization")
    made = domain.add_alumni(people, actor=request.user, left_year=data.get("left_year"))  # type: ignore[arg-type]
    people_told = counted(len(made), "человек", "человека", "человек")
    return f"В базе выпускников: {people_told}. Теперь спросите каждого, можно ли поддерживать связь."


class AlumniPage(ListPage):
    access_rule = VIEW_ALUMNI
    title = "Благодарные выпускники"
    lead = "Кто прошёл программу и готов помочь. Писать можно тем, кто согласился поддерживать связь."
    table_class = AlumnusTable
    filterset_class = AlumnusFilter
    personal_data = True
    bulk_actions = (
        BulkAction(
            "mentor",
            "В кандидаты в наставники",
            apply=ask_many,
            consequence="Отмеченные встанут в базу наставников текущей программы как кандидаты. Согласия для новой "
            "роли нужно будет подписать.",
            rule=MANAGE_ALUMNI,
        ),
    )
    empty = {
        "title": "Выпускников в базе пока нет",
        "text": "Сюда переходят наставляемые, завершившие программу, и выпускники организации.",
    }

    def get_queryset(self) -> QuerySet:
        rows = alumni_visible_to(self.request.membership)  # type: ignore[attr-defined]
        return with_place(rows, current_programme(self.request))

    def get_context(self) -> dict[str, Any]:
        if not MANAGE_ALUMNI.allows(self.request.membership):  # type: ignore[attr-defined]
            return {}
        return {"page_actions": [{"label": JOIN, "url": reverse("mentorship:alumni_join"), "main": True}]}


class MightJoinPage(ListPage):
    access_rule = MANAGE_ALUMNI
    title = JOIN
    lead = "Кто завершил программу наставляемым или отмечен выпускником и ещё не в базе."
    table_class = MightJoinTable
    personal_data = True
    bulk_actions = (
        BulkAction(
            "join",
            "В базу выпускников",
            apply=take_in,
            consequence="Писать выпускникам можно будет после их согласия на связь.",
            form_class=LeftYearForm,
        ),
    )
    empty = {"title": "Все уже в базе", "text": "Новые появятся здесь, когда завершат программу."}

    @property
    def breadcrumbs(self) -> tuple[tuple[str, str], ...]:  # type: ignore[override]
        return ((CRUMB[0], reverse(CRUMB[1])), (self.title, ""))

    def get_queryset(self) -> QuerySet:
        return might_join(self.request.membership)  # type: ignore[attr-defined]


def find_alumnus(request: HttpRequest, pk: int) -> Alumnus:
    rows = with_place(alumni_visible_to(request.membership), current_programme(request))  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("person__organization", "programme", "organization"), pk=pk)


@access(VIEW_ALUMNI)
@require_GET
def alumnus_page(request: HttpRequest, pk: int) -> HttpResponse:
    alumnus = find_alumnus(request, pk)
    ready = [str(Alumnus._meta.get_field(name).verbose_name) for name in READINESS if getattr(alumnus, name)]  # type: ignore[union-attr]
    consent = f"от {alumnus.consent_on:%d.%m.%Y}, {alumnus.consent_place}" if alumnus.consent_on else "нет"
    context = {
        "page_title": alumnus.person.full_name,
        "breadcrumbs": ((CRUMB[0], reverse(CRUMB[1])), (alumnus.person.short_name, "")),
        "alumnus": alumnus,
        "tone": ALUMNUS_TONES[alumnus.state],
        "rows": [
            ("Год выпуска", str(alumnus.left_year)),
            ("Прошёл программу", alumnus.programme.title if alumnus.programme else "—"),
            ("Согласие на связь", consent),
            ("Где учится", alumnus.study_place),
            ("Где работает", alumnus.work_place),
            ("К чему готов", "; ".join(ready)),
            ("Телефон", alumnus.person.phone),
            ("Электронная почта", alumnus.person.email),
            ("Заметка", alumnus.note or "—"),
        ],
        "may_manage": MANAGE_ALUMNI.allows(request.membership),  # type: ignore[attr-defined]
        "programme": current_programme(request),
    }
    return render(request, "mentorship/partners/alumnus.html", context)


class AlumnusForms(FormPage):
    """Base of forms of one graduate."""

    access_rule = MANAGE_ALUMNI

    def load(self) -> None:
        self.alumnus = find_alumnus(self.request, self.kwargs["pk"])

    def address(self) -> str:
        return reverse("mentorship:alumnus", args=[self.alumnus.pk])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        name = self.alumnus.person.short_name
        return ((CRUMB[0], reverse(CRUMB[1])), (name, self.address()), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return self.address()


class AlumnusEdit(AlumnusForms):
    form_class = AlumnusForm
    title = "Где выпускник и чем поможет"

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.alumnus}

    def save(self, form: AlumnusForm) -> str:
        domain.edit_alumnus(self.alumnus, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.address()


class AlumnusConsent(AlumnusForms):
    form_class = ContactConsentForm
    title = "Согласие на связь"
    submit_label = "Согласие получено"
    done = "Выпускник на связи: запишите, где он и к чему готов."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"consent_on": today(self.alumnus.organization)}}

    def save(self, form: ContactConsentForm) -> str:
        domain.record_contact(self.alumnus, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.address()


class AlumnusClose(AlumnusForms, ConfirmPage):
    title = "Прекратить связь"
    verb = "Прекратить связь"
    danger = True
    form_class = ReasonForm
    done = "Связь прекращена, сведения о выпускнике удалены."
    consequence = "Где учится и работает, к чему готов и заметка удаляются сразу. Карточка человека остаётся."

    def get_text(self) -> str:
        return f"{self.alumnus.person} просит больше не писать."

    def save(self, form: ReasonForm) -> str:
        domain.close_contact(self.alumnus, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return self.address()


@access(MANAGE_ALUMNI)
@require_POST
def alumnus_mentor(request: HttpRequest, pk: int) -> HttpResponse:
    """One action: the graduate becomes a candidate of the base of mentors."""
    alumnus = find_alumnus(request, pk)
    programme = current_programme(request)
    if programme is None:
        raise Http404
    try:
        domain.ask_to_mentor(alumnus, programme=programme, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Выпускник теперь кандидат в наставники. Согласия нужно подписать заново.")
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("mentorship:alumnus", pk=pk)
    return redirect("mentorship:person", pk=alumnus.person_id)


@access(MANAGE_ALUMNI)
@require_POST
def alumnus_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody's card → the base of graduates."""
    visible = people_visible_to(request.membership).select_related("organization")  # type: ignore[attr-defined]
    person = get_object_or_404(visible, pk=pk)
    domain.add_alumni([person], actor=request.user)  # type: ignore[arg-type]
    return redirect("mentorship:alumnus", pk=Alumnus.objects.get(person=person).pk)
