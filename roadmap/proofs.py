"""Which record of the portal proves which kind of result. Kinds without a rule are proved by a file or a link."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from core.russian import plural
from roadmap.enums import ResultKind as R


@dataclass(frozen=True, slots=True)
class Proof:
    """A fact that proves a result: its kind (core.facts) and its detail, or the beginning of it with «*»; several
    details are parted by a space. `also` are other facts that prove the same: (kind, detail).

    `missing` says, for a curator, what has not happened yet; `verb` (for one, for many) and `noun` (of one, of many)
    say how much of several has: «подписан 1 из 2 приказов».
    """

    fact: str
    detail: str
    missing: str
    verb: tuple[str, str] = ("есть", "есть")
    noun: tuple[str, str] = ("записи", "записей")
    #: False: one such record proves nothing yet, the curator says for an activity how many do.
    by_itself: bool = True
    also: tuple[tuple[str, str], ...] = ()

    def accepts(self, kind: str, detail: str) -> bool:
        if (kind, detail) in self.also:
            return True
        if kind != self.fact:
            return False
        return not self.detail or any(_fits(one, detail) for one in self.detail.split())

    def so_far(self, have: int, needed: int) -> str:
        """What is missing while `have` of `needed` records are there."""
        if needed == 1:
            return self.missing
        verb = plural(have, self.verb[0], self.verb[1], self.verb[1])
        return f"{verb} {have} из {needed} {plural(needed, self.noun[0], self.noun[1], self.noun[1])}"


def _fits(named: str, detail: str) -> bool:
    return detail.startswith(named[:-1]) if named.endswith("*") else detail == named


def _order(code: str, name: str) -> Proof:
    nouns = (f"приказа {name}", f"приказов {name}")
    return Proof(
        "order_signed", code, f"приказ {name} не подписан в портале", ("подписан", "подписано"), nouns
    )


def _survey(detail: str, missing: str) -> Proof:
    return Proof(
        "campaign_closed", detail, missing, ("завершено", "завершено"), ("анкетирования", "анкетирований")
    )


def _report(detail: str, missing: str) -> Proof:
    return Proof("report_issued", detail, missing, ("выпущен", "выпущено"), ("отчёта", "отчётов"))


def _event(detail: str, missing: str) -> Proof:
    return Proof("event_held", detail, missing, ("состоялось", "состоялось"), ("мероприятия", "мероприятий"))


#: What a fact says in a list of proofs; «{}» is the name of the thing.
FACT_WORDS: dict[tuple[str, str], str] = {
    ("order_signed", ""): "Подписан приказ: {}",
    ("consents_complete", ""): "{}",
    ("base_ready", "mentees"): "Подтверждена база наставляемых",
    ("base_ready", "mentors"): "Подтверждена база наставников",
    ("campaign_closed", ""): "Завершено анкетирование: {}",
    ("training_complete", ""): "Завершено обучение наставников: {}",
    ("event_held", ""): "Состоялось мероприятие: {}",
    ("meeting_held", ""): "Состоялась встреча пары: {}",
    ("report_issued", ""): "Выпущен отчёт: {}",
    ("report_issued", "regulation"): "Подписано: {}",
    ("report_issued", "programme_passport"): "Подписана Программа: {}",
    ("roadmap_approved", ""): "{}",
    ("programme_approved", ""): "Начата программа: {}",
}


def fact_words(kind: str, detail: str, title: str) -> str:
    """A recorded fact for people; one of an unknown kind is told by its own name."""
    words = FACT_WORDS.get((kind, detail)) or FACT_WORDS.get((kind, ""), "{}")
    return words.format(title) if title or "{}" not in words else kind


PROOFS: dict[str, Proof] = {
    R.ORDER_LAUNCH: _order("order_launch", "о внедрении"),
    R.ORDER_CURATOR: _order("order_curator", "о назначении куратора"),
    R.ORDER_BASE: _order("order_base", "об утверждении базы наставников"),
    R.ORDER_PAIRS: _order("order_pairs", "о закреплении пар"),
    R.ORDER_SCHOOL: _order("order_school", "о «Школе наставников»"),
    R.ORDER_AWARD: _order("order_award", "о поощрении"),
    R.ORDER_EVENT: _order("order_event", "об итоговом мероприятии"),
    R.CONSENTS: Proof("consents_complete", "processing", "подписаны не все согласия на обработку данных"),
    R.BASE_MENTEES: Proof("base_ready", "mentees", "база наставляемых не подтверждена"),
    R.BASE_MENTORS: Proof("base_ready", "mentors", "база наставников не подтверждена"),
    R.TRAINING: Proof(
        "training_complete",
        "",
        "обучение наставников не завершено",
        ("завершено", "завершено"),
        ("обучения", "обучений"),
    ),
    R.SURVEY_REQUEST: _survey("request*", "анкетирование наставляемых не завершено"),
    R.SURVEY_OFFER: _survey("offer*", "анкетирование наставников не завершено"),
    R.SURVEY_PREFERENCE: _survey("preference*", "анкета предпочтений не завершена"),
    R.SURVEY_FEEDBACK: _survey("feedback*", "анкеты обратной связи не собраны"),
    R.SURVEY_EXIT: _survey("exit*", "итоговое анкетирование не завершено"),
    R.MEETINGS: Proof(
        "meeting_held",
        "",
        "встречи пар не записаны",
        ("состоялась", "состоялось"),
        ("встречи", "встреч"),
        by_itself=False,
    ),
    R.REPORT_SWOT: _report("swot*", "отчёт SWOT не выпущен"),
    R.REPORT_MONITORING: _report("monitoring*", "отчёт мониторинга не выпущен"),
    R.REPORT_FINAL: _report("annual_report", "итоговый отчёт не выпущен"),
    # Reports without a kind of result of their own: which and how many are meant only the curator can say.
    R.REPORT_OTHER: replace(
        _report("project_report pairs_report survey_report roadmap_progress", "отчёт не выпущен"),
        by_itself=False,
    ),
    R.REGULATION: Proof("report_issued", "regulation", "Положение не подписано в портале"),
    # An event proves an activity of its own kind only: any other one would close what it is not about.
    R.EVENT: _event("other", "мероприятие не состоялось"),
    R.EVENT_MEETING: _event("group_meeting", "групповая встреча не состоялась"),
    R.EVENT_TABLE: _event("round_table", "круглый стол не состоялся"),
    R.EVENT_FINAL: _event("final", "итоговое мероприятие не состоялось"),
    R.ROADMAP: Proof("roadmap_approved", "", "дорожная карта не утверждена"),
    R.PROGRAMME: Proof(
        "programme_approved",
        "",
        "программа не начата и не подписана в портале",
        also=(("report_issued", "programme_passport"),),
    ),
}


#: Kinds of which one record is an event of its own: a term may be counted from it.
EVENTS = frozenset(kind for kind, proof in PROOFS.items() if proof.by_itself)


def proofs_for(kinds: Iterable[str]) -> dict[str, Proof]:
    """The rules of those kinds that have one."""
    return {kind: PROOFS[kind] for kind in kinds if kind in PROOFS}
