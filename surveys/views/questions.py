"""One question of a draft: the form of its kind, with buttons that change its rows without saving."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.access import access
from core.errors import DomainError
from surveys.domain import drafts as domain
from surveys.enums import ItemKind, Purpose
from surveys.forms.overview import overview_of_draft, read_item
from surveys.forms.question import QuestionForm
from surveys.instruments import Item
from surveys.instruments import editing as edit
from surveys.models import QuestionnaireDraft
from surveys.permissions import EDIT_QUESTIONNAIRES
from surveys.selectors.sources import topics_known
from surveys.views.campaigns import LIST
from surveys.views.drafts import draft_or_404
from surveys.views.questionnaires import OWN, draft_address

GROUPS = (
    ("", ("text", "hint", "required")),
    (
        "Ответ",
        ("low", "high", "low_label", "high_label", "decimals", "unit", "earliest", "latest", "max_length"),
    ),
    ("Ответ", ("role", "max_chosen", "min_chosen", "max_ranked", "other", "other_label")),
    ("Где и кому", ("section", "personal", "psychologist_only")),
    ("Для результатов", ("short", "topic", "polarity", "feeds")),
)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(EDIT_QUESTIONNAIRES)
def draft_item_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new question of the kind that the list was asked for."""
    draft = draft_or_404(request, pk)
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "")
    sections = [one["key"] for one in draft.content["sections"]]
    if kind not in ItemKind.values or not sections:
        messages.warning(request, "Выберите вид вопроса и раздел, в который его добавить.")
        return redirect(draft_address(draft))
    section = given.get("section", "")
    section = section if section in sections else sections[-1]
    form = _form(request, draft, kind=kind, section=section, item=None)
    if request.method != "POST" or _pressed_a_row(request, form):
        return _show(request, draft, form, item=None)
    if form.is_valid():
        try:
            key = _add(request, draft, form)
        except DomainError as error:
            form.refuse(error)
        else:
            return redirect(f"{draft_address(draft)}#item-{key}")
    return _show(request, draft, form, item=None, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(EDIT_QUESTIONNAIRES)
def draft_item(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """A question that is there; saving over another's change asks what to do, with everything typed kept."""
    draft = draft_or_404(request, pk)
    try:
        item = edit.find_item(draft.content, key)
    except edit.MissingPartError:
        return _gone(request, draft)
    home = edit.section_of(draft.content, key)["key"]
    form = _form(request, draft, kind=item["kind"], section=home, item=item)
    if request.method != "POST" or _pressed_a_row(request, form):
        return _show(request, draft, form, item=item)
    if not form.is_valid():
        return _show(request, draft, form, item=item, status=422)
    try:
        domain.change_draft(
            draft,
            lambda content: edit.put_item(content, key, form.made, section=form.cleaned_data["section"]),
            done="изменён вопрос",
            actor=request.user,  # type: ignore[arg-type]
            part=lambda content: edit.find_item(content, key),
            mark=request.POST.get("mark", ""),
        )
    except domain.StaleDraftError as error:
        if error.gone:
            return _gone(request, error.draft)
        return _show(request, error.draft, form, item=edit.find_item(error.draft.content, key), stale=error)
    except DomainError as error:
        form.refuse(error)
        return _show(request, draft, form, item=item, status=422)
    return redirect(f"{draft_address(draft)}#item-{key}")


def _add(request: HttpRequest, draft: QuestionnaireDraft, form: QuestionForm) -> str:
    taken, made = domain.taken_keys(draft), []
    name = form.made.get("short") or form.made["text"]

    def add(content: edit.Content) -> edit.Content:
        made.append(edit.new_key(name, taken | edit.keys_of(content)))
        return edit.add_item(content, form.cleaned_data["section"], form.made | {"key": made[-1]})

    domain.change_draft(draft, add, done="добавлен вопрос", actor=request.user)  # type: ignore[arg-type]
    return str(made[-1])


def _gone(request: HttpRequest, draft: QuestionnaireDraft) -> HttpResponse:
    """The question was deleted meanwhile: what was typed can be saved as a new one."""
    kind = request.POST.get("kind", "")
    sections = draft.content["sections"]
    if request.method != "POST" or kind not in ItemKind.values or not sections:
        messages.warning(request, "Этого вопроса в черновике уже нет: его удалили.")
        return redirect(draft_address(draft))
    form = _form(request, draft, kind=kind, section=sections[-1]["key"], item=None)
    form.act("")
    return _show(request, draft, form, item=None, status=409, gone=True)


def _form(
    request: HttpRequest, draft: QuestionnaireDraft, *, kind: str, section: str, item: dict[str, Any] | None
) -> QuestionForm:
    return QuestionForm(
        request.POST if request.method == "POST" else None,
        kind=kind,
        content=draft.content,
        earlier=_earlier(draft.content, item["key"] if item else "", section),
        section=section,
        item=item,
    )


def _earlier(content: edit.Content, key: str, section: str) -> list[Item]:
    """Questions that stand above: all before the question itself, or before the end of a new one's section."""
    found: list[Item] = []
    for part in content["sections"]:
        for data in part["items"]:
            if data["key"] == key:
                return found
            item = read_item(data, Purpose(content["purpose"]))
            if isinstance(item, Item) and item.asks:
                found.append(item)
        if not key and part["key"] == section:
            return found
    return found


def _pressed_a_row(request: HttpRequest, form: QuestionForm) -> bool:
    command = request.POST.get("rows", "")
    if command:
        form.act(command)
    return bool(command)


def _show(
    request: HttpRequest,
    draft: QuestionnaireDraft,
    form: QuestionForm,
    *,
    item: dict[str, Any] | None,
    stale: domain.StaleDraftError | None = None,
    status: int = 200,
    gone: bool = False,
) -> HttpResponse:
    title = dict(ItemKind.choices)[form.kind]
    mark = request.POST.get("mark", "") if request.method == "POST" and stale is None else ""
    groups: list[tuple[str, list[Any]]] = []
    for name, fields in GROUPS:
        shown = [form[field] for field in fields if field in form.fields]
        if shown:
            groups.append((name, shown))
    context = {
        "draft": draft,
        "form": form,
        "item": item,
        "kind": form.kind,
        "groups": groups,
        "topics": topics_known(draft.organization),
        "page_title": f"{'Вопрос' if item else 'Новый вопрос'}: {str(title).lower()}",
        "breadcrumbs": (LIST, OWN, (draft.title, draft_address(draft)), ("Вопрос", "")),
        "cancel_url": draft_address(draft),
        "mark": mark or (edit.mark_of(item) if item else ""),
        "stale": stale,
        "gone": gone,
        "current": _words(draft, item) if stale and item else None,
    }
    return render(request, "surveys/questionnaires/item.html", context, status=409 if stale else status)


def _words(draft: QuestionnaireDraft, item: dict[str, Any]) -> Any:
    """What stands in the draft now, as the list shows it."""
    lines = (line for part in overview_of_draft(draft.content) for line in part.lines)
    return next(line for line in lines if line.key == item["key"])
