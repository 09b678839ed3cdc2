"""Whom a campaign's rule names."""

from django.db.models import QuerySet

from mentorship.enums import EntryState
from mentorship.models import MenteeEntry, MentorEntry, Person
from surveys.enums import Audience, Role
from surveys.models import Campaign

OVER = (EntryState.FINISHED, EntryState.LEFT)


def people_of_rule(campaign: Campaign) -> QuerySet[Person]:
    """People of the programme whom the rule names today, without those who have finished or left."""
    people = Person.objects.filter(organization_id=campaign.organization_id)
    if campaign.category:
        people = people.filter(category=campaign.category)
    if campaign.audience == Audience.MENTEES:
        entries = MenteeEntry.objects.filter(programme_id=campaign.programme_id).exclude(state__in=OVER)
        if campaign.project_id:
            entries = entries.filter(project_id=campaign.project_id)
        return people.filter(pk__in=entries.values("person_id"))
    if campaign.audience == Audience.MENTORS:
        mentors = MentorEntry.objects.filter(programme_id=campaign.programme_id).exclude(state__in=OVER)
        if campaign.project_id:
            mentors = mentors.filter(projects=campaign.project_id)
        return people.filter(pk__in=mentors.values("person_id"))
    return people.none()


def uninvited_count(campaign: Campaign) -> int:
    """Return how many people the rule names who are not invited yet."""
    return people_of_rule(campaign).exclude(pk__in=campaign.invitations.values("person_id")).count()


def people_to_pick(campaign: Campaign) -> QuerySet[Person]:
    """People of the programme's bases who may be invited by hand: on the questionnaire's side, not yet invited."""
    people = Person.objects.exclude(pk__in=campaign.invitations.values("person_id"))
    programme = campaign.programme_id
    if campaign.version.questionnaire.role == Role.MENTEE:
        mentees = MenteeEntry.objects.filter(programme_id=programme).exclude(state__in=OVER)
        if campaign.project_id:
            mentees = mentees.filter(project_id=campaign.project_id)
        return people.filter(pk__in=mentees.values("person_id"))
    mentors = MentorEntry.objects.filter(programme_id=programme).exclude(state__in=OVER)
    if campaign.project_id:
        mentors = mentors.filter(projects=campaign.project_id)
    return people.filter(pk__in=mentors.values("person_id"))
