"""Versions of questionnaires: once for one content, never changed when used."""

import pytest
from django.db import DatabaseError, transaction

from core.errors import DomainError
from surveys.domain.questionnaires import adopt_from_bank, adopt_instrument, freeze_version
from surveys.instruments import instrument_to_dict
from surveys.models import Item, Questionnaire, QuestionnaireVersion, Section
from surveys.selectors.questionnaires import bank, load_version
from tests import factories
from tests.surveys.instruments.samples import every_kind
from tests.surveys.makers import small_instrument

pytestmark = pytest.mark.usefixtures("unscoped")


@pytest.mark.parametrize("code", sorted(bank()))
def test_bank_comes_out_of_the_database_as_it_went_in(org, code):
    version = adopt_from_bank(code, organization=org, actor=None)

    assert instrument_to_dict(load_version(version).instrument) == instrument_to_dict(bank()[code])


def test_every_kind_of_item_survives_the_database(org):
    version = adopt_instrument(every_kind(), organization=org, actor=None)

    assert load_version(version).instrument == every_kind()


def test_same_content_makes_no_second_version_and_a_change_does(org):
    first = adopt_instrument(small_instrument(), organization=org, actor=None)
    again = adopt_instrument(small_instrument(), organization=org, actor=None)
    changed = adopt_instrument(small_instrument(title="Другое"), organization=org, actor=None)

    assert again == first
    assert (first.number, changed.number) == (1, 2)
    assert Questionnaire.objects.count() == 1


def test_institutions_have_questionnaires_of_their_own(org):
    adopt_from_bank("offer_mentor", organization=org, actor=None)
    adopt_from_bank("offer_mentor", organization=factories.organization(), actor=None)

    assert Questionnaire.objects.filter(code="offer_mentor").count() == 2


def test_unknown_code_and_changed_purpose_are_refused(org):
    adopt_instrument(small_instrument(), organization=org, actor=None)

    with pytest.raises(DomainError):
        adopt_from_bank("nothing", organization=org, actor=None)
    with pytest.raises(DomainError):
        adopt_instrument(small_instrument(role="mentor"), organization=org, actor=None)


@pytest.mark.parametrize(
    "change",
    [
        lambda version: QuestionnaireVersion.objects.filter(pk=version.pk).update(title="Тайком"),
        lambda version: QuestionnaireVersion.objects.filter(pk=version.pk).update(frozen_at=None),
        lambda version: Item.objects.filter(version=version).update(text="Тайком"),
        lambda version: Section.objects.filter(version=version).update(title="Тайком"),
        lambda version: Item.objects.create(
            version=version,
            section=version.sections.first(),
            key="new",
            kind="note",
            text="Тайком",
            position=99,
        ),
        lambda version: Section.objects.create(version=version, key="new", title="Тайком", position=99),
    ],
)
def test_database_refuses_to_change_a_frozen_version(org, change):
    version = adopt_instrument(small_instrument(), organization=org, actor=None)
    freeze_version(version)

    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        change(version)


def test_freezing_twice_keeps_the_first_moment(org):
    version = adopt_instrument(small_instrument(), organization=org, actor=None)
    moment = freeze_version(version).frozen_at

    assert freeze_version(QuestionnaireVersion.objects.get(pk=version.pk)).frozen_at == moment
