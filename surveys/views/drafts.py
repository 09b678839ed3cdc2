"""The editor: a draft as a list of sections and questions, each step a plain button."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from core.access import access
from core.errors import DomainError
from core.views.pages import ConfirmPage, FormPage
from surveys.domain import drafts as domain
from surveys.enums import ItemKind, Purpose, Role
from surveys.forms.bands import write_bands
from surveys.forms.overview import overview_of_draft
from surveys.forms.questionnaire import HeadForm, ScoringForm, SectionForm
from surveys.instruments import editing as edit
from surveys.instruments.difference import differences
from surveys.instruments.files import TYPES
from surveys.models import Questionnaire, QuestionnaireDraft
from surveys.permissions import EDIT_QUESTIONNAIRES
from surveys.selectors.sources import base_of, draft_source
from surveys.views.campaigns import LIST, Crumbs
from surveys.views.questionnaires import OWN, draft_address

Step = Callable[[edit.Content], edit.Content]


def draft_or_404(request: HttpRequest, pk: int) -> QuestionnaireDraft:
    rows = QuestionnaireDraft.objects.filter(organization=request.membership.organization)  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("edited_by", "organization"), pk=pk)


@never_cache
@require_safe
@access(EDIT_QUESTIONNAIRES)
def draft(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole draft: what keeps it from being published, its sections and questions."""
    found = draft_or_404(request, pk)
    content = found.content
    context = {
        "draft": found,
        "source": draft_source(found),
        "page_title": found.title,
        "breadcrumbs": (LIST, OWN, (found.title, "")),
        "content": content,
        "role": Role(content["role"]).label,
        "purpose": Purpose(content["purpose"]).label,
        "faults": edit.faults_of(content),
        "sections": overview_of_draft(content),
        "kinds": ItemKind.choices,
        "bands": write_bands((content.get("scoring") or {}).get("bands", [])),
        "files": list(TYPES),
        "has_base": base_of(found) is not None,
    }
    return render(request, "surveys/questionnaires/draft.html", context)


@require_POST
@access(EDIT_QUESTIONNAIRES)
def draft_step(request: HttpRequest, pk: int) -> HttpResponse:
    """One press of a button of the list: «up:item:useful», «drop:section:part», «undo», «add:section:part»."""
    found = draft_or_404(request, pk)
    verb, what, key = (*request.POST.get("step", "").split(":", 2), "", "", "")[:3]
    if verb == "add":
        kind = request.POST.get(f"kind-{key}", "")
        return redirect(f"{reverse('surveys:draft_item_new', kwargs={'pk': pk})}?section={key}&kind={kind}")
    try:
        anchor = _take(found, verb, what, key, request)
    except DomainError as error:
        messages.warning(request, error.message)
        anchor = ""
    return redirect(draft_address(found) + (f"#{anchor}" if anchor else ""))


def _take(draft: QuestionnaireDraft, verb: str, what: str, key: str, request: HttpRequest) -> str:
    """Take one step; returns where the page should stand afterwards."""
    text = request.POST.get("stamp", "")
    stamp = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
    if verb == "undo":
        domain.undo_change(draft, stamp=stamp, actor=request.user)  # type: ignore[arg-type]
        return ""
    taken = domain.taken_keys(draft) if verb == "copy" else set()
    steps: dict[tuple[str, str], tuple[Step, str]] = {
        ("up", "item"): (lambda one: edit.move_item(one, key, -1), "вопрос переставлен выше"),
        ("down", "item"): (lambda one: edit.move_item(one, key, 1), "вопрос переставлен ниже"),
        ("copy", "item"): (lambda one: edit.duplicate_item(one, key, taken=taken), "вопрос повторён"),
        ("drop", "item"): (lambda one: edit.remove_item(one, key), "вопрос удалён"),
        ("up", "section"): (lambda one: edit.move_section(one, key, -1), "раздел переставлен выше"),
        ("down", "section"): (lambda one: edit.move_section(one, key, 1), "раздел переставлен ниже"),
        ("copy", "section"): (lambda one: edit.duplicate_section(one, key, taken=taken), "раздел повторён"),
        ("drop", "section"): (lambda one: edit.remove_section(one, key), "раздел удалён вместе с вопросами"),
    }
    if (verb, what) not in steps:
        raise DomainError("Такого действия нет.", code="step")
    step, done = steps[verb, what]
    domain.change_draft(draft, step, done=done, actor=request.user, stamp=stamp)  # type: ignore[arg-type]
    return "" if verb == "drop" else f"{what}-{key}"


class DraftForm(FormPage):
    """A form of one part of a draft. A part that another has changed meanwhile is shown beside what was typed."""

    access_rule = EDIT_QUESTIONNAIRES
    template_name = "surveys/questionnaires/draft_form.html"
    done = ""
    draft: QuestionnaireDraft
    stale: domain.StaleDraftError | None = None

    def load(self) -> None:
        self.draft = draft_or_404(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, OWN, (self.draft.title, draft_address(self.draft)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return draft_address(self.draft)

    def part(self, content: edit.Content) -> Any:
        """The part that the form shows; MissingPartError when it is gone."""
        raise NotImplementedError

    def current_words(self) -> list[tuple[str, Any]]:
        """What the part says now, for whoever has typed over it."""
        return []

    def get_context(self) -> dict[str, Any]:
        stale = self.stale
        content = stale.draft.content if stale else self.draft.content
        return {
            "draft": self.draft,
            "stale": stale,
            "current": self.current_words() if stale else [],
            # After a conflict the next press is meant: it carries the mark of what stands there now.
            "mark": edit.mark_of(self.part(content)),
        }

    def change(self, step: Step, done: str) -> None:
        """Save the part; a conflict is kept for the page."""
        try:
            domain.change_draft(
                self.draft,
                step,
                done=done,
                actor=self.request.user,  # type: ignore[arg-type]
                part=self.part,
                mark=self.request.POST.get("mark", ""),
            )
        except domain.StaleDraftError as error:
            self.stale = error
            raise


class DraftHead(DraftForm):
    """The questionnaire as a whole."""

    title = "Название и вступление"
    form_class = HeadForm

    def form_options(self) -> dict[str, Any]:
        fixed = Questionnaire.objects.filter(
            organization=self.draft.organization_id, code=self.draft.code
        ).exists()
        return {
            "initial": edit.head_of(self.draft.content),
            "fixed": fixed or base_of(self.draft) is not None,
        }

    def part(self, content: edit.Content) -> Any:
        return edit.head_of(content)

    def current_words(self) -> list[tuple[str, Any]]:
        head = self.stale.draft.content if self.stale else {}
        names = (
            ("Название", "title"),
            ("Вступление", "intro"),
            ("Что дальше", "thanks"),
            ("Источник", "source"),
        )
        return [(label, head.get(name)) for label, name in names]

    def save(self, form: HeadForm) -> str:
        values = dict(form.cleaned_data)
        self.change(lambda content: edit.put_head(content, values), "изменены название и вступление")
        return draft_address(self.draft)


class DraftSection(DraftForm):
    """The words of a section, or a new one."""

    form_class = SectionForm

    @property
    def key(self) -> str:
        return str(self.kwargs.get("key", ""))

    def load(self) -> None:
        super().load()
        if self.key and self.request.method != "POST":
            try:
                edit.find_section(self.draft.content, self.key)
            except edit.MissingPartError:
                messages.warning(self.request, "Этого раздела в черновике уже нет.")
                self.kwargs["key"] = ""

    def get_title(self) -> str:
        return "Раздел" if self.key else "Новый раздел"

    def form_options(self) -> dict[str, Any]:
        if not self.key or self.request.method == "POST":
            return {}
        return {"initial": edit.words_of(edit.find_section(self.draft.content, self.key))}

    def part(self, content: edit.Content) -> Any:
        if not self.key or (self.stale and self.stale.gone):
            return {}
        return edit.words_of(edit.find_section(content, self.key))

    def current_words(self) -> list[tuple[str, Any]]:
        if self.stale is None or self.stale.gone:
            return []
        words = self.part(self.stale.draft.content)
        return [("Название раздела", words["title"]), ("Пояснение", words["intro"])]

    def get_context(self) -> dict[str, Any]:
        gone = bool(self.stale and self.stale.gone)
        return super().get_context() | {
            "form_url": reverse("surveys:draft_section_new", kwargs={"pk": self.draft.pk}) if gone else ""
        }

    def save(self, form: SectionForm) -> str:
        words = form.cleaned_data
        if self.key:
            self.change(lambda content: edit.put_section(content, self.key, **words), "изменён раздел")
            return draft_address(self.draft) + f"#section-{self.key}"
        made: list[str] = []

        def add(content: edit.Content) -> edit.Content:
            taken = {one["key"] for one in content["sections"]}
            made.append(edit.new_key(words["title"], taken, fallback="part"))
            return edit.add_section(content, key=made[-1], **words)

        domain.change_draft(self.draft, add, done="добавлен раздел", actor=self.request.user)  # type: ignore[arg-type]
        return draft_address(self.draft) + f"#section-{made[-1]}"


class DraftScoring(DraftForm):
    """Which scales are summed and what the sum means."""

    title = "Ключ и уровни"
    form_class = ScoringForm

    def form_options(self) -> dict[str, Any]:
        kept = self.draft.content.get("scoring") or {}
        initial = {
            "items": kept.get("items", []),
            "bands": write_bands(kept.get("bands", [])),
            "note": kept.get("note", ""),
        }
        return {"content": self.draft.content, "initial": initial}

    def part(self, content: edit.Content) -> Any:
        return {"scoring": content.get("scoring")}

    def current_words(self) -> list[tuple[str, Any]]:
        kept = (self.stale.draft.content.get("scoring") if self.stale else None) or {}
        return [("Уровни", write_bands(kept.get("bands", []))), ("Откуда уровни", kept.get("note"))]

    def save(self, form: ScoringForm) -> str:
        scoring = form.scoring()
        self.change(lambda content: edit.put_scoring(content, scoring), "изменён ключ")
        return draft_address(self.draft)


class DraftPublish(ConfirmPage):
    """Asked once, with what changes against the version before."""

    access_rule = EDIT_QUESTIONNAIRES
    title = "Опубликовать анкету"
    verb = "Опубликовать"
    template_name = "surveys/questionnaires/publish.html"
    consequence = "Опубликованную версию изменить нельзя: следующее изменение станет новой версией."
    done = "Анкета опубликована. Теперь её можно провести."
    draft: QuestionnaireDraft

    def load(self) -> None:
        self.draft = draft_or_404(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, OWN, (self.draft.title, draft_address(self.draft)), (self.title, ""))

    def get_cancel_url(self) -> str:
        return draft_address(self.draft)

    def get_text(self) -> str:
        return f"«{self.draft.title}» станет новой версией анкеты. Опросы, которые уже идут, не изменятся."

    def get_context(self) -> dict[str, Any]:
        base, made = base_of(self.draft), edit.readable(self.draft.content)
        told = differences(base, made) if base and made else []
        return {
            "stamp": self.draft.stamp,
            "faults": edit.faults_of(self.draft.content),
            "differences": told,
            "breaks": any(one.breaks for one in told),
        }

    def save(self, form: Any) -> str:
        text = self.request.POST.get("stamp", "")
        stamp = int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1
        version = domain.publish_draft(self.draft, stamp=stamp, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("surveys:questionnaire", kwargs={"pk": version.questionnaire_id})


class DraftDiscard(ConfirmPage):
    access_rule = EDIT_QUESTIONNAIRES
    title = "Удалить черновик"
    verb = "Удалить черновик"
    danger = True
    consequence = "Вернуть черновик будет нельзя. Опубликованные версии анкеты останутся."
    done = "Черновик удалён."
    draft: QuestionnaireDraft

    def load(self) -> None:
        self.draft = draft_or_404(self.request, self.kwargs["pk"])

    def get_text(self) -> str:
        return f"Черновик «{self.draft.title}» будет удалён со всеми вопросами."

    def get_cancel_url(self) -> str:
        return draft_address(self.draft)

    def save(self, form: Any) -> str:
        domain.discard_draft(self.draft, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("surveys:questionnaires")
