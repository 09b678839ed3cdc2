"""Awards for the curator: rounds, criteria, jury, nominations, the outcome."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_GET, require_POST

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
from mentorship.award_enums import (
    BEFORE_SCORING,
    NOMINATION_TONES,
    ROUND_TONES,
    NominationSource,
    NominationState,
    RoundState,
)
from mentorship.domain import awards as domain
from mentorship.domain import nominations
from mentorship.forms.awards import CloseForm, CriterionForm, JurorForm, NominateForm, RoundForm, TieForm
from mentorship.models import AwardCriterion, AwardRound, JuryMember, Nomination, Pair
from mentorship.permissions import MANAGE_AWARDS, VIEW_AWARDS
from mentorship.selectors import awards as selectors
from mentorship.tables.awards import RoundTable

LIST = ("Награды", reverse_lazy("mentorship:awards"))
#: Steps of a round: (title, verb, what follows, whether a reason is asked).
STEPS = {
    RoundState.OPEN: (
        "Открыть приём заявок",
        "Открыть",
        "Участники увидят конкурс и смогут подать заявку.",
        False,
    ),
    RoundState.SCORING: (
        "Передать жюри",
        "Передать",
        "Приём заявок закроется, жюри увидит допущенные номинации.",
        False,
    ),
    RoundState.CANCELLED: ("Отменить конкурс", "Отменить", "Номинации останутся в истории.", True),
    RoundState.DRAFT: ("Вернуть конкурс к подготовке", "Вернуть", "", True),
}


def address(award_round: AwardRound) -> str:
    return reverse("mentorship:award", kwargs={"pk": award_round.pk})


def visible_round(request: HttpRequest, pk: int) -> AwardRound:
    return get_object_or_404(selectors.rounds_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


class AwardsPage(ListPage):
    access_rule = VIEW_AWARDS
    title = "Награды"
    table_class = RoundTable

    def get_queryset(self) -> QuerySet:
        programme = current_programme(self.request)
        seen = selectors.rounds_visible_to(self.request.membership)  # type: ignore[attr-defined]
        return selectors.with_counts(seen.filter(programme=programme))

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        if not MANAGE_AWARDS.allows(self.request.membership):  # type: ignore[attr-defined]
            return {"title": "Конкурсов пока нет", "text": "Их объявляет куратор программы."}
        return {
            "title": "Конкурсов пока нет",
            "text": "Объявите «Наставник года» или «Лучшую пару»: сроки, критерии, жюри. Протокол и приказ портал "
            "составит по оценкам.",
            "url": reverse("mentorship:award_create"),
            "label": "Новый конкурс",
        }

    def get_context(self) -> dict[str, Any]:
        actions: list[dict[str, Any]] = [
            {"label": "Виды наград", "url": reverse("mentorship:lines", kwargs={"sort": "awards"})}
        ]
        if MANAGE_AWARDS.allows(self.request.membership):  # type: ignore[attr-defined]
            actions.append(
                {"label": "Новый конкурс", "url": reverse("mentorship:award_create"), "main": True}
            )
        return {"page_actions": actions}


@access(VIEW_AWARDS)
@require_GET
def award(request: HttpRequest, pk: int) -> HttpResponse:
    """A round: its rules, jury, nominations and, once it is closed, what everybody gave."""
    found = visible_round(request, pk)
    membership = request.membership  # type: ignore[attr-defined]
    may_manage = MANAGE_AWARDS.allows(membership)
    lines = [(one, selectors.name_of(one)) for one in selectors.nominations_of(found)]
    scoring = found.state == RoundState.SCORING
    missing = selectors.missing_sheets(found) if scoring else []
    context = {
        "page_title": found.title,
        "breadcrumbs": (LIST, (found.title, "")),
        "round": found,
        "tone": ROUND_TONES[RoundState(found.state)],
        "criteria": list(found.criteria.all()),
        "jury": list(found.jury.select_related("user")),
        "lines": lines,
        "tones": {str(state): tone for state, tone in NOMINATION_TONES.items()},
        "may_manage": may_manage,
        "is_changeable": may_manage and found.state in BEFORE_SCORING,
        "missing": missing,
        "ties": selectors.ties_of(found) if scoring and not missing else [],
        "laureates": [name for one, name in lines if one.is_laureate],
        "sheets": _sheets(found, request) if found.state == RoundState.CLOSED else [],
        "is_juror": selectors.juror_of(request.user, found) is not None,  # type: ignore[arg-type]
        "history": told(history_of(found)[:20]) if VIEW_AUDIT.allows(membership) else [],
    }
    return render(request, "mentorship/awards/round.html", context)


def _sheets(found: AwardRound, request: HttpRequest) -> list[tuple[str, str, str]]:
    """(nominee, member of the jury, points in words) of a closed round."""
    names = {one.pk: selectors.name_of(one) for one in selectors.nominations_of(found)}
    rows = []
    for sheet in selectors.sheets_seen(found, request.user).order_by("nomination__place_from", "pk"):  # type: ignore[arg-type]
        given = ", ".join(f"{one.criterion.title}: {one.points}" for one in sheet.scores.all())
        words = f"не оценивал: {sheet.conflict}" if sheet.conflict else given
        rows.append((names[sheet.nomination_id], sheet.juror.user.full_name, words))
    return rows


class AwardCreate(FormPage):
    access_rule = MANAGE_AWARDS
    title = "Новый конкурс"
    form_class = RoundForm
    submit_label = "Создать"
    done = "Конкурс создан. Проверьте критерии, назначьте жюри и откройте приём заявок."

    def form_options(self) -> dict[str, Any]:
        organization = self.request.organization  # type: ignore[attr-defined]
        return {"awards": selectors.awards_for(organization), "initial": {"opens_on": today(organization)}}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return str(LIST[1])

    def save(self, form: RoundForm) -> str:
        programme = current_programme(self.request)
        if programme is None:
            raise DomainError("Сначала создайте программу.", code="programme")
        return address(domain.create_round(programme, actor=self.request.user, **form.cleaned_data))  # type: ignore[arg-type]


class RoundPage(FormPage):
    """Base of forms on a round."""

    access_rule = MANAGE_AWARDS
    round: AwardRound

    def load(self) -> None:
        self.round = visible_round(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.round.title, address(self.round)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return address(self.round)


class AwardEdit(RoundPage):
    title = "Изменить конкурс"
    form_class = RoundForm

    def form_options(self) -> dict[str, Any]:
        kinds = selectors.awards_for(self.round.organization, keep=self.round.award_id)
        return {"awards": kinds, "initial": {name: getattr(self.round, name) for name in domain.COLUMNS}}

    def save(self, form: RoundForm) -> str:
        domain.edit_round(self.round, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address(self.round)


class AwardStep(RoundPage, ConfirmPage):
    """One step of a round; those that lead back ask why."""

    def load(self) -> None:
        super().load()
        if self.kwargs["to"] not in STEPS:
            raise Http404
        self.to = RoundState(self.kwargs["to"])
        self.title, self.verb, self.consequence, asks = STEPS[self.to]
        back = (
            asks
            or self.round.state == RoundState.SCORING
            or (self.round.state == RoundState.CLOSED and self.to == RoundState.SCORING)
        )
        if self.round.state == RoundState.CLOSED:
            self.title, self.verb = "Вернуть жюри", "Вернуть"
            self.consequence = "Места снимутся, протокол станет недействительным."
        self.danger = back
        if back:
            self.form_class = ReasonForm

    def get_text(self) -> str:
        return f"«{self.round.title}»: сейчас {self.round.get_state_display().lower()}."

    def save(self, form: Any) -> str:
        reason = form.cleaned_data.get("reason", "")
        domain.move_round(self.round, to=self.to, reason=reason, actor=self.request.user)  # type: ignore[arg-type]
        return address(self.round)


class AwardClose(RoundPage, ConfirmPage):
    title = "Подвести итоги"
    form_class = CloseForm
    verb = "Подвести итоги"
    consequence = "Места и лауреаты запишутся, оценки станут видны жюри и руководству."
    done = "Итоги подведены. Подготовьте протокол и приказ."

    def get_text(self) -> str:
        missing = selectors.missing_sheets(self.round)
        return f"Нет оценок: {'; '.join(missing)}." if missing else "Жюри оценило все номинации."

    def save(self, form: Any) -> str:
        without = form.cleaned_data["without_missing"]
        domain.close_round(self.round, without_missing=without, actor=self.request.user)  # type: ignore[arg-type]
        return address(self.round)


class AwardTie(RoundPage):
    title = "Решить между равными"
    form_class = TieForm
    submit_label = "Записать решение"
    intro = "Баллов поровну. Решение председателя жюри и его причина войдут в протокол."
    done = "Решение записано."

    def load(self) -> None:
        super().load()
        if self.round.state != RoundState.SCORING or selectors.missing_sheets(self.round):
            raise Http404
        ties = selectors.ties_of(self.round)
        if not ties:
            raise Http404
        self.equals = ties[0]

    def form_options(self) -> dict[str, Any]:
        return {"equals": self.equals}

    def save(self, form: TieForm) -> str:
        domain.settle_tie(
            self.round,
            form.order,
            reason=form.cleaned_data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return address(self.round)


class CriterionAdd(RoundPage):
    title = "Новый критерий"
    form_class = CriterionForm
    submit_label = "Добавить"

    def save(self, form: CriterionForm) -> str:
        domain.add_criterion(self.round, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address(self.round)


class JurorAdd(RoundPage):
    title = "Член жюри"
    form_class = JurorForm
    submit_label = "Добавить"

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.round.organization}

    def save(self, form: JurorForm) -> str:
        domain.add_juror(self.round, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address(self.round)


class NominationAdd(RoundPage):
    title = "Новая номинация"
    form_class = NominateForm
    submit_label = "Выдвинуть"
    done = "Номинация допущена."

    def form_options(self) -> dict[str, Any]:
        return {"candidates": selectors.candidates(self.round)}

    def save(self, form: NominateForm) -> str:
        nominee = form.cleaned_data["nominee"]
        side = "pair" if isinstance(nominee, Pair) else "person"
        nominations.nominate(
            self.round,
            grounds=form.cleaned_data["grounds"],
            source=NominationSource.CURATOR,
            files=form.files_given,
            actor=self.request.user,  # type: ignore[arg-type]
            **{side: nominee},
        )
        return address(self.round)


@access(MANAGE_AWARDS)
@require_POST
def criterion_remove(request: HttpRequest, pk: int) -> HttpResponse:
    criterion = get_object_or_404(AwardCriterion.objects.select_related("round"), pk=pk)
    found = visible_round(request, criterion.round_id)
    return _done(request, found, lambda: domain.remove_criterion(criterion, actor=request.user))  # type: ignore[arg-type]


@access(MANAGE_AWARDS)
@require_POST
def juror_remove(request: HttpRequest, pk: int) -> HttpResponse:
    juror = get_object_or_404(JuryMember.objects.select_related("round", "user"), pk=pk)
    found = visible_round(request, juror.round_id)
    return _done(request, found, lambda: domain.remove_juror(juror, actor=request.user))  # type: ignore[arg-type]


def _done(request: HttpRequest, found: AwardRound, act: Any) -> HttpResponse:
    try:
        act()
        messages.success(request, "Убрано.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(address(found))


# --- one nomination ---


def visible_nomination(request: HttpRequest, pk: int) -> Nomination:
    related = ("round__programme", "round__organization", "person", "pair__mentor__person", "organization")
    one = get_object_or_404(Nomination.objects.select_related(*related), pk=pk)
    visible_round(request, one.round_id)
    return one


@access(VIEW_AWARDS)
@require_GET
def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_nomination(request, pk)
    name = selectors.name_of(one)
    context = {
        "page_title": name,
        "breadcrumbs": (LIST, (one.round.title, address(one.round)), (name, "")),
        "nomination": one,
        "people": selectors.people_of(one),
        "tone": NOMINATION_TONES[NominationState(one.state)],
        "files": list(one.files.select_related("file")),
        "may_decide": MANAGE_AWARDS.allows(request.membership) and one.round.state in BEFORE_SCORING,  # type: ignore[attr-defined]
    }
    return render(request, "mentorship/awards/nomination.html", context)


@access(MANAGE_AWARDS)
@require_POST
def nomination_accept(request: HttpRequest, pk: int) -> HttpResponse:
    one = visible_nomination(request, pk)
    try:
        nominations.decide(one, accepted=True, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Номинация допущена.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(address(one.round))


class NominationReject(ConfirmPage):
    access_rule = MANAGE_AWARDS
    title = "Отклонить номинацию"
    form_class = ReasonForm
    verb = "Отклонить"
    danger = True

    def load(self) -> None:
        self.nomination = visible_nomination(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        found = self.nomination.round
        return (LIST, (found.title, address(found)), (self.title, ""))

    def get_cancel_url(self) -> str:
        return address(self.nomination.round)

    def get_text(self) -> str:
        return f"{selectors.name_of(self.nomination)}, конкурс «{self.nomination.round}»."

    def save(self, form: Any) -> str:
        nominations.decide(
            self.nomination,
            accepted=False,
            reason=form.cleaned_data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return address(self.nomination.round)
