"""`build_document KIND --subject ID --out FILE`: a document from the records, PDF or DOCX; keeps nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_scopes import scopes_disabled

from core.context import inside
from core.errors import DomainError
from reports.domain.documents import build
from reports.kinds import DocumentKind, all_kinds, kind_of
from reports.rendering import Requisites, render_docx, render_pdf
from reports.snapshot import freeze


class Command(BaseCommand):
    help = "Собирает документ (PDF или DOCX) из записей портала. Ничего не сохраняет в базе."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="вид: " + ", ".join(kind.code for kind in all_kinds()))
        parser.add_argument("--subject", type=int, required=True, help="номер предмета: программы, согласия")
        parser.add_argument("--out", type=Path, required=True, help="куда записать файл")
        parser.add_argument("--format", choices=("pdf", "docx"), default="pdf", help="вид файла")
        parser.add_argument(
            "--option",
            action="append",
            default=[],
            metavar="ИМЯ=ЗНАЧЕНИЕ",
            help="условие вида: on=2026-11-01, columns=number,text,deadline",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kind = kind_of(options["kind"])
            with scopes_disabled():
                # The command line belongs to the keeper of the machine: it names a subject of any institution.
                subject = kind.find(options["subject"])
                organization = subject.organization  # type: ignore[attr-defined]
            with inside(organization):
                given = _options(options["option"])
                snapshot = freeze(build(kind, subject, organization=organization, **given).content)
                data = _drawn(kind, snapshot, options["format"])
        except DomainError as error:
            raise CommandError(error.message) from error
        except ObjectDoesNotExist as error:
            raise CommandError(f"Предмета № {options['subject']} нет.") from error
        options["out"].write_bytes(data)
        self.stdout.write(f"{options['out']}: {len(data)} байт")


def _drawn(kind: DocumentKind, snapshot: dict[str, Any], form: str) -> bytes:
    moment = timezone.now().replace(microsecond=0)
    if form == "docx":
        return render_docx(kind, snapshot, moment=moment)
    requisites = Requisites(is_draft=kind.signed_by_head or bool(snapshot.get("is_draft")))
    return render_pdf(kind, snapshot, kind.wording, requisites, moment=moment)


def _options(given: list[str]) -> dict[str, Any]:
    """«columns=number,text» → {"columns": ["number", "text"]}; a value without a comma stays a text."""
    pairs = [each.partition("=") for each in given]
    if any(not sign for _, sign, _ in pairs):
        raise CommandError("Условие пишется так: --option on=2026-11-01")
    return {name: value.split(",") if name == "columns" else value for name, _, value in pairs}
