"""What long papers cost on both cores: orders of sixty rows, a report with charts, and the way by an office suite."""

from __future__ import annotations

import datetime as dt
import multiprocessing
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from django.core.management import call_command
from django_scopes import scopes_disabled
from docx import Document as WordDocument
from docxtpl import DocxTemplate

from core.context import inside
from core.models import Organization
from core.pdf import html_to_pdf
from mentorship.enums import EntryState, PairState
from mentorship.models import (
    FormOfMentoring,
    MenteeEntry,
    MentorEntry,
    Pair,
    PairMentee,
    Person,
    Programme,
    Project,
)
from reports.bench import Bare, consent_html, in_turn, make_all, make_programme, seconds
from reports.domain.documents import build
from reports.kinds import kind_of
from reports.rendering import Requisites, render_html
from reports.selectors.consents import consents_to_draw
from reports.snapshot import freeze

ORDERS, ROWS, AT_ONCE = 100, 60, 10
REPORTS = 6
CONSENTS = 500
MOMENT = dt.datetime(2026, 10, 5, tzinfo=dt.UTC)
Figures = tuple[float, float]


def _ours(stylesheet: str, pages: list[str]) -> int:
    return sum(len(html_to_pdf(page, stylesheet=stylesheet, created=MOMENT)) for page in pages)


_bare: dict[str, Bare] = {}


def _reference(stylesheet: str, pages: list[str]) -> int:
    return sum(len(_bare[stylesheet].draw(page)) for page in pages)


def on_both_cores(stylesheet: str, page: str, *, count: int, at_once: int) -> Figures:
    """Seconds for `count` papers of one page on two processes: (ours, bare); warm, in turn, `at_once` a round."""
    # Started before the processes: each has its own warm copy.
    _bare[stylesheet] = Bare(stylesheet)
    _ours(stylesheet, [page])
    _reference(stylesheet, [page])
    half = [page] * (at_once // 2)

    def drawn(pool: ProcessPoolExecutor, draw: Callable[[str, list[str]], int]) -> None:
        for one in [pool.submit(draw, stylesheet, half) for _ in range(2)]:
            one.result()

    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
        drawn(pool, _ours)
        drawn(pool, _reference)
        rounds = count // at_once
        value, reference = in_turn(
            (partial(drawn, pool, _ours), partial(drawn, pool, _reference)) for _ in range(rounds)
        )
    return value * rounds, reference * rounds


def bench_orders_100() -> Figures:
    """Seconds for a hundred orders of sixty pairs each, drawn on both cores: (ours, bare)."""
    programme = make_programme("orders", people=0)
    with inside(programme.organization):
        pairs = _confirmed(programme, ROWS)
        kind = kind_of("order_pairs")
        built = build(kind, programme, organization=programme.organization, pairs=pairs)
        page = render_html(kind, freeze(built.content), kind.wording, Requisites())
    return on_both_cores(kind.stylesheet, page, count=ORDERS, at_once=AT_ONCE)


def bench_report() -> Figures:
    """Seconds for annual reports of the demo's closed year (charts among the pages) on both cores: (ours, bare)."""
    call_command("seed_demo", stage="closing", verbosity=0)
    with scopes_disabled():
        organization = Programme.objects.select_related("organization").get().organization
    with inside(organization):
        programme = Programme.objects.get()
        kind = kind_of("annual_report")
        built = build(kind, programme, organization=organization)
        page = render_html(kind, freeze(built.content), kind.wording, Requisites())
    return on_both_cores(kind.stylesheet, page, count=REPORTS, at_once=2)


class OfficeMissing(RuntimeError):
    """There is no LibreOffice on this machine to compare with."""


def bench_office_way(people: int = CONSENTS) -> Figures:
    """Seconds for so many consents: (the portal's whole job in one process, docxtpl and LibreOffice on both cores).

    Raises OfficeMissing where LibreOffice is not installed.
    """
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise OfficeMissing("LibreOffice is not installed: apt-get install libreoffice-writer")
    make_all(make_programme("office-warm", people=5))
    programme = make_programme("office", people=people)
    ours = seconds(partial(make_all, programme))
    with inside(programme.organization):
        names = [str(one.person) for one in consents_to_draw().filter(programme=programme)]
        text = consent_html(consents_to_draw().filter(programme=programme)[0])
    return ours, seconds(partial(_by_office, office, names, len(text)))


def _by_office(office: str, names: list[str], size: int) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        template = WordDocument()
        template.add_heading("Согласие на обработку персональных данных")
        template.add_paragraph("Я, {{ name }}, даю согласие на обработку моих персональных данных.")
        for _ in range(size // 400):  # as much text as our sheet has
            template.add_paragraph("Перечень действий, цель, срок и порядок отзыва согласия. " * 4)
        template.save(str(folder / "template.docx"))
        halves = [names[0::2], names[1::2]]
        with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork")) as pool:
            jobs = [pool.submit(_half, office, folder, place, half) for place, half in enumerate(halves)]
            made = sum(job.result() for job in jobs)
        if made != len(names):
            raise RuntimeError(f"the office made {made} of {len(names)} files")


def _half(office: str, folder: Path, place: int, names: list[str]) -> int:
    home = folder / f"half{place}"
    home.mkdir()
    files = []
    for number, name in enumerate(names):
        template = DocxTemplate(folder / "template.docx")
        template.render({"name": name})
        files.append(home / f"{number}.docx")
        template.save(files[-1])
    profile = f"-env:UserInstallation=file://{home}/profile"
    command = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", str(home), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True)  # noqa: S603
    return len(list(home.glob("*.pdf")))


def _confirmed(programme: Programme, count: int) -> list[int]:
    """Ids of so many pairs that wait for the order."""
    organization = programme.organization
    form = FormOfMentoring.objects.order_by("pk").first() or FormOfMentoring.objects.create(
        code="bench", title="Студент – студент"
    )
    project = Project.objects.create(
        organization=organization, programme=programme, form=form, title="Студент – студент"
    )
    return [_pair(programme, project, person, mentor).pk for person, mentor in _couples(organization, count)]


def _couples(organization: Organization, count: int) -> Iterator[tuple[Person, Person]]:
    for number in range(count):
        common = {"organization": organization, "gender": "female", "birth_date": dt.date(1990, 1, 1)}
        yield (
            Person.objects.create(
                last_name="Примерова", first_name="Анна", middle_name="Сергеевна", group=f"ТМ-{number:02}",
                search_key=f"примерова {number}", **common,
            ),
            Person.objects.create(
                last_name="Образцова", first_name="Вера", middle_name="Ильинична", group=f"ИС-{number:02}",
                search_key=f"образцова {number}", **common,
            ),
        )  # fmt: skip


def _pair(programme: Programme, project: Project, person: Person, other: Person) -> Pair:
    shared = {"organization": programme.organization, "programme": programme}
    mentee = MenteeEntry.objects.create(person=person, project=project, state=EntryState.SELECTED, **shared)
    mentor = MentorEntry.objects.create(person=other, state=EntryState.SELECTED, **shared)
    pair = Pair.objects.create(project=project, mentor=mentor, state=PairState.TO_ORDER, **shared)
    PairMentee.objects.create(pair=pair, mentee=mentee, project=project, mentor=mentor, slot=1)
    return pair
