"""What becomes of the demo's roadmap after it was approved: changes, some approved and some not, and a template."""

from config.demo.house import House
from mentorship.models import Programme
from roadmap.domain.editing import edit_activity
from roadmap.domain.templates import save_template
from roadmap.domain.versions import approve_changes
from roadmap.enums import RoadmapState
from roadmap.models import Activity, Roadmap

_APPROVED = (
    ("7.6.", {"deadline": "До 20 июня 2027 г."}),
    ("7.5.", {"responsible": "Кураторы проектов, наставники, методист"}),
)
_WAITING = (("7.7.", {"deadline": "До 25 июня 2027 г."}),)


def change_plan(house: House, programme: Programme) -> None:
    """The list of changes has something to show: two changes approved with their ground, one that waits."""
    plans = Roadmap.objects.select_related("organization").filter(programme=programme, project=None)
    roadmap = plans.filter(state=RoadmapState.APPROVED).first()
    if roadmap is None:  # a plan that nobody has approved has no list of changes
        return
    _edit(house, roadmap, _APPROVED)
    approve_changes(roadmap, actor=house.curator, reason="Решение педагогического совета, протокол № 3")
    _edit(house, roadmap, _WAITING)
    save_template(
        roadmap,
        title="Наставничество в нашем колледже",
        about="План этого года: четыре формы наставничества, школа наставников, праздник в мае.",
        actor=house.curator,
    )


def _edit(house: House, roadmap: Roadmap, changes: tuple[tuple[str, dict[str, str]], ...]) -> None:
    for number, values in changes:
        activity = Activity.objects.select_related("stage__roadmap__organization").get(
            stage__roadmap=roadmap, number=number
        )
        edit_activity(activity, actor=house.curator, **values)
