"""Making a document by its recipe, and trying a text on a real subject."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import transaction
from django.utils import timezone

from core import clock
from core.errors import DomainError
from core.models import User
from mentorship.models import Programme
from reports.domain.documents import build, build_from, create_document
from reports.enums import EDITABLE, DocumentState
from reports.kinds import Source, kind_of
from reports.models import Document
from reports.recipes import recipe_of
from reports.rendering import Requisites, render_pdf
from reports.snapshot import freeze
from reports.wordings.declared import Clause


def prepare_by_recipe(
    programme: Programme, kind_code: str, subject_id: int, *, actor: User, options: Mapping[str, Any]
) -> Document:
    """The draft of this kind about this subject: a new one, or the one in work brought up to date.

    What is already registered or signed with the same content is given back; with other content a further draft is
    begun. Raises DomainError.
    """
    kind, recipe = kind_of(kind_code), recipe_of(kind_code)
    if subject_id not in dict(recipe.subjects(programme)):
        raise DomainError("Выберите из списка, о чём документ.", field="subject", code="subject")
    if obstacle := recipe.obstacle(programme):
        raise DomainError(obstacle, code="obstacle")
    subject = kind.find(subject_id)
    given = dict(options)
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        base = _key(subject_id, given)
        living = Document.objects.filter(kind=kind_code, key__startswith=base)
        found = list(living.exclude(state=DocumentState.CANCELLED).order_by("-pk"))
        key = base
        if found and found[0].state in EDITABLE:
            key = found[0].key
        elif found:
            built = build(kind, subject, organization=programme.organization, **given)
            last = found[0].versions.order_by("-revision").first()
            if last is not None and last.snapshot == freeze(built.content):
                return found[0]
            key = f"{base}:{len(found) + 1}"
        return create_document(
            kind_code, subject, organization=programme.organization, key=key, actor=actor, options=given
        )


def _key(subject_id: int, options: Mapping[str, Any]) -> str:
    plain = json.dumps(options, sort_keys=True, ensure_ascii=False, default=str)
    return f"{subject_id}:{hashlib.sha256(plain.encode()).hexdigest()[:24]}"


def preview_text(
    programme: Programme, kind_code: str, clauses: Sequence[Clause], *, subject_id: int | None = None
) -> bytes:
    """A draft PDF of the kind with these clauses, on a real subject of the programme; keeps nothing.

    Raises DomainError when there is nothing to try the text on, or the builder refuses.
    """
    kind, recipe = kind_of(kind_code), recipe_of(kind_code)
    choices = dict(recipe.subjects(programme))
    chosen = subject_id if subject_id in choices else next(iter(choices), None)
    if chosen is None:
        raise DomainError(
            recipe.obstacle(programme) or "Пока не на чем показать: нет записей.", code="nothing"
        )
    try:
        subject = kind.find(chosen)
    except ObjectDoesNotExist as error:
        raise DomainError("Такой записи больше нет.", code="no_subject") from error
    organization = programme.organization
    source = Source(
        subject, organization, clock.today(organization), recipe.defaults(programme), tuple(clauses)
    )
    content = build_from(kind, source).content
    moment = timezone.now().replace(microsecond=0)
    return render_pdf(kind, freeze(content), kind.wording, Requisites(is_draft=True), moment=moment)
