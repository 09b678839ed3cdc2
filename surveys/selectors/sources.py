"""Where a questionnaire can be looked at: the bank, a version of the institution, a draft; and lists of them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django_scopes import scopes_disabled

from core import russian
from core.models import Membership, Organization, User
from core.selectors.memberships import memberships_of
from surveys.instruments import Instrument
from surveys.instruments.editing import faults_of, items_of, readable
from surveys.models import Campaign, Questionnaire, QuestionnaireDraft, QuestionnaireVersion
from surveys.permissions import EDIT_QUESTIONNAIRES
from surveys.selectors.questionnaires import bank, latest_version, load_version

BANK, VERSION, DRAFT = "bank", "version", "draft"


@dataclass(frozen=True)
class Source:
    """One questionnaire to look at. `instrument` is None while a draft has `faults`; `ident` stands in addresses."""

    kind: str
    ident: str
    title: str
    instrument: Instrument | None
    faults: Sequence[str] = ()
    version: QuestionnaireVersion | None = None
    draft: QuestionnaireDraft | None = None

    @property
    def edition(self) -> str:
        """Which edition it is, in words; stands on paper and beside the title."""
        if self.version is not None:
            return f"версия {self.version.number}"
        return "черновик" if self.draft is not None else "анкета портала"


def find_source(organization: Organization, kind: str, ident: str) -> Source | None:
    """Return what an address names within the institution, None when there is no such thing."""
    if kind == BANK:
        instrument = bank().get(ident)
        return Source(BANK, ident, instrument.title, instrument) if instrument else None
    if not ident.isascii() or not ident.isdecimal() or len(ident) > 18:
        return None
    if kind == VERSION:
        version = (
            QuestionnaireVersion.objects.filter(questionnaire__organization=organization, pk=int(ident))
            .select_related("questionnaire")
            .first()
        )
        return version_source(version) if version else None
    draft = (
        QuestionnaireDraft.objects.filter(organization=organization, pk=int(ident))
        .select_related("edited_by")
        .first()
    )
    return draft_source(draft) if draft else None


def version_source(version: QuestionnaireVersion) -> Source:
    """A version of the institution as a source."""
    return Source(VERSION, str(version.pk), version.title, load_version(version).instrument, version=version)


def draft_source(draft: QuestionnaireDraft) -> Source:
    """A draft as a source, with what keeps it from being published."""
    faults = faults_of(draft.content)
    instrument = None if faults else readable(draft.content)
    return Source(DRAFT, str(draft.pk), draft.title, instrument, faults, draft=draft)


def base_of(draft: QuestionnaireDraft) -> Instrument | None:
    """What the draft will follow: the institution's last version, else the bank's questionnaire of its code."""
    version = latest_version(draft.organization, draft.code)
    return load_version(version).instrument if version else bank().get(draft.code)


# --- lists -------------------------------------------------------------------------------------------------------


def questionnaires_of(membership: Membership) -> QuerySet[Questionnaire]:
    """The questionnaires that the institution has used or made."""
    return Questionnaire.objects.filter(organization=membership.organization)


@dataclass
class Standing:
    """What a list tells of one questionnaire."""

    version: QuestionnaireVersion | None = None
    draft: QuestionnaireDraft | None = None
    campaigns: int = 0


def tell_standing(rows: Sequence[Questionnaire]) -> None:
    """Set `standing` on the rows of one page: three queries, however many rows."""
    found = {row.pk: Standing() for row in rows}
    versions = QuestionnaireVersion.objects.filter(questionnaire__in=found).order_by("number")
    for version in versions.defer("intro", "thanks", "scoring"):
        found[version.questionnaire_id].version = version
    codes = {row.code: row.pk for row in rows}
    organizations = {row.organization_id for row in rows}
    drafts = QuestionnaireDraft.objects.filter(organization__in=organizations, code__in=codes)
    for draft in drafts.defer("content", "undo"):
        found[codes[draft.code]].draft = draft
    counted = Campaign.objects.filter(version__questionnaire__in=found).values("version__questionnaire")
    for line in counted.annotate(count=Count("pk")).order_by():
        found[line["version__questionnaire"]].campaigns = line["count"]
    for row in rows:
        row.standing = found[row.pk]  # type: ignore[attr-defined]


def drafts_of(organization: Organization) -> QuerySet[QuestionnaireDraft]:
    """Drafts in work, the last changed first, without their contents."""
    rows = QuestionnaireDraft.objects.filter(organization=organization).select_related("edited_by")
    return rows.defer("content", "undo").order_by("-edited_at", "-pk")


@dataclass(frozen=True)
class Shelf:
    """A group of the bank."""

    title: str
    books: list[Instrument] = field(default_factory=list)


# The bank as the year goes; a questionnaire stands on the first shelf whose beginning its code has.
SHELVES = (
    ("Запросы и предложения", ("request_", "offer_")),
    ("Предпочтения и совместимость", ("preferences_", "compatibility_")),
    ("После встреч", ("meeting_",)),
    ("До начала работы: ожидания", ("quality_entry_",)),
    ("По завершении: как получилось", ("quality_exit_",)),
    ("Влияние: до и после", ("influence_",)),
    ("Оценка программы и обучение", ("",)),
)


def shelves(words: str = "") -> list[Shelf]:
    """The bank in groups; with `words` only questionnaires whose title, role or source has them all."""
    made = {title: Shelf(title) for title, _ in SHELVES}
    wanted = words.lower().split()
    for code, one in bank().items():
        said = f"{one.title} {one.role.label} {one.source} {code}".lower()
        if all(word in said for word in wanted):
            title = next(title for title, starts in SHELVES if code.startswith(starts))
            made[title].books.append(one)
    return [shelf for shelf in made.values() if shelf.books]


def described(instrument: Instrument) -> str:
    """«12 вопросов, 5 минут»."""
    count = sum(1 for _ in instrument.questions())
    questions = russian.counted(count, "вопрос", "вопроса", "вопросов")
    return f"{questions}, {russian.counted(instrument.minutes, 'минута', 'минуты', 'минут')}"


def topics_known(organization: Organization) -> list[str]:
    """Topic codes of the bank and of the drafts at hand: offered while an author types."""
    topics = {item.topic for one in bank().values() for item in one.items}
    for draft in QuestionnaireDraft.objects.filter(organization=organization):
        topics |= {item.get("topic", "") for item in items_of(draft.content)}
    return sorted(topics - {""})


# --- other institutions ------------------------------------------------------------------------------------------


def institutions_to_send_to(user: User, *, other_than: Organization) -> list[Organization]:
    """Institutions that a user may put a draft into: where they may edit questionnaires themselves, and those below a
    region where they may. What is put there is a draft until somebody there publishes it."""
    found: dict[int, Organization] = {}
    regions = []
    for membership in memberships_of(user):
        if EDIT_QUESTIONNAIRES.allows(membership):
            found[membership.organization_id] = membership.organization
            if membership.organization.is_region:
                regions.append(membership.organization_id)
    if regions:
        with scopes_disabled():
            for one in Organization.objects.filter(parent__in=regions):
                found[one.pk] = one
    found.pop(other_than.pk, None)
    return sorted(found.values(), key=lambda one: (one.short_name, one.pk))
