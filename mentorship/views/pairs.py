"""Pairs and groups: matching, confirming, a pair's page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core import russian
from core.access import access
from core.errors import DomainError
from core.forms import ReasonForm
from core.freshness import kept_for
from core.selectors.viewer import current_programme, viewer_of
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import pairs as domain
from mentorship.enums import OPEN_PAIR_STATES, TRYING_PAIR_STATES
from mentorship.filters.working import PairFilter
from mentorship.forms.working import EndForm, PairForm
from mentorship.models import Pair
from mentorship.permissions import MANAGE_PAIRS, VIEW_PAIRS
from mentorship.selectors.entries import mentees_of, mentors_of
from mentorship.selectors.matching import MENTEE_STATES, MENTOR_STATES, mentees_waiting
from mentorship.selectors.pairs import pair_counts, pairs_visible_to, without_live_pair
from mentorship.selectors.places import with_free_places
from mentorship.selectors.programmes import projects_visible_to
from mentorship.tables.working import PairTable, tell_pairs
from mentorship.views.base_actions import tell_refusals

LIST = ("Пары и группы", "mentorship:pairs")
#: What a page of the list is drawn from; whole rows with their mentor, person and form are ten times as wide.
DRAWN = (
    *(
        "state",
        "score",
        "reasons",
        "order_number",
        "order_date",
        "ended_on",
        "programme",
        "role_model__title",
    ),
    *("project__form__title", "project__title"),
    *(f"mentor__person__{name}" for name in ("last_name", "first_name", "middle_name")),
)


def approve_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    chosen = rows.filter(state__in=TRYING_PAIR_STATES).order_by("pk")
    done, refused = domain.approve_pairs(chosen, actor=request.user)  # type: ignore[arg-type]
    tell_refusals(request, refused)
    return f"Подтверждено пар: {russian.grouped(done)}"


def reject_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    done = 0
    for pair in rows.filter(state__in=OPEN_PAIR_STATES).order_by("pk"):
        domain.reject_pair(pair, actor=request.user, reason=data["reason"])  # type: ignore[arg-type]
        done += 1
    return f"Отклонено пар: {russian.grouped(done)}"


class PairsPage(ListPage):
    access_rule = VIEW_PAIRS
    title = "Пары и группы"
    template_name = "mentorship/pairs/list.html"
    table_class = PairTable
    filterset_class = PairFilter
    personal_data = True
    counts_kept = True
    page_only = DRAWN
    bulk_actions = (
        BulkAction(
            "approve",
            "Подтвердить",
            apply=approve_many,
            consequence="Предложенные пары войдут в приказ о закреплении. Согласия сторон портал проверит ещё раз.",
            rule=MANAGE_PAIRS,
        ),
        BulkAction(
            "reject",
            "Отклонить",
            apply=reject_many,
            form_class=ReasonForm,
            consequence="Этих людей больше не предложат друг другу; их можно подобрать с другими.",
            rule=MANAGE_PAIRS,
            danger=True,
        ),
    )
    empty = {
        "title": "Пар пока нет",
        "text": "Портал подберёт пары по запросам и предложениям и объяснит каждую. Нажмите «Подобрать пары» или "
        "составьте пару сами.",
    }

    def get_queryset(self) -> QuerySet:
        return pairs_visible_to(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]

    def tell(self, rows: list[Any]) -> None:
        tell_pairs(rows)

    def get_context(self) -> dict[str, Any]:
        programme = current_programme(self.request)
        if programme is None:
            return {"programme": None}
        membership = self.request.membership  # type: ignore[attr-defined]
        counts, waiting = kept_for(
            self.request,
            viewer_of(self.request),
            "pair_counts",
            lambda: (
                pair_counts(pairs_visible_to(membership, programme)),
                mentees_waiting(programme).count(),
            ),
        )
        return {
            "programme": programme,
            "counts": counts,
            "waiting": waiting,
            "may_manage": MANAGE_PAIRS.allows(membership),
        }


@access(VIEW_PAIRS)
@require_safe
def old_address(request: HttpRequest, to: str) -> HttpResponse:
    """Pages that drafts of matching and the queue have taken the place of: bookmarks still lead somewhere."""
    return redirect(f"mentorship:{to}")


class PairCreate(FormPage):
    access_rule = MANAGE_PAIRS
    title = "Новая пара"
    form_class = PairForm
    submit_label = "Составить пару"
    done = "Пара составлена. Подтвердите её, чтобы она вошла в приказ."

    def load(self) -> None:
        self.programme = current_programme(self.request)

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((LIST[0], reverse(LIST[1])), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse(LIST[1])

    def form_options(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        mentees = mentees_of(membership, self.programme).filter(state__in=MENTEE_STATES)
        mentors = mentors_of(membership, self.programme).filter(state__in=MENTOR_STATES)
        projects = projects_visible_to(membership, self.programme) if self.programme else Pair.objects.none()
        return {
            "projects": projects,
            "mentors": with_free_places(mentors).filter(free_places__gt=0),
            "mentees": without_live_pair(mentees),
        }

    def save(self, form: PairForm) -> str:
        data = form.cleaned_data
        pair = domain.make_pair(
            data["project"],
            data["mentor"],
            data["mentees"],
            role_model=data["role_model"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("mentorship:pair", kwargs={"pk": pair.pk})


def find_pair(request: HttpRequest, pk: int) -> Pair:
    visible = pairs_visible_to(request.membership, current_programme(request))  # type: ignore[attr-defined]
    return get_object_or_404(visible.select_related("programme", "organization"), pk=pk)


STEPS = {
    "approve": (domain.approve_pair, "Пара подтверждена и войдёт в приказ."),
    "return": (domain.return_pair, "Пара снова среди предложенных."),
    "resume": (domain.resume_pair, "Пара снова работает."),
}


@access(MANAGE_PAIRS)
@require_POST
def pair_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    pair = find_pair(request, pk)
    move, done = STEPS[step]
    try:
        move(pair, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, done)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("mentorship:pair", pk=pk)


class PairEndPage(ConfirmPage):
    """Base of the steps that end a pair: each with a reason."""

    access_rule = MANAGE_PAIRS
    danger = True

    def load(self) -> None:
        self.pair = find_pair(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (
            (LIST[0], reverse(LIST[1])),
            (self.pair.mentor.person.short_name, self.get_cancel_url()),
            (self.title, ""),
        )

    def get_cancel_url(self) -> str:
        return reverse("mentorship:pair", kwargs={"pk": self.pair.pk})

    def get_text(self) -> str:
        names = ", ".join(place.mentee.person.full_name for place in self.pair.places.all())
        return f"{self.pair.mentor.person.full_name} — {names}."


class PairReject(PairEndPage):
    title = "Отклонить пару"
    verb = "Отклонить"
    form_class = ReasonForm
    done = "Пара отклонена."
    consequence = "Этих людей больше не предложат друг другу; с другими — можно."

    def save(self, form: ReasonForm) -> str:
        domain.reject_pair(self.pair, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return reverse(LIST[1])


class PairComplete(PairEndPage):
    title = "Завершить пару"
    verb = "Завершить"
    danger = False
    form_class = EndForm
    done = "Пара завершена."

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.pair.organization}

    def save(self, form: EndForm) -> str:
        data = form.cleaned_data
        domain.complete_pair(self.pair, on=data["on"], reason=data["reason"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()
