"""The rules of SWOT: each a named function from facts to statements, tested on figures made by hand.

The four quadrants and most thresholds are those of methodology §2.4, 4. A rule says nothing where it knows nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from core.russian import capitalize_first, counted, lower_first, percent
from reports.swot.facts import Draft, Expectation, Facts, Figure, Mean, Part, Share
from reports.swot.limits import Limits
from reports.swot_enums import Quadrant

S, W, O, T = Quadrant.STRENGTH, Quadrant.WEAKNESS, Quadrant.OPPORTUNITY, Quadrant.THREAT  # noqa: E741 - as the method

Rule = Callable[[Facts, Limits], Iterator[Draft]]

MORE = {
    "continue": "хотят продолжить в следующем году",
    "effect-become-mentor": "хотят стать наставниками",
    "effect-stay-mentor": "готовы остаться наставниками",
    "effect-develop-mentoring": "хотят развивать наставничество дальше",
    "effect-hire": "взяли бы наставляемых к себе на работу или на практику",
    "partners-go-on": "готовы участвовать дальше",
    "parents-go-on": "хотят, чтобы ребёнок продолжил",
}
LESS = {
    "continue": "не хотят продолжать",
    "effect-become-mentor": "не видят себя наставниками",
    "effect-stay-mentor": "не готовы остаться наставниками",
    "effect-develop-mentoring": "не хотят развивать наставничество дальше",
    "effect-hire": "не взяли бы наставляемых к себе",
    "partners-go-on": "не готовы участвовать дальше",
    "parents-go-on": "не хотят, чтобы ребёнок продолжил",
}
KEPT_PACE = "пары, которые встречаются не реже нормы"
VALUED, LACKING, OFFERED = "valuable", "lacking", "partners-offers"


@dataclass(frozen=True)
class NamedRule:
    """`code` is kept with each statement that the rule drafts; `about` is read on the page."""

    code: str
    about: str
    apply: Rule


RULES: list[NamedRule] = []


def rule(code: str, about: str) -> Callable[[Rule], Rule]:
    def declare(function: Rule) -> Rule:
        RULES.append(NamedRule(code, about, function))
        return function

    return declare


def drafts_of(facts: Facts, limits: Limits) -> list[Draft]:
    """Every statement that the facts of one scope give, in the order of the rules."""
    return [draft for one in RULES for draft in one.apply(facts, limits)]


def decimal_text(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def answers(n: int) -> str:
    return counted(n, "ответ", "ответа", "ответов")


def people(n: int) -> str:
    return counted(n, "человек", "человека", "человек")


# --- what questionnaires say ---


@rule("mean_high", "Тема оценена на 8 и выше")
def mean_high(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.means:
        if one.mean >= limits.mean_high:
            yield _of_mean("mean_high", S, one, "высоко оценили")


@rule("mean_low", "Тема оценена на 5 и ниже")
def mean_low(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.means:
        if one.mean <= limits.mean_low:
            yield _of_mean("mean_low", W, one, "низко оценили")


def _of_mean(code: str, quadrant: Quadrant, one: Mean, verb: str) -> Draft:
    mean = decimal_text(one.mean)
    text = f"{capitalize_first(one.who)} {verb}: {lower_first(one.label)} – в среднем {mean} из 10."
    told = f"{decimal_text(one.mean)} из 10 ({answers(one.n)})"
    return Draft(
        code,
        one.subject,
        quadrant,
        text,
        _decimal(one.mean),
        told,
        (Figure(f"{one.label}, {one.who}", told, one.url),),
    )


@rule("gap_down", "Ожидания не оправдались: ниже на 2 балла и больше")
def gap_down(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.expectations:
        gap = one.after - one.before
        if gap <= limits.gap_down:
            yield _of_gap(
                "gap_down", W, one, f"Ожидания не оправдались ({one.who}): {lower_first(one.label)}"
            )


@rule("gap_up", "Вышло лучше, чем ждали, на балл и больше")
def gap_up(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.expectations:
        if one.after - one.before >= limits.gap_up:
            yield _of_gap("gap_up", S, one, f"Вышло лучше, чем ждали ({one.who}): {lower_first(one.label)}")


def _of_gap(code: str, quadrant: Quadrant, one: Expectation, start: str) -> Draft:
    gap = one.after - one.before
    told = f"{decimal_text(one.before)} → {decimal_text(one.after)}"
    text = f"{start}, ждали {decimal_text(one.before)}, вышло {decimal_text(one.after)}."
    pairs = counted(one.n, "человек ответил", "человека ответили", "человек ответили")
    fact = Figure(f"{one.label}, {one.who}", f"{told}; {pairs} дважды", one.url)
    return Draft(code, one.subject, quadrant, text, _decimal(gap), told, (fact,))


@rule("influence", "Параметр изменился, и это не случайность")
def influence(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one, better, reading in facts.influence:
        quadrant = S if better else W
        told = f"{decimal_text(one.before)} → {decimal_text(one.after)}"
        start = "За время программы стало лучше" if better else "За время программы стало хуже"
        text = f"{start} ({one.who}): {lower_first(one.label)}, {decimal_text(one.before)} → {decimal_text(one.after)}."
        fact = Figure(f"{one.label}, {one.who}", f"{told}. {reading}", one.url)
        yield Draft("influence", one.subject, quadrant, text, _decimal(one.after - one.before), told, (fact,))


@rule("more_wanted", "60 % и больше хотят продолжить или стать наставниками")
def more_wanted(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.shares:
        if one.topic in MORE and one.percent >= limits.more_wanted:
            text = f"{capitalize_first(one.who)} {MORE[one.topic]}: {percent(one.yes, one.n)}."
            yield _of_share("more_wanted", O, one, text, one.yes)


@rule("more_refused", "40 % и больше не хотят продолжать")
def more_refused(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.shares:
        if one.topic in LESS and 100 - one.percent >= limits.more_refused:
            text = f"{capitalize_first(one.who)} {LESS[one.topic]}: {percent(one.n - one.yes, one.n)}."
            yield _of_share("more_refused", T, one, text, one.n - one.yes)


@rule("effect_common", "Перемену заметили 60 % и больше")
def effect_common(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.shares:
        if _is_effect(one.topic) and one.percent >= limits.effect_common:
            text = f"Перемену «{lower_first(one.label)}» отметили {percent(one.yes, one.n)} ({one.who})."
            yield _of_share("effect_common", S, one, text, one.yes)


@rule("effect_rare", "Перемену заметили не больше 30 %")
def effect_rare(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.shares:
        if _is_effect(one.topic) and one.percent <= limits.effect_rare:
            text = (
                f"Перемену «{lower_first(one.label)}» отметили только {percent(one.yes, one.n)} ({one.who})."
            )
            yield _of_share("effect_rare", W, one, text, one.yes)


def _is_effect(topic: str) -> bool:
    return topic.startswith("effect-") and topic not in MORE


def _of_share(code: str, quadrant: Quadrant, one: Share, text: str, count: int) -> Draft:
    told = f"{percent(count, one.n)} ({count} из {one.n})"
    fact = Figure(f"{one.label}, {one.who}", told, one.url)
    return Draft(code, one.subject, quadrant, text, _decimal(100 * count / one.n), told, (fact,))


@rule("theme", "О чём часто пишут: от 20 % написавших")
def theme(facts: Facts, limits: Limits) -> Iterator[Draft]:
    words = {
        VALUED: (S, "Участники особенно ценят ({who}): {title}"),
        LACKING: (W, "Участникам не хватило ({who}): {title}"),
        OFFERED: (O, "Партнёры предлагают: {title}"),
    }
    for one in facts.themes:
        if one.topic not in words or one.percent < limits.theme_frequent:
            continue
        quadrant, form = words[one.topic]
        told = f"{one.count} из {one.n} ответов"
        text = f"{form.format(who=one.who, title=lower_first(one.title))} – об этом {told}."
        fact = Figure(f"Тема «{one.title}»", told, one.url)
        yield Draft("theme", one.subject, quadrant, text, _decimal(one.percent), told, (fact,), one.quotes)


@rule("satisfaction", "Удовлетворённость: от 85 % – сильная сторона, меньше 50 % – слабая")
def satisfaction(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.satisfaction:
        if one.percent >= limits.satisfied_high:
            yield _of_part("satisfaction", S, one, f"Довольны программой {one.label}: {{share}}.")
        elif one.percent < limits.satisfied_low:
            yield _of_part("satisfaction", W, one, f"Довольны программой немногие ({one.label}): {{share}}.")


@rule("response", "Отклик на опрос: от 80 % – сильная сторона, меньше 50 % – слабая")
def response(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.rates:
        if one.percent >= limits.response_high:
            yield _of_part("response", S, one, f"Участники охотно отвечают: опрос «{one.label}» – {{share}}.")
        elif one.percent < limits.response_low:
            yield _of_part(
                "response",
                W,
                one,
                f"На опрос «{one.label}» ответили только {{share}}: выводы по нему неполны.",
            )


# --- what the portal's records say ---


@rule("indicator", "Показатель против плана года")
def indicator(facts: Facts, limits: Limits) -> Iterator[Draft]:
    for one in facts.indicators:
        fact = Figure(one.label, f"{one.told} ({one.fraction})" if one.fraction else one.told, one.url)
        quadrant, became = (S, "выполнен") if one.is_reached else (W, "не выполнен")
        text = f"План по показателю «{one.label}» {became}: {one.told}."
        yield Draft("indicator", one.code, quadrant, text, one.figure, one.told, (fact,))


@rule("ended_early", "Досрочно прекращено больше 10 % пар")
def ended_early(facts: Facts, limits: Limits) -> Iterator[Draft]:
    ends = facts.endings
    if ends is None or not ends.started:
        return
    share = 100 * ends.ended_early / ends.started
    if share > limits.ended_early:
        told = f"{ends.ended_early} из {ends.started}"
        reasons = [f"{lower_first(text)} – {count}" for text, count in ends.reasons]
        why = f" Причины: {'; '.join(reasons)}." if reasons else ""
        text = f"Досрочно прекращены {told} пар и групп ({percent(ends.ended_early, ends.started)}).{why}"
        fact = Figure("Прекращены досрочно", told, ends.url)
        yield Draft("ended_early", "pairs", W, text, _decimal(share), told, (fact,))


@rule("completed", "Программу прошли 80 % пар и больше")
def completed(facts: Facts, limits: Limits) -> Iterator[Draft]:
    ends = facts.endings
    over = ends.completed + ends.ended_early if ends else 0
    if ends and over >= 2 and 100 * ends.completed / over >= limits.completed_high:
        told = f"{ends.completed} из {over}"
        text = f"Завершённые пары прошли программу до конца: {told} ({percent(ends.completed, over)})."
        fact = Figure("Завершили, из закончивших работу", told, ends.url)
        yield Draft("completed", "pairs", S, text, _decimal(100 * ends.completed / over), told, (fact,))


@rule("refused", "Пары, от которых отказались до приказа")
def refused(facts: Facts, limits: Limits) -> Iterator[Draft]:
    ends = facts.endings
    if ends is None or not ends.rejected:
        return
    whole = ends.started + ends.rejected
    share = 100 * ends.rejected / whole
    if share > limits.ended_early:
        told = f"{ends.rejected} из {whole}"
        text = f"От предложенной пары отказались до приказа: {told} ({percent(ends.rejected, whole)})."
        fact = Figure("Отклонены до приказа", told, ends.url)
        yield Draft("refused", "pairs", T, text, _decimal(share), told, (fact,))


@rule("cadence", "Норма встреч: опаздывают не больше 10 % пар – сильная сторона, от 25 % – слабая")
def cadence(facts: Facts, limits: Limits) -> Iterator[Draft]:
    one = facts.cadence
    if one is None or not one.whole:
        return
    if one.percent <= limits.cadence_good:
        on_time = Part(one.subject, KEPT_PACE, one.whole - one.part, one.whole, one.url)
        yield _of_part("cadence", S, on_time, "Пары встречаются не реже нормы: {share}.")
    elif one.percent >= limits.cadence_bad:
        yield _of_part("cadence", W, one, "Пары встречаются реже нормы: {share}.")


@rule("training", "Обучено наставников: от 90 % – сильная сторона, меньше 70 % – слабая")
def training(facts: Facts, limits: Limits) -> Iterator[Draft]:
    one = facts.training
    if one is None or not one.whole:
        return
    if one.percent >= limits.trained_high:
        yield _of_part("training", S, one, "Наставники обучены: {share}.")
    elif one.percent < limits.trained_low:
        yield _of_part("training", W, one, "Обучены не все наставники: {share}.")


@rule("waiting", "Без пары больше 20 % наставляемых")
def waiting(facts: Facts, limits: Limits) -> Iterator[Draft]:
    one = facts.waiting
    if one is not None and one.whole and one.percent > limits.waiting:
        yield _of_part("waiting", W, one, "Наставляемые ждут наставника: {share}.")


@rule("roadmap_done", "Выполнено 90 % наступивших сроков и больше")
def roadmap_done(facts: Facts, limits: Limits) -> Iterator[Draft]:
    one = facts.roadmap
    if one is not None and one.whole and one.percent >= limits.done_high:
        yield _of_part(
            "roadmap_done", S, one, "Дорожная карта выполняется: выполнены {share} наступивших сроков."
        )


@rule("roadmap_overdue", "Не выполнено больше 10 % наступивших сроков")
def roadmap_overdue(facts: Facts, limits: Limits) -> Iterator[Draft]:
    one = facts.overdue
    if one is not None and one.whole and one.percent > limits.overdue:
        yield _of_part(
            "roadmap_overdue", W, one, "Дорожная карта отстаёт: не выполнены {share} наступивших сроков."
        )


@rule("agreements", "Действующие соглашения с партнёрами")
def agreements(facts: Facts, limits: Limits) -> Iterator[Draft]:
    one = facts.agreements
    if one is not None and one.part >= limits.agreements_few:
        told = counted(one.part, "соглашение", "соглашения", "соглашений")
        verb = "действует" if one.part % 10 == 1 and one.part % 100 != 11 else "действуют"
        text = f"С партнёрами {verb} {told}: можно расширить практики, экскурсии и приглашать наставников."
        fact = Figure("Действующие соглашения", str(one.part), one.url)
        yield Draft("agreements", "agreements", O, text, Decimal(one.part), told, (fact,))


@rule("agreements_ended", "Партнёры, соглашения с которыми расторгнуты или не продлены")
def agreements_ended(facts: Facts, limits: Limits) -> Iterator[Draft]:
    one = facts.ended_agreements
    if one is not None and one.part:
        told = counted(one.part, "соглашение", "соглашения", "соглашений")
        text = f"Партнёры выходят из программы: расторгнуто или не продлено {told}."
        fact = Figure("Расторгнуты или не продлены", f"{one.part} из {one.whole}", one.url)
        yield Draft("agreements_ended", "agreements", T, text, Decimal(one.part), told, (fact,))


@rule("alumni", "Благодарные выпускники на связи")
def alumni(facts: Facts, limits: Limits) -> Iterator[Draft]:
    one = facts.alumni
    if one is not None and one.part:
        told = people(one.part)
        text = f"Выпускники программы на связи и могут стать наставниками: {told}."
        fact = Figure("Выпускники на связи", str(one.part), one.url)
        yield Draft("alumni", "alumni", O, text, Decimal(one.part), told, (fact,))


@rule("risks", "Риски, записанные в программе и проектах")
def risks(facts: Facts, limits: Limits) -> Iterator[Draft]:
    whose = "Риск программы" if facts.project is None else "Риск проекта"
    for line in facts.risks[: limits.risks_most]:
        fact = Figure("Записано в рисках", line, facts.risks_url)
        yield Draft("risks", line[:200].casefold(), T, f"{whose}: {_stop(line)}", None, "", (fact,))


def _of_part(code: str, quadrant: Quadrant, one: Part, form: str) -> Draft:
    told = f"{one.part} из {one.whole}"
    text = form.format(share=f"{told} ({percent(one.part, one.whole)})")
    return Draft(
        code,
        one.subject,
        quadrant,
        text,
        _decimal(one.percent),
        told,
        (Figure(capitalize_first(one.label), f"{told} ({percent(one.part, one.whole)})", one.url),),
    )


def _decimal(value: float) -> Decimal:
    return Decimal(str(round(value, 2)))


def _stop(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
