"""Questionnaires of the institution and the bank: lists, one with its versions, new ones, files, copies."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe

from core.access import access
from core.errors import DomainError
from core.permissions import VIEW_AUDIT
from core.selectors.audit import history_of
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from surveys.domain.drafts import begin_blank, begin_copy, begin_edition, begin_from_file
from surveys.domain.sending import send_questionnaire
from surveys.enums import Purpose, Role
from surveys.forms.questionnaire import CopyForm, ImportForm, NewForm, SendForm
from surveys.instruments import InstrumentError
from surveys.instruments.difference import differences
from surveys.instruments.files import MAX_BYTES, read_file
from surveys.models import QuestionnaireDraft
from surveys.permissions import EDIT_QUESTIONNAIRES, VIEW_QUESTIONNAIRES
from surveys.questionnaire_list import QuestionnaireFilter, QuestionnaireTable
from surveys.selectors.questionnaires import bank, load_version
from surveys.selectors.sources import (
    BANK,
    Source,
    described,
    drafts_of,
    find_source,
    institutions_to_send_to,
    questionnaires_of,
    shelves,
    tell_standing,
)
from surveys.views.campaigns import LIST, Crumbs

OWN = ("Анкеты организации", reverse_lazy("surveys:questionnaires"))
SHELF = ("Анкеты портала", reverse_lazy("surveys:questionnaire_bank"))


def draft_address(draft: QuestionnaireDraft) -> str:
    return reverse("surveys:draft", kwargs={"pk": draft.pk})


def source_address(source: Source, name: str = "questionnaire_show", **more: Any) -> str:
    return reverse(f"surveys:{name}", kwargs={"source": source.kind, "ident": source.ident, **more})


def source_or_404(request: HttpRequest, source: str, ident: str) -> Source:
    found = find_source(request.membership.organization, source, ident)  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return found


def source_crumbs(source: Source, title: str = "") -> Crumbs:
    """List → questionnaire → page; the title of a page alone when it is the questionnaire itself."""
    home = SHELF if source.kind == BANK else OWN
    if not title:
        return (LIST, home, (source.title, ""))
    return (LIST, home, (source.title, source_address(source)), (title, ""))


def may_edit(request: HttpRequest) -> bool:
    return EDIT_QUESTIONNAIRES.allows(request.membership)  # type: ignore[attr-defined]


class QuestionnaireList(ListPage):
    """What the institution has used or made, drafts above."""

    access_rule = VIEW_QUESTIONNAIRES
    title = "Анкеты организации"
    table_class = QuestionnaireTable
    filterset_class = QuestionnaireFilter
    template_name = "surveys/questionnaires/list.html"
    breadcrumbs = (LIST, ("Анкеты организации", ""))
    empty = {
        "title": "Своих анкет пока нет",
        "text": "Здесь появятся анкеты, которые вы провели или составили. Начните с анкет портала: "
        "любую можно взять как есть, изменить под себя или скопировать.",
        "url": reverse_lazy("surveys:questionnaire_bank"),
        "label": "Анкеты портала",
    }

    def get_queryset(self) -> QuerySet:
        return questionnaires_of(self.request.membership)  # type: ignore[attr-defined]

    def tell(self, rows: list[Any]) -> None:
        tell_standing(rows)

    def get_context(self) -> dict[str, Any]:
        actions = [{"label": "Анкеты портала", "url": reverse("surveys:questionnaire_bank")}]
        if may_edit(self.request):
            actions += [
                {"label": "Загрузить файл", "url": reverse("surveys:questionnaire_import")},
                {"label": "Новая анкета", "url": reverse("surveys:questionnaire_new"), "main": True},
            ]
        drafts = drafts_of(self.request.membership.organization)  # type: ignore[attr-defined]
        return {"page_actions": actions, "drafts": drafts, "may_edit": may_edit(self.request)}


@require_safe
@access(VIEW_QUESTIONNAIRES)
def questionnaire_bank(request: HttpRequest) -> HttpResponse:
    """The questionnaires that come with the portal, by what they are for."""
    words = request.GET.get("q", "")[:100]
    context = {
        "page_title": "Анкеты портала",
        "breadcrumbs": (LIST, OWN, ("Анкеты портала", "")),
        "shelves": [(shelf, [(one, described(one)) for one in shelf.books]) for shelf in shelves(words)],
        "words": words,
        "total": len(bank()),
    }
    return render(request, "surveys/questionnaires/bank.html", context)


@require_safe
@access(VIEW_QUESTIONNAIRES)
def questionnaire(request: HttpRequest, pk: int) -> HttpResponse:
    """One questionnaire of the institution with its versions."""
    found = get_object_or_404(questionnaires_of(request.membership), pk=pk)  # type: ignore[attr-defined]
    tell_standing([found])
    versions = list(found.versions.all())
    context = {
        "questionnaire": found,
        "page_title": found.title,
        "breadcrumbs": (LIST, OWN, (found.title, "")),
        "versions": [
            (one, described(load_version(one).instrument), older)
            for one, older in zip(versions, [*versions[1:], None], strict=True)
        ],
        "draft": found.standing.draft,
        "campaigns": found.standing.campaigns,
        "in_bank": found.code in bank(),
        "may_edit": may_edit(request),
        "entries": history_of(found)[:20] if VIEW_AUDIT.allows(request.membership) else [],  # type: ignore[attr-defined]
    }
    return render(request, "surveys/questionnaires/detail.html", context)


@require_safe
@access(VIEW_QUESTIONNAIRES)
def questionnaire_differences(request: HttpRequest, pk: int, first: int, second: int) -> HttpResponse:
    """What changed from one version to another."""
    found = get_object_or_404(questionnaires_of(request.membership), pk=pk)  # type: ignore[attr-defined]
    pair = [get_object_or_404(found.versions.all(), number=number) for number in (first, second)]
    told = differences(*(load_version(one).instrument for one in pair))
    address = reverse("surveys:questionnaire", kwargs={"pk": pk})
    context = {
        "page_title": f"Что изменилось: версия {first} → {second}",
        "breadcrumbs": (LIST, OWN, (found.title, address), ("Что изменилось", "")),
        "differences": told,
        "breaks": any(one.breaks for one in told),
    }
    return render(request, "surveys/questionnaires/differences.html", context)


class QuestionnaireNew(FormPage):
    access_rule = EDIT_QUESTIONNAIRES
    title = "Новая анкета"
    form_class = NewForm
    submit_label = "Составить анкету"
    done = "Черновик создан. Добавьте вопросы."

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, OWN, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("surveys:questionnaires")

    def save(self, form: NewForm) -> str:
        given = form.cleaned_data
        draft = begin_blank(
            title=given["title"],
            purpose=Purpose(given["purpose"]),
            role=Role(given["role"]),
            organization=self.request.membership.organization,  # type: ignore[attr-defined]
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return draft_address(draft)


class QuestionnaireImport(FormPage):
    """A file becomes a draft; every fault of it is told at once and nothing is kept."""

    access_rule = EDIT_QUESTIONNAIRES
    title = "Загрузить анкету из файла"
    form_class = ImportForm
    template_name = "surveys/questionnaires/import.html"
    submit_label = "Загрузить"
    done = "Анкета загружена в черновик. Проверьте её и опубликуйте."
    problems: list[str] = []

    def get_breadcrumbs(self) -> Crumbs:
        return (LIST, OWN, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("surveys:questionnaires")

    def get_context(self) -> dict[str, Any]:
        return {"problems": self.problems}

    def save(self, form: ImportForm) -> str:
        upload = form.cleaned_data["file"]
        try:
            instrument = read_file(upload.read(MAX_BYTES + 1), upload.name)
        except InstrumentError as error:
            self.problems = error.problems
            raise DomainError("Анкета не прочитана: ошибки названы ниже.", field="file") from None
        draft = begin_from_file(
            instrument,
            organization=self.request.membership.organization,  # type: ignore[attr-defined]
            actor=self.request.user,  # type: ignore[arg-type]
            replace=form.cleaned_data["replace"],
        )
        return draft_address(draft)


class SourcePage:
    """Finds the questionnaire of the address."""

    request: HttpRequest
    kwargs: dict[str, Any]
    source: Source
    title = ""

    def load(self) -> None:
        self.source = source_or_404(self.request, self.kwargs["source"], self.kwargs["ident"])

    def get_breadcrumbs(self) -> Crumbs:
        return source_crumbs(self.source, self.title)

    def get_cancel_url(self) -> str:
        return source_address(self.source)

    @property
    def instrument(self) -> Any:
        if self.source.instrument is None:
            raise DomainError("В черновике есть ошибки: сначала исправьте их.")
        return self.source.instrument


class QuestionnaireEdition(SourcePage, ConfirmPage):
    """The next version, or the institution's own edition of one of the bank."""

    access_rule = EDIT_QUESTIONNAIRES
    title = "Изменить анкету"
    verb = "Начать черновик"
    text = (
        "Откроется черновик с теми же вопросами. Пока он не опубликован, участникам остаётся прежняя версия. "
        "Ключи вопросов сохранятся, поэтому годы можно будет сравнить."
    )
    done = ""

    def save(self, form: Any) -> str:
        code = self.instrument.code
        organization = self.request.membership.organization  # type: ignore[attr-defined]
        return draft_address(begin_edition(code, organization=organization, actor=self.request.user))  # type: ignore[arg-type]


class QuestionnaireCopy(SourcePage, FormPage):
    access_rule = EDIT_QUESTIONNAIRES
    title = "Новая анкета по образцу"
    form_class = CopyForm
    submit_label = "Скопировать"
    done = "Копия в черновике. Измените, что нужно, и опубликуйте."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"title": f"{self.source.title} (копия)"[:200]}}

    def save(self, form: CopyForm) -> str:
        organization = self.request.membership.organization  # type: ignore[attr-defined]
        draft = begin_copy(
            self.instrument,
            title=form.cleaned_data["title"],
            organization=organization,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return draft_address(draft)


class QuestionnaireSend(SourcePage, FormPage):
    """A copy for another institution: a draft there."""

    access_rule = EDIT_QUESTIONNAIRES
    title = "Скопировать в другую организацию"
    form_class = SendForm
    submit_label = "Скопировать"
    done = ""

    def form_options(self) -> dict[str, Any]:
        own = self.request.membership.organization  # type: ignore[attr-defined]
        return {"institutions": institutions_to_send_to(self.request.user, other_than=own)}  # type: ignore[arg-type]

    def get_context(self) -> dict[str, Any]:
        return {
            "intro": "Там появится черновик: анкета начнёт действовать, когда его опубликуют. Если нужной организации "
            "в списке нет, скачайте анкету файлом и передайте куратору."
        }

    def save(self, form: SendForm) -> str:
        target = form.chosen()
        own = self.request.membership.organization  # type: ignore[attr-defined]
        send_questionnaire(self.instrument, source=own, target=target, actor=self.request.user)  # type: ignore[arg-type]
        messages.success(self.request, f"Черновик создан: {target.short_name}.")
        return source_address(self.source)
