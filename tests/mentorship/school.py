"""Short ways to a course, a group with sessions, and people in it."""

from datetime import date, timedelta
from decimal import Decimal

from mentorship.domain.training_courses import create_course
from mentorship.domain.training_groups import add_session, create_group, enrol, mark_attendance
from tests.mentorship.conftest import today


def course(org, **given):
    values = {"title": "Школа наставников", "hours": 8, "threshold": 70}
    return create_course(org, actor=None, **values | given)


def group(programme, of=None, **given):
    values = {
        "title": "Осень",
        "leader": "Примерова А. Б.",
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 5, 31),
        "capacity": 3,
    }
    return create_group(
        of or course(programme.organization), programme=programme, actor=None, **values | given
    )


def sessions(of, count=2, *, hours=2, last: date | None = None):
    """So many sessions on successive days, the last one today."""
    end = last or max(today(), of.starts_on + timedelta(days=count))
    return [
        add_session(
            of,
            on=end - timedelta(days=count - 1 - place),
            hours=Decimal(hours),
            title=f"Занятие {place + 1}",
            actor=None,
        )
        for place in range(count)
    ]


def seat(of, *entries):
    done, refused = enrol(of, entries, actor=None)
    assert (done, refused) == (len(entries), [])
    return [of.places.get(entry=entry) for entry in entries]


def attend(of, place, held):
    mark_attendance(of, present=[(one.pk, place.pk) for one in held], absent=[], actor=None)
