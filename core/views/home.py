"""The home page of each role: what needs this person today, and if nothing yet, what to do first."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from core.access import MEMBER, access
from core.enums import STAFF_ROLES, Role
from core.freshness import kept_for
from core.registries import Viewer
from core.selectors.home import HomeParts, card_gaps, home_parts, institutions_below, missing_people
from core.selectors.viewer import viewer_of


@dataclass(frozen=True)
class Step:
    """A step of the beginning; `url` is empty where the role may not take it."""

    text: str
    url: str = ""
    label: str = ""
    done: bool = False


@dataclass(frozen=True)
class Welcome:
    """What a role reads at the top and while nothing waits for it."""

    title: str
    calm: str
    calm_text: str


WELCOMES = {
    Role.CURATOR: Welcome(
        "Что требует внимания",
        "Сейчас ничего не горит",
        "Здесь появятся просроченные мероприятия, согласия, пары без встреч и документы, которые ждут вас.",
    ),
    Role.PROJECT_CURATOR: Welcome(
        "Что требует внимания",
        "Сейчас ничего не горит",
        "Здесь появится то, что ждёт вас в ваших проектах. Проекты закрепляет куратор программы.",
    ),
    Role.DIRECTOR: Welcome(
        "Сегодня у директора",
        "На подписи ничего нет",
        "Документы, которые ждут вашей подписи, и отклонения от плана появятся здесь.",
    ),
    Role.ADMINISTRATOR: Welcome(
        "Настройка портала",
        "Всё настроено",
        "Карточка организации заполнена, директор и куратор приглашены. Дальше портал ведёт куратор.",
    ),
    Role.PSYCHOLOGIST: Welcome(
        "Кому нужна помощь",
        "Обращений нет",
        "Здесь появятся наставляемые, которым нужна помощь психолога, и те, кто остался без пары.",
    ),
    Role.INFORMANT: Welcome(
        "Мои группы",
        "От вас пока ничего не ждут",
        "Когда куратор попросит рассказать о наставляемых ваших групп, просьба появится здесь.",
    ),
    Role.MENTOR: Welcome(
        "Моё наставничество",
        "Дел на сегодня нет",
        "Когда куратор закрепит за вами наставляемого, здесь появятся встречи, план и ваши документы.",
    ),
    Role.MENTEE: Welcome(
        "Мой наставник и план",
        "Дел на сегодня нет",
        "Когда куратор подберёт вам наставника, здесь появятся встречи, план и ваши документы.",
    ),
    Role.PARENT: Welcome(
        "Мой ребёнок в программе",
        "Дел на сегодня нет",
        "Когда понадобится ваше согласие или ответ на анкету, просьба появится здесь.",
    ),
    Role.PARTNER: Welcome(
        "Наша организация в программе",
        "Дел на сегодня нет",
        "Здесь появятся соглашение, письма колледжа и ваши сотрудники, которые стали наставниками.",
    ),
    Role.REGION_OBSERVER: Welcome(
        "Организации региона",
        "Организаций пока нет",
        "Как только к региону присоединят организации, здесь появятся их сводные показатели. Имён людей здесь нет.",
    ),
}


@access(MEMBER)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    viewer = viewer_of(request)
    role = Role(viewer.role)
    parts = _parts(request, viewer)
    welcome = WELCOMES[role]
    context: dict[str, Any] = {
        "page_title": welcome.title,
        "welcome": welcome,
        "tasks": parts.tasks,
        "figures": parts.figures,
        "blocks": parts.blocks,
        "steps": first_steps(viewer) if not parts.tasks or role is Role.ADMINISTRATOR else [],
        "contact": role not in STAFF_ROLES,
    }
    if role is Role.REGION_OBSERVER and not parts.blocks:
        context["institutions"] = institutions_below(viewer.membership.organization)
    return render(request, "core/home.html", context)


def _parts(request: HttpRequest, viewer: Viewer) -> HomeParts:
    """Staff's figures count whole bases and may be as old as the shell's; a participant's page is asked anew."""
    if viewer.role in STAFF_ROLES:
        kept: HomeParts = kept_for(request, viewer, "home", lambda: home_parts(viewer))
        return kept
    return home_parts(viewer)


def first_steps(viewer: Viewer) -> list[Step]:
    """The beginning of the work for those who begin it; nothing for those who are waited for."""
    role = Role(viewer.role)
    if role is Role.ADMINISTRATOR:
        return _administrator_steps(viewer)
    if role is Role.CURATOR and viewer.programme is None:
        return [
            Step(
                "Создайте программу: период, цель, формы наставничества",
                _url("mentorship:programmes"),
                "Создать",
            ),
            Step("Загрузите дорожную карту из Word или Excel", _url("roadmap:import"), "Загрузить"),
            Step(
                "Загрузите списки наставляемых и наставников", _url("mentorship:people_import"), "Загрузить"
            ),
            Step("Подготовьте согласия и соберите подписи", _url("mentorship:consents"), "Открыть"),
        ]
    return []


def _administrator_steps(viewer: Viewer) -> list[Step]:
    organization = viewer.membership.organization
    gaps, people = card_gaps(organization), missing_people(organization)
    card = "Карточка организации заполнена"
    if gaps:
        card = f"Заполните карточку организации. Не хватает: {', '.join(gaps)}"
    invited = (
        f"Пригласите {' и '.join(people)}" if people else "Директор и куратор программы работают в портале"
    )
    return [
        Step(card, reverse("core:organization"), "Заполнить" if gaps else "Открыть", done=not gaps),
        Step(invited, reverse("core:user_invite"), "Пригласить", done=not people),
    ]


def _url(name: str) -> str:
    """An address of a higher app, empty where that app is not installed."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
