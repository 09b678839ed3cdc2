"""Practices for the curator: the list, one with both sides' words, its steps; and the bank for everybody."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe

from core.access import MEMBER, access
from core.forms import ReasonForm
from core.history import told
from core.permissions import VIEW_AUDIT
from core.selectors.audit import history_of
from core.selectors.viewer import current_programme
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import practices as domain
from mentorship.filters.practices import PracticeFilter
from mentorship.forms.practices import PaperWordForm, PracticeForm
from mentorship.models import Pair, Practice, PracticePerson
from mentorship.permissions import MANAGE_PRACTICES, VIEW_PRACTICES
from mentorship.practice_enums import PRACTICE_TONES, WORD_TONES, PracticeState, Word, WordWay
from mentorship.selectors import practices as selectors
from mentorship.selectors.participants import KNOWN_TO_PARTICIPANTS
from mentorship.tables.practices import PracticeTable

LIST = ("Практики", reverse_lazy("mentorship:practices"))
PARTS = (
    ("context", "С чего начали"),
    ("goal", "Цель"),
    ("actions", "Что делали"),
    ("result", "Результат"),
    ("advice", "Что советуем другим"),
    ("testimonial", "Отзыв"),
)


def address(practice: Practice) -> str:
    return reverse("mentorship:practice", kwargs={"pk": practice.pk})


def visible_practice(request: HttpRequest, pk: int) -> Practice:
    return get_object_or_404(selectors.practices_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]


def parts_of(practice: Practice) -> list[tuple[str, str]]:
    """The written parts with their headings."""
    return [(label, getattr(practice, name)) for name, label in PARTS if getattr(practice, name)]


class PracticesPage(ListPage):
    access_rule = VIEW_PRACTICES
    title = "Практики"
    table_class = PracticeTable
    filterset_class = PracticeFilter
    personal_data = True

    def get_queryset(self) -> QuerySet:
        seen = selectors.practices_visible_to(self.request.membership)  # type: ignore[attr-defined]
        return selectors.with_words(seen.filter(programme=current_programme(self.request)))

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        return {
            "title": "Практик пока нет",
            "text": "Практику (кейс) пишет наставник на своей странице или куратор — со страницы «Новая практика»: "
            "с чего начали, что делали, что получилось. Обе стороны подтверждают текст.",
        }

    def get_context(self) -> dict[str, Any]:
        actions: list[dict[str, Any]] = [{"label": "Банк практик", "url": reverse("mentorship:bank")}]
        if MANAGE_PRACTICES.allows(self.request.membership):  # type: ignore[attr-defined]
            new = reverse("mentorship:practice_pairs")
            actions.append({"label": "Новая практика", "url": new, "main": True})
        return {"page_actions": actions}


@access(MANAGE_PRACTICES)
@require_safe
def practice_pairs(request: HttpRequest) -> HttpResponse:
    """Of which pair to write."""
    pairs = (
        Pair.objects.filter(programme=current_programme(request), state__in=KNOWN_TO_PARTICIPANTS)
        .select_related("mentor__person", "project")
        .prefetch_related("places__mentee__person")
        .order_by("mentor__sort_name", "pk")[:300]
    )
    context = {
        "page_title": "О какой паре рассказать",
        "breadcrumbs": (LIST, ("Новая практика", "")),
        "pairs": pairs,
    }
    return render(request, "mentorship/practices/pairs.html", context)


class PracticeWrite(FormPage):
    access_rule = MANAGE_PRACTICES
    title = "Новая практика"
    form_class = PracticeForm
    done = "Черновик сохранён. Когда он готов, спросите слово обеих сторон."

    def load(self) -> None:
        pairs = Pair.objects.filter(
            programme=current_programme(self.request), state__in=KNOWN_TO_PARTICIPANTS
        )
        related = pairs.select_related("mentor__person", "programme", "organization")
        self.pair = get_object_or_404(related, pk=self.kwargs["pair"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.title, ""))

    def get_cancel_url(self) -> str:
        return str(LIST[1])

    def save(self, form: PracticeForm) -> str:
        return address(domain.write_practice(self.pair, actor=self.request.user, **form.cleaned_data))  # type: ignore[arg-type]


@access(VIEW_PRACTICES)
@require_safe
def practice(request: HttpRequest, pk: int) -> HttpResponse:
    """The text, the words of both sides, and what stands in the way of publishing."""
    found = visible_practice(request, pk)
    membership = request.membership  # type: ignore[attr-defined]
    state = PracticeState(found.state)
    ready = state in {PracticeState.APPROVED, PracticeState.PUBLISHED}
    context = {
        "page_title": found.title,
        "breadcrumbs": (LIST, (found.title, "")),
        "practice": found,
        "tone": PRACTICE_TONES[state],
        "parts": parts_of(found),
        "missing": selectors.missing_parts(found),
        "people": [(one, WORD_TONES[Word(one.word)]) for one in found.people.select_related("person")],
        "all_agreed": not found.people.exclude(word=Word.AGREED).exists(),
        "obstacles": selectors.obstacles(found) if ready else [],
        "may_manage": MANAGE_PRACTICES.allows(membership),
        "history": told(history_of(found)[:20]) if VIEW_AUDIT.allows(membership) else [],
    }
    return render(request, "mentorship/practices/practice.html", context)


class PracticePage(FormPage):
    """Base of forms on a practice."""

    access_rule = MANAGE_PRACTICES
    practice: Practice

    def load(self) -> None:
        self.practice = visible_practice(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (LIST, (self.practice.title, address(self.practice)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return address(self.practice)


class PracticeEdit(PracticePage):
    title = "Изменить практику"
    form_class = PracticeForm

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.practice, name) for name in domain.COLUMNS}}

    def save(self, form: PracticeForm) -> str:
        domain.edit_practice(self.practice, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return address(self.practice)


#: Steps: (title, verb, what follows, whether a reason is asked).
STEPS = {
    "ask": (
        "Спросить слово сторон",
        "Отправить",
        "Обе стороны увидят текст и скажут, согласны ли.",
        False,
    ),
    "approve": ("В банк практик", "Принять", "Практику увидят все участники: без имён.", False),
    "publish": (
        "Опубликовать",
        "Опубликовать",
        "Практику можно будет показывать всем, не только своим.",
        False,
    ),
    "down": ("Снять с публикации", "Снять", "Практика останется в банке внутри портала.", True),
    "draft": ("Вернуть в черновик", "Вернуть", "Изменённый текст стороны подтвердят заново.", True),
}


class PracticeStep(PracticePage, ConfirmPage):
    """One step of a practice; those that lead back ask why."""

    def load(self) -> None:
        super().load()
        if self.kwargs["step"] not in STEPS:
            raise Http404
        self.title, self.verb, self.consequence, back = STEPS[self.kwargs["step"]]
        self.danger = back
        if back:
            self.form_class = ReasonForm

    def get_text(self) -> str:
        return f"«{self.practice.title}»: {self.practice.get_state_display().lower()}."

    def save(self, form: Any) -> str:
        actor, step = self.request.user, self.kwargs["step"]
        if step in {"down", "draft"}:
            back = domain.take_down if step == "down" else domain.return_to_draft
            back(self.practice, reason=form.cleaned_data["reason"], actor=actor)  # type: ignore[arg-type]
        else:
            forward = {
                "ask": domain.ask_for_word,
                "approve": domain.approve_practice,
                "publish": domain.publish_practice,
            }
            forward[step](self.practice, actor=actor)  # type: ignore[operator]
        return address(self.practice)


class PracticePaperWord(PracticePage):
    """The curator writes down a word that was given on paper."""

    title = "Слово стороны"
    form_class = PaperWordForm

    def load(self) -> None:
        related = PracticePerson.objects.select_related("person")
        self.told = get_object_or_404(related, pk=self.kwargs["pk"])
        self.practice = visible_practice(self.request, self.told.practice_id)
        self.told.practice = self.practice

    def get_title(self) -> str:
        return f"Слово: {self.told.person.short_name}"

    def save(self, form: PaperWordForm) -> str:
        given = form.cleaned_data
        domain.say_word(
            self.told,
            word=Word(given["word"]),
            way=WordWay.PAPER,
            remark=given["remark"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return address(self.practice)


# --- the bank ---


@access(MEMBER)
@require_safe
def bank(request: HttpRequest) -> HttpResponse:
    """Practices that everybody of the institution may read."""
    context = {
        "page_title": "Банк практик",
        "rows": list(selectors.bank(request.organization)[:200]),  # type: ignore[attr-defined]
    }
    return render(request, "mentorship/practices/bank.html", context)


@access(MEMBER)
@require_safe
def bank_practice(request: HttpRequest, pk: int) -> HttpResponse:
    found = get_object_or_404(selectors.bank(request.organization), pk=pk)  # type: ignore[attr-defined]
    context = {
        "page_title": found.title,
        "breadcrumbs": (("Банк практик", reverse("mentorship:bank")), (found.title, "")),
        "practice": found,
        "parts": parts_of(found),
        "credits": selectors.credits_of(found),
    }
    return render(request, "mentorship/practices/bank_practice.html", context)
