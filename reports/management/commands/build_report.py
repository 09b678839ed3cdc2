"""`build_report KIND --program CODE [--year Y] --out FILE`: a report of a programme from the records; keeps nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_scopes import scopes_disabled

from core import clock
from core.context import inside
from core.errors import DomainError
from mentorship.models import Programme
from reports.domain.documents import build
from reports.domain.report_subjects import REPORTS, Subject, subjects_of
from reports.kinds import DocumentKind, kind_of
from reports.rendering import Requisites, render_docx, render_pdf
from reports.selectors.spans import span_of
from reports.snapshot import freeze

UNKNOWN = 2


class Command(BaseCommand):
    help = "Составляет отчёт программы за отчётный год (PDF или DOCX). Ничего не сохраняет в базе."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="вид отчёта: " + ", ".join(REPORTS))
        parser.add_argument("--program", required=True, metavar="CODE", help="код программы")
        parser.add_argument("--year", type=int, help="отчётный год: 2026 для 2026/27; без него – текущий")
        parser.add_argument(
            "--subject", type=int, help="номер проекта или опроса, если их у программы несколько"
        )
        parser.add_argument("--out", type=Path, required=True, help="куда записать файл")
        parser.add_argument("--format", choices=("pdf", "docx"), default="pdf", help="вид файла")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["kind"] not in REPORTS:
            known = ", ".join(REPORTS)
            raise CommandError(f"Отчёта вида «{options['kind']}» нет. Есть: {known}.", returncode=UNKNOWN)
        programme = _programme(options["program"])
        try:
            with inside(programme.organization):
                span = span_of(programme, clock.today(programme.organization), year=options["year"])
                found = subjects_of(options["kind"], span)
                chosen = self._choose(found, options["subject"])
                kind = kind_of(chosen.kind)
                built = build(kind, chosen.subject, organization=programme.organization, **chosen.options)
                data = _drawn(kind, freeze(built.content), options["format"])
        except DomainError as error:
            raise CommandError(error.message) from error
        options["out"].write_bytes(data)
        self.stdout.write(f"{options['out']}: {len(data)} байт; {built.content.title}, {programme.title}")

    def _choose(self, found: list[Subject], wanted: int | None) -> Subject:
        """The subject that is asked for, the first without asking: the others are named on stderr."""
        if wanted is not None:
            chosen = next((one for one in found if one.subject.pk == wanted), None)
            if chosen is None:
                told = "; ".join(f"{one.subject.pk} – {one.title}" for one in found)
                raise CommandError(f"Предмета № {wanted} у этого отчёта нет. Есть: {told}.")
            return chosen
        if len(found) > 1:
            told = "; ".join(f"{one.subject.pk} – {one.title}" for one in found[1:])
            self.stderr.write(f"Составлен по «{found[0].title}». Другие (--subject): {told}")
        return found[0]


def _programme(code: str) -> Programme:
    """The keeper of the machine names a programme of any institution by its code."""
    with scopes_disabled():
        found = list(
            Programme.objects.filter(code=code).select_related("organization", "curator").order_by("pk")[:2]
        )
    if not found:
        raise CommandError(f"Программы с кодом «{code}» нет.")
    if len(found) > 1:
        raise CommandError(f"Программ с кодом «{code}» несколько: у каждой организации своя.")
    return found[0]


def _drawn(kind: DocumentKind, snapshot: dict[str, Any], form: str) -> bytes:
    moment = timezone.now().replace(microsecond=0)
    if form == "docx":
        return render_docx(kind, snapshot, moment=moment)
    requisites = Requisites(is_draft=kind.signed_by_head)
    return render_pdf(kind, snapshot, kind.wording, requisites, moment=moment)
