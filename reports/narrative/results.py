"""«Практики», «Мероприятия и поощрения», «Документы»."""

from __future__ import annotations

from dataclasses import dataclass

from core.russian import grouped, lower_first, typography
from reports.narrative.book import Grid, Piece, Section
from reports.narrative.words import did, paragraph, sentence, share

PRACTICES = ("практика", "практики", "практик")
EVENTS = ("мероприятие", "мероприятия", "мероприятий")
DOCUMENTS = ("документ", "документа", "документов")


@dataclass(frozen=True)
class PracticeFigure:
    """A case told by a pair; what it achieved, without names."""

    title: str
    form: str
    state: str
    result: str


def practices_section(practices: list[PracticeFigure], *, published: int) -> Section:
    title = "Лучшие практики"
    if not practices:
        return Section(
            "practices", title, [Piece("Практик, одобренных сторонами, в отчётном году в банке нет.")]
        )
    text = paragraph(
        sentence(f"В банке практик {did(len(practices), PRACTICES, ('описана', 'описаны', 'описано'))}"),
        f"Опубликовано с согласия участников {share(published, len(practices))}."
        if published
        else "Ни одна ещё не опубликована.",
    )
    rows = [
        [
            typography(one.title),
            one.form,
            typography(" ".join(one.result.split())) or "–",
            lower_first(one.state),
        ]
        for one in practices
    ]
    grid = Grid(["Практика", "Форма", "Результат", "Состояние"], rows, widths=[27, 18, 39, 16])
    return Section("practices", title, [Piece(text), Piece(grid=grid)])


@dataclass(frozen=True)
class EventFigure:
    title: str
    kind: str
    day: str
    listed: int
    came: int


@dataclass(frozen=True)
class AwardFigure:
    title: str
    nominated: int
    laureates: int
    closed_on: str


def events_section(events: list[EventFigure], awards: list[AwardFigure], cancelled: int) -> Section:
    title = "Мероприятия и поощрения"
    pieces = []
    if events:
        came, listed = sum(one.came for one in events), sum(one.listed for one in events)
        pieces.append(
            Piece(
                paragraph(
                    sentence(did(len(events), EVENTS, ("проведено", "проведены", "проведено"))),
                    f"Пришли {share(came, listed)} записавшихся."
                    if listed
                    else "Записи участников не велось: о посещении нет данных.",
                    sentence(did(cancelled, EVENTS, ("отменено", "отменены", "отменено")))
                    if cancelled
                    else "",
                )
            )
        )
        rows = [[one.day, one.kind, typography(one.title), str(one.listed), str(one.came)] for one in events]
        head = ["Дата", "Вид", "Мероприятие", "Записано", "Пришли"]
        pieces.append(Piece(grid=Grid(head, rows, widths=[13, 21, 42, 12, 12], figures=[3, 4])))
    else:
        pieces.append(Piece("Проведённых мероприятий в портале в отчётном году нет."))
    if awards:
        rows = [
            [typography(one.title), str(one.nominated), str(one.laureates), one.closed_on] for one in awards
        ]
        won = sum(one.laureates for one in awards)
        pieces.append(
            Piece(
                paragraph(
                    sentence(
                        did(
                            len(awards),
                            ("конкурс", "конкурса", "конкурсов"),
                            ("завершён", "завершены", "завершено"),
                        )
                    ),
                    sentence(
                        did(
                            won,
                            ("участник или пара", "участника и пары", "участников и пар"),
                            ("поощрён", "поощрены", "поощрено"),
                        )
                    )
                    if won
                    else "Поощрённых нет.",
                    "Поимённо поощрённые названы в приказах.",
                ),
                heading="Поощрения",
            )
        )
        head = ["Конкурс, награда", "Выдвинуто", "Награждено", "Итоги"]
        pieces.append(Piece(grid=Grid(head, rows, widths=[52, 15, 16, 17], figures=[1, 2])))
    else:
        pieces.append(Piece("Конкурсов с подведёнными итогами в отчётном году нет.", heading="Поощрения"))
    return Section("events", title, pieces)


@dataclass(frozen=True)
class DocumentFigure:
    """A signed document of the year."""

    kind: str
    title: str
    number: str
    day: str


def documents_section(rows: list[DocumentFigure]) -> Section:
    title = "Подписанные документы"
    if not rows:
        return Section("documents", title, [Piece("Подписанных документов программы в отчётном году нет.")])
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    text = sentence(f"Руководитель {_signed(len(rows))}. Перечень – в приложении")
    grid = Grid(
        ["Вид документа", "Подписано"],
        [[kind, grouped(number)] for kind, number in sorted(counts.items())],
        widths=[80, 20],
        figures=[1],
    )
    return Section("documents", title, [Piece(text), Piece(grid=grid)])


def _signed(number: int) -> str:
    return did(number, DOCUMENTS, ("подписал", "подписал", "подписал"))


def documents_annex(rows: list[DocumentFigure]) -> Section:
    body = [[row.day, row.number or "–", row.kind, typography(row.title)] for row in rows]
    grid = Grid(["Дата", "№", "Вид", "Заголовок"], body, widths=[14, 14, 28, 44])
    return Section("annex_documents", "Приказы и другие документы", [Piece(grid=grid)] if body else [])
