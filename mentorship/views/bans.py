"""Who may not be a pair; in which forms and by which role models people are matched."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.forms import ReasonForm
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import bans as domain
from mentorship.domain.needs import set_needs, set_roles
from mentorship.filters.bans import BanFilter
from mentorship.forms.matching import BanForm, NeedsForm, RolesForm
from mentorship.models import PairBan, Person, RoleModel
from mentorship.permissions import MANAGE_PAIRS
from mentorship.selectors.bans import bans_visible_to
from mentorship.selectors.entries import mentees_of, mentors_of
from mentorship.selectors.programmes import projects_visible_to
from mentorship.tables.bans import BanTable
from mentorship.views.matching import HOME, PAIRS

LIST = ("Запреты пар", "mentorship:bans")
CRUMBS = ((PAIRS[0], PAIRS[1]), (HOME[0], HOME[1]), LIST)


def crumbs(title: str) -> tuple[tuple[str, str], ...]:
    return (*((name, reverse(address)) for name, address in CRUMBS), (title, ""))


class BansPage(ListPage):
    access_rule = MANAGE_PAIRS
    title = LIST[0]
    lead = (
        "Эти двое не будут предложены и подтверждены, пока запрет не снят. Родителей и законных представителей портал "
        "знает сам."
    )
    template_name = "mentorship/matching/bans.html"
    table_class = BanTable
    filterset_class = BanFilter
    personal_data = True
    export_name = "запреты-пар"
    empty = {
        "title": "Запретов нет",
        "text": "Внесите тех, кому нельзя быть парой: учитель и его ученик, родственники, поссорившиеся.",
    }

    def get_queryset(self) -> QuerySet:
        return bans_visible_to(self.request.membership)  # type: ignore[attr-defined]


class BanAdd(FormPage):
    access_rule = MANAGE_PAIRS
    title = "Запретить пару"
    form_class = BanForm
    submit_label = "Запретить"
    done = "Запрет записан: он действует в подборе и при подтверждении."

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return crumbs(self.title)

    def get_cancel_url(self) -> str:
        return reverse(LIST[1])

    def form_options(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        programme = current_programme(self.request)
        mentors, mentees = mentors_of(membership, programme), mentees_of(membership, programme)
        return {
            "mentors": Person.objects.filter(pk__in=mentors.order_by().values("person")).order_by(
                "search_key"
            ),
            "mentees": Person.objects.filter(pk__in=mentees.order_by().values("person")).order_by(
                "search_key"
            ),
        }

    def save(self, form: BanForm) -> str:
        data = form.cleaned_data
        domain.ban_pair(
            data["mentor"],
            data["mentee"],
            kind=data["kind"],
            reason=data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse(LIST[1])


class BanLift(ConfirmPage):
    access_rule = MANAGE_PAIRS
    title = "Снять запрет"
    verb = "Снять"
    form_class = ReasonForm
    done = "Запрет снят."

    def load(self) -> None:
        rows = bans_visible_to(self.request.membership)  # type: ignore[attr-defined]
        self.ban: PairBan = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return crumbs(self.title)

    def get_cancel_url(self) -> str:
        return reverse(LIST[1])

    def get_text(self) -> str:
        return f"{self.ban.mentor.full_name} и {self.ban.mentee.full_name}: {self.ban.reason}."

    def save(self, form: ReasonForm) -> str:
        domain.lift_ban(self.ban, reason=form.cleaned_data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return reverse(LIST[1])


class _PlacePage(FormPage):
    """A page about a place in a base of the current programme."""

    access_rule = MANAGE_PAIRS

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Человек", self.get_cancel_url()), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:person", args=[self.entry.person_id])

    def get_title(self) -> str:
        return f"{self.title}: {self.entry.person.short_name}"

    entry: Any


class MenteeNeeds(_PlacePage):
    """Further forms in which a mentee needs a mentor, and role models."""

    title = "Формы и ролевые модели"
    form_class = NeedsForm
    intro = "Наставляемому можно искать наставников сразу в нескольких формах: в каждой будет своя пара."

    def load(self) -> None:
        self.programme = current_programme(self.request)
        if self.programme is None:
            raise Http404
        rows = mentees_of(self.request.membership, self.programme)  # type: ignore[attr-defined]
        self.entry = get_object_or_404(rows.select_related("person"), pk=self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        rows = projects_visible_to(self.request.membership, self.programme)  # type: ignore[attr-defined, arg-type]
        rows = rows.select_related("form").prefetch_related("form__role_models")
        return {"entry": self.entry, "projects": list(rows)}

    def save(self, form: NeedsForm) -> str:
        set_needs(self.entry, needs=form.needs, actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


class MentorRoles(_PlacePage):
    """By which role models a mentor works."""

    title = "Ролевые модели"
    form_class = RolesForm

    def load(self) -> None:
        rows = mentors_of(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]
        self.entry = get_object_or_404(rows.select_related("person", "programme"), pk=self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        projects = self.entry.projects.all() or self.entry.programme.projects.all()
        models = RoleModel.objects.filter(form__in=[project.form_id for project in projects])
        chosen = self.entry.roles.values_list("role_model_id", flat=True)
        return {"models": models, "initial": {"roles": list(chosen)}}

    def save(self, form: RolesForm) -> str:
        set_roles(self.entry, roles=form.cleaned_data["roles"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()
