"""Drafts of questionnaires: frozen at publication, told of each other, validated scales left alone."""

import pytest
from django.db import DatabaseError, transaction

from core.errors import DomainError
from core.models import Organization, User
from surveys.domain import drafts as domain
from surveys.domain.campaigns import open_campaign
from surveys.domain.questionnaires import adopt_from_bank, adopt_instrument
from surveys.enums import Purpose, Role
from surveys.instruments import editing as edit
from surveys.instruments import instrument_from_dict, instrument_to_dict
from surveys.models import Item, Questionnaire, QuestionnaireDraft, QuestionnaireVersion
from surveys.selectors.questionnaires import load_version
from tests import factories
from tests.surveys import makers

pytestmark = pytest.mark.usefixtures("unscoped")

QUESTION = {"key": "useful", "kind": "scale", "text": "Полезно?", "required": True, "low": 1, "high": 10}


@pytest.fixture
def draft(org: Organization) -> QuestionnaireDraft:
    made = domain.begin_blank(
        title="Моя анкета", purpose=Purpose.GENERAL, role=Role.MENTEE, organization=org, actor=None
    )
    return added(made, QUESTION)


def added(draft, item, section="part"):
    return domain.change_draft(
        draft, lambda content: edit.add_item(content, section, item), done="добавлен вопрос", actor=None
    )


def test_a_published_draft_is_a_frozen_version_and_the_draft_goes(draft):
    version = domain.publish_draft(draft, stamp=draft.stamp, actor=None)

    assert version.number == 1
    assert version.frozen_at
    assert version.questionnaire.code == "moya_anketa"
    assert not QuestionnaireDraft.objects.exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Item.objects.filter(version=version).update(text="Другое")


def test_a_change_makes_the_next_version_and_keys_stay(draft, org):
    first = domain.publish_draft(draft, stamp=draft.stamp, actor=None)
    again = domain.begin_edition("moya_anketa", organization=org, actor=None)
    again = domain.change_draft(
        again,
        lambda content: edit.put_head(content, {"title": "Анкета года"}),
        done="изменено название",
        actor=None,
    )

    second = domain.publish_draft(again, stamp=again.stamp, actor=None)

    assert (second.number, second.questionnaire_id) == (2, first.questionnaire_id)
    assert list(load_version(second).item_ids) == list(load_version(first).item_ids) == ["useful"]
    assert Questionnaire.objects.get().title == "Анкета года"
    assert load_version(first).instrument.title == "Моя анкета"


def test_a_draft_with_faults_is_not_published(org):
    empty = domain.begin_blank(
        title="Пустая", purpose=Purpose.GENERAL, role=Role.MENTEE, organization=org, actor=None
    )

    with pytest.raises(DomainError, match="нужен хотя бы один вопрос"):
        domain.publish_draft(empty, stamp=empty.stamp, actor=None)

    assert not QuestionnaireVersion.objects.exists()


def test_the_second_save_of_one_question_is_told_and_writes_nothing(draft):
    mark = edit.mark_of(edit.find_item(draft.content, "useful"))

    def save(text):
        return domain.change_draft(
            draft,
            lambda content: edit.put_item(content, "useful", QUESTION | {"text": text}, section="part"),
            done="изменён вопрос",
            actor=None,
            part=lambda content: edit.find_item(content, "useful"),
            mark=mark,
        )

    save("Первый")
    with pytest.raises(domain.StaleDraftError) as caught:
        save("Второй")

    assert edit.find_item(caught.value.draft.content, "useful")["text"] == "Первый"
    draft.refresh_from_db()
    assert edit.find_item(draft.content, "useful")["text"] == "Первый"


def test_two_people_change_different_questions_and_both_stay(draft):
    draft = added(draft, {"key": "other_one", "kind": "yes_no", "text": "Да?"})
    marks = {key: edit.mark_of(edit.find_item(draft.content, key)) for key in ("useful", "other_one")}
    seen = QuestionnaireDraft.objects.get(pk=draft.pk)

    for key, mark in marks.items():
        domain.change_draft(
            seen,
            lambda content, key=key: edit.put_item(
                content, key, edit.find_item(content, key) | {"text": f"Новый {key}"}, section="part"
            ),
            done="изменён вопрос",
            actor=None,
            part=lambda content, key=key: edit.find_item(content, key),
            mark=mark,
        )

    draft.refresh_from_db()
    assert [item["text"] for item in edit.items_of(draft.content)] == ["Новый useful", "Новый other_one"]


def test_a_question_that_another_has_removed_is_told(draft):
    domain.change_draft(draft, lambda content: edit.remove_item(content, "useful"), done="удалён", actor=None)

    with pytest.raises(domain.StaleDraftError) as caught:
        domain.change_draft(
            draft,
            lambda content: edit.put_item(content, "useful", QUESTION, section="part"),
            done="изменён",
            actor=None,
        )

    assert caught.value.gone


def test_a_publication_of_what_another_has_changed_is_told(draft):
    seen = draft.stamp
    added(draft, {"key": "more", "kind": "yes_no", "text": "Ещё?"})

    with pytest.raises(domain.StaleDraftError):
        domain.publish_draft(draft, stamp=seen, actor=None)


def test_the_last_change_is_taken_back_and_brought_again(draft):
    before = draft.content
    gone = domain.change_draft(
        draft, lambda content: edit.remove_item(content, "useful"), done="удалён вопрос", actor=None
    )
    back = domain.undo_change(gone, stamp=gone.stamp, actor=None)

    assert back.content == before
    assert back.undo["done"] == "отменено: удалён вопрос"
    assert domain.undo_change(back, stamp=back.stamp, actor=None).content == gone.content


def test_one_draft_for_a_code(draft, org):
    domain.publish_draft(draft, stamp=draft.stamp, actor=None)
    first = domain.begin_edition("moya_anketa", organization=org, actor=None)

    assert domain.begin_edition("moya_anketa", organization=org, actor=None) == first


def test_an_unchanged_draft_makes_no_version(org):
    adopt_from_bank("parents", organization=org, actor=None)
    draft = domain.begin_edition("parents", organization=org, actor=None)

    with pytest.raises(DomainError, match="версия 1"):
        domain.publish_draft(draft, stamp=draft.stamp, actor=None)


def test_an_own_edition_of_the_bank_keeps_the_code(org):
    draft = domain.begin_edition("parents", organization=org, actor=None)

    assert (draft.code, draft.based_on) == ("parents", None)


def test_a_copy_has_its_own_code_and_the_same_keys_and_topics(org):
    source = makers.small_instrument()
    draft = domain.begin_copy(source, title="Моя копия", organization=org, actor=None)

    version = domain.publish_draft(draft, stamp=draft.stamp, actor=None)

    assert version.questionnaire.code == "moya_kopiya"
    assert list(load_version(version).item_ids) == [item.key for item in source.items]


# --- validated scales --------------------------------------------------------------------------------------------


@pytest.fixture
def scale(org: Organization) -> QuestionnaireVersion:
    return adopt_instrument(makers.small_instrument(locked=True), organization=org, actor=None)


def test_a_validated_scale_is_not_changed_by_any_path(scale, org):
    changed = instrument_from_dict(instrument_to_dict(load_version(scale).instrument) | {"intro": "Иначе"})
    unlocked = instrument_from_dict({**instrument_to_dict(changed), "locked": False})

    for attempt in (
        lambda: domain.begin_edition("small", organization=org, actor=None),
        lambda: domain.begin_copy(
            load_version(scale).instrument, title="Копия", organization=org, actor=None
        ),
        lambda: domain.begin_from_file(changed, organization=org, actor=None),
        lambda: domain.begin_from_file(unlocked, organization=org, actor=None),
        lambda: adopt_instrument(changed, organization=org, actor=None),
        lambda: adopt_instrument(unlocked, organization=org, actor=None),
    ):
        with pytest.raises(DomainError) as caught:
            attempt()
        assert caught.value.code == "locked"


def test_a_draft_begun_before_the_scale_came_is_stopped_at_publication(org):
    draft = domain.begin_from_file(makers.small_instrument(), organization=org, actor=None)
    adopt_instrument(makers.small_instrument(locked=True), organization=org, actor=None)

    with pytest.raises(DomainError) as caught:
        domain.publish_draft(draft, stamp=draft.stamp, actor=None)

    assert caught.value.code == "locked"


def test_a_validated_scale_is_copied_whole(scale):
    other = factories.organization(code="other")

    draft = domain.begin_from_file(load_version(scale).instrument, organization=other, actor=None)
    version = domain.publish_draft(draft, stamp=draft.stamp, actor=None)

    assert version.fingerprint == scale.fingerprint
    assert version.locked


# --- from a file -------------------------------------------------------------------------------------------------


def test_the_same_file_twice_says_that_nothing_changed(org):
    adopt_instrument(makers.small_instrument(), organization=org, actor=None)

    with pytest.raises(DomainError) as caught:
        domain.begin_from_file(makers.small_instrument(), organization=org, actor=None)

    assert caught.value.code == "same"


def test_a_file_replaces_a_draft_only_when_asked(org):
    domain.begin_from_file(makers.small_instrument(), organization=org, actor=None)
    other = makers.small_instrument(title="Другая")

    with pytest.raises(DomainError, match="Черновик этой анкеты уже есть"):
        domain.begin_from_file(other, organization=org, actor=None)
    draft = domain.begin_from_file(other, organization=org, actor=None, replace=True)

    assert draft.title == "Другая"
    assert domain.undo_change(draft, stamp=draft.stamp, actor=None).title == "Маленькая анкета"


def test_a_file_for_another_use_is_refused(org):
    adopt_instrument(makers.small_instrument(), organization=org, actor=None)

    with pytest.raises(DomainError, match="другое назначение"):
        domain.begin_from_file(makers.small_instrument(role="mentor"), organization=org, actor=None)


def test_the_first_answer_freezes_a_version_that_was_never_published(programme):
    campaign = makers.campaign(programme, opened=False)
    assert campaign.version.frozen_at is None

    open_campaign(campaign, actor=None)

    campaign.version.refresh_from_db()
    assert campaign.version.frozen_at


def test_who_changed_it_is_told(draft, org):
    user = User.objects.create_user("maria@example.test", full_name="Образцова Мария Ильинична")
    mark = edit.mark_of(edit.head_of(draft.content))
    domain.change_draft(
        draft, lambda content: edit.put_head(content, {"intro": "Да"}), done="вступление", actor=user
    )

    with pytest.raises(domain.StaleDraftError, match="Образцова"):
        domain.change_draft(
            draft,
            lambda content: edit.put_head(content, {"intro": "Нет"}),
            done="вступление",
            actor=None,
            part=edit.head_of,
            mark=mark,
        )
