"""Pages of matching: a draft from the button to the order, weights with what changed, the hall's answers by phone."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.enums import Role
from mentorship.domain import group_meetings as hall
from mentorship.domain.bans import ban_pair
from mentorship.enums import PairState
from mentorship.models import MatchDraft, MenteeNeed, MentorRole, Pair, PairBan, Preference
from mentorship.selectors.group_meetings import link_of, others_for, participants
from reports.models import Document
from tests import factories
from tests.mentorship.conftest import sign_all

pytestmark = pytest.mark.usefixtures("scoped")


def address(name: str, *args, **kwargs) -> str:
    return reverse(f"mentorship:{name}", args=args, kwargs=kwargs)


@pytest.fixture
def people(programme, project):
    mentees = [factories.mentee(programme, project=project) for _ in range(3)]
    mentors = [factories.mentor(programme, capacity=2), factories.mentor(programme)]
    for entry in mentors:
        entry.projects.add(project)
    sign_all(programme)
    return mentors, mentees


@pytest.fixture
def client(org, programme, signed_in) -> Client:
    return signed_in(factories.membership(org, Role.CURATOR))


def test_from_the_button_to_pairs_that_wait_for_the_order(client, programme, project, people):
    page = client.post(address("match_run"), follow=True).content.decode()
    draft = MatchDraft.objects.get()
    assert "3 из 3" in page
    assert "Почему" in page
    pair = draft.pairs.first()
    client.post(address("match_pair_lock", pair.pk), {"locked": "1", "page": "1"})
    pair.refresh_from_db()
    assert pair.is_locked
    other = draft.pairs.exclude(mentor=pair.mentor_id).first()
    choices = client.get(address("match_pair", pair.pk) + f"?mentor={other.mentor_id}").content.decode()
    assert "вы перетащили сюда" in choices
    assert f'value="{other.mentor_id}-{other.pk}"' in choices
    told = client.post(
        address("match_pair_move", pair.pk), {"way": f"{other.mentor_id}-{other.pk}"}, follow=True
    )
    assert "Переставлено и закреплено" in told.content.decode()
    for way in ("", "x", "999999", f"{other.mentor_id}-999999"):
        assert client.post(address("match_pair_move", pair.pk), {"way": way}).status_code == 302
    assert client.post(address("match_confirm", draft.pk), {"way": "order"}).status_code == 302
    assert Pair.objects.filter(state=PairState.TO_ORDER).count() == 3
    assert client.get(address("match_left", draft.pk)).status_code == 200


def test_changed_weights_compute_the_draft_anew_and_show_what_changed(client, programme, project, people):
    client.post(address("match_run"))
    draft = MatchDraft.objects.get()
    form_page = address("match_weights", project.pk) + f"?draft={draft.pk}"
    values = {
        "topics": 1, "subjects": 0, "words": 0, "interests": 0, "age": 0, "times": 0, "meeting_format": 77, "wish": 0,
        "wished_by": 0, "continuity": 0, "load": 0, "group_size": 0, "age_tolerance": 2, "minutes": 30,
    }  # fmt: skip
    page = client.post(form_page, values, follow=True).content.decode()
    assert "формат встреч: 10 → 77" in page
    assert MatchDraft.objects.count() == 2
    assert client.post(form_page, values | {"wish": 101}).status_code == 422
    client.post(address("match_discard", draft.pk))
    draft.refresh_from_db()
    assert draft.state == "discarded"


def test_a_project_curator_sees_drafts_of_their_forms_alone(org, programme, project, people, signed_in):
    member = factories.membership(org, Role.PROJECT_CURATOR)
    other = factories.project(programme, form=factories.form())
    other.curators.add(member.user)
    draft = MatchDraft.objects.create(
        organization=org, programme=programme, number=1, projects=[project.pk, other.pk]
    )
    own = MatchDraft.objects.create(organization=org, programme=programme, number=2, projects=[other.pk])
    client = signed_in(member)
    assert client.get(address("match_draft", draft.pk)).status_code == 404
    assert client.get(address("match_draft", own.pk)).status_code == 200


def test_the_hall_votes_by_phone_and_the_order_is_drafted(client, programme, project, people, org):
    mentors, (mentee, *_) = people
    client.post(
        address("group_meeting_create"),
        {"title": "Общая встреча", "held_on": str(date(2026, 10, 1)), "choices": "2"},
    )
    meeting = programme.group_meetings.get()
    wall = client.get(address("group_meeting", meeting.pk)).content.decode()
    assert "0 из 3" in wall
    assert "<svg" in wall
    codes = client.get(address("group_meeting_codes", meeting.pk)).content.decode()
    one = next(one for one in participants(meeting) if one.entry == mentee)
    assert one.code in codes
    entry = link_of(meeting).split("/s/")[1]
    phone = Client()
    page = phone.get(f"/s/{entry}").content.decode()
    assert mentee.person.last_name not in page
    assert phone.post(f"/s/{entry}", {"code": "wrong"}).status_code == 422
    to = phone.post(f"/s/{entry}", {"code": f" {one.code.upper()} "})
    own = to["Location"]
    assert mentors[0].person.last_name in phone.get(own).content.decode()
    both = {"choice_1": str(mentors[0].pk), "choice_2": str(mentors[0].pk)}
    assert phone.post(own, both).status_code == 422
    kept = phone.post(own, {"choice_1": str(mentors[1].pk), "avoids": [str(mentors[0].pk)]}, follow=True)
    assert "ответ записан" in kept.content.decode()
    assert Preference.objects.filter(source="meeting", mentee=mentee).count() == 2
    assert "1 из 3" in client.get(address("group_meeting_live", meeting.pk)).content.decode()

    client.post(address("group_meeting_match", meeting.pk))
    draft = MatchDraft.objects.get()
    assert draft.pairs.get(mentee=mentee).mentor == mentors[1]
    assert phone.post(own, {"choice_1": str(mentors[0].pk)}).status_code == 422
    done = client.post(address("match_confirm", draft.pk), {"way": "order"})
    order = Document.objects.get(kind="order_pairs")
    assert done["Location"] == reverse("reports:document", args=[order.pk])


def test_wrong_codes_are_counted_and_strangers_are_not_offered(client, programme, project, people):
    meeting = hall.open_meeting(programme, title="Встреча", held_on=date(2026, 10, 1), choices=1, actor=None)
    mentor = factories.mentor(programme)  # without consents
    one = next(one for one in participants(meeting) if one.is_mentee)
    assert mentor.pk not in {key for key, _ in others_for(meeting, one)}
    path = "/s/" + link_of(meeting).split("/s/")[1]
    phone = Client()
    for _ in range(hall.MOST_MISSES):
        phone.post(path, {"code": "nobody22"})
    assert "Подождите минуту" in phone.post(path, {"code": one.code}).content.decode()
    assert phone.get("/s/meet/" + "a" * 26 + "/").status_code == 404


def test_lists_ask_the_same_number_of_queries_at_one_row_and_three(client, programme, project, org):
    counts = []
    for _ in range(2):
        for _ in range(1 + len(counts)):
            _mentee, mentor = factories.mentee(programme, project=project), factories.mentor(programme)
            mentor.projects.add(project)
            factories.mentee(programme, project=project)
            ban_pair(factories.person(org), factories.person(org), reason="нет", actor=None)
        sign_all(programme)
        client.post(address("match_run"))
        draft = MatchDraft.objects.first()
        pages = [("bans", ()), ("match_draft", (draft.pk,)), ("match_left", (draft.pk,)), ("matching", ())]
        asked = {}
        for name, args in pages:
            client.get(address(name, *args))
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address(name, *args)).status_code == 200
            asked[name] = len(queries)
        MatchDraft.objects.all().delete()
        counts.append(asked)
    assert counts[0] == counts[1]


def test_bans_needs_and_roles_by_hand(client, programme, project, people):
    mentors, (mentee, *_) = people
    given = {
        "mentor": mentors[0].person_id,
        "mentee": mentee.person_id,
        "kind": "teacher",
        "reason": "Ведёт уроки",
    }
    client.post(address("ban_add"), given)
    ban = PairBan.objects.get()
    assert "Ведёт уроки" in client.get(address("bans")).content.decode()
    client.post(address("ban_lift", ban.pk), {"reason": "Перешёл в другую группу"})
    ban.refresh_from_db()
    assert ban.lifted_at
    role = project.form.role_models.create(code="peer-9", title="равный – равному")
    client.post(address("mentee_needs", mentee.pk), {f"project_{project.pk}": str(role.pk)})
    assert MenteeNeed.objects.get().role_model == role
    client.post(address("mentor_roles", mentors[0].pk), {"roles": [role.pk]})
    assert MentorRole.objects.get().role_model == role


def test_a_project_curator_reads_and_lifts_bans_of_their_own_people_alone(
    org, programme, project, people, signed_in
):
    member = factories.membership(org, Role.PROJECT_CURATOR)
    other = factories.project(programme, form=factories.form())
    other.curators.add(member.user)
    mentors, (mentee, *_) = people
    ban_pair(mentors[0].person, mentee.person, kind="conflict", reason="Поссорились", actor=None)
    own = factories.mentee(programme, project=other)
    ban_pair(mentors[0].person, own.person, kind="teacher", reason="Ведёт уроки", actor=None)
    client = signed_in(member)
    page = client.get(address("bans")).content.decode()
    assert "Ведёт уроки" in page
    assert "Поссорились" not in page
    foreign = PairBan.objects.get(mentee=mentee.person)
    assert client.get(address("ban_lift", foreign.pk)).status_code == 404
    assert client.get(address("ban_lift", PairBan.objects.get(mentee=own.person).pk)).status_code == 200
