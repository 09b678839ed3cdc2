"""The life of a practice: written, agreed by both sides, kept in the bank, published, taken down."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit
from core.access import Rule
from core.clock import today
from core.errors import DomainError
from core.models import User
from core.workflow import move
from mentorship.models import Pair, Person, Practice, PracticePerson
from mentorship.naming_text import without_names
from mentorship.permissions import MANAGE_PRACTICES
from mentorship.practice_enums import PRACTICE_TRANSITIONS, PracticeState, Word, WordWay
from mentorship.selectors.practices import (
    TEXTS,
    as_named,
    barred_people,
    missing_parts,
    obstacles,
    people_of_pair,
)

COLUMNS = (*TEXTS, "is_named")


def write_practice(pair: Pair, *, title: str, actor: User | None, **values: Any) -> Practice:
    """A draft about a pair: everybody in it will be asked for their word. Raises DomainError."""
    made = Practice(organization=pair.organization, programme=pair.programme, pair=pair, author=actor)
    _write(made, {"title": title, **values})
    with transaction.atomic():
        made.save()
        PracticePerson.objects.bulk_create(
            PracticePerson(practice=made, person=person, side=side) for person, side in people_of_pair(pair)
        )
        audit.record("practice.written", subject=made, actor=actor, after={"title": made.title})
    return made


def edit_practice(practice: Practice, *, actor: User | None, **values: Any) -> Practice:
    """Change a draft. Words that were given to another text are asked for again. Raises DomainError."""
    with transaction.atomic():
        locked = _lock(practice)
        if locked.state != PracticeState.DRAFT:
            raise DomainError("Меняют только черновик: сначала верните практику в черновик.", code="state")
        before = audit.plain(locked, values)
        _write(locked, values)
        locked.save()
        old, new = audit.changes(before, audit.plain(locked, values))
        if new:
            _forget_words(locked)
            audit.record("practice.edited", subject=locked, actor=actor, after={"parts": sorted(new)})
        del old
    return locked


def ask_for_word(practice: Practice, *, actor: User | None, rule: Rule | None = MANAGE_PRACTICES) -> Practice:
    """Give the text to both sides. Raises DomainError while a part of the structure is missing."""
    missing = missing_parts(Practice.objects.get(pk=practice.pk))
    if missing:
        raise DomainError(f"Не написано: {', '.join(missing)}.", code="parts")
    return _move(practice, PracticeState.AGREEING, actor, rule=rule)


def say_word(
    told: PracticePerson, *, word: Word, way: WordWay, remark: str = "", actor: User | None
) -> PracticePerson:
    """A side agrees to the text or is against it; a word taken back takes the practice down. Raises DomainError."""
    if word == Word.WAITING:
        raise DomainError("Скажите: согласны или против.", field="word", code="word")
    if word == Word.REFUSED and not remark.strip():
        raise DomainError("Напишите, что не так: автор исправит.", field="remark", code="remark")
    with transaction.atomic():
        locked = _lock(told.practice)
        if locked.state == PracticeState.DRAFT:
            raise DomainError("Текст ещё пишется: слово спросят, когда он будет готов.", code="draft")
        fresh = (
            PracticePerson.objects.select_for_update(of=("self",)).select_related("person").get(pk=told.pk)
        )
        fresh.word, fresh.way, fresh.remark = word, way, remark.strip()[:500]
        fresh.said_at = timezone.now()
        fresh.save()
        audit.record(
            "practice.word", subject=locked, actor=actor, after={"word": word.label, "way": way.label}
        )
        if word == Word.REFUSED and locked.state in {PracticeState.APPROVED, PracticeState.PUBLISHED}:
            _move(locked, PracticeState.DRAFT, actor, reason="сторона против", rule=None)
    told.word, told.way = fresh.word, fresh.way
    return fresh


def approve_practice(practice: Practice, *, actor: User | None) -> Practice:
    """Into the bank, once both sides agree. Raises DomainError."""
    waiting = [
        one.person.short_name for one in practice.people.exclude(word=Word.AGREED).select_related("person")
    ]
    if waiting:
        raise DomainError(f"Нет согласия с текстом: {', '.join(waiting)}.", code="words")
    return _move(practice, PracticeState.APPROVED, actor)


def publish_practice(practice: Practice, *, actor: User | None) -> Practice:
    """To the public: only under the word of both sides and the ст. 10.1 consent of everybody named.

    Raises DomainError with all that stands in the way.
    """
    with transaction.atomic():
        locked = _lock(practice)
        found = obstacles(locked)
        if found:
            raise DomainError(f"Публиковать нельзя: {'; '.join(found)}.", code="gate")
        _move(locked, PracticeState.PUBLISHED, actor, published_on=today(locked.organization))
    practice.state, practice.published_on = locked.state, locked.published_on
    return locked


def take_down(
    practice: Practice, *, reason: str, actor: User | None, rule: Rule | None = MANAGE_PRACTICES
) -> Practice:
    """Away from the public, still in the bank. Raises DomainError without a reason."""
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    return _move(practice, PracticeState.APPROVED, actor, reason=reason, rule=rule)


def return_to_draft(practice: Practice, *, reason: str, actor: User | None) -> Practice:
    """Back to the author; the sides will be asked anew about what is changed. Raises DomainError without a reason."""
    if not reason.strip():
        raise DomainError("Укажите причину.", field="reason", code="reason")
    return _move(practice, PracticeState.DRAFT, actor, reason=reason)


def take_down_unlawful(person: Person, *, reason: str, actor: User | None) -> int:
    """A consent of the person holds no more: practices that name them leave the public by themselves."""
    rows = Practice.objects.filter(state=PracticeState.PUBLISHED, is_named=True, people__person=person)
    count = 0
    for practice in rows.select_related("organization", "programme").distinct():
        if barred_people([practice.pk], day=today(practice.organization)).exists():
            take_down(practice, reason=reason, actor=actor, rule=None)
            count += 1
    return count


def forget_person(person: Person) -> int:
    """Data of the person are destroyed: their practices lose their names and leave the public."""
    count = 0
    for practice in Practice.objects.filter(people__person=person).select_related("organization"):
        if practice.state == PracticeState.PUBLISHED and practice.is_named:
            take_down(practice, reason="данные участника уничтожены", actor=None, rule=None)
        for name in TEXTS:
            setattr(practice, name, without_names(getattr(practice, name), as_named(person)))
        practice.save(update_fields=[*TEXTS, "updated_at"])
        count += 1
    return count + PracticePerson.objects.filter(person=person).update(remark="")


# --- parts ---


def _lock(practice: Practice) -> Practice:
    return (
        Practice.objects.select_for_update(of=("self",))
        .select_related("organization", "programme", "pair__mentor__person")
        .get(pk=practice.pk)
    )


def _move(
    practice: Practice,
    to: PracticeState,
    actor: User | None,
    *,
    reason: str = "",
    rule: Rule | None = MANAGE_PRACTICES,
    published_on: Any = None,
) -> Practice:
    return move(
        practice,
        to=to,
        transitions=PRACTICE_TRANSITIONS,
        actor=actor,
        rule=rule,
        reason=reason,
        set_fields={"published_on": published_on, "state_reason": reason.strip()[:300]},
    )


def _forget_words(practice: Practice) -> None:
    practice.people.update(word=Word.WAITING, way="", remark="", said_at=None)


def _write(practice: Practice, values: dict[str, Any]) -> None:
    unknown = set(values) - set(COLUMNS)
    if unknown:
        raise TypeError(f"a practice has no {', '.join(sorted(unknown))}")
    for name, value in values.items():
        setattr(practice, name, value.strip() if isinstance(value, str) else value)
    practice.title = " ".join(practice.title.split())[:200]
    if not practice.title:
        raise DomainError("Назовите практику.", field="title", code="empty")
