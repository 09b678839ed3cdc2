"""Where something may be shown: chosen from a list, kept in words, copied from a signed sheet."""

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.errors import DomainError
from mentorship.distribution_places import MOST_WORDS, Place, Where, compose, read, site_is_open
from mentorship.domain.distribution import Choice, write_from_paper
from mentorship.enums import ConsentKind, ConsentMethod, ConsentState
from mentorship.models import Consent
from mentorship.selectors.distribution import shown_items
from tests import factories

pytestmark = pytest.mark.django_db


@given(st.sets(st.sampled_from(Place), min_size=1), st.text(max_size=MOST_WORDS))
def test_a_choice_is_read_back_from_its_words(places, words):
    told = compose([place.value for place in places], words)
    assert len(told) <= 300
    assert read(told) == Where(frozenset(places), " ".join(words.split())[:MOST_WORDS].strip())


@given(st.text(max_size=60))
def test_whatever_was_typed_before_there_was_a_list_is_read(words):
    found = read(words)
    assert found.places is None or words.strip().startswith("только: ")
    site_is_open(words)


@pytest.mark.parametrize(
    ("places", "words", "is_open"),
    [
        (["site"], "", True),
        (["social", "paper"], "", False),
        (["social", "paper"], "сайт школы тоже", False),  # the marks are clearer than the words
        (["site", "paper"], "не на сайте", False),  # a prohibition closes whatever was marked
        ([], "", True),
        ([], "только на стенде", False),
    ],
)
def test_the_marks_open_or_close_the_site(places, words, is_open):
    assert site_is_open(compose(places, words)) is is_open


@pytest.fixture
def consent(programme):
    return Consent.objects.create(
        organization=programme.organization, programme=programme, person=factories.person(programme.organization),
        kind=ConsentKind.DISTRIBUTION, signer="self", state=ConsentState.SIGNED, method=ConsentMethod.PAPER,
        signed_on=programme.period_start, original_place="папка 1",
    )  # fmt: skip


@pytest.mark.usefixtures("unscoped")
def test_marks_are_copied_from_the_sheet_on_its_page(consent, curator, signed_in):
    web, address = signed_in(curator), reverse("mentorship:consent_items", args=[consent.pk])
    page = reverse("mentorship:consent", args=[consent.pk])
    assert address in web.get(page).content.decode()
    sent = {"allowed_name": "on", "places_name": ["site", "paper"], "words_name": "без отчества"}
    assert web.post(address, sent | {"places_name": ["moon"]}).status_code == 422
    assert web.post(address, sent).url == page
    told = dict(shown_items(consent))
    assert told["Фамилия, имя, отчество"] == "разрешено, только: сайт, стенды; без отчества"
    assert told["Фотография"] == "запрещено"
    assert "checked" in web.get(address).content.decode()
    web.post(address, {})
    consent = Consent.objects.get(pk=consent.pk)
    assert set(dict(shown_items(consent)).values()) == {"запрещено"}


@pytest.mark.usefixtures("unscoped")
@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"method": ConsentMethod.CODE}, "электронно"),
        ({"state": ConsentState.WITHDRAWN}, "подписанного"),
        ({"kind": ConsentKind.PROCESSING}, "не о распространении"),
    ],
)
def test_only_a_signed_sheet_of_paper_is_copied(consent, change, told):
    Consent.objects.filter(pk=consent.pk).update(**change)
    consent = Consent.objects.get(pk=consent.pk)
    with pytest.raises(DomainError, match=told):
        write_from_paper(consent, {"name": Choice(True)}, actor=None)
    assert not consent.distribution_items.exists()
