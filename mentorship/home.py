"""Home pages of participants and the figures of staff: providers of `core.registries`."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from core import russian
from core.enums import Role
from core.registries import Figure, HomeBlock, NavItem, Viewer
from mentorship.enums import ConsentKind, ConsentState, EntryState, PairState
from mentorship.models import Consent, MenteeEntry, MentorEntry, Pair, Person
from mentorship.permissions import VIEW_PROGRAMMES
from mentorship.selectors.participants import (
    consents_of,
    mentors_of_employer,
    pairs_of,
    person_of,
    wards_of,
)

STAFF = frozenset({Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR})
OUT = [EntryState.FINISHED, EntryState.LEFT]
PAIR_TONES = {PairState.ACTIVE: "ok", PairState.TO_ORDER: "wait", PairState.SUSPENDED: "wait"}
CONSENT_TONES = {
    ConsentState.SIGNED: "ok",
    ConsentState.NEEDED: "wait",
    ConsentState.ISSUED: "wait",
    ConsentState.REFUSED: "bad",
    ConsentState.WITHDRAWN: "bad",
    ConsentState.LAPSED: "bad",
}


@dataclass(frozen=True)
class PairLine:
    """A pair as one of its people sees it."""

    with_whom: str
    mentor: str
    project: str
    state: str
    tone: str
    period: str
    order: str


@dataclass(frozen=True)
class ConsentLine:
    who: str
    kind: str
    state: str
    tone: str
    advice: str


def programme_line(viewer: Viewer) -> list[NavItem]:
    """The programme itself in the left navigation, for those who may read it."""
    if not VIEW_PROGRAMMES.allows(viewer.membership):
        return []
    return [
        NavItem(
            "Программа",
            _programme_url(viewer),
            order=30,
            active_prefixes=("mentorship:programme", "mentorship:project"),
        )
    ]


def _programme_url(viewer: Viewer) -> str:
    if viewer.programme is None:
        return reverse("mentorship:programmes")
    return reverse("mentorship:programme", kwargs={"pk": viewer.programme.pk})


def home_blocks(viewer: Viewer) -> list[HomeBlock]:
    """«Мои пары», «Согласия», «Мои дети», «Наставники вашей организации»; a constant number of queries."""
    if viewer.role not in {Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER} or viewer.programme is None:
        return []
    person = person_of(viewer.membership)
    if person is None:
        return [HomeBlock("mentorship/home/not_linked.html", order=1)]
    if viewer.role == Role.PARTNER:
        mentors = list(mentors_of_employer(person, viewer.programme))
        return [HomeBlock("mentorship/home/partner.html", {"mentors": mentors, "employer": person.employer})]
    people = wards_of(person) if viewer.role == Role.PARENT else [person]
    return [
        HomeBlock(
            "mentorship/home/pairs.html",
            {"pairs": _pair_lines(people, viewer), "people": people, "role": viewer.role},
            order=10,
        ),
        HomeBlock("mentorship/home/consents.html", {"consents": _consent_lines(people, viewer)}, order=20),
    ]


def _pair_lines(people: list[Person], viewer: Viewer) -> list[PairLine]:
    own = {person.pk for person in people}
    lines = []
    for pair in pairs_of(people, viewer.programme):
        mentees = [place.mentee.person for place in pair.places.all()]
        if pair.mentor.person_id in own:
            whom = ", ".join(str(mentee) for mentee in mentees)
        else:
            # Other members of a group are not shown: each family sees its own child.
            whom = ", ".join(str(mentee) for mentee in mentees if mentee.pk in own)
        lines.append(
            PairLine(
                with_whom=whom,
                mentor=str(pair.mentor.person),
                project=pair.project.title,
                state=pair.get_state_display(),
                tone=PAIR_TONES.get(PairState(pair.state), ""),
                period=_period(pair),
                order=f"приказ от {russian.date_short(pair.order_date)} № {pair.order_number}"
                if pair.order_date
                else "",
            )
        )
    return lines


def _period(pair: Pair) -> str:
    start = f"с {russian.date_short(pair.period_start)}" if pair.period_start else ""
    end = f"по {russian.date_short(pair.period_end)}" if pair.period_end else ""
    return " ".join(part for part in (start, end) if part)


def _consent_lines(people: list[Person], viewer: Viewer) -> list[ConsentLine]:
    told: dict[tuple[int, str], ConsentLine] = {}
    for consent in consents_of(people, viewer.programme):
        told.setdefault(
            (consent.person_id, consent.kind),
            ConsentLine(
                who=str(consent.person),
                kind=consent.get_kind_display(),
                state=consent.get_state_display(),
                tone=CONSENT_TONES[ConsentState(consent.state)],
                advice="Распечатанный бланк выдаст куратор: подпишите и верните ему."
                if consent.state in {ConsentState.NEEDED, ConsentState.ISSUED}
                else "",
            ),
        )
    return list(told.values())


def figures(viewer: Viewer) -> list[Figure]:
    """What the bases, the consents and the pairs have come to, each with its fraction: three queries."""
    if viewer.role not in STAFF or viewer.programme is None:
        return []
    programme = viewer.programme
    paired = Q(places__is_live=True, places__pair__state__in=[PairState.ACTIVE, PairState.SUSPENDED])
    mentees = MenteeEntry.objects.filter(programme=programme).exclude(state__in=OUT)
    mentors = MentorEntry.objects.filter(programme=programme).exclude(state__in=OUT)
    in_pairs = mentees.aggregate(
        all=Count("pk", distinct=True), part=Count("pk", filter=paired, distinct=True)
    )
    working = Q(pairs__state__in=[PairState.ACTIVE, PairState.SUSPENDED])
    at_work = mentors.aggregate(
        all=Count("pk", distinct=True), part=Count("pk", filter=working, distinct=True)
    )
    signed = Consent.objects.filter(
        programme=programme,
        kind=ConsentKind.PROCESSING,
        state__in=[ConsentState.NEEDED, ConsentState.ISSUED, ConsentState.SIGNED],
    ).aggregate(all=Count("pk"), part=Count("pk", filter=Q(state=ConsentState.SIGNED)))
    return [
        _figure("Наставляемые в парах", in_pairs, "в базе никого нет", order=10),
        _figure("Наставники в парах", at_work, "в базе никого нет", order=20),
        _figure("Согласия на обработку данных", signed, "согласия ещё не готовились", order=30),
    ]


def _figure(label: str, counted: dict[str, int], empty: str, *, order: int) -> Figure:
    part, whole = counted["part"], counted["all"]
    if not whole:
        return Figure(label, None, note=empty, order=order)
    percent = part / whole * 100
    return Figure(
        label,
        russian.percent(part, whole),
        fraction=f"{russian.grouped(part)} из {russian.grouped(whole)}",
        percent=percent,
        order=order,
    )
