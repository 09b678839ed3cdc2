"""Who may open the questionnaires of an institution, the bank, the editor and the files."""

from typing import Any

from core.enums import Role
from surveys.domain.drafts import begin_from_file
from surveys.domain.questionnaires import adopt_instrument, freeze_version
from surveys.models import QuestionnaireDraft, QuestionnaireVersion
from tests.matrix import Row, World, roles
from tests.surveys import makers

READERS = roles(Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
EDITORS = roles(Role.CURATOR)


def _version(world: World) -> QuestionnaireVersion:
    def make() -> QuestionnaireVersion:
        instrument = makers.small_instrument(code="matrix", title="Анкета для проверки прав")
        return freeze_version(adopt_instrument(instrument, organization=world.org, actor=None))

    return world.once("questionnaire_version", make)


def _draft(world: World) -> QuestionnaireDraft:
    def make() -> QuestionnaireDraft:
        instrument = makers.small_instrument(code="matrix-draft", title="Черновик для проверки прав")
        return begin_from_file(instrument, organization=world.org, actor=None)

    return world.once("questionnaire_draft", make)


def questionnaire(world: World) -> dict[str, Any]:
    return {"pk": _version(world).questionnaire_id}


def version(world: World) -> dict[str, Any]:
    return {"source": "version", "ident": str(_version(world).pk)}


def draft(world: World) -> dict[str, Any]:
    return {"pk": _draft(world).pk}


ROWS = [
    Row("surveys:questionnaires", READERS),
    Row("surveys:questionnaire_bank", READERS),
    Row("surveys:questionnaire_new", EDITORS),
    Row("surveys:questionnaire_import", EDITORS),
    Row("surveys:questionnaire", READERS, kwargs=questionnaire),
    Row(
        "surveys:questionnaire_differences",
        READERS,
        kwargs=lambda world: questionnaire(world) | {"first": 1, "second": 1},
    ),
    Row("surveys:questionnaire_show", READERS, kwargs=version),
    Row("surveys:questionnaire_phone", READERS, kwargs=version),
    Row("surveys:questionnaire_phone_page", READERS, kwargs=lambda world: version(world) | {"page": "1"}),
    Row("surveys:questionnaire_try", READERS, kwargs=version),
    Row("surveys:questionnaire_paper", READERS, kwargs=version),
    Row("surveys:questionnaire_file", READERS, kwargs=lambda world: version(world) | {"kind": "json"}),
    Row("surveys:questionnaire_edition", EDITORS, kwargs=version),
    Row("surveys:questionnaire_copy", EDITORS, kwargs=version),
    Row("surveys:questionnaire_send", EDITORS, kwargs=version),
    Row("surveys:draft", EDITORS, kwargs=draft),
    Row("surveys:draft_step", EDITORS, kwargs=draft, method="post"),
    Row("surveys:draft_head", EDITORS, kwargs=draft),
    Row("surveys:draft_scoring", EDITORS, kwargs=draft),
    Row("surveys:draft_section_new", EDITORS, kwargs=draft),
    Row("surveys:draft_section", EDITORS, kwargs=lambda world: draft(world) | {"key": "one"}),
    Row("surveys:draft_item_new", EDITORS, kwargs=draft, query="?kind=scale&section=one"),
    Row("surveys:draft_item", EDITORS, kwargs=lambda world: draft(world) | {"key": "useful"}),
    Row("surveys:draft_publish", EDITORS, kwargs=draft),
    Row("surveys:draft_discard", EDITORS, kwargs=draft),
]
