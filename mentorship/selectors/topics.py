"""The map of requests with what it says of the programme: how many ask, how many can help."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from core.models import Membership, Organization
from mentorship.models import HiddenTopic, MenteeEntry, MentorEntry, Programme, RequestTopic
from mentorship.selectors.entries import OPEN_STATES, mentees_of, mentors_of
from mentorship.selectors.programmes import all_topics_for


@dataclass(frozen=True)
class TopicLine:
    """One line of the map: people of the bases who ask for it and who offer it."""

    topic: RequestTopic
    asked: int
    offered: int
    is_hidden: bool

    @property
    def is_own(self) -> bool:
        return self.topic.organization_id is not None

    @property
    def lacks_mentors(self) -> bool:
        return self.asked > 0 and self.offered == 0


def map_of_requests(
    membership: Membership, programme: Programme | None, organization: Organization
) -> list[TopicLine]:
    """The whole map in its order: four queries, whatever its length."""
    hidden = set(HiddenTopic.objects.filter(organization=organization).values_list("topic_id", flat=True))
    mentees = mentees_of(membership, programme).filter(state__in=OPEN_STATES).order_by()
    mentors = mentors_of(membership, programme).filter(state__in=OPEN_STATES).order_by()
    asked_through: Any = MenteeEntry.topics.through
    offered_through: Any = MentorEntry.topics.through
    asks = asked_through.objects.filter(menteeentry__in=mentees.values("pk"))
    offers = offered_through.objects.filter(mentorentry__in=mentors.values("pk"))
    asked: Counter[int] = Counter(asks.values_list("requesttopic_id", flat=True)) if programme else Counter()
    offered: Counter[int] = (
        Counter(offers.values_list("requesttopic_id", flat=True)) if programme else Counter()
    )
    return [
        TopicLine(topic, asked[topic.pk], offered[topic.pk], topic.pk in hidden)
        for topic in all_topics_for(organization)
    ]
