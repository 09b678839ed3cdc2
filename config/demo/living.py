"""What people do with the demo's roadmap: talk about an activity, answer for it, move a day, count from an order."""

from datetime import timedelta

from config.demo.house import House
from mentorship.models import Programme
from roadmap.domain.arranging import add_activity
from roadmap.domain.assigning import assign
from roadmap.domain.comments import add_comment
from roadmap.domain.rescheduling import move_occurrence
from roadmap.models import Activity

TALKED_OF = "1.5"
MOVED = "4.5"
STAGE = 6


def enliven(house: House, programme: Programme) -> None:
    """One activity with words and people, one moved by a week, one that waits for the order of the pairs."""
    plan = Activity.objects.filter(stage__roadmap__programme=programme).select_related(
        "stage__roadmap__organization", "stage__roadmap__programme"
    )
    talked = plan.filter(number__startswith=TALKED_OF).first()
    if talked is not None:
        assign(talked, roles=["director", "curator"], users=[house.curator], actor=house.curator)
        add_comment(talked, author=house.curator, text="Два предприятия ответили, ждём письма от третьего.")
    moved = plan.filter(number__startswith=MOVED).first()
    row = (
        moved.occurrences.select_related("activity__stage__roadmap__organization").first() if moved else None
    )
    if row is not None and row.due is not None:
        due = row.due + timedelta(days=7)
        move_occurrence(row, start=row.start, due=due, actor=house.curator, reason="Эксперт приедет позже")
    stage = plan.filter(stage__number=STAGE).first()
    if stage is not None:
        add_activity(
            stage.stage,
            actor=house.curator,
            text="Провести первые встречи пар и записать их цели",
            deadline="В течение месяца после издания приказа о закреплении пар",
            responsible="Наставники, кураторы проектов",
            result="Записи о встречах",
        )
