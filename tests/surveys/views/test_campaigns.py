"""Pages of the curator: campaigns, invitations, answers, cards, letters."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.urls import reverse

from core.domain.job_run import run_job
from core.enums import JobState, Role
from core.models import AuditEntry, Job
from surveys.domain.campaigns import close_campaign
from surveys.enums import Audience, CampaignState
from surveys.models import Campaign, Invitation, Response
from tests import factories
from tests.surveys import makers


@pytest.fixture
def desk(curator, signed_in, programme):
    return signed_in(curator)


def text(response) -> str:
    return response.content.decode()


def url(name, **kwargs):
    return reverse(f"surveys:{name}", kwargs=kwargs)


def new_campaign(**changed):
    return {
        "questionnaire": "request_student",
        "title": "",
        "by_rule": "rule",
        "phase": "outside",
        "anonymity": "named",
        "minimum_group": "5",
        "minimum_texts": "10",
        "opens_on": makers.today().isoformat(),
        "closes_on": (makers.today() + timedelta(days=7)).isoformat(),
    } | changed


def test_from_the_empty_page_to_an_open_campaign(desk, programme, unscoped):
    makers.mentee_person(programme, email="a@example.test")
    makers.mentee_person(programme, category="employee")
    assert "С чего начать" in text(desk.get(url("campaigns")))

    page = desk.post(url("campaign_create"), new_campaign(), follow=True)
    campaign = Campaign.objects.get()
    assert page.redirect_chain[-1][0] == url("campaign", pk=campaign.pk)
    assert (campaign.title, campaign.audience) == ("Какая помощь вам нужна", Audience.MENTEES)

    asked = desk.get(url("campaign_open", pk=campaign.pk))
    assert "новых приглашений будет 1" in text(asked)
    page = desk.post(url("campaign_open", pk=campaign.pk), follow=True)

    campaign.refresh_from_db()
    assert campaign.state == CampaignState.OPEN
    assert campaign.invitations.count() == 1
    assert "Разослать 1" in text(page)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"closes_on": "2020-01-01"}, "closes_on"),
        ({"closes_on": "2099-01-01"}, "closes_on"),
        ({"opens_on": "вчера"}, "opens_on"),
        ({"questionnaire": "nothing"}, "questionnaire"),
        ({"project": "999999"}, "project"),
        ({"title": "ы" * 201}, "title"),
    ],
)
def test_a_wrong_field_is_named_and_the_rest_is_kept(desk, changed, field, unscoped):
    page = desk.post(url("campaign_create"), new_campaign(**{"title": "Моё название"} | changed))

    assert page.status_code == 422
    assert page.context["form"].errors[field]
    assert not Campaign.objects.exists()
    if "title" not in changed:
        assert "Моё название" in text(page)


def test_project_curator_works_within_their_projects(org, programme, signed_in, unscoped):
    member = factories.membership(org, Role.PROJECT_CURATOR)
    project = factories.project(programme)
    project.curators.add(member.user)
    own = makers.campaign(programme, project=project)
    other = makers.campaign(programme)
    client = signed_in(member)

    assert client.get(url("campaign", pk=own.pk)).status_code == 200
    assert client.get(url("campaign", pk=other.pk)).status_code == 404
    assert client.post(url("campaign_create"), new_campaign()).context["form"].errors["project"]


@pytest.mark.slow
@pytest.mark.parametrize("name", ["campaigns", "campaign", "cards"])
def test_queries_do_not_grow_with_rows(desk, programme, campaign, name, queries_of, unscoped):
    address = url(name) if name == "campaigns" else url(name, pk=campaign.pk)

    def more(count):
        for _ in range(count):
            makers.invitation(campaign, makers.mentee_person(programme))
            makers.invitation(makers.campaign(programme), makers.mentee_person(programme))

    more(1)
    desk.get(address)
    first = queries_of(lambda: desk.get(address))
    more(2)

    assert queries_of(lambda: desk.get(address)) == first


def test_rate_is_shown_by_group(desk, programme, campaign, unscoped):
    for group, answered in (("ТМ-21", True), ("ТМ-21", False), ("ИС-11", False)):
        invitation = makers.invitation(campaign, makers.mentee_person(programme, group=group))
        if answered:
            makers.answer(invitation)

    page = desk.get(url("campaign", pk=campaign.pk))

    rates = {rate.label: (rate.answered, rate.invited) for rate in page.context["rates"]}
    assert rates == {"ТМ-21": (1, 2), "ИС-11": (0, 1)}
    assert "1 из 3" in text(page)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 3),
        ("?show=done", 1),
        ("?show=waiting", 2),
        ("?show=no_consent", 1),
        ("?show=no_email", 2),
        ("?group=ИС-11", 1),
    ],
)
def test_invitations_are_filtered(desk, programme, campaign, query, count, unscoped):
    makers.answer(makers.invitation(campaign, makers.mentee_person(programme)))
    makers.invitation(campaign, makers.mentee_person(programme, consented=False))
    makers.invitation(campaign, makers.mentee_person(programme, group="ИС-11"))

    page = desk.get(url("campaign", pk=campaign.pk) + query)

    assert page.context["page"].total == count


def test_links_are_not_in_the_list_and_its_export(desk, campaign, invitation):
    token = makers.token(invitation)

    assert token not in text(desk.get(url("campaign", pk=campaign.pk)))
    export = desk.get(url("campaign", pk=campaign.pk) + "?_export=csv")
    assert "Не открывал" in export.getvalue().decode("utf-8-sig")


def test_invitation_page_has_link_and_code_that_lead_to_the_questionnaire(desk, invitation, client):
    page = text(desk.get(url("invitation", pk=invitation.pk)))
    link = re.search(r'value="(http[^"]+/s/[a-z2-9]{26}/)"', page)[1]

    assert client.get(link.removeprefix("http://localhost:8000")).status_code == 200
    assert "<svg" in page
    assert desk.get(url("invitation_qr", pk=invitation.pk, kind="png")).content.startswith(b"\x89PNG")
    assert desk.get(url("invitation_qr", pk=invitation.pk, kind="svg")).content.startswith(b"<svg xmlns")


def test_revoked_invitation_has_no_link_until_it_is_renewed(desk, invitation, link, client):
    desk.post(url("invitation_revoke", pk=invitation.pk))
    assert client.get(link).status_code == 410
    assert "Личная ссылка" not in text(desk.get(url("invitation", pk=invitation.pk)))
    assert desk.get(url("invitation_qr", pk=invitation.pk, kind="svg")).status_code == 404

    page = desk.post(url("invitation_renew", pk=invitation.pk), follow=True)

    assert "Личная ссылка" in text(page)
    assert client.get(link).status_code == 404


def test_cards_are_for_those_who_have_not_answered(desk, programme, campaign, unscoped):
    waiting = makers.invitation(campaign, makers.mentee_person(programme, last_name="Ждёт"))
    makers.answer(makers.invitation(campaign, makers.mentee_person(programme, last_name="Ответил")))

    page = text(desk.get(url("cards", pk=campaign.pk)))

    assert "Ждёт" in page
    assert "Ответил" not in page
    assert makers.token(waiting) in page
    assert "Карточек нет" in text(desk.get(url("cards", pk=campaign.pk) + "?pk=0"))
    assert desk.get(url("cards", pk=campaign.pk) + f"?pk={10**30}&pk=٣&pk=-1").status_code == 200


def test_reading_answers_is_recorded_without_them(desk, invitation, unscoped):
    makers.answer(invitation)

    page = desk.get(url("invitation_answers", pk=invitation.pk))

    assert "Тайное слово" in text(page)
    assert "Тревожно" not in text(page)
    entry = AuditEntry.objects.get(action="response.read")
    assert "Тайное" not in f"{entry.before}{entry.after}"


def test_director_sees_figures_and_no_answers(director, signed_in, invitation, unscoped):
    makers.answer(invitation)
    client = signed_in(director)

    page = client.get(url("campaign", pk=invitation.campaign_id))

    assert page.status_code == 200
    assert url("invitation", pk=invitation.pk) not in text(page)
    assert client.get(url("invitation_answers", pk=invitation.pk)).status_code == 403


def test_paper_answers_are_checked_and_kept(desk, invitation, unscoped):
    address = url("invitation_paper", pk=invitation.pk)
    assert "Какая помощь?" in text(desk.get(address))

    page = desk.post(address, {"useful": "99", "help": "no", "story": "С бумаги"})
    assert page.status_code == 422
    assert "от 1 до 10" in text(page)
    assert "С бумаги" in text(page)

    desk.post(address, {"useful": "9", "help": "no", "story": "С бумаги"})
    assert Response.objects.get().source == "paper"
    again = desk.post(address, {"useful": "9", "help": "no"})
    assert again.status_code == 422
    assert "Ответ получен" in text(again)


def test_paper_without_consent_is_refused(desk, programme, campaign, unscoped):
    invitation = makers.invitation(campaign, makers.mentee_person(programme, consented=False))

    page = desk.post(url("invitation_paper", pk=invitation.pk), {"useful": "9", "help": "no"})

    assert page.status_code == 422
    assert "Нет согласия" in text(page)
    assert not Response.objects.exists()


def test_letters_go_to_those_who_have_not_answered_once_a_day(desk, programme, campaign, unscoped):
    waiting = makers.invitation(campaign, makers.mentee_person(programme, email="wait@example.test"))
    makers.answer(makers.invitation(campaign, makers.mentee_person(programme, email="done@example.test")))
    makers.invitation(campaign, makers.mentee_person(programme, email="no@example.test", consented=False))
    makers.invitation(campaign, makers.mentee_person(programme))
    asked = text(desk.get(url("campaign_remind", pk=campaign.pk)))
    assert "Разослать 1" in asked
    assert "нет согласия — 1, нет почты — 1" in asked

    page = desk.post(url("campaign_remind", pk=campaign.pk))
    job = Job.objects.get()
    assert page["Location"] == reverse("core:job", kwargs={"pk": job.pk})
    run_job(job.pk)

    assert [letter.to for letter in mail.outbox] == [["wait@example.test"]]
    assert makers.token(waiting) in mail.outbox[0].body
    assert mail.outbox[0].subject == "Анкета: Осенний опрос"
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert makers.token(waiting) not in f"{job.params}{job.title}{job.note}"

    again = desk.post(url("campaign_remind", pk=campaign.pk))
    assert again.status_code == 422
    assert "Писать некому" in text(again)
    assert Job.objects.count() == len(mail.outbox) == 1
    Invitation.objects.update(mailed_on=makers.today() - timedelta(days=1))
    desk.post(url("campaign_remind", pk=campaign.pk))
    run_job(Job.objects.latest("pk").pk)
    assert mail.outbox[1].subject == "Напоминание: Осенний опрос"


def test_who_answers_while_the_letters_go_gets_none(campaign, invitation, unscoped):
    from surveys.domain.mailing import invitations_to_mail, send_letter

    ids = invitations_to_mail(campaign, only=None)
    makers.answer(invitation)

    assert [send_letter(pk) for pk in ids] == [None]
    assert mail.outbox == []


def test_a_letter_that_cannot_be_sent_is_told_and_not_marked(desk, campaign, invitation, settings, unscoped):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", 1, 2

    desk.post(url("campaign_remind", pk=campaign.pk))
    job = Job.objects.get()
    run_job(job.pk)

    assert "Письмо не ушло" in job.messages.get().text
    invitation.refresh_from_db()
    assert invitation.mailed_on is None


def test_title_with_line_breaks_cannot_make_a_header(campaign, invitation, unscoped):
    from surveys.domain.mailing import send_letter

    Campaign.objects.filter(pk=campaign.pk).update(title="Опрос\r\nBcc: all@example.test")

    send_letter(invitation.pk)

    assert mail.outbox[0].subject == "Анкета: Опрос Bcc: all@example.test"
    assert mail.outbox[0].bcc == []


def test_closed_campaign_sends_no_letters(desk, campaign, invitation, unscoped):
    close_campaign(campaign, actor=None)

    page = desk.post(url("campaign_remind", pk=campaign.pk))

    assert page.status_code == 422
    assert not Job.objects.exists()


def test_people_are_picked_by_hand(desk, programme, campaign, unscoped):
    person = makers.mentee_person(programme)
    makers.mentor_person(programme)
    address = url("campaign_pick", pk=campaign.pk)

    assert len(desk.get(address).context["form"].fields["people"].queryset) == 1
    desk.post(address, {"people": [person.pk]})

    assert campaign.invitations.get().person == person


def test_bulk_revoking_spares_those_who_answered(desk, programme, campaign, unscoped):
    done = makers.invitation(campaign, makers.mentee_person(programme))
    makers.answer(done)
    waiting = makers.invitation(campaign, makers.mentee_person(programme))
    data = {"action": "revoke", "pk": [done.pk, waiting.pk]}
    page = desk.post(url("campaign", pk=campaign.pk), data)
    fingerprint = re.search(r'name="fingerprint" value="([^"]+)"', text(page))[1]

    desk.post(url("campaign", pk=campaign.pk), data | {"fingerprint": fingerprint})

    waiting.refresh_from_db()
    done.refresh_from_db()
    assert waiting.revoked_on == makers.today()
    assert done.revoked_on is None


def test_preview_walks_through_every_screen_and_keeps_nothing(desk, campaign, unscoped):
    first = text(desk.get(url("preview", pk=campaign.pk)))
    second = text(desk.get(url("preview_page", pk=campaign.pk, page=1) + "?go=next&useful=8"))
    last = text(desk.get(url("preview_page", pk=campaign.pk, page=2) + "?go=next"))

    assert "Первый раздел" in first
    assert "Второй раздел" in second
    assert "Спасибо, дальше куратор." in last
    assert desk.get(url("preview_page", pk=campaign.pk, page=10**15)).status_code == 200
    assert not Response.objects.exists()


@pytest.mark.parametrize("code", ["request_student", "request_teacher", "offer_mentor"])
def test_every_screen_of_the_bank_is_drawn(desk, programme, code, unscoped):
    campaign = makers.campaign(programme, instrument=code)

    for page in range(1, 6):
        assert desk.get(url("preview_page", pk=campaign.pk, page=page)).status_code == 200
