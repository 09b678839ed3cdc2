"""What the shell is told of people, consents and pairs: navigation, attention, search, words of history."""

from __future__ import annotations

from django.db.models import Count, Q
from django.urls import reverse

from core import russian
from core.registries import AttentionItem, NavItem, SearchHit, Viewer
from core.searching import search_condition, search_words
from mentorship.enums import ConsentState, DuplicateState, EntryState, PairState
from mentorship.models import Person
from mentorship.permissions import (
    ANSWER_REQUESTS,
    MANAGE_CONSENTS,
    MANAGE_PAIRS,
    MANAGE_PEOPLE,
    MERGE_PEOPLE,
    VIEW_CONSENTS,
    VIEW_PAIRS,
    VIEW_PEOPLE,
)
from mentorship.selectors.consents import LIVE, UNSIGNED, consents_visible_to, ending_soon, open_people
from mentorship.selectors.credentials import standings
from mentorship.selectors.duplicates import duplicates_visible_to
from mentorship.selectors.entries import OPEN_STATES, mentees_of, mentors_of
from mentorship.selectors.matching import MENTEE_STATES
from mentorship.selectors.pairs import pairs_visible_to, without_live_pair
from mentorship.selectors.people import people_visible_to
from mentorship.selectors.withdrawals import open_steps

ACTIONS = {
    "person.created": "Карточка заведена",
    "person.edited": "Изменена карточка",
    "person.imported": "Внесено из списка",
    "person.import_changed": "Изменено списком",
    "person.guardian_added": "Указан законный представитель",
    "person.guardian_removed": "Убран законный представитель",
    "mentee.added": "Добавлено в базу наставляемых",
    "mentor.added": "Добавлено в базу наставников",
    "mentor.from_mentee": "Завершивший наставляемый стал наставником",
    "menteeentry.edited": "Изменён запрос",
    "mentorentry.edited": "Изменено предложение наставника",
    **{f"menteeentry.{state}": f"Наставляемый: {state.label.lower()}" for state in EntryState},
    **{f"mentorentry.{state}": f"Наставник: {state.label.lower()}" for state in EntryState},
    "person.merged": "Присоединена другая карточка",
    "person.merged_into": "Карточка присоединена к другой",
    "person.merge_undone": "Объединение карточек отменено",
    "person.erased": "Персональные данные уничтожены",
    "person.data_requested": "Получен запрос субъекта о его данных",
    "person.data_given": "Собран архив данных субъекта",
    "person.different": "Отмечено: похожая карточка — другой человек",
    **{f"duplicatepair.{state}": f"Похожие карточки: {state.label.lower()}" for state in DuplicateState},
    "consent.needed": "Согласие нужно",
    "consent.renewed": "Сменился подписывающий",
    "consent.issued": "Бланк выдан на подпись",
    "consent.signed": "Согласие подписано",
    "consent.items_written": "Отметки перенесены с бланка",
    "consent.refused": "Отказ подписать",
    "consent.withdrawn": "Согласие отозвано",
    "consent.lapsed": "Согласие истекло",
    "people_import.uploaded": "Загружен список",
    "people_import.mapped": "Указаны колонки",
    "people_import.applied": "Список внесён",
    "people_import.discarded": "От списка отказались",
    "people_import.undone": "Внесение списка отменено",
    "person.import_undone": "Внесение списком отменено",
    "person.import_restored": "Возвращены прежние значения",
    "withdrawal.started": "Начат список дел после отзыва",
    "withdrawal.step_done": "Сделан шаг после отзыва",
    "withdrawal.extended": "Продлён срок ответа заявителю",
    "supplement.added": "Записано дополнительное соглашение",
    "supplement.ended": "Дополнительное соглашение прекращено",
    "topic.added": "Добавлен запрос в карту",
    "topic.edited": "Изменён запрос карты",
    "topic.hidden": "Запрос карты скрыт",
    "topic.shown": "Запрос карты снова предлагается",
    "credential.recorded": "Записана справка наставника",
    "pairs.proposed": "Подобраны пары",
    "pairs.proposals_dropped": "Предложения сброшены",
    "pair.proposed": "Пара предложена",
    **{f"pair.{state}": f"Пара: {state.label.lower()}" for state in PairState if state != PairState.PROPOSED},
}  # fmt: skip


NAMES_OF_KEYS = {
    "card": "Карточка №",
    "fields": "Что изменилось",
    "grounds": "Основание",
    "destroyed": "Уничтожено",
    "guardian": "Представитель",
    "guardian_kind": "Кем приходится",
    "programme": "Программа",
    "mentees": "Наставляемые",
    "placed": "Пар",
    "unmatched": "Без пары",
    "score": "Оценка",
    "pairs": "Пар",
    "file": "Файл",
    "base": "База",
    "count": "Записей",
}


def navigation(viewer: Viewer) -> list[NavItem]:
    """Наставляемые, Наставники, Согласия, Пары with their numbers: four queries at most."""
    if not VIEW_PEOPLE.allows(viewer.membership):
        return _rights(viewer)
    programme = viewer.programme
    mentees = (
        mentees_of(viewer.membership, programme).filter(state__in=OPEN_STATES).count() if programme else None
    )
    mentors = (
        mentors_of(viewer.membership, programme).filter(state__in=OPEN_STATES).count() if programme else None
    )
    items = [
        NavItem(
            "Наставляемые",
            reverse("mentorship:mentees"),
            "Люди",
            210,
            mentees,
            active_prefixes=(
                "mentorship:mentee",
                "mentorship:person",
                "mentorship:entry",
                "mentorship:people",
                "mentorship:topic",
                "mentorship:categor",
                "mentorship:note",
                "mentorship:sensitive",
                "mentorship:duplicate",
                "mentorship:merge",
            ),
        ),
        NavItem(
            "Наставники",
            reverse("mentorship:mentors"),
            "Люди",
            220,
            mentors,
            active_prefixes=("mentorship:mentors", "mentorship:credential"),
        ),
    ]
    items += _rights(viewer)
    if VIEW_CONSENTS.allows(viewer.membership):
        unsigned = consents_visible_to(viewer.membership, programme).filter(state__in=UNSIGNED)
        items.append(
            NavItem(
                "Согласия",
                reverse("mentorship:consents"),
                "Люди",
                230,
                unsigned.count() if programme else None,
                waiting=True,
                active_prefixes=("mentorship:consent",),
            )
        )
    if VIEW_PAIRS.allows(viewer.membership):
        proposed = pairs_visible_to(viewer.membership, programme).filter(state=PairState.PROPOSED)
        items.append(
            NavItem(
                "Пары и группы",
                reverse("mentorship:pairs"),
                "Работа",
                320,
                proposed.count() if programme else None,
                waiting=True,
                active_prefixes=("mentorship:pair",),
            )
        )
    return items


def _rights(viewer: Viewer) -> list[NavItem]:
    if not ANSWER_REQUESTS.allows(viewer.membership):
        return []
    address = reverse("mentorship:data_requests")
    return [NavItem("Запросы о данных", address, "Люди", 290, active_prefixes=("mentorship:data_request",))]


def attention(viewer: Viewer) -> list[AttentionItem]:
    """What waits for the curator in people, consents and pairs: a constant number of queries."""
    if viewer.programme is None or not MANAGE_PEOPLE.allows(viewer.membership):
        return []
    return [*_people(viewer), *_consents(viewer), *_papers(viewer), *_pairs(viewer)]


def _people(viewer: Viewer) -> list[AttentionItem]:
    mentees = mentees_of(viewer.membership, viewer.programme)
    mentors = mentors_of(viewer.membership, viewer.programme)
    found = _duplicates(viewer)
    if not mentees.exists() and not mentors.exists():
        found.append(
            AttentionItem(
                "info",
                "базы пусты",
                "Наставляемые и наставники ещё не внесены",
                "Список из Excel проверяется построчно до записи.",
                "Загрузить список",
                reverse("mentorship:people_import"),
                40,
            )
        )
    surveyed = mentors.filter(state=EntryState.SURVEYED).count()
    if surveyed:
        found.append(
            AttentionItem(
                "info",
                "анкета заполнена",
                f"{russian.counted(surveyed, 'наставник ждёт', 'наставника ждут', 'наставников ждут')} подтверждения",
                "После подтверждения их можно подбирать в пары.",
                f"Подтвердить {surveyed}",
                f"{reverse('mentorship:mentors')}?state={EntryState.SURVEYED}",
                60,
            )
        )
    return found


def _duplicates(viewer: Viewer) -> list[AttentionItem]:
    if not MERGE_PEOPLE.allows(viewer.membership):
        return []
    number = duplicates_visible_to(viewer.membership).filter(state=DuplicateState.OPEN).count()
    if not number:
        return []
    pairs = russian.counted(number, "пара похожих карточек", "пары похожих карточек", "пар похожих карточек")
    return [
        AttentionItem(
            "info", "возможные дубли", pairs, "Один человек дважды — лишнее согласие и неверный отчёт.",
            f"Разобрать {number}", reverse("mentorship:duplicates"), 65,
        )
    ]  # fmt: skip


def _consents(viewer: Viewer) -> list[AttentionItem]:
    if not MANAGE_CONSENTS.allows(viewer.membership):
        return []
    rows = consents_visible_to(viewer.membership, viewer.programme)
    counts = rows.aggregate(
        needed=Count("pk", filter=Q(state=ConsentState.NEEDED)),
        issued=Count("pk", filter=Q(state=ConsentState.ISSUED)),
    )
    board = reverse("mentorship:consents")
    without = (
        open_people(viewer.programme).exclude(pk__in=rows.filter(state__in=LIVE).values("person")).count()
    )
    found = []
    if without:
        people = russian.counted(without, "человек", "человека", "человек")
        found.append(
            AttentionItem(
                "bad", "нет согласий", f"{people} без единого согласия", "Без согласия нельзя даже анкету.",
                f"Определить {without}", board, 10,
            )
        )  # fmt: skip
    if counts["needed"]:
        number = counts["needed"]
        found.append(
            AttentionItem(
                "wait", "не напечатаны", f"{russian.counted(number, 'согласие', 'согласия', 'согласий')} к печати",
                "Бланк на каждого готовится одним заданием.", f"Напечатать {number}",
                f"{board}?state={ConsentState.NEEDED}", 20,
            )
        )  # fmt: skip
    if counts["issued"]:
        number = counts["issued"]
        found.append(
            AttentionItem(
                "wait", "на подписи",
                russian.counted(number, "согласие не вернулось", "согласия не вернулись", "согласий не вернулось"),
                "Отметьте подписанные: человек сможет идти дальше.", f"Отметить {number}",
                f"{board}?state={ConsentState.ISSUED}", 30,
            )
        )  # fmt: skip
    return found


def _papers(viewer: Viewer) -> list[AttentionItem]:
    """Steps after a withdrawal, consents and certificates that run out."""
    if not MANAGE_CONSENTS.allows(viewer.membership):
        return []
    found = []
    steps = list(
        open_steps(viewer.membership, viewer.programme).select_related("withdrawal__consent__person")[:50]
    )
    if steps:
        first = steps[0]
        late = first.due_on < viewer.today
        number = russian.counted(len(steps), "шаг", "шага", "шагов")
        found.append(
            AttentionItem(
                "bad" if late else "wait",
                "отзыв: срок вышел" if late else f"отзыв: до {russian.date_short(first.due_on)}",
                f"{first.withdrawal.consent.person.short_name}: {first.get_code_display().lower()}",
                f"После отзыва согласия ждёт {number}.",
                "Открыть список",
                reverse("mentorship:consent", kwargs={"pk": first.withdrawal.consent_id}),
                5,
            )
        )
    ending = (
        consents_visible_to(viewer.membership, viewer.programme).filter(ending_soon(viewer.today)).count()
    )
    if ending:
        found.append(
            AttentionItem(
                "wait",
                "скоро истекут",
                f"{russian.counted(ending, 'согласие', 'согласия', 'согласий')} на 30 дней вперёд",
                "Кому исполнится 18, подпишет сам; остальным нужен новый бланк.",
                f"Посмотреть {ending}",
                f"{reverse('mentorship:consents')}?ends=soon",
                35,
            )
        )
    rows = [
        row for row in standings(viewer.membership, viewer.programme, viewer.today) if row.state != "valid"
    ]
    if rows:
        bad = [row for row in rows if row.state != "soon"]
        number = len(bad or rows)
        papers = russian.counted(number, "справка", "справки", "справок")
        found.append(
            AttentionItem(
                "bad" if bad else "wait",
                "нет справок" if bad else "справки истекают",
                f"{papers} у наставников со стороны",
                "Без них пару с несовершеннолетним закрепить нельзя.",
                f"Записать {number}" if bad else f"Посмотреть {number}",
                reverse("mentorship:credentials"),
                25,
            )
        )
    return found


def _pairs(viewer: Viewer) -> list[AttentionItem]:
    if not MANAGE_PAIRS.allows(viewer.membership):
        return []
    pairs = pairs_visible_to(viewer.membership, viewer.programme).order_by()
    counts = pairs.aggregate(
        proposed=Count("pk", filter=Q(state=PairState.PROPOSED), distinct=True),
        to_order=Count("pk", filter=Q(state=PairState.TO_ORDER, order_document=None), distinct=True),
        suspended=Count("pk", filter=Q(state=PairState.SUSPENDED), distinct=True),
        trial=Count("pk", filter=Q(state=PairState.TRIAL), distinct=True),
        compatible=Count("pk", filter=Q(state=PairState.COMPATIBILITY), distinct=True),
    )
    waiting = without_live_pair(
        mentees_of(viewer.membership, viewer.programme).filter(state__in=MENTEE_STATES)
    ).count()
    address = reverse("mentorship:pairs")
    found = []
    for key, tone, why, what, action, order in (
        ("suspended", "bad", "приостановлены", "ждут решения", "Разобрать", 15),
        ("proposed", "wait", "подобраны", "ждут подтверждения", "Подтвердить", 50),
        ("trial", "info", "пробная встреча", "ждут пробной встречи", "Открыть", 61),
        ("compatible", "wait", "совместимость", "ждут ответов о совместимости", "Собрать ответы:", 58),
        ("to_order", "info", "к приказу", "ждут приказа о закреплении", "Подготовить приказ:", 70),
    ):
        number = counts[key]
        if number:
            verb = what.replace("ждут", "ждёт") if russian.plural(number, "1", "", "") else what
            told = f"{russian.counted(number, 'пара', 'пары', 'пар')} {verb}"
            found.append(
                AttentionItem(tone, why, told, "", f"{action} {number}", f"{address}?state={key}", order)
            )
    if waiting:
        people = russian.counted(waiting, "наставляемый", "наставляемых", "наставляемых")
        found.append(
            AttentionItem(
                "wait", "без пары", f"{people} без наставника", "Запрос известен, пары ещё нет.", "Подобрать пары",
                address, 55,
            )
        )  # fmt: skip
    return found


def search(viewer: Viewer, text: str, limit: int) -> list[SearchHit]:
    """People by name, group, phone; a person is found by any part of the name in any order."""
    if not VIEW_PEOPLE.allows(viewer.membership) or not search_words(text):
        return []
    found = people_visible_to(viewer.membership).filter(
        search_condition(text, folded=("search_key",), plain=("group", "employer", "phone"))
    )
    hits = [
        SearchHit(
            "Человек",
            person.full_name,
            reverse("mentorship:person", kwargs={"pk": person.pk}),
            ", ".join(part for part in (person.group, person.position, person.employer) if part),
        )
        for person in found.order_by("last_name", "first_name", "pk")[:limit]
    ]
    return [*hits, *_former_cards(viewer, text, limit - len(hits))] if len(hits) < limit else hits


def _former_cards(viewer: Viewer, text: str, limit: int) -> list[SearchHit]:
    """Somebody is found by the name of a card that was merged into theirs."""
    former = Person.everything.filter(
        search_condition(text, folded=("search_key",)),
        merged_into__in=people_visible_to(viewer.membership).order_by().values("pk"),
    ).select_related("merged_into")
    return [
        SearchHit(
            "Человек",
            one.merged_into.full_name,
            reverse("mentorship:person", kwargs={"pk": one.merged_into_id}),
            f"прежняя карточка: {one.full_name}",
        )
        for one in former.order_by("last_name", "first_name", "pk")[:limit]
        if one.merged_into and one.merged_into.search_key != one.search_key
    ]
