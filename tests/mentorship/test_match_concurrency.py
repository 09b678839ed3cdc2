"""Two curators confirm drafts that overlap: capacity holds, nobody gets two mentors, the loser is told in words."""

import pytest
from django.db import IntegrityError, transaction
from django_scopes import scope, scopes_disabled

from core.errors import DomainError
from mentorship.domain.match_confirm import Confirmed, confirm_draft
from mentorship.domain.matching import run_matching
from mentorship.models import Pair, PairMentee
from tests.mentorship.test_pairs_concurrency import at_once, people  # noqa: F401 - a fixture

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("committed")]


def test_overlapping_drafts_never_exceed_the_places(people):  # noqa: F811
    org, programme, project, mentor, mentees = people
    with scope(organization=org):
        drafts = [run_matching(programme, projects=[project], actor=None) for _ in range(2)]
        # The second has one mentee in common with the first: three people for two places.
        taken = set(drafts[0].pairs.values_list("mentee", flat=True))
        third = next(one for one in mentees if one.pk not in taken)
        drafts[1].pairs.filter(pk=drafts[1].pairs.first().pk).update(mentee=third)

    def confirm(draft):
        def job():
            with scope(organization=org):
                return confirm_draft(draft, actor=None)

        return job

    results = at_once(*(confirm(draft) for draft in drafts), confirm(drafts[0]))
    told = [one for one in results if isinstance(one, Confirmed)]
    assert sum(one.mentees for one in told) == 2
    assert sum(len(one.refused) for one in told) == 2, "those who lost are named"
    assert [one for one in results if isinstance(one, DomainError)]
    with scopes_disabled():
        places = list(PairMentee.objects.filter(is_live=True).values_list("mentee_id", "slot"))
        assert sorted(slot for _, slot in places) == [1, 2]
        assert len({mentee for mentee, _ in places}) == 2
        pair = Pair.objects.first()
        spare = next(one for one in people[4] if one.pk not in {mentee for mentee, _ in places})
        with pytest.raises(IntegrityError), transaction.atomic():
            PairMentee.objects.create(pair=pair, mentee=spare, project=project, mentor=mentor, slot=2)
