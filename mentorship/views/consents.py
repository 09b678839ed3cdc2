"""The board of consents: who lacks what, what is signed, what was withdrawn."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core import russian
from core.access import access
from core.clock import today
from core.domain.files import store_file
from core.errors import DomainError
from core.history import told
from core.selectors.audit import history_of
from core.selectors.viewer import current_programme
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import consents as domain
from mentorship.enums import ConsentKind, ConsentState, WithdrawalStepCode
from mentorship.filters.working import ConsentFilter
from mentorship.forms.working import EndForm, SignForm, SignScanForm
from mentorship.models import Consent
from mentorship.permissions import MANAGE_CONSENTS, VIEW_CONSENTS
from mentorship.selectors.consents import board_figures, consents_visible_to, open_people
from mentorship.selectors.distribution import is_paper_distribution, shown_items
from mentorship.selectors.evidence import evidence_lines
from mentorship.selectors.withdrawals import steps_of
from mentorship.tables.working import ConsentTable
from mentorship.tones import CONSENT_TONES
from mentorship.views.base_actions import tell_refusals

CRUMB = ("Согласия", "mentorship:consents")
SCAN = "consent_scan"
SCAN_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpeg": "image/jpeg"}


def sign_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    done, refused = domain.sign_consents(
        rows,
        signed_on=data["signed_on"],
        original_place=data["original_place"],
        actor=request.user,  # type: ignore[arg-type]
    )
    tell_refusals(request, refused)
    return f"Отмечено подписанными: {russian.grouped(done)}"


class ConsentsPage(ListPage):
    access_rule = VIEW_CONSENTS
    title = "Согласия"
    template_name = "mentorship/consents/board.html"
    table_class = ConsentTable
    filterset_class = ConsentFilter
    personal_data = True
    bulk_actions = (
        BulkAction(
            "sign",
            "Отметить подписанными",
            apply=sign_many,
            form_class=SignForm,
            consequence="Бланки подписаны на бумаге и лежат у вас. После этого человек может идти дальше.",
            rule=MANAGE_CONSENTS,
        ),
    )

    @property
    def empty(self) -> dict[str, str]:  # type: ignore[override]
        return {
            "title": "Согласия ещё не готовились",
            "text": "Портал решит по дате рождения, кто подписывает: сам, представитель или оба. Нажмите «Определить, "
            "кому нужны».",
        }

    def get_queryset(self) -> QuerySet:
        return consents_visible_to(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]

    def get_context(self) -> dict[str, Any]:
        programme = current_programme(self.request)
        if programme is None:
            return {"figures": None}
        return {
            "programme": programme,
            "figures": board_figures(self.get_queryset(), open_people(programme)),
            "may_manage": MANAGE_CONSENTS.allows(self.request.membership),  # type: ignore[attr-defined]
        }


@access(MANAGE_CONSENTS)
@require_POST
def consents_ensure(request: HttpRequest) -> HttpResponse:
    programme = current_programme(request)
    if programme is None:
        messages.error(request, "Сначала создайте программу.")
        return redirect("mentorship:programmes")
    found = domain.ensure_needed(programme, actor=request.user)  # type: ignore[arg-type]
    tell_refusals(request, [f"{person.short_name}: {why}" for person, why in found.problems])
    if found.created or found.renewed:
        parts = [f"добавлено {found.created}"] if found.created else []
        parts += [f"обновлено {found.renewed}"] if found.renewed else []
        messages.success(request, f"Нужные согласия: {', '.join(parts)}.")
    else:
        messages.info(request, "Ничего не изменилось: все нужные согласия уже в списке.")
    return redirect("mentorship:consents")


class ConsentBase:
    """Finds the consent a member may see."""

    request: HttpRequest
    kwargs: dict[str, Any]

    def load(self) -> None:
        self.consent = find_consent(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((CRUMB[0], reverse(CRUMB[1])), (self.consent.person.short_name, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:consent", kwargs={"pk": self.consent.pk})


def find_consent(request: HttpRequest, pk: int) -> Consent:
    visible = consents_visible_to(request.membership, current_programme(request))  # type: ignore[attr-defined]
    consent = visible.filter(pk=pk).first()
    if consent is None:
        raise Http404
    return consent


@access(VIEW_CONSENTS)
def consent_page(request: HttpRequest, pk: int) -> HttpResponse:
    consent = find_consent(request, pk)
    context = {
        "page_title": consent.get_kind_display(),
        "breadcrumbs": ((CRUMB[0], reverse(CRUMB[1])), (consent.person.short_name, "")),
        "consent": consent,
        "tone": CONSENT_TONES[consent.state],
        "may_manage": MANAGE_CONSENTS.allows(request.membership),  # type: ignore[attr-defined]
        "rows": [
            ("За кого", consent.person.full_name),
            ("Кто подписывает", consent.get_signer_display()),
            ("Законный представитель", consent.representative.full_name if consent.representative else "—"),
            ("Выдано на подпись", _day(consent.issued_on)),
            ("Подписано", _day(consent.signed_on)),
            ("Где оригинал", consent.original_place or "—"),
            ("Действует до", _day(consent.valid_until)),
            ("Отозвано, истекло", _day(consent.ended_on)),
        ],
        "items": shown_items(consent),
        "may_write_items": is_paper_distribution(consent) and MANAGE_CONSENTS.allows(request.membership),  # type: ignore[attr-defined]
        "steps": _steps(consent),
        "signatures": evidence_lines(consent),
        "asks_supplement": consent.kind == ConsentKind.EMPLOYEE_MENTORING,
        "supplements": list(consent.person.supplements.filter(programme=consent.programme_id)),
        "history": told(history_of(consent)[:20]),
    }
    return render(request, "mentorship/consents/detail.html", context)


def _steps(consent: Consent) -> list[dict[str, Any]]:
    """The checklist of a withdrawal with how each step stands today."""
    if consent.state != ConsentState.WITHDRAWN:
        return []
    day = today(consent.organization)
    return [
        {
            "step": step,
            "tone": "ok" if step.done_on else "bad" if step.due_on < day else "wait",
            "word": "сделано" if step.done_on else "просрочено" if step.due_on < day else "ждёт",
            "may_extend": step.code == WithdrawalStepCode.ANSWER and not step.done_on,
        }
        for step in steps_of(consent)
    ]


def _day(day: Any) -> str:
    return russian.date_short(day) if day else "—"


class ConsentSign(ConsentBase, FormPage):
    access_rule = MANAGE_CONSENTS
    form_class = SignScanForm
    submit_label = "Отметить подписанным"
    done = "Согласие отмечено подписанным."

    def get_title(self) -> str:
        return "Согласие подписано"

    @property
    def intro(self) -> str:  # type: ignore[override]
        return f"{self.consent.person.full_name}: {self.consent.get_kind_display().lower()}."

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"signed_on": today(self.request.organization)}}  # type: ignore[attr-defined]

    def save(self, form: SignScanForm) -> str:
        data = form.cleaned_data
        scan = data.get("scan")
        stored = None
        if scan:
            stored = store_file(
                scan.read(),
                name=scan.name,
                content_type=SCAN_TYPES[form.scan_kind.value],
                purpose=SCAN,
                organization=self.consent.organization,
                created_by=self.request.user,  # type: ignore[arg-type]
            )
        domain.sign_consent(
            self.consent,
            signed_on=data["signed_on"],
            original_place=data["original_place"],
            scan=stored,
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("mentorship:consents")


class ConsentWithdraw(ConsentBase, ConfirmPage):
    access_rule = MANAGE_CONSENTS
    title = "Отзыв согласия"
    verb = "Отметить отозванным"
    danger = True
    form_class = EndForm
    done = "Согласие отозвано, человек выведен из активной работы."
    consequence = (
        "Человек выбывает из программы: предложенные пары отклоняются, действующие приостанавливаются до приказа. "
        "Данные нужно уничтожить в течение 30 дней; подписанные приказы остаются."
    )

    def get_text(self) -> str:
        return f"{self.consent.person.full_name}: {self.consent.get_kind_display().lower()}."

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.consent.organization}

    def save(self, form: EndForm) -> str:
        domain.withdraw_consent(
            self.consent,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("mentorship:consent", kwargs={"pk": self.consent.pk})


class ConsentRefuse(ConsentBase, ConfirmPage):
    access_rule = MANAGE_CONSENTS
    title = "Отказ подписать"
    verb = "Отметить отказ"
    danger = True
    form_class = EndForm
    done = "Отказ отмечен."

    def get_text(self) -> str:
        return f"{self.consent.person.full_name}: {self.consent.get_kind_display().lower()} не подпишут."

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.consent.organization}

    def save(self, form: EndForm) -> str:
        domain.refuse_consent(
            self.consent,
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("mentorship:consents")


@access(MANAGE_CONSENTS)
@require_POST
def consent_again(request: HttpRequest, pk: int) -> HttpResponse:
    consent = find_consent(request, pk)
    try:
        domain.ask_again(consent, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Согласие снова в списке нужных.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("mentorship:consent", pk=pk)
