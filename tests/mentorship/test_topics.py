"""The map of requests belongs to the institution: own lines, hidden lines, and what it says of the bases."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import DomainError
from mentorship.domain.entries import edit_entry
from mentorship.domain.topics import add_topic, edit_topic, show_topic
from mentorship.models import HiddenTopic, RequestTopic
from mentorship.selectors.programmes import all_topics_for, topics_for
from mentorship.selectors.topics import map_of_requests
from tests import factories

pytestmark = pytest.mark.usefixtures("scoped")


@pytest.fixture
def career():
    return RequestTopic.objects.get(organization=None, code="career")


def test_an_own_line_is_added_named_and_keeps_its_code(org):
    made = add_topic(org, title="  Демонстрационный   экзамен ", actor=None)
    assert (made.title, made.code, made.organization) == ("Демонстрационный экзамен", "own-1", org)
    assert add_topic(org, title="Волонтёрство", actor=None).code == "own-2"
    edit_topic(made, title="Демоэкзамен", offer_title="Подготовка", for_employees=False, actor=None)
    made.refresh_from_db()
    assert (made.title, made.code) == ("Демоэкзамен", "own-1")
    with pytest.raises(DomainError, match="уже есть") as error:
        edit_topic(made, title="волонтерство", offer_title="", for_employees=False, actor=None)
    assert error.value.field == "title"


@pytest.mark.parametrize(
    ("title", "told"), [(" \u00a0", "Назовите"), ("СОВМЕЩЕНИЕ РАБОТЫ И УЧЕБЫ", "уже есть")]
)
def test_an_empty_or_a_known_line_is_refused(org, title, told):
    with pytest.raises(DomainError, match=told):
        add_topic(org, title=title, actor=None)


def test_a_built_in_line_is_hidden_not_changed_and_only_here(org, career):
    with pytest.raises(DomainError, match="только скрыть"):
        edit_topic(career, title="Иначе", offer_title="", for_employees=False, actor=None)
    show_topic(career, organization=org, shown=False, actor=None)
    show_topic(career, organization=org, shown=False, actor=None)
    assert career not in topics_for(org)
    assert career in all_topics_for(org)
    assert HiddenTopic.objects.count() == 1
    show_topic(career, organization=org, shown=True, actor=None)
    assert career in topics_for(org)


def test_what_was_asked_for_keeps_a_hidden_line(programme, org, career):
    entry = factories.mentee(programme)
    edit_entry(entry, actor=None, topics=[career])
    show_topic(career, organization=org, shown=False, actor=None)
    assert list(entry.topics.all()) == [career]


def test_the_map_counts_who_asks_and_who_can_help(programme, org, curator, career):
    for _ in range(2):
        edit_entry(factories.mentee(programme), actor=None, topics=[career])
    line = next(each for each in map_of_requests(curator, programme, org) if each.topic == career)
    assert (line.asked, line.offered, line.lacks_mentors) == (2, 0, True)
    edit_entry(factories.mentor(programme), actor=None, topics=[career])
    line = next(each for each in map_of_requests(curator, programme, org) if each.topic == career)
    assert (line.offered, line.lacks_mentors) == (1, False)


def test_the_map_costs_the_same_for_any_number(programme, org, curator, career):
    def cost():
        with CaptureQueriesContext(connection) as caught:
            map_of_requests(curator, programme, org)
        return len(caught)

    edit_entry(factories.mentee(programme), actor=None, topics=[career])
    first = cost()
    for _ in range(2):
        edit_entry(factories.mentee(programme), actor=None, topics=list(RequestTopic.objects.all()[:3]))
        add_topic(org, title=f"Ещё {RequestTopic.objects.count()}", actor=None)
    assert cost() == first == 4


def test_the_map_is_kept_on_its_page(programme, curator, signed_in, career):
    client = signed_in(curator)
    add = reverse("mentorship:topic_add")
    assert client.post(add, {"title": ""}).status_code == 422
    page = client.post(
        add, {"title": "Экзамен", "offer_title": "Помогу с экзаменом"}, follow=True
    ).content.decode()
    assert "Помогу с экзаменом" in page
    made = RequestTopic.objects.get(title="Экзамен")
    edit = reverse("mentorship:topic_edit", args=[made.pk])
    assert client.post(edit, {"title": "Экзамены"}).status_code == 302
    client.post(reverse("mentorship:topic_show", args=[career.pk]), {"shown": "0"})
    client.get(reverse("mentorship:topics"))  # says once that it is hidden
    page = client.get(reverse("mentorship:topics")).content.decode()
    assert page.count("не предлагается") == 1
    assert client.get(reverse("mentorship:topic_edit", args=[career.pk])).status_code == 404
