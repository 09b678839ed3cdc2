"""Practices for those they are about: writing a draft, giving one's word."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.access import access
from core.errors import DomainError
from core.views.pages import FormPage
from mentorship.domain import practices as domain
from mentorship.forms.practices import PracticeForm, WordForm
from mentorship.models import Practice
from mentorship.permissions import TELL_PRACTICES
from mentorship.practice_enums import WORD_TONES, PracticeState, Word, WordWay
from mentorship.selectors import practices as selectors
from mentorship.selectors.events import own_people
from mentorship.selectors.participants import person_of
from mentorship.views.practices import parts_of

OWN = ("Практики", "mentorship:own_practices")


@access(TELL_PRACTICES)
@require_safe
def own_practices(request: HttpRequest) -> HttpResponse:
    """What one was asked about, one's own drafts, and the pairs that one may write of."""
    membership = request.membership  # type: ignore[attr-defined]
    people, person = own_people(membership), person_of(membership)
    drafts = Practice.objects.filter(author=request.user, state=PracticeState.DRAFT).order_by("-pk")
    context = {
        "page_title": OWN[0],
        "words": [(one, WORD_TONES[Word(one.word)]) for one in selectors.own_words(people)],
        "drafts": list(drafts),
        "pairs": list(selectors.pairs_to_tell(person)) if person is not None else [],
        "several": len(people) > 1,
    }
    return render(request, "mentorship/practices/own.html", context)


class OwnForm(FormPage):
    access_rule = TELL_PRACTICES
    form_class = PracticeForm
    done = "Черновик сохранён."

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((OWN[0], reverse(OWN[1])), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return reverse(OWN[1])


class OwnPracticeWrite(OwnForm):
    title = "Рассказать о работе пары"

    def load(self) -> None:
        person = person_of(self.request.membership)  # type: ignore[attr-defined]
        pairs = selectors.pairs_to_tell(person) if person is not None else selectors.Pair.objects.none()
        self.pair = get_object_or_404(pairs, pk=self.kwargs["pair"])

    def save(self, form: PracticeForm) -> str:
        domain.write_practice(self.pair, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse(OWN[1])


class OwnPracticeEdit(OwnForm):
    title = "Черновик практики"

    def load(self) -> None:
        mine = Practice.objects.filter(author=self.request.user, state=PracticeState.DRAFT)
        self.practice = get_object_or_404(mine.select_related("organization"), pk=self.kwargs["pk"])

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.practice, name) for name in domain.COLUMNS}}

    def save(self, form: PracticeForm) -> str:
        domain.edit_practice(self.practice, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse(OWN[1])


@access(TELL_PRACTICES)
@require_POST
def own_practice_send(request: HttpRequest, pk: int) -> HttpResponse:
    """The author gives the draft to both sides."""
    mine = Practice.objects.filter(author=request.user, state=PracticeState.DRAFT)
    practice = get_object_or_404(mine.select_related("organization"), pk=pk)
    try:
        domain.ask_for_word(practice, actor=request.user, rule=None)  # type: ignore[arg-type]
        messages.success(request, "Отправлено: теперь слово за участниками пары.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(OWN[1])


class OwnWord(FormPage):
    """The text about one's own pair, or one's child's, and one's word on it."""

    access_rule = TELL_PRACTICES
    form_class = WordForm
    template_name = "mentorship/practices/word.html"
    submit_label = "Ответить"
    done = "Спасибо, ваш ответ записан."

    def load(self) -> None:
        self.people = own_people(self.request.membership)  # type: ignore[attr-defined]
        self.told = get_object_or_404(selectors.own_words(self.people), pk=self.kwargs["pk"])

    def get_title(self) -> str:
        return self.told.practice.title

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((OWN[0], reverse(OWN[1])), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return reverse(OWN[1])

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"word": "" if self.told.word == Word.WAITING else self.told.word}}

    def get_context(self) -> dict[str, Any]:
        practice = self.told.practice
        return {
            "told": self.told,
            "practice": practice,
            "parts": parts_of(practice),
            "tone": WORD_TONES[Word(self.told.word)],
            "may_answer": practice.state != PracticeState.DRAFT,
        }

    def save(self, form: WordForm) -> str:
        is_self = self.told.person.user_id == self.request.user.pk
        domain.say_word(
            self.told,
            word=Word(form.cleaned_data["word"]),
            way=WordWay.PORTAL if is_self else WordWay.PARENT,
            remark=form.cleaned_data["remark"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse(OWN[1])
