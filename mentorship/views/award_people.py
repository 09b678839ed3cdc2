"""Awards for those who judge and those who put forward: sheets of the jury, own nominations."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.access import MEMBER, access
from core.clock import today
from core.errors import DomainError
from core.forms import ReasonForm
from core.views.pages import ConfirmPage, FormPage
from mentorship.award_enums import (
    BEFORE_SCORING,
    LIVE_NOMINATIONS,
    NOMINATION_TONES,
    AwardSubject,
    NominationSource,
    NominationState,
    RoundState,
)
from mentorship.domain import nominations as domain
from mentorship.forms.awards import ColleagueForm, ScoreForm
from mentorship.models import AwardRound, JuryMember, Nomination, Programme
from mentorship.permissions import NOMINATE
from mentorship.selectors import awards as selectors
from mentorship.selectors.participants import person_of

JURY = ("Жюри", "mentorship:jury")


@access(MEMBER)
@require_safe
def jury(request: HttpRequest) -> HttpResponse:
    """Rounds that the viewer judges."""
    rounds = list(selectors.rounds_of_juror(request.user))  # type: ignore[arg-type]
    context = {"page_title": JURY[0], "rounds": rounds}
    return render(request, "mentorship/awards/jury.html", context)


def _seat(request: HttpRequest, pk: int) -> JuryMember:
    """The viewer's own seat in the jury of a round; 404 for everybody else."""
    found = get_object_or_404(selectors.rounds_of_juror(request.user), pk=pk)  # type: ignore[arg-type]
    juror = selectors.juror_of(request.user, found)  # type: ignore[arg-type]
    if juror is None:
        raise Http404
    juror.round = found
    return juror


@access(MEMBER)
@require_safe
def jury_round(request: HttpRequest, pk: int) -> HttpResponse:
    """What a member of the jury has scored and has still to score."""
    juror = _seat(request, pk)
    lines = selectors.jury_lines(juror.round, juror)
    context = {
        "page_title": juror.round.title,
        "breadcrumbs": ((JURY[0], reverse(JURY[1])), (juror.round.title, "")),
        "round": juror.round,
        "juror": juror,
        "lines": lines,
        "left": sum(1 for line in lines if not line.conflict and not line.is_done),
        "is_scoring": juror.round.state == RoundState.SCORING,
    }
    return render(request, "mentorship/awards/jury_round.html", context)


class SheetPage(FormPage):
    """Base of what a member of the jury does with one nomination."""

    access_rule = MEMBER
    done = ""

    def load(self) -> None:
        self.juror = _seat(self.request, self.kwargs["pk"])
        lines = selectors.jury_lines(self.juror.round, self.juror)
        found = next((line for line in lines if line.nomination.pk == self.kwargs["nomination"]), None)
        if found is None:
            raise Http404
        self.line = found

    def get_title(self) -> str:
        return self.line.name

    def get_cancel_url(self) -> str:
        return reverse("mentorship:jury_round", kwargs={"pk": self.juror.round_id})

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (
            (JURY[0], reverse(JURY[1])),
            (self.juror.round.title, self.get_cancel_url()),
            (self.get_title(), ""),
        )


class JurySheetPage(SheetPage):
    form_class = ScoreForm
    template_name = "mentorship/awards/sheet.html"
    done = "Оценки записаны. До подведения итогов их можно изменить; другим они не видны."

    def form_options(self) -> dict[str, Any]:
        sheet = self.line.sheet
        initial: dict[str, Any] = {}
        if sheet is not None:
            initial = {f"points_{one.criterion_id}": one.points for one in sheet.scores.all()}
            initial["remark"] = sheet.remark
        return {"criteria": list(self.juror.round.criteria.all()), "initial": initial}

    def get_context(self) -> dict[str, Any]:
        return {
            "line": self.line,
            "files": [one.file for one in self.line.nomination.files.all()],
            "is_scoring": self.juror.round.state == RoundState.SCORING,
            "recuse_url": reverse(
                "mentorship:jury_recuse",
                kwargs={"pk": self.juror.round_id, "nomination": self.line.nomination.pk},
            ),
        }

    def save(self, form: ScoreForm) -> str:
        domain.score(
            self.line.nomination,
            self.juror,
            form.points,
            remark=form.cleaned_data["remark"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


class JuryRecuse(SheetPage, ConfirmPage):
    form_class = ReasonForm
    verb = "Не оценивать"
    consequence = "Ваших баллов в среднем не будет. Причина войдёт в протокол."
    done = "Записано: вы не оцениваете эту номинацию."

    def get_title(self) -> str:
        return "Заявить о конфликте интересов"

    def get_text(self) -> str:
        return self.line.name

    def save(self, form: Any) -> str:
        domain.recuse(
            self.line.nomination,
            self.juror,
            reason=form.cleaned_data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()


# --- those who put forward ---


def _programmes(request: HttpRequest) -> list[int]:
    """Programmes at work: whoever may put forward does it in any of the institution's."""
    return list(Programme.objects.order_by("pk").values_list("pk", flat=True))


@access(NOMINATE)
@require_safe
def own_awards(request: HttpRequest) -> HttpResponse:
    """Rounds open for nominations, and what the viewer has put forward."""
    organization = request.organization  # type: ignore[attr-defined]
    own = list(selectors.own_nominations(request.user))  # type: ignore[arg-type]
    context = {
        "page_title": "Награды",
        "rounds": list(selectors.open_rounds(_programmes(request), today(organization))),
        "own": [
            (
                one,
                selectors.name_of(one),
                NOMINATION_TONES[NominationState(one.state)],
                one.round.state in BEFORE_SCORING and one.state in LIVE_NOMINATIONS,
            )
            for one in own
        ],
    }
    return render(request, "mentorship/awards/own.html", context)


class OwnNominate(FormPage):
    access_rule = NOMINATE
    form_class = ColleagueForm
    submit_label = "Подать заявку"
    done = "Заявка подана: куратор посмотрит её и передаст жюри."
    round: AwardRound

    def load(self) -> None:
        day = today(self.request.organization)  # type: ignore[attr-defined]
        found = selectors.open_rounds(_programmes(self.request), day)
        self.round = get_object_or_404(found, pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return self.round.title

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Награды", reverse("mentorship:own_awards")), (self.round.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:own_awards")

    @property
    def intro(self) -> str:  # type: ignore[override]
        return self.round.about

    def form_options(self) -> dict[str, Any]:
        return {"by_themselves": self.round.by_themselves, "by_colleagues": self.round.by_colleagues}

    def save(self, form: ColleagueForm) -> str:
        given = form.cleaned_data
        source = NominationSource.SELF if given.get("myself") else NominationSource.COLLEAGUE
        person, pair = (
            self._myself() if given.get("myself") else selectors.by_name(self.round, given["nominee"])
        )
        domain.nominate(
            self.round,
            person=person,
            pair=pair,
            grounds=given["grounds"],
            source=source,
            files=form.files_given,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return self.get_cancel_url()

    def _myself(self) -> tuple[Any, Any]:
        person = person_of(self.request.membership)  # type: ignore[attr-defined]
        if person is None:
            raise DomainError("Ваша учётная запись не связана с карточкой: скажите куратору.", code="no_card")
        if self.round.subject == AwardSubject.MENTOR:
            return person, None
        pair = selectors.own_pairs(person, self.round).first()
        if pair is None:
            raise DomainError("У вас нет пары в этой программе.", field="myself", code="no_pair")
        return None, pair


class OwnWithdraw(ConfirmPage):
    access_rule = NOMINATE
    title = "Отозвать заявку"
    verb = "Отозвать"
    danger = True
    done = "Заявка отозвана."

    def load(self) -> None:
        found = selectors.own_nominations(self.request.user)  # type: ignore[arg-type]
        self.nomination: Nomination = get_object_or_404(found, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"{selectors.name_of(self.nomination)}, конкурс «{self.nomination.round}»."

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Награды", reverse("mentorship:own_awards")), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:own_awards")

    def save(self, form: Any) -> str:
        domain.withdraw(self.nomination, reason="отозвана подавшим", actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()
