"""Drafts of pairs: computed, shown with every why, rearranged, compared, confirmed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core import russian
from core.access import access
from core.errors import DomainError
from core.models import Job
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage, FormPage
from core.views.paging import page_links, page_number
from mentorship.domain import match_board
from mentorship.domain import matching as domain
from mentorship.domain.match_confirm import start_confirming
from mentorship.forms.matching import ConfirmForm, WeightsForm
from mentorship.match_enums import DraftState
from mentorship.models import DraftPair, MatchDraft, MatchWeights, Programme, Project
from mentorship.pair_enums import PairPath
from mentorship.permissions import MANAGE_PAIRS, VIEW_PAIRS
from mentorship.selectors.match_drafts import alternatives, differences, drafts_visible_to, rows_of
from mentorship.selectors.matching import mentees_waiting, weights_for
from mentorship.selectors.programmes import projects_visible_to

HOME = ("Подбор пар", "mentorship:matching")
PAIRS = ("Пары и группы", "mentorship:pairs")
PER_PAGE = 25
TONES = {DraftState.DRAFT: "wait", DraftState.CONFIRMED: "ok", DraftState.DISCARDED: ""}


def projects_of(request: HttpRequest, programme: Programme | None) -> list[Project]:
    if programme is None:
        return []
    rows = projects_visible_to(request.membership, programme)  # type: ignore[attr-defined]
    return list(rows.select_related("form", "programme__organization"))


def _find(request: HttpRequest, pk: int) -> MatchDraft:
    """A draft whose forms are all one's own; 404 otherwise."""
    programme = current_programme(request)
    draft = get_object_or_404(
        MatchDraft.objects.select_related("programme__organization", "parent", "organization"),
        pk=pk,
        programme=programme,
    )
    if not set(draft.projects) <= {project.pk for project in projects_of(request, programme)}:
        raise Http404
    return draft


def _find_pair(request: HttpRequest, pk: int) -> DraftPair:
    rows = DraftPair.objects.select_related("mentor__person", "mentee__person", "project__form")
    pair = get_object_or_404(rows, pk=pk)
    pair.draft = _find(request, pair.draft_id)
    return pair


def _may(request: HttpRequest) -> bool:
    return MANAGE_PAIRS.allows(request.membership)  # type: ignore[attr-defined]


@access(VIEW_PAIRS)
@require_GET
def matching(request: HttpRequest) -> HttpResponse:
    """Drafts so far, what each form weighs, and the next run."""
    programme = current_programme(request)
    projects = projects_of(request, programme)
    weights = weights_for(projects)
    context = {
        "page_title": HOME[0],
        "breadcrumbs": ((PAIRS[0], reverse(PAIRS[1])), (HOME[0], "")),
        "programme": programme,
        "drafts": [
            (draft, TONES[draft.state]) for draft in drafts_visible_to(request.membership, programme)[:20]
        ],  # type: ignore[attr-defined, index]
        "forms": [(project, weights[project.pk]) for project in projects],
        "waiting": mentees_waiting(programme).count() if programme else 0,
        "meetings": list(programme.group_meetings.all()[:5]) if programme else [],
        "job": Job.objects.filter(
            kind=domain.JOB_KIND, key=str(programme.pk), state__in=["queued", "running"]
        ).first()
        if programme
        else None,
        "may_manage": _may(request),
    }
    return render(request, "mentorship/matching/home.html", context)


@access(MANAGE_PAIRS)
@require_POST
def match_run(request: HttpRequest) -> HttpResponse:
    """Compute a draft of the chosen forms; locked pairs of the draft it comes from stay."""
    programme = current_programme(request)
    if programme is None:
        messages.error(request, "Сначала создайте программу.")
        return redirect("mentorship:programmes")
    chosen = set(request.POST.getlist("project"))
    projects = [one for one in projects_of(request, programme) if not chosen or str(one.pk) in chosen]
    parent = None
    if request.POST.get("draft", "").isdecimal():
        parent = _find(request, int(request.POST["draft"][:18]))
        projects = [one for one in projects if one.pk in parent.projects]
    try:
        made = domain.start_matching(programme, projects=projects, actor=request.user, parent=parent)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(HOME[1])
    return _made(made)


def _made(made: MatchDraft | Job) -> HttpResponse:
    if isinstance(made, Job):
        return redirect("core:job", pk=made.pk)
    return redirect("mentorship:match_draft", pk=made.pk)


@access(VIEW_PAIRS)
@require_GET
def match_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Mentors with their mentees, every pair with its reasons."""
    draft = _find(request, pk)
    paginator = Paginator(range(draft.pairs.order_by().values("mentor").distinct().count()), PER_PAGE)
    number = page_number(request.GET.get("page"), paginator.num_pages)
    rows, _ = rows_of(draft, start=(number - 1) * PER_PAGE, count=PER_PAGE)
    parent = draft.parent
    left = draft.left.filter(mentee__isnull=False).count()
    context = {
        "page_title": f"Подбор № {draft.number}",
        "breadcrumbs": (*_crumbs(draft)[:2], (f"№ {draft.number}", "")),
        "draft": draft,
        "tone": TONES[draft.state],
        "rows": rows,
        "left": left,
        "changed": len(differences(parent, draft)) if parent else 0,
        "optimal": (draft.placed, draft.score) == (draft.bound_placed, draft.bound_score),
        "forms": [one for one in projects_of(request, draft.programme) if one.pk in draft.projects],
        "others": [
            one for one in drafts_visible_to(request.membership, draft.programme) if one.pk != draft.pk
        ][:10],  # type: ignore[attr-defined]
        "page_links": page_links(request.GET, paginator, number) if paginator.num_pages > 1 else [],
        "may_manage": _may(request) and draft.state == DraftState.DRAFT,
        "refusals": sorted(draft.refusals.items(), key=lambda one: -one[1]),
    }
    return render(request, "mentorship/matching/draft.html", context)


def _crumbs(draft: MatchDraft) -> tuple[tuple[str, str], ...]:
    return (
        (PAIRS[0], reverse(PAIRS[1])),
        (HOME[0], reverse(HOME[1])),
        (f"№ {draft.number}", reverse("mentorship:match_draft", args=[draft.pk])),
    )


@access(VIEW_PAIRS)
@require_GET
def match_left(request: HttpRequest, pk: int) -> HttpResponse:
    """Everybody whom a draft leaves without a pair: which rule, and what would change it."""
    draft = _find(request, pk)
    rows = draft.left.select_related("mentee__person", "mentor__person", "project__form").order_by("pk")
    context = {
        "page_title": f"Без пары в подборе № {draft.number}",
        "breadcrumbs": (*_crumbs(draft), ("Без пары", "")),
        "mentees": [one for one in rows if one.mentee_id],
        "mentors": [one for one in rows if one.mentor_id],
    }
    return render(request, "mentorship/matching/left.html", context)


@access(VIEW_PAIRS)
@require_GET
def match_compare(request: HttpRequest, pk: int, other: int) -> HttpResponse:
    """What changed between two drafts, mentee by mentee."""
    after, before = _find(request, pk), _find(request, other)
    context = {
        "page_title": f"Что изменилось: № {before.number} и № {after.number}",
        "breadcrumbs": (*_crumbs(after), ("Сравнение", "")),
        "before": before,
        "after": after,
        "changes": differences(before, after),
        "weights": _changed_weights(before, after),
    }
    return render(request, "mentorship/matching/compare.html", context)


def _changed_weights(before: MatchDraft, after: MatchDraft) -> list[tuple[str, str, int, int]]:
    """(form, what, before, after) of weights that differ."""
    titles = {str(one.pk): one.form.title for one in before.programme.projects.select_related("form")}
    found = []
    for project, values in after.weights.items():
        for name, value in values.items():
            was = before.weights.get(project, {}).get(name, value)
            if was != value:
                label = str(MatchWeights._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
                found.append((titles.get(project, ""), label, was, value))
    return found


@access(VIEW_PAIRS)
@require_GET
def match_pair(request: HttpRequest, pk: int) -> HttpResponse:
    """Who else would suit the mentee, side by side, and what each change costs."""
    pair = _find_pair(request, pk)
    asked = request.GET.get("mentor", "")
    suit, not_ = alternatives(pair, asked=int(asked[:18]) if asked.isdecimal() else None)
    context = {
        "page_title": f"Варианты: {pair.mentee.person.short_name}",
        "breadcrumbs": (*_crumbs(pair.draft), ("Варианты", "")),
        "pair": pair,
        "suit": suit,
        "forbidden": not_,
        "asked": int(asked[:18]) if asked.isdecimal() else None,
        "may_manage": _may(request) and pair.draft.state == DraftState.DRAFT,
    }
    return render(request, "mentorship/matching/pair.html", context)


@access(MANAGE_PAIRS)
@require_POST
def match_pair_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another mentor for the mentee; `way` is «mentor» or «mentor-pair» with the pair given in exchange."""
    pair = _find_pair(request, pk)
    mentor, _, exchange = request.POST.get("way", "").partition("-")
    if not mentor.isdecimal() or (exchange and not exchange.isdecimal()):
        messages.error(request, "Выберите, кому передать наставляемого.")
        return redirect("mentorship:match_pair", pk=pk)
    try:
        changed = match_board.move_pair(
            pair,
            mentor=int(mentor[:18]),
            exchange=int(exchange[:18]) if exchange else None,
            actor=request.user,  # type: ignore[arg-type]
        )
    except (DomainError, DraftPair.DoesNotExist) as error:
        messages.error(request, getattr(error, "message", "Черновик изменился: выберите снова."))
        return redirect("mentorship:match_pair", pk=pk)
    told = russian.counted(abs(changed), "балл", "балла", "баллов")
    messages.success(
        request,
        f"Переставлено и закреплено. Черновик {'потерял' if changed < 0 else 'выиграл'} {told}.",
    )
    return redirect("mentorship:match_draft", pk=pair.draft_id)


@access(MANAGE_PAIRS)
@require_POST
def match_pair_lock(request: HttpRequest, pk: int) -> HttpResponse:
    pair = _find_pair(request, pk)
    try:
        match_board.lock_pair(pair, locked=request.POST.get("locked") == "1", actor=request.user)  # type: ignore[arg-type]
    except DomainError as error:
        messages.error(request, error.message)
    page = request.POST.get("page", "")
    address = reverse("mentorship:match_draft", args=[pair.draft_id])
    return redirect(f"{address}?page={page}#pair-{pk}" if page.isdecimal() else f"{address}#pair-{pk}")


class MatchConfirm(ConfirmPage):
    """All pairs of a draft at once."""

    access_rule = MANAGE_PAIRS
    title = "Подтвердить пары черновика"
    verb = "Подтвердить"
    form_class = ConfirmForm
    done = ""
    consequence = (
        "Согласия и справки портал проверит ещё раз; кого за это время заняли, тот останется без пары и будет назван "
        "поимённо."
    )

    def load(self) -> None:
        self.draft = _find(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (*_crumbs(self.draft), ("Подтвердить", ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:match_draft", args=[self.draft.pk])

    def get_text(self) -> str:
        return f"Подбор № {self.draft.number}: {russian.counted(self.draft.placed, 'пара', 'пары', 'пар')}."

    def form_options(self) -> dict[str, Any]:
        return {"answers_first": self.draft.programme.pair_path == PairPath.FULL}

    def save(self, form: ConfirmForm) -> str:
        on_trial = form.cleaned_data["way"] == ConfirmForm.TRIAL
        told = start_confirming(self.draft, actor=self.request.user, on_trial=on_trial)  # type: ignore[arg-type]
        if isinstance(told, Job):
            return reverse("core:job", args=[told.pk])
        made = russian.counted(told.pairs, "пара", "пары", "пар")
        next_ = "Назначьте пробные встречи." if told.on_trial else "Подготовьте приказ о закреплении."
        messages.success(
            self.request, f"{'Предложено' if told.on_trial else 'Подтверждено'}: {made}. {next_}"
        )
        for pair, why in told.refused[:10]:
            messages.warning(self.request, f"{pair}: {why}")
        if told.order:
            return reverse("reports:document", args=[told.order])
        return reverse("mentorship:pairs") + ("?state=proposed" if told.on_trial else "?state=to_order")


@access(MANAGE_PAIRS)
@require_POST
def match_discard(request: HttpRequest, pk: int) -> HttpResponse:
    draft = _find(request, pk)
    try:
        domain.discard_draft(draft, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, f"Подбор № {draft.number} отложен: он останется для сравнения.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(HOME[1])


class WeightsEdit(FormPage):
    """What is important in a form; with `draft` in the address the draft is computed anew and the change is shown."""

    access_rule = MANAGE_PAIRS
    form_class = WeightsForm
    intro = (
        "Баллы складываются. Сначала портал находит пару как можно большему числу людей, потом выбирает из таких "
        "вариантов тот, где баллов больше всего. 0 — не учитывать."
    )
    done = ""

    def load(self) -> None:
        programme = current_programme(self.request)
        rows = {project.pk: project for project in projects_of(self.request, programme)}
        if self.kwargs["pk"] not in rows:
            raise Http404
        self.project = rows[self.kwargs["pk"]]
        asked = self.request.GET.get("draft", "")
        self.draft = _find(self.request, int(asked[:18])) if asked.isdecimal() else None
        self.submit_label = "Сохранить и пересчитать" if self.draft else "Сохранить"

    def get_title(self) -> str:
        return f"Что важно: {self.project.form.title}"

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((PAIRS[0], reverse(PAIRS[1])), (HOME[0], reverse(HOME[1])), ("Что важно", ""))

    def get_cancel_url(self) -> str:
        if self.draft:
            return reverse("mentorship:match_draft", args=[self.draft.pk])
        return reverse(HOME[1])

    def form_options(self) -> dict[str, Any]:
        row = MatchWeights.objects.filter(project=self.project).first()
        return {"initial": {name: getattr(row, name) for name in WeightsForm().fields} if row else {}}

    def save(self, form: WeightsForm) -> str:
        domain.set_weights(self.project, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        if self.draft is None:
            messages.success(self.request, "Сохранено: учтётся в следующем подборе.")
            return reverse(HOME[1])
        projects = [
            one for one in projects_of(self.request, self.draft.programme) if one.pk in self.draft.projects
        ]
        made = domain.start_matching(
            self.draft.programme,
            projects=projects,
            actor=self.request.user,
            parent=self.draft,  # type: ignore[arg-type]
        )
        if isinstance(made, Job):
            return reverse("core:job", args=[made.pk])
        return reverse("mentorship:match_compare", args=[made.pk, self.draft.pk])
