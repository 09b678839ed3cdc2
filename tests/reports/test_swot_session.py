"""The SWOT session: proposals hidden until shown, one voice of a phone, limits, no name kept, merged once."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from core.errors import DomainError
from reports.domain import swot_sessions as domain
from reports.domain.swot import draft_swot
from reports.models import SwotProposal, SwotSession, SwotVote
from reports.selectors.swot import swot_of
from reports.selectors.swot_sessions import session_token, wall_of
from reports.swot_enums import Origin, ProposalState, Quadrant

pytestmark = pytest.mark.usefixtures("unscoped")
DAY = date(2026, 11, 21)


@pytest.fixture
def session(college) -> SwotSession:
    with college.as_curator() as actor:
        analysis = draft_swot(college.programme, actor=actor, on=DAY)
        return domain.open_session(analysis, title="SWOT-сессия", held_on=DAY, actor=actor)


def propose(session, device, text="Мало общих встреч"):
    return domain.propose(session, device=device, quadrant=Quadrant.WEAKNESS, text=text)


def show(college, proposal):
    with college.as_curator() as actor:
        return domain.show_proposal(proposal, actor=actor)


def voices(session):
    return {one.text: one.voices for part in wall_of(session) for one in part.proposals}


def test_a_proposal_is_on_the_wall_only_once_it_is_shown(college, session):
    proposal = propose(session, "one")
    assert voices(session) == {}
    assert domain.vote(session, device="two", proposals={proposal.pk}) == 0, "what is hidden takes no votes"
    show(college, proposal)
    assert voices(session) == {"Мало общих встреч": 0}


def test_one_phone_has_one_voice_and_may_change_its_mind(college, session):
    one, two = show(college, propose(session, "a")), show(college, propose(session, "a", "Нет помещений"))
    for _ in range(3):
        domain.vote(session, device="phone", proposals={one.pk, two.pk})
    assert voices(session) == {"Мало общих встреч": 1, "Нет помещений": 1}
    domain.vote(session, device="phone", proposals={two.pk})
    domain.vote(session, device="other", proposals={two.pk})
    assert voices(session) == {"Мало общих встреч": 0, "Нет помещений": 2}


def test_the_database_holds_nothing_of_a_phone(session):
    propose(session, "secret-device")
    kept = SwotProposal.objects.get()
    assert "secret-device" not in kept.device
    assert len(kept.device) == 64
    assert not {field.name for field in SwotVote._meta.fields} & {"created_at", "updated_at", "person", "ip"}


def test_limits_of_a_phone_and_of_the_hall(session):
    for number in range(domain.MOST_OF_DEVICE):
        propose(session, "one", f"Мысль {number}")
    assert propose(session, "one", "Мысль 0").pk, "the same words are no new proposal"
    with pytest.raises(DomainError, match="не больше"):
        propose(session, "one", "Ещё одна")
    SwotSession.objects.filter(pk=session.pk).update(sent=domain.MOST_A_MINUTE)
    for act in (lambda: propose(session, "two"), lambda: domain.vote(session, device="x", proposals=set())):
        with pytest.raises(DomainError, match="Подождите"):
            act()


def test_a_closed_session_takes_nothing(college, session):
    with college.as_curator() as actor:
        domain.close_session(session, closed=True, actor=actor)
    for act in (lambda: propose(session, "one"), lambda: domain.vote(session, device="x", proposals=set())):
        with pytest.raises(DomainError, match="закрыта"):
            act()


def test_the_result_joins_the_draft_once_with_its_voices(college, session):
    shown = show(college, propose(session, "one"))
    propose(session, "two", "Этого никто не показал")
    domain.vote(session, device="a", proposals={shown.pk})
    with college.as_curator() as actor:
        [row] = domain.merge_session(session, actor=actor)
        with pytest.raises(DomainError, match="уже в черновике"):
            domain.merge_session(session, actor=actor)
        with pytest.raises(DomainError, match="уже перенесён"):
            domain.close_session(session, closed=False, actor=actor)
    assert (row.origin, row.votes, row.text) == (Origin.SESSION, 1, "Мало общих встреч")
    view = swot_of(college.programme, 2026)
    texts = [one.text for part in view.scopes[0].quadrants for one in part.statements]
    assert "Этого никто не показал" not in texts


# --- the phone ---


def address(session):
    return reverse("reports:swot_vote", args=[session_token(session)])


def test_a_phone_without_scripts_proposes_and_votes(college, session):
    phone = Client()
    page = phone.get(address(session))
    assert page.status_code == 200
    assert "<script" not in page.content.decode().split("<main")[-1].split("</main")[0]
    sent = phone.post(address(session), {"quadrant": "weakness", "text": "Мало встреч", "propose": "1"})
    assert sent.status_code == 302
    proposal = SwotProposal.objects.get()
    other = Client()
    assert "Мало встреч" not in other.get(address(session)).content.decode(), "others see it when it is shown"
    show(college, proposal)
    assert "Мало встреч" in other.get(address(session)).content.decode()
    assert other.post(address(session), {"for": [proposal.pk], "vote": "1"}).status_code == 302
    assert voices(session) == {"Мало встреч": 1}


def test_a_phone_without_the_mark_or_with_a_forged_one_is_refused(session):
    refused = Client().post(address(session), {"quadrant": "weakness", "text": "Мало встреч"})
    assert refused.status_code == 422
    assert "cookie" in refused.content.decode()
    forged = Client()
    forged.cookies["swot-device"] = "made-at-home"
    assert forged.post(address(session), {"quadrant": "weakness", "text": "Мало встреч"}).status_code == 422
    assert not SwotProposal.objects.exists()


@pytest.mark.parametrize(
    "sent", [{"for": ["x", "9" * 30], "vote": "1"}, {"quadrant": "nothing", "text": "abc"}, {"text": ""}]
)
def test_nonsense_is_answered_in_words(session, sent):
    phone = Client()
    phone.get(address(session))
    assert phone.post(address(session), sent).status_code in {302, 422}
    assert phone.get(f"{address(session)[:-3]}zz/").status_code == 404


def test_declined_proposals_stay_off_the_wall(college, session):
    proposal = propose(session, "one")
    with college.as_curator() as actor:
        domain.decline_proposal(proposal, actor=actor)
    assert (voices(session), proposal.state) == ({}, ProposalState.DECLINED)


def test_the_screen_of_the_hall_shows_nothing_that_waits(college, session, signed_in):
    propose(session, "one", "Ещё не показано")
    web = signed_in(college.curator)
    address = reverse("reports:swot_session", args=[session.pk])
    live = reverse("reports:swot_session_live", args=[session.pk])
    assert "Ещё не показано" in web.get(address).content.decode()
    for hall in (f"{address}?wall=1", f"{live}?wall=1"):
        assert "Ещё не показано" not in web.get(hall).content.decode()
    assert f"{live}?wall=1" in web.get(f"{address}?wall=1").content.decode()
