"""What documents cost: ours against bare WeasyPrint, warm, on the same HTML, in turn.

Bare means: the library as its manual shows it, with the stylesheets parsed once and one font configuration, the
same kind of PDF (PDF/A-2a), and nothing kept. Ours is everything that happens to a sheet of the portal.
"""

from __future__ import annotations

import datetime as dt
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration

from core.context import inside
from core.domain.job_run import run_job
from core.enums import Gender, JobState, Role
from core.models import Job, Membership, Organization, User
from core.pdf import sheet_to_pdf
from core.pdf.render import VARIANT, stylesheet_text
from mentorship.enums import ConsentKind, EntryState, ProgrammeState
from mentorship.models import Consent, MenteeEntry, Person, Programme
from reports.domain.consents import JOB_KIND
from reports.domain.documents import build
from reports.kinds import KIND_OF_CONSENT, kind_of
from reports.models import Document
from reports.rendering import Requisites, render_html
from reports.selectors.consents import consents_to_draw
from reports.snapshot import freeze

ROUNDS = 40  # of one sheet each
MASS_ROUNDS = 20  # of 25 people each: 500, in turns short enough for a machine that others use too
PEOPLE = 25
Pair = tuple[float, float]


class Bare:
    """WeasyPrint and nothing else."""

    def __init__(self, *stylesheets: str) -> None:
        self.fonts = FontConfiguration()
        self.sheets = [CSS(string=stylesheet_text(name), font_config=self.fonts) for name in stylesheets]

    def draw(self, html: str) -> bytes:
        pdf: bytes = HTML(string=html).write_pdf(
            stylesheets=self.sheets, font_config=self.fonts, pdf_variant=VARIANT, pdf_tags=True
        )
        return pdf


def seconds(action: Callable[[], object]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def in_turn(pairs: Iterator[tuple[Callable[[], object], Callable[[], object]]]) -> Pair:
    """Medians of (ours, reference) over the rounds; who goes first changes from round to round."""
    values: list[float] = []
    references: list[float] = []
    for number, (ours, reference) in enumerate(pairs):
        measures = [(ours, values), (reference, references)]
        for action, kept in measures if number % 2 else reversed(measures):
            kept.append(seconds(action))
    return statistics.median(values), statistics.median(references)


def bench_consent() -> Pair:
    """Seconds for the PDF of one consent from its HTML: (ours, bare), medians of many after a warm-up."""
    programme = make_programme("consent-one", people=1)
    with inside(programme.organization):
        html = consent_html(consents_to_draw().get())
    bare = Bare("document", "consent")
    moment = dt.datetime(2026, 10, 5, tzinfo=dt.UTC)

    def ours() -> bytes:
        return sheet_to_pdf(html, stylesheet="consent", created=moment)

    for _ in range(3):
        ours()
        bare.draw(html)
    return in_turn((ours, lambda: bare.draw(html)) for _ in range(ROUNDS))


def _draw_all(bare: Bare, pages: list[str]) -> None:
    for page in pages:
        bare.draw(page)


def bench_consents_500() -> Pair:
    """Seconds for 500 consents: (the whole job with rows, files, archive and print file; bare drawing of the same).

    Twenty rounds of 25 people of their own; the median round stands for each of the twenty.
    """
    bare = Bare("document", "consent")
    make_all(make_programme("consents-warm", people=5))

    def rounds() -> Iterator[tuple[Callable[[], object], Callable[[], object]]]:
        for number in range(MASS_ROUNDS):
            programme = make_programme(f"consents-{number}", people=PEOPLE)
            with inside(programme.organization):
                consents = consents_to_draw().filter(programme=programme)
                pages = [consent_html(consent) for consent in consents]
            bare.draw(pages[0])
            yield partial(make_all, programme), partial(_draw_all, bare, pages)

    value, reference = in_turn(rounds())
    return value * MASS_ROUNDS, reference * MASS_ROUNDS


def consent_html(consent: Consent) -> str:
    """The page of a consent exactly as the portal draws it."""
    kind = kind_of(KIND_OF_CONSENT[ConsentKind(consent.kind)])
    built = build(kind, consent, organization=consent.organization)
    return render_html(kind, freeze(built.content), kind.wording, Requisites())


def make_all(programme: Programme) -> None:
    """Run the real job in this process; RuntimeError unless it made every sheet."""
    with inside(programme.organization):
        job = Job.objects.create(
            organization=programme.organization,
            kind=JOB_KIND,
            title="Согласия",
            owner=programme.curator,
            params={"programme": programme.pk},
        )
    run_job(job.pk)
    with inside(programme.organization):
        job.refresh_from_db()
        made = Document.objects.filter(programme=programme).count()
        expected = Consent.objects.filter(programme=programme).count()
    if job.state != JobState.DONE or made != expected:
        raise RuntimeError(f"{made} of {expected} sheets, {job.error}")


def make_programme(code: str, *, people: int) -> Programme:
    """An institution with a programme and adults in the base of mentees, each with a consent that is needed."""
    organization = Organization.objects.create(
        code=f"bench-{code}",
        full_name="Государственное бюджетное профессиональное учреждение «Колледж для измерений»",
        short_name="Колледж для измерений",
        city="г. Примерск",
        address="г. Примерск, ул. Учебная, д. 1",
        head_last_name="Образцов",
        head_first_name="Пётр",
        head_middle_name="Ильич",
        head_gender=Gender.MALE,
    )
    user = User.objects.create_user(f"{code}@example.test", None, full_name="Примерова Анна Сергеевна")
    with inside(organization):
        Membership.objects.create(organization=organization, user=user, role=Role.CURATOR)
        programme = Programme.objects.create(
            organization=organization,
            code=code,
            title="Программа наставничества",
            state=ProgrammeState.ACTIVE,
            period_start=dt.date(2026, 9, 1),
            period_end=dt.date(2027, 8, 31),
            curator=user,
        )
        for number in range(people):
            add_person(programme, number)
    return programme


def add_person(programme: Programme, number: int) -> None:
    person = Person.objects.create(
        organization=programme.organization,
        last_name=f"Примерова-{'абвгдежзик'[number % 10].upper()}нина",
        first_name=("Анна", "Вера", "Дарья", "Ирина", "Мария")[number % 5],
        middle_name="Сергеевна",
        gender=Gender.FEMALE,
        birth_date=dt.date(1980 + number % 20, 1 + number % 12, 1 + number % 28),
        group=f"ТМ-{number % 40:02}",
        address=f"г. Примерск, ул. Садовая, д. {number + 1}, кв. {number % 90 + 1}",
        search_key=f"примерова {number}",
    )
    MenteeEntry.objects.create(
        organization=programme.organization, programme=programme, person=person, state=EntryState.CANDIDATE
    )
    Consent.objects.create(
        organization=programme.organization,
        programme=programme,
        person=person,
        kind=ConsentKind.PROCESSING,
        signer="self",
    )
