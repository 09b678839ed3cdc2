"""`build_document KIND --subject ID --out FILE`: a document's PDF from the records, without keeping anything."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from core.errors import DomainError
from reports.domain.documents import build
from reports.kinds import all_kinds, kind_of
from reports.rendering import Requisites, render_pdf
from reports.snapshot import freeze


class Command(BaseCommand):
    help = "Собирает PDF документа из записей портала. Ничего не сохраняет в базе."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="вид: " + ", ".join(kind.code for kind in all_kinds()))
        parser.add_argument("--subject", type=int, required=True, help="номер предмета: программы, согласия")
        parser.add_argument("--out", type=Path, required=True, help="куда записать PDF")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            kind = kind_of(options["kind"])
            with scopes_disabled():
                # The command line belongs to the keeper of the machine: it names a subject of any institution.
                subject = kind.find(options["subject"])
                organization = subject.organization  # type: ignore[attr-defined]
            with scope(organization=organization):
                snapshot = freeze(build(kind, subject, organization=organization).content)
                requisites = Requisites(is_draft=kind.signed_by_head)
                pdf = render_pdf(
                    kind, snapshot, kind.wording, requisites, moment=timezone.now().replace(microsecond=0)
                )
        except DomainError as error:
            raise CommandError(error.message) from error
        except ObjectDoesNotExist as error:
            raise CommandError(f"Предмета № {options['subject']} нет.") from error
        options["out"].write_bytes(pdf)
        self.stdout.write(f"{options['out']}: {len(pdf)} байт")
