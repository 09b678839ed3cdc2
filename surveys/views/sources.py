"""Looking at one questionnaire of the bank, a version or a draft: questions, phone, dry run, paper, files."""

from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from core.access import access
from core.clock import today
from core.pdf.archive import safe_file_name
from surveys.enums import Anonymity
from surveys.forms.dry_run import EXAMPLES, outcome_of
from surveys.forms.overview import overview_of
from surveys.forms.section import paper_sections, section_view
from surveys.instruments import Instrument, validate_answers
from surveys.instruments.files import TYPES, write_file
from surveys.papers import paper_pdf
from surveys.permissions import EDIT_QUESTIONNAIRES, MANAGE_CAMPAIGNS, VIEW_QUESTIONNAIRES
from surveys.selectors.questionnaires import is_offered, version_of_choice
from surveys.selectors.sources import BANK, DRAFT, Source, institutions_to_send_to
from surveys.views.questionnaires import draft_address, may_edit, source_address, source_crumbs, source_or_404


@require_safe
@access(VIEW_QUESTIONNAIRES)
def questionnaire_show(request: HttpRequest, source: str, ident: str) -> HttpResponse:
    """All questions with their answers and conditions in words, and what can be done with the questionnaire."""
    found = source_or_404(request, source, ident)
    if found.draft is not None and EDIT_QUESTIONNAIRES.allows(request.membership):  # type: ignore[attr-defined]
        return redirect(draft_address(found.draft))
    may = may_edit(request)
    own = request.membership.organization  # type: ignore[attr-defined]
    context = {
        "source": found,
        "page_title": found.title,
        "breadcrumbs": source_crumbs(found),
        "instrument": found.instrument,
        "sections": overview_of(found.instrument) if found.instrument else [],
        "files": list(TYPES),
        "may_edit": may,
        "may_ask": _choice(request, found),
        "may_send": may and bool(institutions_to_send_to(request.user, other_than=own)),  # type: ignore[arg-type]
    }
    return render(request, "surveys/questionnaires/show.html", context)


@require_safe
@access(VIEW_QUESTIONNAIRES)
def questionnaire_phone(request: HttpRequest, source: str, ident: str, page: str = "1") -> HttpResponse:
    """One screen as on a phone; «Дальше» and «Назад» walk, nothing is kept."""
    found = source_or_404(request, source, ident)
    if found.instrument is None:
        return _unfinished(request, found, "Как на телефоне")
    organization = request.membership.organization  # type: ignore[attr-defined]
    instrument = found.instrument
    total = len(instrument.sections)
    step = {"next": 1, "back": -1}.get(request.GET.get("go") or "", 0)
    place = min(max(int(page) + step, 1), total + 1)
    questionnaire = SimpleNamespace(purpose=instrument.purpose)
    context = {
        "organization": organization,
        "over_title": f"{organization.short_name} · {instrument.title}",
        "for_whom": "Образцов П.",
        "campaign": SimpleNamespace(
            closes_on=today(organization) + timedelta(days=14),
            anonymity=Anonymity.NAMED,
            version=SimpleNamespace(questionnaire=questionnaire),
        ),
        "instrument": instrument,
        "has_psychologist": any(item.psychologist_only for item in instrument.items),
        "progress_total": total,
        "progress_done": min(place, total),
        "preview": True,
        "back_url": source_address(found),
        "back_label": "Вернуться к анкете",
    }
    if place > total:
        return render(request, "surveys/answer/done.html", context | {"thanks": instrument.thanks})
    view = section_view(instrument, instrument.sections[place - 1], answers={}, people=_people(instrument))
    context |= {
        "view": view,
        "form_url": source_address(found, "questionnaire_phone_page", page=place),
        "form_method": "get",
        "is_first": place == 1,
        "is_last": place == total,
    }
    return render(request, "surveys/answer/section.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@access(VIEW_QUESTIONNAIRES)
def questionnaire_try(request: HttpRequest, source: str, ident: str) -> HttpResponse:
    """A dry run: the same checks, conditions and sums as in a real answer, and nothing is kept."""
    found = source_or_404(request, source, ident)
    if found.instrument is None:
        return _unfinished(request, found, "Заполнить на пробу")
    raw, errors, outcome = None, None, None
    people = _people(found.instrument)
    if request.method == "POST":
        raw = dict(request.POST.lists())
        ids = {key: [one.value for one in listed] for key, listed in people.items()}
        answers, errors = validate_answers(found.instrument, raw, people=ids)
        outcome = None if errors else outcome_of(found.instrument, answers)
    sections = paper_sections(found.instrument, raw=raw, errors=errors, people=people)
    context = {
        "source": found,
        "page_title": "Заполнить на пробу",
        "breadcrumbs": source_crumbs(found, "Заполнить на пробу"),
        "sections": sections,
        "errors": [line for section in sections for line in section.errors],
        "outcome": outcome,
        "back_url": source_address(found),
    }
    return render(request, "surveys/questionnaires/try.html", context, status=422 if errors else 200)


@never_cache
@require_safe
@access(VIEW_QUESTIONNAIRES)
def questionnaire_paper(request: HttpRequest, source: str, ident: str) -> HttpResponse:
    """The questionnaire as a paper form: A4, black and white, boxes to tick."""
    found = source_or_404(request, source, ident)
    if found.instrument is None:
        return _unfinished(request, found, "Бланк")
    organization = request.membership.organization  # type: ignore[attr-defined]
    pdf = paper_pdf(found.instrument, organization=organization.short_name, edition=found.edition)
    return _file(pdf, "application/pdf", f"{found.title} (бланк).pdf", inline=True)


@never_cache
@require_safe
@access(VIEW_QUESTIONNAIRES)
def questionnaire_file(request: HttpRequest, source: str, ident: str, kind: str) -> HttpResponse:
    """The whole questionnaire as a file that can be loaded again."""
    found = source_or_404(request, source, ident)
    if kind not in TYPES:
        raise Http404
    if found.instrument is None:
        return _unfinished(request, found, "Файл анкеты")
    return _file(write_file(found.instrument, kind), TYPES[kind], f"{found.instrument.code}.{kind}")


def _choice(request: HttpRequest, source: Source) -> str:
    """What the form of a new campaign calls this questionnaire, «» when it cannot be asked now."""
    membership = request.membership  # type: ignore[attr-defined]
    if (
        not MANAGE_CAMPAIGNS.allows(membership)
        or source.instrument is None
        or not is_offered(source.instrument)
    ):
        return ""
    if source.version is None:
        return source.ident if source.kind == BANK else ""
    choice = f"v{source.version.pk}"
    return choice if version_of_choice(membership.organization, choice) else ""


def _people(instrument: Instrument) -> dict[str, Any]:
    """Invented people for every choice of a person."""
    return {item.key: EXAMPLES for item in instrument.items if item.kind == "person"}


def _unfinished(request: HttpRequest, source: Source, title: str) -> HttpResponse:
    context = {
        "page_title": title,
        "breadcrumbs": source_crumbs(source, title),
        "faults": source.faults,
        "back_url": draft_address(source.draft) if source.kind == DRAFT and source.draft else "",
        "may_edit": may_edit(request),
    }
    return render(request, "surveys/questionnaires/unfinished.html", context, status=409)


def _file(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(not inline, safe_file_name(name))
    response["X-Content-Type-Options"] = "nosniff"
    return response
