"""Reading awards: rounds, who may be put forward, the sheets that a viewer may see, conflicts of interest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from core.errors import DomainError
from core.models import Membership, Organization, User
from core.searching import search_words
from mentorship.award_enums import (
    LIVE_NOMINATIONS,
    AwardSubject,
    NominationState,
    RoundState,
)
from mentorship.enums import EntryState, PairState
from mentorship.models import (
    AwardKind,
    AwardRound,
    Guardianship,
    JuryMember,
    JurySheet,
    MentorEntry,
    Nomination,
    Pair,
    PairMentee,
    Person,
)
from mentorship.ranking import equals_of, rank, total_of
from mentorship.selectors.categories import lines_of
from mentorship.selectors.programmes import programmes_visible_to

#: Mentors who may be honoured: at work or done.
WORTHY = [
    EntryState.SELECTED,
    EntryState.TRAINED,
    EntryState.APPROVED,
    EntryState.PAIRED,
    EntryState.FINISHED,
]
WORKED = [PairState.ACTIVE, PairState.SUSPENDED, PairState.COMPLETED]


def awards_for(organization: Organization, *, keep: int = 0) -> QuerySet[AwardKind]:
    """Awards that forms offer, and the one that a round already has."""
    found: QuerySet[AwardKind] = lines_of(AwardKind, organization)
    return found.filter(Q(("is_hidden", False)) | Q(pk=keep))


def rounds_visible_to(membership: Membership) -> QuerySet[AwardRound]:
    return AwardRound.objects.select_related("award", "programme", "organization").filter(
        programme__in=programmes_visible_to(membership).order_by().values("pk")
    )


def with_counts(rounds: QuerySet[AwardRound]) -> QuerySet[AwardRound]:
    """Annotate `nominated`, `waiting` and `jurors`."""
    return rounds.annotate(
        nominated=Count("nominations", filter=Q(nominations__state=NominationState.ACCEPTED), distinct=True),
        waiting=Count("nominations", filter=Q(nominations__state=NominationState.SUBMITTED), distinct=True),
        jurors=Count("jury", distinct=True),
    ).order_by("-opens_on", "title", "pk")


def nominations_of(award_round: AwardRound) -> QuerySet[Nomination]:
    """All of a round with those they name, places first."""
    places = PairMentee.objects.select_related("mentee__person").order_by("pk")
    return (
        award_round.nominations.select_related(
            "person", "pair__mentor__person", "organization", "nominated_by"
        )
        .prefetch_related("files__file", Prefetch("pair__places", queryset=places))
        .order_by("place_from", "pk")
    )


def people_of(nomination: Nomination) -> list[Person]:
    """The mentor, or everybody in the pair."""
    if nomination.person is not None:
        return [nomination.person]
    if nomination.pair is None:
        return []
    places = nomination.pair.places.all()
    return [nomination.pair.mentor.person, *(place.mentee.person for place in places)]


def name_of(nomination: Nomination) -> str:
    """«Образцов П. И.» or «Образцов П. И. — Примерова А. Б., Тестова К. Л.»."""
    people = people_of(nomination)
    if nomination.pair is None:
        return people[0].short_name if people else ""
    return f"{people[0].short_name} — {', '.join(one.short_name for one in people[1:])}"


def may_be_nominated(award_round: AwardRound, *, person: Person | None, pair: Pair | None) -> str:
    """Empty when the round honours such as these, else why not."""
    if award_round.subject == AwardSubject.MENTOR:
        if person is None or pair is not None:
            return "Выберите наставника."
        places = MentorEntry.objects.filter(programme=award_round.programme, person=person, state__in=WORTHY)
        return "" if places.exists() else "Выдвинуть можно подтверждённого наставника программы."
    if pair is None or person is not None:
        return "Выберите пару."
    if pair.programme_id != award_round.programme_id or pair.state not in WORKED:
        return "Выдвинуть можно пару программы, которая работает или завершила работу."
    return ""


def candidates(award_round: AwardRound) -> QuerySet[Person] | QuerySet[Pair]:
    """Who may be put forward and is not yet."""
    taken = award_round.nominations.filter(state__in=LIVE_NOMINATIONS)
    if award_round.subject == AwardSubject.PAIR:
        return (
            Pair.objects.filter(programme=award_round.programme, state__in=WORKED)
            .exclude(pk__in=taken.values("pair"))
            .select_related("mentor__person")
            .order_by("mentor__sort_name", "pk")
        )
    worthy = MentorEntry.objects.filter(programme=award_round.programme, state__in=WORTHY)
    return (
        Person.objects.filter(pk__in=worthy.values("person"))
        .exclude(pk__in=taken.filter(person__isnull=False).values("person"))
        .order_by("search_key", "pk")
    )


# --- the jury ---


def juror_of(user: User, award_round: AwardRound) -> JuryMember | None:
    return award_round.jury.select_related("user").filter(user=user).first()


def rounds_of_juror(user: User) -> QuerySet[AwardRound]:
    """Rounds in which an account is of the jury, those being scored and those closed."""
    return (
        AwardRound.objects.filter(jury__user=user, state__in=[RoundState.SCORING, RoundState.CLOSED])
        .select_related("programme", "organization", "award")
        .order_by("-scored_until", "pk")
    )


def conflict_of(juror: JuryMember, nomination: Nomination) -> str:
    """Why a member may not judge: they are nominated, of the pair, of the family, or paired with a nominee."""
    found = conflicts([juror], [nomination], programme=nomination.round.programme_id)
    return found.get((juror.pk, nomination.pk), "")


def conflicts(
    jurors: Sequence[JuryMember], nominations: Sequence[Nomination], *, programme: int
) -> dict[tuple[int, int], str]:
    """(member of the jury, nomination) → why they may not judge it: three queries for any number of both."""
    cards = dict(Person.objects.filter(user__in=[one.user_id for one in jurors]).values_list("user_id", "pk"))
    if not cards:
        return {}
    mine = list(cards.values())
    links = Guardianship.objects.filter(Q(guardian__in=mine) | Q(ward__in=mine))
    family = {frozenset(pair) for pair in links.values_list("guardian_id", "ward_id")}
    places = PairMentee.objects.filter(pair__programme=programme).filter(
        Q(mentor__person__in=mine) | Q(mentee__person__in=mine)
    )
    paired = {frozenset(two) for two in places.values_list("mentor__person_id", "mentee__person_id")}
    found = {}
    for juror in jurors:
        me = cards.get(juror.user_id)
        if me is None:
            continue
        for one in nominations:
            people = {person.pk for person in people_of(one)}
            if me in people:
                found[juror.pk, one.pk] = "вы сами номинированы" if one.person_id else "это ваша пара"
            elif any(frozenset((me, person)) in family for person in people):
                found[juror.pk, one.pk] = "номинирован ваш родственник"
            elif any(frozenset((me, person)) in paired for person in people):
                found[juror.pk, one.pk] = "вы в одной паре с номинантом"
    return found


def points_of(award_round: AwardRound) -> dict[int, list[Fraction]]:
    """Accepted nomination → totals of those who scored it. For closing and for the protocol: shown to nobody before."""
    found: dict[int, list[Fraction]] = {
        pk: []
        for pk in award_round.nominations.filter(state=NominationState.ACCEPTED).values_list("pk", flat=True)
    }
    sheets = JurySheet.objects.filter(nomination__in=list(found), conflict="").prefetch_related(
        "scores__criterion"
    )
    for sheet in sheets:
        given = [(one.points, one.criterion.weight) for one in sheet.scores.all()]
        found[sheet.nomination_id].append(total_of(given))
    return found


def missing_sheets(award_round: AwardRound) -> list[str]:
    """«Член жюри: не оценил 3» for each who has not scored all that they may."""
    nominations = list(nominations_of(award_round).filter(state=NominationState.ACCEPTED))
    jury = list(award_round.jury.select_related("user"))
    barred = conflicts(jury, nominations, programme=award_round.programme_id)
    done = set(JurySheet.objects.filter(nomination__in=nominations).values_list("juror_id", "nomination_id"))
    told = []
    for juror in jury:
        left = [one for one in nominations if (juror.pk, one.pk) not in done | set(barred)]
        if left:
            told.append(f"{juror.user.full_name}: не оценено {len(left)}")
    return told


def sheets_seen(award_round: AwardRound, user: User) -> QuerySet[JurySheet]:
    """Until the round is closed everybody sees their own sheets alone, the curator and the head too."""
    found = JurySheet.objects.filter(nomination__round=award_round).select_related(
        "juror__user", "nomination"
    )
    if award_round.state != RoundState.CLOSED:
        found = found.filter(juror__user=user)
    return found.prefetch_related("scores__criterion")


@dataclass(frozen=True)
class JuryLine:
    """A nomination as a member of the jury sees it."""

    nomination: Nomination
    name: str
    conflict: str
    sheet: JurySheet | None

    @property
    def is_done(self) -> bool:
        return self.sheet is not None and not self.sheet.conflict


def jury_lines(award_round: AwardRound, juror: JuryMember) -> list[JuryLine]:
    """All accepted nominations with the member's own sheets."""
    own = {
        sheet.nomination_id: sheet
        for sheet in JurySheet.objects.filter(juror=juror).prefetch_related("scores__criterion")
    }
    lines = []
    nominations = list(nominations_of(award_round).filter(state=NominationState.ACCEPTED).order_by("pk"))
    barred = conflicts([juror], nominations, programme=award_round.programme_id)
    for nomination in nominations:
        nomination.round = award_round
        sheet = own.get(nomination.pk)
        conflict = (sheet.conflict if sheet else "") or barred.get((juror.pk, nomination.pk), "")
        lines.append(JuryLine(nomination, name_of(nomination), conflict, sheet))
    return lines


def ties_of(award_round: AwardRound) -> list[list[Nomination]]:
    """Nominations that share places by points, for the chair's word; asked while the jury scores."""
    known = {one.pk: one for one in nominations_of(award_round)}
    said = {pk: one.tie_order for pk, one in known.items() if one.tie_order is not None}
    groups = equals_of(rank(points_of(award_round), said))
    return [[known[pk] for pk in group] for group in groups]


# --- participants ---


def open_rounds(programmes: list[int], day: dt.date) -> QuerySet[AwardRound]:
    """Rounds that take nominations today from others than the curator."""
    return (
        AwardRound.objects.filter(
            Q(by_colleagues=True) | Q(by_themselves=True),
            programme__in=programmes,
            state=RoundState.OPEN,
            opens_on__lte=day,
            closes_on__gte=day,
        )
        .select_related("award", "programme", "organization")
        .order_by("closes_on", "pk")
    )


def own_nominations(user: User) -> QuerySet[Nomination]:
    """What an account has put forward."""
    return (
        Nomination.objects.filter(nominated_by=user)
        .select_related("round", "person", "pair__mentor__person", "organization")
        .prefetch_related("pair__places__mentee__person")
        .order_by("-pk")
    )


def by_name(award_round: AwardRound, text: str) -> tuple[Person | None, Pair | None]:
    """Whom a colleague means: a candidate whose name has all the words, if there is just one.

    Colleagues type the name: a list would show everybody's names to everybody. Raises DomainError.
    """
    words = search_words(text)
    if len(words) < 2:
        raise DomainError("Напишите фамилию и имя.", field="nominee", code="short")
    found = candidates(award_round)
    prefix = "mentor__person__" if award_round.subject == AwardSubject.PAIR else ""
    for word in words:
        found = found.filter(**{f"{prefix}search_key__contains": word})
    matches = list(found[:2])
    if not matches:
        raise DomainError(
            "Такого наставника в программе нет, или он уже выдвинут. Проверьте фамилию и имя.",
            field="nominee",
            code="unknown",
        )
    if len(matches) > 1:
        raise DomainError("Подходят несколько человек: напишите и отчество.", field="nominee", code="several")
    one = matches[0]
    if isinstance(one, Pair):
        return None, one
    return cast(Person, one), None


def own_pairs(person: Person, award_round: AwardRound) -> QuerySet[Pair]:
    """Pairs of the round's programme that a person is in."""
    mine = PairMentee.objects.filter(pair=OuterRef("pk"), mentee__person=person)
    return Pair.objects.filter(
        Q(mentor__person=person) | Exists(mine), programme=award_round.programme, state__in=WORKED
    )


def awards_of(person: Person) -> list[Nomination]:
    """What a person was honoured with, the newest first."""
    mine = PairMentee.objects.filter(pair=OuterRef("pair"), mentee__person=person)
    found = Nomination.objects.filter(round__state=RoundState.CLOSED, is_laureate=True).filter(
        Q(person=person) | Q(pair__mentor__person=person) | Exists(mine)
    )
    return list(found.select_related("round__award", "round__programme").order_by("-round__closed_on", "pk"))
