"""Telling about mentees by a personal link: no account, no cookie, with or without scripts, on a phone first."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from core.errors import DomainError
from core.views.personal import by_personal_link
from mentorship.domain.notes import add_note, note_opening
from mentorship.forms.notes import NoteForm
from mentorship.models import NoteInvitation
from mentorship.permissions import TELL_BY_LINK
from mentorship.selectors.notes import find_invitation, lines_of, why_closed


@require_safe
@by_personal_link(find_invitation, rule=TELL_BY_LINK)
def note_by_link(request: HttpRequest, invitation: NoteInvitation, *, token: str) -> HttpResponse:
    """The mentees whom the curator chose: names and groups, nothing else."""
    closed = why_closed(invitation)
    if closed:
        return _closed(request, invitation, closed)
    note_opening(invitation)
    lines = lines_of(invitation)
    done = request.GET.get("done", "")
    context = _frame(invitation) | {
        "page_title": "О ком рассказать",
        "lines": lines,
        "token": token,
        "told": sum(line.is_told for line in lines),
        "done": next((line.entry.person for line in lines if str(line.entry.pk) == done), None),
    }
    return render(request, "mentorship/notes/link_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@by_personal_link(find_invitation, rule=TELL_BY_LINK)
def note_by_link_form(
    request: HttpRequest, invitation: NoteInvitation, *, token: str, pk: int
) -> HttpResponse:
    """One mentee, one form. What was typed comes back with every refusal, also when the link has closed meanwhile."""
    closed = why_closed(invitation)
    if closed:
        return _closed(request, invitation, closed)
    line = next((line for line in lines_of(invitation) if line.entry.pk == pk), None)
    if line is None and request.method != "POST":
        raise Http404
    if line is None:
        return _closed(request, invitation, "Об этом человеке больше не спрашивают.")
    form = NoteForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                add_note(
                    line.entry,
                    parts=form.parts,
                    form_key=form.cleaned_data["form_key"],
                    author_role=invitation.role,
                    author_name=invitation.full_name,
                    invitation=invitation,
                )
                return redirect(f"{reverse('mentorship:note_by_link', args=[token])}?done={pk}")
            except DomainError as error:
                form.refuse(error)
    context = _frame(invitation) | {
        "page_title": line.entry.person.full_name,
        "person": line.entry.person,
        "is_told": line.is_told,
        "form": form,
        "token": token,
        "pk": pk,
    }
    return render(request, "mentorship/notes/link_form.html", context, status=status)


def _closed(request: HttpRequest, invitation: NoteInvitation, text: str) -> HttpResponse:
    """The link has closed while somebody was typing: their words are given back to be copied."""
    typed = []
    if request.method == "POST":
        form = NoteForm(request.POST)
        typed = [
            (field.label, value)
            for name, field in form.fields.items()
            if name != "form_key" and (value := request.POST.get(name, "").strip())
        ]
    context = _frame(invitation) | {"page_title": "Ссылка не действует", "text": text, "typed": typed}
    return render(request, "mentorship/notes/link_closed.html", context, status=410)


def _frame(invitation: NoteInvitation) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "organization": invitation.organization,
        "over_title": f"{invitation.organization.short_name} · программа наставничества",
    }
