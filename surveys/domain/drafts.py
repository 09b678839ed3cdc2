"""Drafts of questionnaires: begun, changed by several people at once, published, thrown away."""

from collections.abc import Callable
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.errors import DomainError
from core.models import Organization, User
from surveys.domain.questionnaires import adopt_instrument, freeze_version
from surveys.enums import Purpose, Role
from surveys.instruments import (
    Instrument,
    InstrumentError,
    fingerprint,
    instrument_from_dict,
    instrument_to_dict,
)
from surveys.instruments.editing import (
    Content,
    MissingPartError,
    TooManyError,
    blank_content,
    mark_of,
    new_key,
)
from surveys.models import Item, Publication, Questionnaire, QuestionnaireDraft, QuestionnaireVersion
from surveys.selectors.questionnaires import bank, latest_version, load_version

MAX_CODE = 60


class StaleDraftError(DomainError):
    """Somebody else has changed meanwhile what is being saved; `draft` is as it stands now, nothing was written."""

    def __init__(self, draft: QuestionnaireDraft, *, gone: bool = False) -> None:
        who = str(draft.edited_by) if draft.edited_by else "Другой куратор"
        told = "этого уже нет в черновике" if gone else "это место черновика уже другое"
        super().__init__(
            f"Пока вы писали, {told}: последним его менял {who}. Ваше не записано.", code="stale"
        )
        self.draft = draft
        self.gone = gone


def begin_blank(
    *, title: str, purpose: Purpose, role: Role, organization: Organization, actor: User | None
) -> QuestionnaireDraft:
    """Begin a questionnaire from nothing; its code comes from the title and never changes."""
    code = new_key(title, taken_codes(organization), fallback="anketa")[:MAX_CODE]
    content = blank_content(code=code, title=title, purpose=str(purpose), role=str(role))
    return _begin(content, organization=organization, actor=actor)


def begin_edition(code: str, *, organization: Organization, actor: User | None) -> QuestionnaireDraft:
    """Begin the next version of the institution's own questionnaire, or its own edition of one of the bank.

    A draft that is there already is returned as it is. A validated scale is refused.
    """
    found = QuestionnaireDraft.objects.filter(organization=organization, code=code).first()
    if found:
        return found
    version = latest_version(organization, code)
    instrument = load_version(version).instrument if version else bank().get(code)
    if instrument is None:
        raise DomainError("Такой анкеты в портале нет.", code="unknown")
    if instrument.locked:
        raise DomainError(
            "Это проверенная шкала: её слова и порядок менять нельзя, иначе пропадёт смысл ключа. "
            "Её можно провести или скопировать целиком.",
            code="locked",
        )
    content = instrument_to_dict(instrument)
    return _begin(content, organization=organization, actor=actor, based_on=version)


def begin_copy(
    instrument: Instrument, *, title: str, organization: Organization, actor: User | None
) -> QuestionnaireDraft:
    """Begin another questionnaire with the same questions: same keys and topics, a code of its own."""
    if instrument.locked:
        raise DomainError(
            "Это проверенная шкала: её копируют только целиком и под своим кодом.", code="locked"
        )
    content = instrument_to_dict(instrument)
    code = new_key(title, taken_codes(organization), fallback="anketa")[:MAX_CODE]
    return _begin(content | {"code": code, "title": title}, organization=organization, actor=actor)


def begin_from_file(
    instrument: Instrument, *, organization: Organization, actor: User | None, replace: bool = False
) -> QuestionnaireDraft:
    """Take a whole questionnaire, of a file or of another institution, as the draft of its code's next version.

    :raises DomainError: `same` when it says what the last version says; `draft` when a draft of the code is there
        and `replace` is false; `locked` when it would change a validated scale; `purpose` when it is for another use.
    """
    check_may_follow(instrument, organization=organization)
    version = latest_version(organization, instrument.code)
    if version is not None and version.fingerprint == fingerprint(instrument):
        raise DomainError(
            f"Такая анкета уже есть: «{version.title}», версия {version.number}. Ничего не изменилось.",
            code="same",
        )
    with transaction.atomic():
        old = QuestionnaireDraft.objects.select_for_update().filter(
            organization=organization, code=instrument.code
        )
        found = old.first()
        if found is not None and not replace:
            raise DomainError(
                f"Черновик этой анкеты уже есть: «{found.title}». Отметьте «Заменить черновик», если он не нужен.",
                field="replace",
                code="draft",
            )
        content = instrument_to_dict(instrument)
        if found is None:
            return _begin(content, organization=organization, actor=actor, based_on=version)
        return _write(found, content, actor=actor, done="черновик заменён целиком")


def check_may_follow(instrument: Instrument, *, organization: Organization) -> None:
    """Refuse what may not become a version of the questionnaire with its code.

    :raises DomainError: `locked` for a changed validated scale, `purpose` for another use or role.
    """
    mark = fingerprint(instrument)
    version = latest_version(organization, instrument.code)
    scales = [load_version(version).instrument] if version else []
    scales += [one for one in [bank().get(instrument.code)] if one is not None]
    if any(one.locked and fingerprint(one) != mark for one in scales):
        raise DomainError(
            "Под этим кодом уже есть проверенная шкала, а вопросы отличаются. Проверенную шкалу не меняют: "
            "дайте анкете другой код.",
            field="file",
            code="locked",
        )
    own = Questionnaire.objects.filter(organization=organization, code=instrument.code).first()
    if own is not None and (own.purpose, own.role) != (instrument.purpose, instrument.role):
        raise DomainError(
            "Анкета с таким кодом уже есть, и у неё другое назначение или другой отвечающий.",
            field="file",
            code="purpose",
        )


def change_draft(
    draft: QuestionnaireDraft,
    step: Callable[[Content], Content],
    *,
    done: str,
    actor: User | None,
    stamp: int | None = None,
    part: Callable[[Content], Any] | None = None,
    mark: str = "",
) -> QuestionnaireDraft:
    """Apply one step of `surveys.instruments.editing` to the draft as it stands in the database.

    With `stamp` the whole draft must be the one that was seen; with `part` and `mark` only that part of it, so that
    two people may work on different questions at once.

    :raises StaleDraftError: when it is not; nothing is written.
    """
    with transaction.atomic():
        locked = (
            QuestionnaireDraft.objects.select_for_update(of=("self",))
            .select_related("edited_by")
            .filter(pk=draft.pk)
            .first()
        )
        if locked is None:
            raise DomainError("Черновика больше нет: его опубликовали или удалили.", code="gone")
        try:
            if stamp is not None and stamp != locked.stamp:
                raise StaleDraftError(locked)
            if part is not None and mark_of(part(locked.content)) != mark:
                raise StaleDraftError(locked)
            content = step(locked.content)
        except MissingPartError:
            raise StaleDraftError(locked, gone=True) from None
        except TooManyError as error:
            raise DomainError(str(error), code="too_many") from None
        if content == locked.content:
            return locked
        return _write(locked, content, actor=actor, done=done)


def undo_change(draft: QuestionnaireDraft, *, stamp: int, actor: User | None) -> QuestionnaireDraft:
    """Take the last change back; taking it back once more brings it again."""
    with transaction.atomic():
        locked = QuestionnaireDraft.objects.select_for_update().get(pk=draft.pk)
        if locked.stamp != stamp:
            raise StaleDraftError(locked)
        if not locked.undo:
            raise DomainError("Отменять нечего.", code="nothing")
        back = locked.undo
        done = back["done"]
        again = done.removeprefix("отменено: ") if done.startswith("отменено: ") else f"отменено: {done}"
        return _write(locked, back["content"], actor=actor, done=again)


def publish_draft(draft: QuestionnaireDraft, *, stamp: int, actor: User | None) -> QuestionnaireVersion:
    """Make the draft the next version, frozen at once; the draft goes.

    :raises DomainError: `faults` with every fault of the content, `same` when nothing changed, `stale`, `locked`.
    """
    with transaction.atomic():
        locked = QuestionnaireDraft.objects.select_for_update(of=("self",)).select_related("organization")
        found = locked.filter(pk=draft.pk).first()
        if found is None:
            raise DomainError("Черновика больше нет: его опубликовали или удалили.", code="gone")
        if found.stamp != stamp:
            raise StaleDraftError(found)
        try:
            instrument = instrument_from_dict(found.content)
        except InstrumentError as error:
            raise DomainError("Сначала исправьте: " + "; ".join(error.problems), code="faults") from None
        check_may_follow(instrument, organization=found.organization)
        mark = fingerprint(instrument)
        same = QuestionnaireVersion.objects.filter(
            questionnaire__organization=found.organization, questionnaire__code=found.code, fingerprint=mark
        ).first()
        if same is not None:
            raise DomainError(
                f"В точности такая анкета уже есть: версия {same.number}. Измените что-нибудь или удалите черновик.",
                code="same",
            )
        version = freeze_version(adopt_instrument(instrument, organization=found.organization, actor=actor))
        Publication.objects.create(version=version, published_by=actor, published_at=timezone.now())
        Questionnaire.objects.filter(pk=version.questionnaire_id).update(title=version.title)
        found.delete()
        audit.record(
            "questionnaire.published",
            subject=version.questionnaire,
            actor=actor,
            after={"number": version.number, "title": version.title},
        )
    return version


def discard_draft(draft: QuestionnaireDraft, *, actor: User | None) -> None:
    """Throw the draft away; published versions stay."""
    with transaction.atomic():
        audit.record(
            "questionnaire.draft_discarded", subject=draft, actor=actor, before={"title": draft.title}
        )
        draft.delete()


def taken_codes(organization: Organization) -> set[str]:
    """Codes that a new questionnaire of the institution may not take."""
    own = Questionnaire.objects.filter(organization=organization).values_list("code", flat=True)
    drafts = QuestionnaireDraft.objects.filter(organization=organization).values_list("code", flat=True)
    return {*own, *drafts, *bank()}


def taken_keys(draft: QuestionnaireDraft) -> set[str]:
    """Keys that meant a question in some version of the questionnaire: a new question must not take them."""
    items = Item.objects.filter(
        version__questionnaire__organization=draft.organization_id, version__questionnaire__code=draft.code
    )
    return set(items.values_list("key", flat=True).distinct())


def _begin(
    content: Content,
    *,
    organization: Organization,
    actor: User | None,
    based_on: QuestionnaireVersion | None = None,
) -> QuestionnaireDraft:
    try:
        with transaction.atomic():
            draft = QuestionnaireDraft.objects.create(
                organization=organization,
                code=content["code"],
                title=content["title"],
                content=content,
                based_on=based_on,
                edited_by=actor,
                edited_at=timezone.now(),
            )
            audit.record(
                "questionnaire.draft_begun", subject=draft, actor=actor, after={"title": draft.title}
            )
    except IntegrityError:
        # Two presses at once: the draft that the other one has made is as good.
        return QuestionnaireDraft.objects.get(organization=organization, code=content["code"])
    return draft


def _write(
    draft: QuestionnaireDraft, content: Content, *, actor: User | None, done: str
) -> QuestionnaireDraft:
    draft.undo = {"content": draft.content, "done": done}
    draft.content, draft.title = content, content["title"][:200]
    draft.stamp += 1
    draft.edited_by, draft.edited_at = actor, timezone.now()
    draft.save()
    audit.record("questionnaire.draft_changed", subject=draft, actor=actor, after={"done": done[:200]})
    return draft
