"""Home pages of participants and the figures of staff: providers of `core.registries`."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from core import russian
from core.enums import Role
from core.registries import Figure, HomeBlock, NavItem, Viewer
from mentorship.enums import ConsentKind, ConsentState, EntryState, PairState
from mentorship.models import Consent, MenteeEntry, MentorEntry, Pair, PairMentee, Person
from mentorship.partner_room import partner_blocks
from mentorship.permissions import VIEW_PROGRAMMES
from mentorship.selectors.next_steps import own_steps, steps_of_programme
from mentorship.selectors.participants import (
    consents_of,
    pairs_of,
    person_of,
    wards_of,
)

PARTICIPANTS = frozenset({Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER})
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

    url: str
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
    """«Мои пары», «Согласия», «Мои дети», «Наша организация»: a block for all that the person is, whatever role they
    came in; a constant number of queries."""
    if viewer.role in {Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST}:
        lines = steps_of_programme(viewer.membership, viewer.programme)
        return [HomeBlock("mentorship/home/steps.html", {"lines": lines}, order=60)] if lines else []
    if viewer.role not in PARTICIPANTS:
        return []
    found = partner_blocks(viewer)
    person = person_of(viewer.membership) if viewer.programme is not None else None
    if person is None:
        alone = viewer.programme is None or found
        return found if alone else [HomeBlock("mentorship/home/not_linked.html", order=1)]
    wards = wards_of(person, day=viewer.today)
    hats = _hats(person, wards, viewer)
    if hats:
        people = [person, *wards]
        if steps := own_steps(people, viewer.programme):
            block = {"steps": steps, "role": viewer.role}
            found.append(HomeBlock("mentorship/home/way.html", block, order=5))
        found += _pair_blocks(person, wards, hats, viewer)
        told = {"consents": _consent_lines(people, viewer)}
        found.append(HomeBlock("mentorship/home/consents.html", told, order=20))
    return found


def _hats(person: Person, wards: list[Person], viewer: Viewer) -> list[str]:
    """What the person is in the programme, the role they came in first."""
    place = {"programme": viewer.programme, "person": person}
    worn = {
        Role.MENTOR: MentorEntry.objects.filter(**place).exists(),
        Role.MENTEE: MenteeEntry.objects.filter(**place).exists(),
        Role.PARENT: bool(wards),
    }
    return sorted(
        (hat for hat in worn if worn[hat] or hat == viewer.role), key=lambda hat: hat != viewer.role
    )


def _pair_blocks(person: Person, wards: list[Person], hats: list[str], viewer: Viewer) -> list[HomeBlock]:
    lines: dict[str, list[PairLine]] = {hat: [] for hat in hats}
    children = {ward.pk for ward in wards}
    for pair in pairs_of([person, *wards], viewer.programme):
        mentees = {place.mentee.person_id for place in pair.places.all()}
        if pair.mentor.person_id == person.pk:
            lines.setdefault(Role.MENTOR, []).append(_pair_line(pair, {person.pk}))
        if person.pk in mentees:
            lines.setdefault(Role.MENTEE, []).append(_pair_line(pair, {person.pk}))
        if children & (mentees | {pair.mentor.person_id}):
            lines.setdefault(Role.PARENT, []).append(_pair_line(pair, children))
    return [
        HomeBlock(
            "mentorship/home/pairs.html",
            {"pairs": pairs, "people": wards if hat == Role.PARENT else [person], "role": hat},
            order=10 + place,
        )
        for place, (hat, pairs) in enumerate(lines.items())
    ]


def _pair_line(pair: Pair, own: set[int]) -> PairLine:
    mentees = [place.mentee.person for place in pair.places.all()]
    if pair.mentor.person_id in own:
        whom = ", ".join(str(mentee) for mentee in mentees)
    else:
        # Other members of a group are not shown: each family sees its own child.
        whom = ", ".join(str(mentee) for mentee in mentees if mentee.pk in own)
    return PairLine(
        url=reverse("mentorship:my_pair", args=[pair.pk]),
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
    # By keys: a join to the places would count each person of a base again and sort them all to tell them apart.
    states = [PairState.ACTIVE, PairState.SUSPENDED]
    places = PairMentee.objects.filter(is_live=True, pair__state__in=states, pair__programme=programme)
    pairs = Pair.objects.filter(state__in=states, programme=programme)
    mentees = MenteeEntry.objects.filter(programme=programme).exclude(state__in=OUT)
    mentors = MentorEntry.objects.filter(programme=programme).exclude(state__in=OUT)
    in_pairs = mentees.aggregate(
        all=Count("pk"), part=Count("pk", filter=Q(pk__in=places.order_by().values("mentee")))
    )
    at_work = mentors.aggregate(
        all=Count("pk"), part=Count("pk", filter=Q(pk__in=pairs.order_by().values("mentor")))
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
