"""The year of the demo programme, stage by stage, through the same domain functions that the pages call.

Nothing here writes a table by itself: what a curator could not do, the demo cannot do either.
"""

import contextlib
import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import transaction

from config.demo.alumni import bring_alumni
from config.demo.answers import invented_answers
from config.demo.development import bring_plans
from config.demo.earlier import bring_earlier_year
from config.demo.feasts import bring_feasts, close_feasts
from config.demo.guarded import bring_guarded
from config.demo.house import House, build_house, build_programme, description
from config.demo.life import live_on
from config.demo.lists import bring_lists
from config.demo.living import enliven
from config.demo.matching import hold_group_meeting
from config.demo.meetings import bring_meetings
from config.demo.monitoring import close_year, first_wave, last_waves
from config.demo.pairs import change_pairs
from config.demo.papers import prepare_orders
from config.demo.partners import bring_partners, write_to_partners
from config.demo.passport import choose_mentors, fill_passport
from config.demo.plans import change_plan
from config.demo.questionnaires import write_questionnaires
from config.demo.region import ask_for_reports
from config.demo.school import hold_school, next_school
from config.demo.signing import sign_by_code
from core.clock import today
from core.context import acting, inside
from core.domain.files import read_file
from core.domain.job_run import run_job
from core.enums import Role
from core.models import Job, User
from mentorship.domain import consents as consent_domain
from mentorship.domain import entries as entry_domain
from mentorship.domain import pairs as pair_domain
from mentorship.domain import people as people_domain
from mentorship.domain.advance import confirm_entries
from mentorship.domain.credentials import record_credential
from mentorship.domain.duplicates import note_duplicates
from mentorship.domain.health import refresh_pulses
from mentorship.domain.imports import apply_import, upload_people
from mentorship.domain.match_confirm import confirm_draft
from mentorship.domain.supplements import add_supplement
from mentorship.enums import (
    ConsentKind,
    ConsentState,
    CredentialKind,
    EntryState,
    ImportBase,
    PairState,
    PersonCategory,
)
from mentorship.jobs import DUPLICATES
from mentorship.models import Consent, Guardianship, MenteeEntry, MentorEntry, Pair, Person, Programme
from reports.domain import documents, indicators, orders, signing
from reports.domain.consents import start_consents
from reports.domain.indicator_snapshots import take_snapshot
from reports.domain.programme_papers import make_programme_paper
from reports.domain.reports import make_annual_report
from reports.indicator_years import years_of
from reports.models import Document, Indicator
from roadmap.domain.evidence import add_evidence
from roadmap.domain.imports import apply_import as apply_plan
from roadmap.domain.imports import upload_plan
from roadmap.domain.roadmaps import approve_roadmap
from roadmap.models import Activity
from surveys.domain.answering import save_section, submit_response
from surveys.domain.campaigns import close_campaign, create_campaign, open_campaign
from surveys.domain.questionnaires import adopt_from_bank
from surveys.enums import Anonymity, Audience, Gate, Phase
from surveys.models import Campaign, Invitation
from surveys.selectors.gate import gate_of
from surveys.selectors.questionnaires import load_version

ROOT = Path(__file__).resolve().parents[2]
PLAN = ROOT / "roadmap" / "demo" / "plan_2026_2027.docx"
PEOPLE = ROOT / "mentorship" / "demo" / "people.xlsx"
PLACE = "Папка «Наставничество», кабинет 214"
LEFT_UNSIGNED = 4  # consents that the demo leaves for a person to mark by hand
LEFT_UNPAIRED = 3  # pairs that wait for a second order


def launch() -> tuple[House, Programme]:
    """The college, its people who sign in, the programme with four projects, the roadmap from its DOCX."""
    house = build_house()
    with inside(house.organization), acting(house.curator):
        bring_earlier_year(house)
        programme = build_programme(house)
        plan = upload_plan(programme, PLAN.read_bytes(), PLAN.name, actor=house.curator)
        approve_roadmap(apply_plan(plan, actor=house.curator), actor=house.curator)
        _plan_indicators(house, programme)
        fill_passport(house, programme)
        _prove_by_hand(house, programme)
    return house, programme


def bases(house: House, programme: Programme) -> None:
    """Sixty people from a spreadsheet; consents printed, most of them signed; accounts tied to people."""
    made = upload_people(
        programme, PEOPLE.read_bytes(), PEOPLE.name, base=ImportBase.BY_SHEETS, actor=house.curator
    )
    apply_import(made, only_good=False, actor=house.curator)
    for job in Job.objects.filter(kind=DUPLICATES):
        _finish(job)
    _finish(start_consents(programme, actor=house.curator))
    sign_by_code(house, programme)
    waiting = Consent.objects.filter(programme=programme, state=ConsentState.ISSUED)
    _sign(list(waiting)[LEFT_UNSIGNED:], house.curator)
    _tie_accounts(house, programme)
    bring_partners(house, programme)
    bring_alumni(house)
    _enter_twice(house, programme)


def pairs(house: House, programme: Programme) -> None:
    """All consents in; questionnaires answered; pairs proposed and confirmed; the order waits for the director."""
    issued = Consent.objects.filter(programme=programme, state=ConsentState.ISSUED)
    _sign(issued.exclude(kind=ConsentKind.DISTRIBUTION), house.curator)  # that one waits for its two links
    _show_papers(house, programme)
    for code, audience, category in (
        ("request_student", Audience.MENTEES, PersonCategory.STUDENT),
        ("request_teacher", Audience.MENTEES, PersonCategory.EMPLOYEE),
        ("offer_mentor", Audience.MENTORS, ""),
    ):
        _ask(house, programme, code, audience, str(category))
    for entries in (MenteeEntry, MentorEntry):
        surveyed = entries.objects.filter(programme=programme, state=EntryState.SURVEYED)
        confirm_entries(surveyed.select_related("person", "programme"), actor=house.curator)
    entry_domain.announce_bases(programme, actor=house.curator)
    choose_mentors(house, programme)
    hold_school(house, programme)
    draft = hold_group_meeting(house, programme)
    confirm_draft(draft, actor=house.curator, on_trial=True)
    proposed = list(Pair.objects.filter(programme=programme, state=PairState.PROPOSED))
    pair_domain.approve_pairs(proposed[: len(proposed) - LEFT_UNPAIRED], actor=house.curator)
    order = orders.create_pairs_order(programme, actor=house.curator)
    documents.send_to_sign(order, actor=house.curator)


def work(house: House, programme: Programme) -> None:
    """The order is signed, the pairs work; a second order waits for the signature; a survey of latecomers is open."""
    for order in Document.objects.filter(programme=programme, kind=orders.KIND):
        _sign_order(order, house)
    late = Pair.objects.filter(programme=programme, state=PairState.PROPOSED)
    pair_domain.approve_pairs(list(late), actor=house.curator)
    if Pair.objects.filter(programme=programme, state=PairState.TO_ORDER).exists():
        documents.send_to_sign(orders.create_pairs_order(programme, actor=house.curator), actor=house.curator)
    change_pairs(house, programme)
    for order in prepare_orders(house, programme):
        _sign_order(order, house)
    # The order on the launch is signed: the Положение says «УТВЕРЖДЕНО приказом …» and is signed too.
    regulation = make_programme_paper(programme, "regulation", actor=house.curator)
    documents.send_to_sign(regulation, actor=house.curator)
    _sign_order(regulation, house)

    # What was expected at the entry: without names, so that its results show what may be shown.
    _ask(
        house,
        programme,
        "quality_entry_student-student_mentee",
        Audience.MENTEES,
        PersonCategory.STUDENT,
        anonymity=Anonymity.CONFIDENTIAL,
        phase=Phase.ENTRY,
    )
    first_wave(house, programme)
    # One questionnaire stays open: somebody has always to be reminded.
    open_campaign(
        _campaign(
            house,
            programme,
            "request_student",
            Audience.MENTEES,
            PersonCategory.STUDENT,
            "Запрос: что изменилось",
        ),
        actor=house.curator,
    )
    write_questionnaires(house)
    bring_lists(house, programme)
    bring_guarded(house, programme)
    bring_meetings(house, programme)
    bring_plans(house, programme)
    write_to_partners(house, programme)
    next_school(house, programme)
    bring_feasts(house, programme)
    change_plan(house, programme)
    live_on(house, programme)
    ask_for_reports(house)


def closing(house: House, programme: Programme) -> None:
    """The last order is signed, some pairs have finished, the annual report is made."""
    for order in Document.objects.filter(programme=programme, kind=orders.KIND, state="to_sign"):
        _sign_order(order, house)
    working = list(Pair.objects.filter(programme=programme, state=PairState.ACTIVE))
    for pair in working[: len(working) // 2]:
        pair_domain.complete_pair(
            pair, on=today(house.organization), actor=house.curator, reason="Программа пройдена"
        )
    refresh_pulses(house.organization)
    last_waves(house, programme)
    close_year(house, programme)
    close_feasts(house, programme)
    report = make_annual_report(programme, actor=house.curator)
    documents.send_to_sign(report, actor=house.curator)
    _sign_order(report, house)
    if programme.indicators.exists():
        take_snapshot(
            programme, on=today(house.organization), purpose="Итоговый годовой отчёт", actor=house.curator
        )


STAGES: dict[str, Callable[[House, Programme], None]] = {
    "launch": lambda house, programme: None,
    "bases": bases,
    "pairs": pairs,
    "work": work,
    "closing": closing,
}


def build(stage: str) -> None:
    """Everything up to and with `stage`."""
    with transaction.atomic():
        house, programme = launch()
    for name, step in STAGES.items():
        # The job of the bases' stage keeps its lease alive from a thread of its own: no transaction may hold it up.
        whole = contextlib.nullcontext() if name == "bases" else transaction.atomic()
        with inside(house.organization), acting(house.curator), whole:
            step(house, programme)
        if name == stage:
            return


# --- parts ---


def _plan_indicators(house: House, programme: Programme) -> None:
    """The indicators of the model and of the pairs' work, the year's plan, the contingent they are shares of."""
    given = description()["indicators"]
    for code in ("r145", "work"):
        indicators.add_catalogue_set(programme, set_code=code, actor=house.curator)
    year = years_of(programme.period_start, programme.period_end, house.organization.year_basis)[0]
    plans = {
        indicator: {year: Decimal(given["plan"][indicator.code])}
        for indicator in Indicator.objects.filter(programme=programme, code__in=given["plan"])
    }
    indicators.set_plans(programme, plans=plans, actor=house.curator)
    for kind, count in given["contingent"].items():
        indicators.record_contingent(
            programme,
            kind=kind,
            count=count,
            as_of=programme.period_start,
            source=given["source"],
            actor=house.curator,
        )


def _prove_by_hand(house: House, programme: Programme) -> None:
    """What no record of the portal shows is proved by people: meetings, agreements, the page of the site."""
    for number, proof in description()["proofs"].items():
        activity = Activity.objects.select_related("stage__roadmap__organization").get(
            stage__roadmap__programme=programme, number__startswith=number
        )
        add_evidence(activity, actor=house.curator, completes=True, **proof)
    enliven(house, programme)


def _finish(job: Job) -> None:
    """Run a job here and now: the demo is ready when the command ends."""
    run_job(job.pk)
    job.refresh_from_db()
    if job.state != "done":
        raise RuntimeError(f"demo job {job.kind} ended {job.state}: {job.error}")


def _sign(consents: Iterable[Consent], actor: User) -> None:
    day = today(actor.memberships.model.objects.filter(user=actor)[0].organization)
    done, refused = consent_domain.sign_consents(consents, signed_on=day, original_place=PLACE, actor=actor)
    if refused:
        raise RuntimeError(f"demo consents refused after {done}: {refused}")


def _show_papers(house: House, programme: Programme) -> None:
    """Mentors from outside have shown their certificates, one runs out soon; employees have signed their agreements."""
    day = today(house.organization)
    outside = MentorEntry.objects.filter(programme=programme, person__category=PersonCategory.EMPLOYER)
    for place, entry in enumerate(outside.select_related("person__organization")):
        for kind in CredentialKind:
            soon = place == 0 and kind == CredentialKind.MEDICAL
            record_credential(
                entry.person,
                kind=kind,
                number=f"{place + 1:03}-{'С' if kind == CredentialKind.NO_RECORD else 'М'}",
                issued_on=day - dt.timedelta(days=40),
                valid_until=day + dt.timedelta(days=20 if soon else 300),
                actor=house.curator,
            )
    employees = Consent.objects.filter(programme=programme, kind=ConsentKind.EMPLOYEE_MENTORING)
    for place, consent in enumerate(employees.select_related("person")):
        add_supplement(
            consent.person,
            programme=programme,
            number=f"{place + 1}-Н",
            signed_on=day,
            starts_on=programme.period_start,
            ends_on=programme.period_end,
            content="Помощь молодому преподавателю в освоении методики предмета",
            pay=Decimal(3000),
            pay_terms="пункт 4.7 положения об оплате труда",
            actor=house.curator,
        )


def _sign_order(order: Document, house: House) -> None:
    """The secretary registers, the director signs on paper; the demo's scan is the registered sheet itself."""
    documents.register_document(order, actor=house.director)
    order.refresh_from_db()
    signing.sign_on_paper(
        order,
        actor=house.director,
        scan=read_file(order.file),  # type: ignore[arg-type] # a registered document has its file
        scan_name="Приказ подписанный.pdf",
        signed_on=today(house.organization),
    )


def _campaign(
    house: House,
    programme: Programme,
    code: str,
    audience: Audience,
    category: str,
    title: str = "",
    **given: Any,
) -> Campaign:
    version = adopt_from_bank(code, organization=house.organization, actor=house.curator)
    day = today(house.organization)
    return create_campaign(
        programme,
        version=version,
        title=title or version.title,
        audience=audience,
        category=str(category),
        opens_on=day,
        closes_on=day + dt.timedelta(days=14),
        actor=house.curator,
        **given,
    )


def _ask(
    house: House, programme: Programme, code: str, audience: Audience, category: str, **given: Any
) -> None:
    """One campaign, answered by everybody through their own link, then closed."""
    campaign = _campaign(house, programme, code, audience, category, **given)
    open_campaign(campaign, actor=house.curator)
    for invitation in Invitation.objects.filter(campaign=campaign).select_related("person"):
        if gate_of(invitation) == Gate.OPEN:
            _answer(campaign, invitation)
    close_campaign(campaign, actor=house.curator)


def _answer(campaign: Campaign, invitation: Invitation) -> None:
    instrument = load_version(campaign.version).instrument
    fields = invented_answers(
        instrument, seed=f"{instrument.code} {invitation.person}", wished=_wishes(invitation.person)
    )
    save_section(invitation, fields, keys=[item.key for item in instrument.questions()])
    submit_response(invitation)


def _wishes(person: Person) -> dict[str, object]:
    """Teachers offer help to colleagues, the others to students; nobody minds the age."""
    whom = "both" if person.category == PersonCategory.EMPLOYEE else "students"
    return {"whom": {"codes": [whom], "other": ""}, "preferred_age": None, "external": False}


def _enter_twice(house: House, programme: Programme) -> None:
    """A mentor whom somebody entered by hand once more: the queue of possible duplicates has its obvious pair."""
    known = MentorEntry.objects.filter(programme=programme).select_related("person").order_by("pk")[2].person
    again = people_domain.create_person(
        house.organization,
        actor=house.curator,
        last_name=known.last_name.replace("ё", "е").replace("Ё", "Е"),
        first_name=known.first_name,
        middle_name=known.middle_name,
        birth_date=known.birth_date,
        category=known.category,
        position=known.position,
        phone=known.phone,
    )
    note_duplicates(house.organization, [again])


def _tie_accounts(house: House, programme: Programme) -> None:
    """The demo's mentor, mentee and parent are people of the bases; the partner's man is added."""
    link = Guardianship.objects.filter(ward__mentee_entries__programme=programme).select_related(
        "guardian", "ward"
    )[0]
    mentors = MentorEntry.objects.filter(programme=programme, person__category=PersonCategory.EMPLOYER)
    mentor = mentors.select_related("person")[0].person
    partner = people_domain.create_person(
        house.organization,
        actor=house.curator,
        last_name="Партнёров",
        first_name="Сергей",
        middle_name="Олегович",
        category=PersonCategory.EMPLOYER,
        employer=mentor.employer,
        position="Начальник отдела кадров",
    )
    for role, person in (
        (Role.MENTEE, link.ward),
        (Role.PARENT, link.guardian),
        (Role.MENTOR, mentor),
        (Role.PARTNER, partner),
    ):
        user = house.users[role]
        people_domain.edit_person(person, actor=house.curator, user=user)
        user.full_name = person.full_name
        user.save(update_fields=["full_name"])
