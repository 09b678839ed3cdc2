"""Short ways to a round of awards, its jury and what it gave."""

from datetime import date

from core.enums import Role
from mentorship.award_enums import NominationSource, RoundState
from mentorship.domain.awards import add_juror, create_round, move_round
from mentorship.domain.nominations import nominate, score
from mentorship.models import AwardKind
from tests import factories


def round_of(programme, *, code="mentor_of_year", **given):
    """A round that takes nominations all year, scored by one criterion fewer than usual."""
    values = {
        "title": "Наставник года",
        "opens_on": date(2026, 1, 1),
        "closes_on": date(2030, 1, 1),
        "scored_until": date(2030, 2, 1),
    }
    award = AwardKind.objects.get(code=code, organization=None)
    made = create_round(programme, award=award, actor=None, **values | given)
    made.criteria.filter(order=3).delete()
    return move_round(made, to=RoundState.OPEN, actor=None)


def juror(of, **given):
    member = factories.membership(of.organization, Role.CURATOR)
    return add_juror(of, member.user, actor=None, **given)


def put(of, *people, **given):
    """The curator puts people forward."""
    given = {"grounds": "Помог троим", "source": NominationSource.CURATOR} | given
    return [nominate(of, person=person, actor=None, **given) for person in people]


def judged(of, given):
    """Nomination → points of each member, the same by every criterion; the round is being scored then."""
    move_round(of, to=RoundState.SCORING, actor=None)
    for nomination, points in given.items():
        for member, number in zip(of.jury.order_by("pk"), points, strict=False):
            everything = {one.pk: number for one in of.criteria.all()}
            score(nomination, member, everything, actor=member.user)
    return of
