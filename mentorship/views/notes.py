"""Notes of third persons inside the portal: told from one's own account, asked for and read by curators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_POST, require_safe

from core import russian
from core.access import access
from core.clock import today
from core.enums import Role
from core.errors import DomainError
from core.forms import ReasonForm
from core.selectors.viewer import current_programme
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import notes as domain
from mentorship.enums import NoteAuthor
from mentorship.filters.notes import NoteInvitationFilter
from mentorship.forms.notes import InviteOneForm, NoteForm, RecipientForm
from mentorship.models import NoteInvitation
from mentorship.permissions import ADD_NOTES, INVITE_NOTES, VIEW_NOTES
from mentorship.selectors import notes as selectors
from mentorship.selectors.entries import mentees_of
from mentorship.tables.notes import NoteInvitationTable, state_of
from mentorship.views.base_actions import tell_refusals
from mentorship.views.note_print import MOST_CARDS

LIST = ("Просьбы о сведениях", "mentorship:note_invitations")
_ROLES = {
    Role.PARENT: NoteAuthor.PARENT,
    Role.PSYCHOLOGIST: NoteAuthor.PSYCHOLOGIST,
    Role.INFORMANT: NoteAuthor.CLASS_TEACHER,
}


# --- telling ---


@access(ADD_NOTES)
@require_safe
def own_page(request: HttpRequest) -> HttpResponse:
    """The mentees of one's own groups (children) by name, and one's own notes: nothing else of anybody."""
    membership = request.membership  # type: ignore[attr-defined]
    programme = current_programme(request)
    context = {
        "page_title": "Рассказать о наставляемых",
        "lines": selectors.own_lines(membership, programme) if membership.role in _ROLES else [],
        "own": [selectors.shown(note) for note in selectors.own_notes(membership)[:100]],
        "without_year": True,
        "is_informant": membership.role == Role.INFORMANT,
    }
    return render(request, "mentorship/notes/own.html", context)


class NoteAdd(FormPage):
    access_rule = ADD_NOTES
    form_class = NoteForm
    submit_label = "Записать"
    done = "Записано. Спасибо!"

    def load(self) -> None:
        membership = self.request.membership  # type: ignore[attr-defined]
        rows = selectors.mentees_to_describe(membership, current_programme(self.request))
        self.entry = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.sees_cards = VIEW_NOTES.allows(membership)

    def get_title(self) -> str:
        return f"{self.entry.person.full_name}: что важно знать"

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        label = self.entry.person.short_name if self.sees_cards else "Рассказать о наставляемых"
        return ((label, self.get_cancel_url()), ("Сведения", ""))

    def get_cancel_url(self) -> str:
        if self.sees_cards:
            return reverse("mentorship:person", args=[self.entry.person_id])
        return reverse("mentorship:notes_own")

    def get_context(self) -> dict[str, Any]:
        told = "Увидят только куратор программы и педагог-психолог. Наставляемым и наставникам не показывают."
        return {"intro": told, "without_year": not self.sees_cards}

    def save(self, form: NoteForm) -> str:
        membership = self.request.membership  # type: ignore[attr-defined]
        domain.add_note(
            self.entry,
            parts=form.parts,
            form_key=form.cleaned_data["form_key"],
            author=self.request.user,  # type: ignore[arg-type]
            author_name=str(self.request.user),
            author_role=_ROLES.get(membership.role, NoteAuthor.CURATOR),
            invitation=self._asked(),
        )
        return self.get_cancel_url()

    def _asked(self) -> NoteInvitation | None:
        """The open request that this account has for this mentee: it counts as answered."""
        day = today(self.entry.organization)
        return NoteInvitation.objects.filter(
            user=self.request.user, mentees=self.entry, revoked_at__isnull=True, expires_on__gte=day
        ).first()


class NoteRemove(ConfirmPage):
    access_rule = VIEW_NOTES
    title = "Удалить запись"
    verb = "Удалить"
    danger = True
    form_class = ReasonForm
    consequence = "Записанное уничтожается, в истории останется причина."
    done = "Запись удалена."

    def load(self) -> None:
        membership = self.request.membership  # type: ignore[attr-defined]
        rows = selectors.notes_visible_to(membership, current_programme(self.request))
        self.note = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"{self.note.entry.person.short_name}: {self.note.get_author_role_display().lower()}."

    def get_cancel_url(self) -> str:
        return reverse("mentorship:person", args=[self.note.entry.person_id])

    def save(self, form: ReasonForm) -> str:
        domain.remove_note(self.note, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


# --- asking ---


def remind_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    done, refused = domain.send_many(rows, actor=request.user)  # type: ignore[arg-type]
    tell_refusals(request, refused)
    return f"Отправлено: {russian.counted(done, 'письмо', 'письма', 'писем')}"


def print_many(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> HttpResponse:
    keys = ",".join(str(key) for key in rows.values_list("pk", flat=True)[:MOST_CARDS])
    return redirect(f"{reverse('mentorship:note_links_print')}?ids={keys}")


class NoteInvitationsPage(ListPage):
    access_rule = INVITE_NOTES
    title = LIST[0]
    lead = "Кого попросили рассказать о наставляемых и кто уже ответил."
    table_class = NoteInvitationTable
    filterset_class = NoteInvitationFilter
    personal_data = True
    breadcrumbs = (("Наставляемые", reverse_lazy("mentorship:mentees")), (LIST[0], ""))
    bulk_actions = (
        BulkAction(
            "send",
            "Написать, напомнить",
            apply=remind_many,
            consequence="Письмо получат те, кто рассказал не обо всех; не чаще раза в день.",
        ),
        BulkAction("print", "Напечатать ссылки", apply=print_many, confirm=False),
    )
    empty = {
        "title": "Ещё никого не просили",
        "text": "Отметьте наставляемых в базе и нажмите «Попросить сведения»: на каждую группу будет одна ссылка.",
    }

    def get_queryset(self) -> QuerySet:
        membership = self.request.membership  # type: ignore[attr-defined]
        return selectors.invitations_visible_to(membership, current_programme(self.request))

    def tell(self, rows: list[Any]) -> None:
        selectors.tell_progress(rows)


def find_invitation(request: HttpRequest, pk: int) -> NoteInvitation:
    membership = request.membership  # type: ignore[attr-defined]
    rows = selectors.invitations_visible_to(membership, current_programme(request))
    return get_object_or_404(rows.select_related("programme__organization"), pk=pk)


@access(INVITE_NOTES)
@require_safe
def note_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    invitation = find_invitation(request, pk)
    selectors.tell_progress([invitation])
    lines = selectors.lines_of(invitation)
    state, tone = state_of(invitation)
    context = {
        "page_title": str(invitation),
        "breadcrumbs": ((LIST[0], reverse(LIST[1])), (str(invitation), "")),
        "invitation": invitation,
        "lines": lines,
        "hidden": invitation.asked - len(lines),  # type: ignore[attr-defined]
        "state": state,
        "tone": tone,
        "is_open": selectors.is_open(invitation, today(invitation.organization)),
        "link": selectors.link_of(invitation),
        "rows": [
            ("Кто", invitation.get_role_display()),
            ("Фамилия, имя, отчество", invitation.full_name),
            ("Почта", invitation.email),
            ("Учётная запись", "есть: просьба стоит и на главной странице" if invitation.user_id else ""),
            ("Действует до", russian.date_short(invitation.expires_on)),
            ("Письмо", russian.date_short(invitation.sent_on) if invitation.sent_on else "не отправляли"),
            ("Открыта", russian.date_short(invitation.opened_on) if invitation.opened_on else "ещё нет"),
        ],
    }
    return render(request, "mentorship/notes/invitation.html", context)


@access(INVITE_NOTES)
@require_POST
def note_invitation_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Write or remind; close the link."""
    invitation = find_invitation(request, pk)
    steps = {
        "send": (domain.send_invitation, f"Письмо отправлено: {invitation.email}."),
        "revoke": (domain.revoke_invitation, "Ссылка закрыта. Рассказанное осталось."),
    }
    if step not in steps:
        raise Http404
    act, told = steps[step]
    try:
        act(invitation, actor=request.user)  # type: ignore[operator]
        messages.success(request, told)
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("mentorship:note_invitation", pk=pk)


class NoteInvitationEdit(FormPage):
    access_rule = INVITE_NOTES
    title = "Кому и до какого дня"
    form_class = RecipientForm

    def load(self) -> None:
        self.invitation = find_invitation(self.request, self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((LIST[0], reverse(LIST[1])), (str(self.invitation), self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:note_invitation", args=[self.invitation.pk])

    def form_options(self) -> dict[str, Any]:
        return {"initial": {name: getattr(self.invitation, name) for name in RecipientForm.base_fields}}

    def save(self, form: RecipientForm) -> str:
        domain.edit_invitation(self.invitation, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return self.get_cancel_url()


class NoteInviteOne(FormPage):
    """Somebody is asked about one mentee: a parent without an account, a psychologist from outside."""

    access_rule = INVITE_NOTES
    title = "Попросить рассказать"
    form_class = InviteOneForm
    submit_label = "Получить ссылку"
    done = "Ссылка готова: отправьте её письмом или передайте сами."

    def load(self) -> None:
        rows = mentees_of(self.request.membership, current_programme(self.request))  # type: ignore[attr-defined]
        self.entry = get_object_or_404(rows.select_related("programme__organization"), pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((self.entry.person.short_name, self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("mentorship:person", args=[self.entry.person_id])

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"expires_on": today(self.entry.organization) + domain.LIFE}}

    def save(self, form: InviteOneForm) -> str:
        made = domain.invite(
            self.entry.programme,
            [self.entry],
            actor=self.request.user,  # type: ignore[arg-type]
            **form.cleaned_data,
        )
        return reverse("mentorship:note_invitation", args=[made.pk])
