"""What is held about a person, as one archive (152-ФЗ ст. 14, ст. 20: the answer is due in 10 working days)."""

from __future__ import annotations

import datetime as dt
import io
import json
import re
import zipfile
from typing import Any

from django.db import models, transaction
from django.template.loader import render_to_string

from core import audit
from core.clock import today
from core.domain.files import destroy_stored, read_file, store_file
from core.domain.jobs import start_job
from core.errors import DomainError
from core.history import told
from core.models import AuditEntry, Job, User
from core.production_calendar import add_working_days
from core.registries import PersonalDataSource, personal_data
from mentorship.domain.erasure import cards_of
from mentorship.models import DataRequest, Person

JOB_KIND = "people.data_request"
PURPOSE = "data_request"
TERM = 10  # working days


def take_request(person: Person, *, received_on: dt.date, actor: User) -> Job:
    """Note the request with its term and start gathering. Raises DomainError for a day that has not come."""
    if received_on > today(person.organization):
        raise DomainError("Этот день ещё не наступил.", field="received_on", code="future")
    with transaction.atomic():
        request = DataRequest.objects.create(
            organization=person.organization,
            person=person,
            received_on=received_on,
            due_on=add_working_days(received_on, TERM),
            actor=actor,
        )
        audit.record(
            "person.data_requested", subject=person, actor=actor, after={"due_on": str(request.due_on)}
        )
        return start_job(
            JOB_KIND,
            organization=person.organization,
            owner=actor,
            title=f"Всё, что хранится о человеке: карточка № {person.pk}",
            params={"request": request.pk},
            key=str(request.pk),
        )


def make_archive(request: DataRequest, *, actor: User | None) -> DataRequest:
    """Gather the archive and keep it with the request; gathered anew, the former file is destroyed."""
    person = request.person
    data = build_archive(person)
    with transaction.atomic():
        locked = DataRequest.objects.select_for_update().get(pk=request.pk)
        former = locked.archive
        locked.archive = store_file(
            data,
            name=f"Данные, карточка № {person.pk}.zip",
            content_type="application/zip",
            purpose=PURPOSE,
            organization=person.organization,
            created_by=actor,
        )
        locked.made_on = today(person.organization)
        locked.save(update_fields=["archive", "made_on", "updated_at"])
        if former is not None:
            Job.objects.filter(result_file=former).update(result_file=None)
            destroy_stored(former)
        audit.record("person.data_given", subject=person, actor=actor, after={"request": request.pk})
    return locked


def build_archive(person: Person) -> bytes:
    """A ZIP: «Сводка.html» to read, `data.json` for a machine, the person's own files."""
    cards = cards_of(person)
    parts = [
        (source.label, [row for card in cards for row in source.export(card)]) for source in personal_data
    ]
    trail = _trail(cards)
    shown = [
        {"label": source.label, "rows": [_in_words(source, row) for row in rows]}
        for source, (_, rows) in zip(personal_data, parts, strict=True)
        if rows
    ]
    context = {"person": person, "parts": shown, "trail": trail, "organization": person.organization}
    raw = {"card": person.pk, "data": dict(parts), "trail": [_plain(line) for line in trail]}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("Сводка.html", render_to_string("mentorship/people/archive.html", context))
        archive.writestr("data.json", json.dumps(raw, ensure_ascii=False, indent=1, default=str))
        taken: set[str] = set()
        for source in personal_data:
            for card in cards:
                for stored in source.files(card):
                    archive.writestr(f"Файлы/{_name(stored.name, taken)}", read_file(stored))
    return buffer.getvalue()


def _trail(cards: list[Person]) -> list[Any]:
    """Who read and changed the card and when; the person's own history, not that of others."""
    entries = AuditEntry.objects.filter(
        object_type=Person._meta.label_lower, object_id__in=[str(card.pk) for card in cards]
    )
    return told(entries.order_by("pk"))


def _plain(line: Any) -> dict[str, Any]:
    return {
        "at": line.moment.isoformat(),
        "what": line.title,
        "who": line.actor,
        "changes": [[change.label, change.before, change.after] for change in line.changes],
    }


def _in_words(source: PersonalDataSource, row: dict[str, Any]) -> list[tuple[str, str]]:
    """A row for people: columns by their Russian names, codes by their labels, empty values left out."""
    return [
        (label[:1].upper() + label[1:], text)
        for key, value in row.items()
        for label, text in [_cell(source.models, key, value)]
        if text
    ]


def _cell(tables: tuple[type[models.Model], ...], key: str, value: Any) -> tuple[str, str]:
    for table in tables:
        field: Any = next((one for one in table._meta.concrete_fields if one.name == key), None)
        if field is not None:
            labels = dict(field.flatchoices or [])
            return str(field.verbose_name), _text(
                labels.get(value, value) if isinstance(value, str | int) else value
            )
    return key, _text(value)


def _text(value: Any) -> str:
    if value in (None, "", [], {}):
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and (parts := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", value)):
        return ".".join(reversed(parts.groups()))
    return str(value)


def _name(name: str, taken: set[str]) -> str:
    """A name that every system can unpack, each once."""
    clean = re.sub(r"[\\/:*?\"<>|\x00-\x1f]+", "_", name).strip(". ")[:120] or "файл"
    stem, dot, suffix = clean.rpartition(".")
    number, found = 2, clean
    while found in taken:
        found = f"{stem or clean} ({number}){dot}{suffix}" if stem else f"{clean} ({number})"
        number += 1
    taken.add(found)
    return found
