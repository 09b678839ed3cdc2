"""A person's card, entering and editing by hand, representatives, places in the bases."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import access
from core.errors import DomainError
from core.forms import ReasonForm
from core.models import Membership
from core.selectors.viewer import current_programme
from core.views.pages import ConfirmPage, FormPage
from mentorship.domain import entries as entry_domain
from mentorship.domain import people as domain
from mentorship.domain.advance import advance, leave
from mentorship.domain.duplicates import note_duplicates, remember_different
from mentorship.enums import EntryState, PersonCategory
from mentorship.forms.people import GuardianForm, MenteeForm, MentorForm, PersonForm
from mentorship.models import Guardianship, MenteeEntry, MentorEntry, Person
from mentorship.permissions import (
    ERASE_PEOPLE,
    INVITE_NOTES,
    MANAGE_PEOPLE,
    MERGE_PEOPLE,
    VIEW_NOTES,
    VIEW_PEOPLE,
    VIEW_SENSITIVE,
)
from mentorship.selectors.card import Card, card_of
from mentorship.selectors.duplicates import Match, candidate, find_duplicates
from mentorship.selectors.entries import mentees_of, mentors_of
from mentorship.selectors.notes import notes_visible_to, shown
from mentorship.selectors.people import card_in_use, people_visible_to

IDENTITY = ("last_name", "first_name", "middle_name", "birth_date", "phone", "email")
SHOWN_ALIKE = 10
BASES = {"mentees": ("Наставляемые", "mentorship:mentees"), "mentors": ("Наставники", "mentorship:mentors")}


def person_address(person: Person) -> str:
    return reverse("mentorship:person", kwargs={"pk": person.pk})


@access(VIEW_PEOPLE)
def person_page(request: HttpRequest, pk: int) -> HttpResponse:
    membership = request.membership  # type: ignore[attr-defined]
    visible = people_visible_to(membership)
    person = visible.filter(pk=pk).first()
    if person is None:  # an old link of a card that was merged leads to the card it was merged into
        return redirect("mentorship:person", pk=get_object_or_404(visible, pk=card_in_use(pk)).pk)
    card = card_of(person, membership, current_programme(request))
    first = card.places[0].base if card.places else "mentees"
    label, name = BASES[first]
    context = {
        "page_title": person.full_name,
        "breadcrumbs": ((label, reverse(name)), (person.short_name, "")),
        "person": person,
        "card": card,
        "may_edit": MANAGE_PEOPLE.allows(membership),
        "may_merge": MERGE_PEOPLE.allows(membership),
        **note_parts(person, card, membership, current_programme(request)),
        "may_erase": ERASE_PEOPLE.allows(membership),
        "may_see_sensitive": VIEW_SENSITIVE.allows(membership) and current_programme(request) is not None,
    }
    return render(request, "mentorship/people/card.html", context)


def note_parts(person: Person, card: Card, membership: Membership, programme: Any) -> dict[str, Any]:
    """Notes of third persons on a mentee's card, for those who read them."""
    places = [place for place in card.places if place.base == "mentees"]
    if not VIEW_NOTES.allows(membership) or not places:
        return {}
    entry = places[0].entry
    found = notes_visible_to(membership, programme).filter(entry__person=person)
    return {
        "sees_notes": True,
        "notes": [shown(note) for note in found],
        "note_entry": entry.pk if places[0].is_open else None,
        "may_invite_notes": INVITE_NOTES.allows(membership),
    }


class AsksAboutAlike(FormPage):
    """A form of a card that asks once when somebody alike is known: open that card, another person, or later."""

    form_class = PersonForm
    template_name = "mentorship/people/form.html"
    alike: list[Match] = []

    def form_options(self) -> dict[str, Any]:
        return {"asks": bool(self.alike) or "anyway" in self.request.POST}

    def get_context(self) -> dict[str, Any]:
        visible = people_visible_to(self.request.membership).filter(  # type: ignore[attr-defined]
            pk__in=[match.person_id for match in self.alike]
        )
        known = {person.pk: person for person in visible}
        return {"alike": [(match, known.get(match.person_id)) for match in self.alike[:SHOWN_ALIKE]]}

    def look_for_alike(self, form: PersonForm, *, pk: int | None = None) -> None:
        """Stop the saving while the question is open. Raises DomainError."""
        values = form.values()
        one = candidate("form", pk=pk, **{name: values[name] for name in IDENTITY})
        self.alike = find_duplicates(self.request.organization, [one]).get("form", [])  # type: ignore[attr-defined]
        if self.alike and not form.cleaned_data.get("anyway"):
            raise DomainError("Похоже, такой человек уже есть.", code="alike")

    def settle_alike(self, form: PersonForm, person: Person) -> None:
        """Remember what was answered."""
        if form.cleaned_data.get("anyway") == "other":
            others = [match.person_id for match in self.alike]
            remember_different(person, others, actor=self.request.user)  # type: ignore[arg-type]
        elif self.alike:
            note_duplicates(person.organization, [person])

    def _show(self, form: Any, status: int = 200) -> HttpResponse:
        if self.alike and "anyway" not in form.fields:
            form = self.form_class(data=self.request.POST, **self.form_options())
            form.is_valid()  # the question is not answered: its field says so
        return super()._show(form, status)


class PersonCreate(AsksAboutAlike):
    """A person by hand, straight into a base."""

    access_rule = MANAGE_PEOPLE

    def load(self) -> None:
        self.programme = current_programme(self.request)

    def get_title(self) -> str:
        return "Новый наставляемый" if self.kwargs["base"] == "mentees" else "Новый наставник"

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        label, name = BASES[self.kwargs["base"]]
        return ((label, reverse(name)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return reverse(BASES[self.kwargs["base"]][1])

    def form_options(self) -> dict[str, Any]:
        category = PersonCategory.STUDENT if self.kwargs["base"] == "mentees" else PersonCategory.EMPLOYEE
        return {**super().form_options(), "initial": {"category": category}}

    def save(self, form: PersonForm) -> str:
        if self.programme is None:
            raise DomainError("Сначала создайте программу: базы ведутся в ней.", code="programme")
        self.look_for_alike(form)
        with transaction.atomic():
            person = domain.create_person(self.request.organization, actor=self.request.user, **form.values())  # type: ignore[attr-defined,arg-type]
            add = entry_domain.add_mentee if self.kwargs["base"] == "mentees" else entry_domain.add_mentor
            add(self.programme, person, actor=self.request.user)  # type: ignore[operator]
            self.settle_alike(form, person)
        return person_address(person)


class PersonPage(FormPage):
    """Base of forms on a card: finds the person the member may see."""

    access_rule = MANAGE_PEOPLE

    def load(self) -> None:
        visible = people_visible_to(self.request.membership).select_related("organization")  # type: ignore[attr-defined]
        self.person = get_object_or_404(visible, pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((self.person.short_name, person_address(self.person)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return person_address(self.person)


class PersonEdit(AsksAboutAlike, PersonPage):
    title = "Карточка человека"

    def form_options(self) -> dict[str, Any]:
        return {**super().form_options(), "instance": self.person}

    def save(self, form: PersonForm) -> str:
        values = form.values()
        if any(values[name] != getattr(self.person, name) for name in IDENTITY):
            self.look_for_alike(form, pk=self.person.pk)
        with transaction.atomic():
            edited = domain.edit_person(self.person, actor=self.request.user, **values)  # type: ignore[arg-type]
            self.settle_alike(form, edited)
        return person_address(self.person)


class GuardianAdd(PersonPage):
    title = "Законный представитель"
    form_class = GuardianForm
    done = "Представитель добавлен. Обновите список нужных согласий."

    def form_options(self) -> dict[str, Any]:
        return {"organization": self.person.organization, "ward": self.person}

    def save(self, form: GuardianForm) -> str:
        data = form.cleaned_data
        with transaction.atomic():
            guardian = data["known"] or domain.create_person(
                self.person.organization,
                actor=self.request.user,  # type: ignore[arg-type]
                category=PersonCategory.PARENT,
                **{
                    name: data[name]
                    for name in ("last_name", "first_name", "middle_name", "phone", "email", "address")
                },
            )
            domain.add_guardian(
                self.person,
                guardian=guardian,
                kind=data["kind"],
                authority=data["authority"],
                actor=self.request.user,  # type: ignore[arg-type]
            )
        return person_address(self.person)


class GuardianRemove(ConfirmPage):
    access_rule = MANAGE_PEOPLE
    title = "Убрать представителя"
    verb = "Убрать"
    danger = True
    form_class = ReasonForm
    done = "Представитель убран. Подписанные согласия остались."

    def load(self) -> None:
        visible = people_visible_to(self.request.membership)  # type: ignore[attr-defined]
        rows = Guardianship.objects.select_related("guardian", "ward").filter(ward__in=visible)
        self.link = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        return f"{self.link.guardian} больше не представляет: {self.link.ward}."

    def get_cancel_url(self) -> str:
        return person_address(self.link.ward)

    def save(self, form: ReasonForm) -> str:
        domain.remove_guardian(self.link, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return person_address(self.link.ward)


def find_entry(request: HttpRequest, base: str, pk: int) -> MenteeEntry | MentorEntry:
    """A place in a base of the current programme that the member may see, or 404."""
    rows = {"mentees": mentees_of, "mentors": mentors_of}.get(base)
    if rows is None:
        raise Http404
    visible = rows(request.membership, current_programme(request))  # type: ignore[attr-defined]
    return get_object_or_404(visible.select_related("programme", "organization", "person"), pk=pk)


class EntryEdit(FormPage):
    """What a person asks for or offers."""

    access_rule = MANAGE_PEOPLE

    def load(self) -> None:
        self.entry = find_entry(self.request, self.kwargs["base"], self.kwargs["pk"])
        self.form_class = MenteeForm if self.kwargs["base"] == "mentees" else MentorForm  # type: ignore[assignment]

    def get_title(self) -> str:
        return "Запрос наставляемого" if self.kwargs["base"] == "mentees" else "Что предлагает наставник"

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return ((self.entry.person.short_name, person_address(self.entry.person)), (self.get_title(), ""))

    def get_cancel_url(self) -> str:
        return person_address(self.entry.person)

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.entry, "programme": self.entry.programme}

    def save(self, form: Any) -> str:
        entry_domain.edit_entry(self.entry, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return person_address(self.entry.person)


@access(MANAGE_PEOPLE)
@require_POST
def entry_confirm(request: HttpRequest, base: str, pk: int) -> HttpResponse:
    entry = find_entry(request, base, pk)
    try:
        advance(entry, to=EntryState.SELECTED, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Участие подтверждено.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(person_address(entry.person))


class EntryLeave(ConfirmPage):
    """Somebody leaves the programme, with a reason; coming back is possible."""

    access_rule = MANAGE_PEOPLE
    title = "Вывести из программы"
    verb = "Вывести"
    danger = True
    form_class = ReasonForm
    done = "Человек выведен из программы."

    def load(self) -> None:
        self.entry = find_entry(self.request, self.kwargs["base"], self.kwargs["pk"])

    def get_text(self) -> str:
        return f"{self.entry.person} больше не участвует в программе. Карточка и история останутся."

    def get_cancel_url(self) -> str:
        return person_address(self.entry.person)

    def save(self, form: ReasonForm) -> str:
        leave(self.entry, actor=self.request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
        return person_address(self.entry.person)


@access(MANAGE_PEOPLE)
@require_POST
def entry_return(request: HttpRequest, base: str, pk: int) -> HttpResponse:
    entry = find_entry(request, base, pk)
    try:
        advance(entry, to=EntryState.CANDIDATE, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "Человек снова в базе.")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(person_address(entry.person))


@access(MANAGE_PEOPLE)
@require_POST
def entry_add(request: HttpRequest, pk: int, base: str) -> HttpResponse:
    """Put a known person into a base of the current programme: a mentee of last year mentors now."""
    person = get_object_or_404(people_visible_to(request.membership), pk=pk)  # type: ignore[attr-defined]
    programme = current_programme(request)
    if programme is None or base not in BASES:
        raise Http404
    add = entry_domain.add_mentee if base == "mentees" else entry_domain.add_mentor
    try:
        add(programme, person, actor=request.user)  # type: ignore[operator]
        messages.success(request, f"Добавлено в базу «{BASES[base][0]}».")
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(person_address(person))
