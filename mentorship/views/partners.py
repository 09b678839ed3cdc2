"""Partners: the list, the card, entering and editing, their people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import access
from core.clock import today
from core.enums import Role
from core.errors import DomainError
from core.forms import ReasonForm
from core.history import told
from core.models import Membership
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import partners as domain
from mentorship.enums import PersonCategory
from mentorship.filters.partners import PartnerFilter
from mentorship.forms.partners import MemberForm, PartnerForm
from mentorship.models import PartnerEmployee, PartnerMember, PartnerOrganization, Person
from mentorship.partner_papers import actions_for, papers_of
from mentorship.partner_words import AGREEMENT_TONES, PARTNER_TONES
from mentorship.permissions import MANAGE_PARTNERS, VIEW_PARTNERS
from mentorship.selectors import partners as selectors
from mentorship.selectors.employers import people_of_employer, unlinked_people
from mentorship.selectors.people import people_visible_to
from mentorship.tables.partners import PartnerTable
from mentorship.tones import ENTRY_TONES

CRUMB = ("Партнёры", "mentorship:partners")
HISTORY_ROWS = 20
SHOWN_PEOPLE = 200


def partner_address(partner: PartnerOrganization) -> str:
    return reverse("mentorship:partner", args=[partner.pk])


def find_partner(request: HttpRequest, pk: int) -> PartnerOrganization:
    """A partner that the member may see, or 404."""
    visible = selectors.partners_visible_to(request.membership).select_related("organization")  # type: ignore[attr-defined]
    return get_object_or_404(visible, pk=pk)


class PartnersPage(ListPage):
    access_rule = VIEW_PARTNERS
    title = "Партнёры"
    lead = "Работодатели и другие организации, с которыми вы сотрудничаете: соглашения, люди, письма."
    table_class = PartnerTable
    filterset_class = PartnerFilter

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if not MANAGE_PARTNERS.allows(self.request.membership):  # type: ignore[attr-defined]
            return {"title": "Партнёров пока нет", "text": "Партнёров вносит куратор программы."}
        return {
            "title": "Партнёров пока нет",
            "text": "Внесите организацию: портал проверит ИНН и подготовит соглашение и письма.",
            "url": reverse("mentorship:partner_create"),
            "label": "Добавить партнёра",
        }

    def get_queryset(self) -> QuerySet:
        rows = selectors.partners_visible_to(self.request.membership)  # type: ignore[attr-defined]
        return selectors.with_facts(rows, current_programme(self.request))

    def get_context(self) -> dict[str, Any]:
        if not MANAGE_PARTNERS.allows(self.request.membership):  # type: ignore[attr-defined]
            return {}
        waiting = unlinked_people(self.request.membership).exists()  # type: ignore[attr-defined]
        link = {"label": "Работодатели из анкет", "url": reverse("mentorship:employers")}
        add = {"label": "Добавить партнёра", "url": reverse("mentorship:partner_create"), "main": True}
        return {"page_actions": [*([link] if waiting else []), add]}


@access(VIEW_PARTNERS)
def partner_page(request: HttpRequest, pk: int) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    partner = find_partner(request, pk)
    may_manage = MANAGE_PARTNERS.allows(membership)
    day = today(membership.organization)
    people = selectors.employees_of(partner).filter(person__in=people_visible_to(membership))
    mentors = selectors.visible_mentors_from(partner, membership, current_programme(request))
    context = {
        "page_title": partner.short_name,
        "breadcrumbs": ((CRUMB[0], reverse(CRUMB[1])), (partner.short_name, "")),
        "partner": partner,
        "tone": PARTNER_TONES[partner.state],
        "rows": _rows(partner),
        "head": selectors.head_forms(partner) if partner.head_last_name else [],
        "members": partner.members.select_related("person", "user"),
        "people": people.order_by("person__search_key", "pk")[:SHOWN_PEOPLE],
        "mentors": [(entry, ENTRY_TONES[entry.state]) for entry in mentors.select_related("person")],
        "agreements": [
            (one, AGREEMENT_TONES[one.state], (one.ends_on - day).days)
            for one in partner.agreements.select_related("file").prefetch_related("projects__form")
        ],
        "papers": papers_of(partner),
        "paper_actions": actions_for(partner) if may_manage else [],
        "may_manage": may_manage,
        "history": told(selectors.history_of_partner(partner)[:HISTORY_ROWS]),
    }
    return render(request, "mentorship/partners/card.html", context)


def _rows(partner: PartnerOrganization) -> list[tuple[str, str]]:
    head = ", ".join(part for part in (partner.head_name, partner.head_position) if part)
    rows = [
        ("Полное наименование", partner.full_name),
        ("Вид", partner.get_kind_display()),
        ("ИНН", partner.inn),
        ("КПП", partner.kpp),
        ("ОГРНИП" if len(partner.ogrn) == 15 else "ОГРН", partner.ogrn),
        ("Адрес", partner.address),
        ("Руководитель", head),
        ("Телефон", partner.phone),
        ("Электронная почта", partner.email),
        ("Сайт", partner.site),
        ("Заметка", partner.note),
    ]
    needed = {"ИНН", "Руководитель", "Электронная почта"}
    return [(label, value) for label, value in rows if value or label in needed]


class PartnerCreate(FormPage):
    """A new partner; `?employer=` takes the name from a place of work on cards and ties their people at once."""

    access_rule = MANAGE_PARTNERS
    form_class = PartnerForm
    title = "Новый партнёр"
    submit_label = "Добавить"
    done = "Партнёр внесён."

    def load(self) -> None:
        self.employer = self.request.GET.get("employer", "")[:300]

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((CRUMB[0], reverse(CRUMB[1])), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:employers" if self.employer else CRUMB[1])

    def form_options(self) -> dict[str, Any]:
        return {
            "initial": {"short_name": self.employer[:200], "full_name": self.employer, "head_basis": "Устава"}
        }

    def save(self, form: PartnerForm) -> str:
        user = self.request.user
        with transaction.atomic():
            made = domain.create_partner(self.request.organization, actor=user, **form.values())  # type: ignore[attr-defined, arg-type]
            if self.employer:
                people = people_of_employer(self.request.membership, self.employer)  # type: ignore[attr-defined]
                domain.link_employees(made, people, actor=user)  # type: ignore[arg-type]
        return partner_address(made)


class PartnerForms(FormPage):
    """Base of forms on a partner's card."""

    access_rule = MANAGE_PARTNERS
    partner: PartnerOrganization

    def load(self) -> None:
        self.partner = find_partner(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (
            (CRUMB[0], reverse(CRUMB[1])),
            (self.partner.short_name, partner_address(self.partner)),
            (self.get_title(), ""),
        )

    def get_cancel_url(self) -> str:
        return partner_address(self.partner)


class PartnerEdit(PartnerForms):
    form_class = PartnerForm
    title = "Карточка партнёра"

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.partner}

    def save(self, form: PartnerForm) -> str:
        domain.edit_partner(self.partner, actor=self.request.user, **form.values())  # type: ignore[arg-type]
        return partner_address(self.partner)


class PartnerArchive(PartnerForms, ConfirmPage):
    title = "Убрать в архив"
    verb = "Убрать в архив"
    danger = True
    form_class = ReasonForm
    done = "Партнёр убран в архив."
    consequence = "Его люди перестанут видеть свою страницу. Карточка, соглашения и письма останутся."

    def get_text(self) -> str:
        return f"{self.partner.short_name} больше не сотрудничает с вами."

    def save(self, form: ReasonForm) -> str:
        domain.archive_partner(self.partner, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return partner_address(self.partner)


@access(MANAGE_PARTNERS)
@require_POST
def partner_restore(request: HttpRequest, pk: int) -> HttpResponse:
    partner = find_partner(request, pk)
    try:
        domain.restore_partner(partner, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Партнёр возвращён из архива.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(partner_address(partner))


class MemberAdd(PartnerForms):
    form_class = MemberForm
    title = "Представитель партнёра"
    submit_label = "Добавить"
    done = "Представитель добавлен."

    def form_options(self) -> dict[str, Any]:
        links = PartnerEmployee.objects.filter(partner=self.partner).values("person")
        people = Person.objects.filter(category=PersonCategory.EMPLOYER) | Person.objects.filter(pk__in=links)
        accounts = Membership.objects.filter(
            organization=self.partner.organization, role=Role.PARTNER, is_active=True
        ).select_related("user")
        return {"people": people, "accounts": accounts}

    def save(self, form: MemberForm) -> str:
        data = form.cleaned_data
        domain.add_member(
            self.partner,
            person=data["person"],
            user=None if data["person"] or not data["account"] else data["account"].user,
            role=data["role"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return partner_address(self.partner)


class MemberRemove(ConfirmPage):
    access_rule = MANAGE_PARTNERS
    title = "Убрать представителя партнёра"
    verb = "Убрать"
    danger = True
    form_class = ReasonForm
    done = "Представитель убран."

    def load(self) -> None:
        rows = PartnerMember.objects.select_related("partner", "person", "user")
        visible = selectors.partners_visible_to(self.request.membership)  # type: ignore[attr-defined]
        self.member = get_object_or_404(rows.filter(partner__in=visible), pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"{self.member.person or self.member.user} больше не представляет: {self.member.partner}."

    def get_cancel_url(self) -> str:
        return partner_address(self.member.partner)

    def save(self, form: ReasonForm) -> str:
        domain.remove_member(self.member, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return partner_address(self.member.partner)


@access(MANAGE_PARTNERS)
@require_POST
def employee_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """The curator sees that somebody does not work there."""
    rows = PartnerEmployee.objects.select_related("partner", "person")
    link = get_object_or_404(rows.filter(person__in=people_visible_to(request.membership)), pk=pk)  # type: ignore[attr-defined]
    domain.unlink_employee(link, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, f"{link.person.short_name} больше не связан с партнёром.")
    return redirect(partner_address(link.partner))
