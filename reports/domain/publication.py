"""Showing a document to everybody, or not: a copy made for this, without the names of those who have not allowed it."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from core import audit, clock
from core.domain.files import store_file
from core.errors import DomainError
from core.models import User
from core.pdf import pdf_text, safe_file_name
from core.workflow import move
from mentorship.naming_text import Named, strangers_in, surname_forms, words_of
from reports.domain.rights import require
from reports.enums import IN_FORCE, DocumentState
from reports.kinds import kind_of
from reports.life_enums import PUBLICATION_TRANSITIONS, PublicationState
from reports.models import Document, DocumentVersion, Publication
from reports.permissions import PREPARE_DOCUMENTS
from reports.redacting import Redactor, strings_of
from reports.rendering import Requisites, render_pdf
from reports.selectors.documents import current_version
from reports.selectors.naming import NamedPerson, may_be_named, people_named_in

PURPOSE = "public_copy"


def publish(document: Document, *, actor: User, without_people: bool = False) -> Publication:
    """Make the copy for everybody and show it; done again the copy is made anew by today's consents.

    `without_people` hides every name, allowed or not. Raises DomainError when the document is not in force, and when
    the copy still seems to name somebody: nothing is shown then.
    """
    require(PREPARE_DOCUMENTS)
    version = current_version(document)
    if document.state not in IN_FORCE - {DocumentState.ISSUED} or version is None or version.is_draft:
        raise DomainError("Публикуют подписанный документ, который действует.", code="not_signed")
    day = clock.today(document.organization)
    found = people_named_in(document.organization, version.snapshot, day=day)
    head = str(version.snapshot.get("signatory", {}).get("full_name", "")).split()
    found = [one for one in found if one.pk or not _is_head(one.named, head)]
    allowed = set() if without_people else may_be_named(found, day=day)
    barred = [one for one in found if one.pk not in allowed]
    redactor = Redactor(one.named for one in barred)
    content = redactor.content(version.snapshot)
    requisites = Requisites(version.number, version.date, check_code=version.check_code, link=version.link)
    pdf = render_pdf(kind_of(document.kind), content, version.wording, requisites, moment=version.rendered_at)
    _check_copy(pdf, content, found, barred, head)
    return _keep(document, version, content, pdf, redactor.count, sorted(allowed), actor)


def withhold(document: Document, *, reason: str, actor: User) -> Publication:
    """Decide not to show a document, or to show it no more. Raises DomainError without a reason."""
    require(PREPARE_DOCUMENTS)
    reason = " ".join(reason.split())
    if not reason:
        raise DomainError("Укажите, почему документ не публикуется.", field="reason", code="required")
    day = clock.today(document.organization)
    with transaction.atomic():
        known = Publication.objects.select_for_update().filter(document=document).first()
        if known is None:
            known = Publication.objects.create(
                document=document,
                state=PublicationState.WITHHELD,
                reason=reason[:300],
                decided_on=day,
                author=actor,
            )
            audit.record("publication.withheld", subject=known, actor=actor, reason=reason)
            return known
        return move(
            known,
            to=PublicationState.WITHHELD,
            transitions=PUBLICATION_TRANSITIONS,
            actor=actor,
            reason=reason,
            set_fields={"reason": reason[:300], "decided_on": day, "author": actor},
        )


def _is_head(named: Named, head: list[str]) -> bool:
    """The head signs: their name is public (273-ФЗ ст. 29)."""
    return bool(head) and [named.last_name, named.first_name] == head[:2]


def _check_copy(
    pdf: bytes,
    content: dict[str, Any],
    found: list[NamedPerson],
    barred: list[NamedPerson],
    head: list[str],
) -> None:
    """The drawn copy is read back: no hidden surname and nobody unknown to the portal may stand in it."""
    said = {part for word in pdf_text(pdf).split() if word[:1].isupper() for part in words_of(word)}
    officials = [Named(*[*head, "", "", ""][:3])] if head else []
    official = {form for one in officials for form in surname_forms(one)}
    left = [one.named.last_name for one in barred if said & (surname_forms(one.named) - official)]
    known = [*officials, *(one.named for one in found)]
    left += [name for line in strings_of(content) for name in strangers_in(line, known)]
    if left:
        raise DomainError(
            f"В копии остались имена: {', '.join(dict.fromkeys(left))}. Документ не опубликован: "
            "заведите карточки этих людей или не публикуйте его.",
            code="named",
        )


def _keep(
    document: Document,
    version: DocumentVersion,
    content: dict[str, Any],
    pdf: bytes,
    hidden: int,
    named: list[int],
    actor: User,
) -> Publication:
    fields: dict[str, Any] = {
        "reason": "",
        "decided_on": clock.today(document.organization),
        "version": version,
        "snapshot": content,
        "hidden": hidden,
        "named": named,
        "author": actor,
    }
    with transaction.atomic():
        known = Publication.objects.select_for_update().filter(document=document).first()
        fields["file"] = store_file(
            pdf,
            # By the heading of the copy: the document's own may hold a name that the copy hides.
            name=safe_file_name(f"{content.get('title', '')} № {document.number} (копия для сайта)", ".pdf"),
            content_type="application/pdf",
            purpose=PURPOSE,
            organization=document.organization,
            created_by=actor,
        )
        if known is not None and known.state == PublicationState.WITHHELD:
            return move(
                known,
                to=PublicationState.PUBLISHED,
                transitions=PUBLICATION_TRANSITIONS,
                actor=actor,
                set_fields=fields,
            )
        made, _ = Publication.objects.update_or_create(
            document=document,
            defaults=fields,
            create_defaults={**fields, "state": PublicationState.PUBLISHED},
        )
        audit.record("publication.published", subject=made, actor=actor, after={"hidden": hidden})
        return made
