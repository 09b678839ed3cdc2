"""The partner's mirror order: what an employer issues at its side, so that its people work as mentors
(methodology §5.0, order 4). Its number and date are the partner's own."""

from __future__ import annotations

from core.errors import DomainError
from core.names import short_name
from core.russian import date_long, lower_first, period_long
from mentorship.enums import ProgrammeState
from mentorship.models import Agreement, MentorEntry, PartnerOrganization, Programme
from mentorship.partner_enums import AgreementState
from mentorship.selectors.partners import OPEN_STATES, employees_of
from reports.documents.letterhead import Letterhead, Signatory, town
from reports.documents.order_text import Order, order_blocks, text_for
from reports.documents.order_values import common_values
from reports.documents.people import full_name
from reports.kinds import Built, DocumentKind, Source, register
from reports.partner_kinds import MIRROR
from reports.recipes import Choices, Recipe, register_recipe
from reports.wordings.common import COMMON
from reports.wordings.declared import Clause, Part, Text, Variable, register_text
from reports.wordings.filling import Filling, Grid

LIVING = (AgreementState.DRAFT, AgreementState.SENT, AgreementState.ACTIVE)

register_text(
    Text(
        kind=MIRROR,
        variables=(
            *COMMON,
            Variable("партнёр", "краткое название партнёра"),
            Variable("соглашение", "«от … № …» или «с … по …»"),
            Variable("срок соглашения", "«с 1 ноября 2026 г. по 31 мая 2027 г.»"),
            Variable("таблица наставников", "специалисты партнёра в базе наставников", table=True),
        ),
        clauses=(
            Clause(
                "basis",
                Part.PREAMBLE,
                "На основании соглашения о сотрудничестве с {учреждение кратко} {соглашение} и с письменного согласия "
                "работников",
            ),
            Clause(
                "assign",
                Part.POINT,
                "Направить для работы наставниками в программе «{программа}» на период {срок соглашения} "
                "работников: {таблица наставников}",
            ),
            Clause(
                "conditions",
                Part.POINT,
                "Руководителям подразделений учесть работу наставников при планировании их нагрузки и обеспечить "
                "безопасные условия встреч на территории организации.",
            ),
            Clause(
                "papers",
                Part.POINT,
                "Работникам, указанным в пункте 1, до начала встреч с несовершеннолетними предъявить в "
                "{учреждение кратко} справку об отсутствии судимости и медицинский документ.",
            ),
            Clause(
                "contact",
                Part.POINT,
                "Кадровой службе ознакомить работников с настоящим приказом и сообщить о его издании в "
                "{учреждение кратко}.",
            ),
            Clause("control", Part.CONTROL, "Контроль за исполнением настоящего приказа оставляю за собой."),
        ),
    )
)


def build(source: Source) -> Built:
    """The subject is an agreement. DomainError when the partner has no head or no mentors in the programme."""
    agreement = source.subject
    if not isinstance(agreement, Agreement):
        raise TypeError("the subject is an agreement with a partner")
    partner = agreement.partner
    projects = list(agreement.projects.select_related("programme"))
    programme = projects[0].programme if projects else _running(agreement)
    mentors = _mentors(partner, programme)
    if not mentors:
        raise DomainError(
            f"Среди наставников программы нет подтверждённых работников партнёра «{partner.short_name}».",
            code="nobody",
        )
    content = Order(
        title="О\u00a0направлении работников для наставничества",
        letterhead=_letterhead(partner),
        signatory=_signatory(partner),
        programme=programme.title,
        text=text_for(source, MIRROR, _filling(source, agreement, programme, mentors)),
        acquaintance=[full_name(one.person) for one in mentors],
    )
    people = tuple(one.person for one in mentors)
    return Built(
        content, summary=partner.short_name, programme=programme, subjects=(agreement, partner, *people)
    )


def _running(agreement: Agreement) -> Programme:
    """An agreement that names no form is for all of them: the programme that is running."""
    found = Programme.objects.filter(organization=agreement.organization, state=ProgrammeState.ACTIVE).first()
    if found is None:
        raise DomainError("Начатой программы нет: приказ не о\u00a0чем издавать.", code="no_programme")
    return found


def _mentors(partner: PartnerOrganization, programme: Programme) -> list[MentorEntry]:
    own = employees_of(partner).values("person")
    found = programme.mentors.filter(person__in=own, state__in=OPEN_STATES).select_related("person")
    return list(found.order_by("sort_name", "pk"))


def _filling(
    source: Source, agreement: Agreement, programme: Programme, mentors: list[MentorEntry]
) -> Filling:
    signed = agreement.signed_on
    number = f" № {agreement.number}" if agreement.number else ""
    rows = [
        [str(place), full_name(one.person), lower_first(one.person.position)]
        for place, one in enumerate(mentors, start=1)
    ]
    return Filling(
        values={
            **common_values(source.organization, programme, source.today),
            "партнёр": agreement.partner.short_name,
            "соглашение": f"от {date_long(signed)}{number}" if signed else "",
            "срок соглашения": period_long(agreement.starts_on, agreement.ends_on),
        },
        tables={"таблица наставников": Grid(["№", "Работник", "Должность"], rows, [5, 55, 40])},
    )


def _letterhead(partner: PartnerOrganization) -> Letterhead:
    return Letterhead(
        founder="",
        full_name=partner.full_name,
        short_name=partner.short_name,
        city=town(_town_of(partner.address)),
        address=partner.address,
        inn=partner.inn,
        ogrn=partner.ogrn,
    )


def _town_of(address: str) -> str:
    """«г. Приречный» of an address that names the town; nothing else is guessed."""
    return next((part.strip() for part in address.split(",") if part.strip().startswith("г.")), "")


def _signatory(partner: PartnerOrganization) -> Signatory:
    if not partner.head_last_name:
        raise DomainError(
            f"В карточке партнёра «{partner.short_name}» не указан руководитель: приказ некому подписать.",
            code="no_head",
        )
    parts = (partner.head_last_name, partner.head_first_name, partner.head_middle_name)
    return Signatory(
        position=partner.head_position or "Руководитель",
        initials=short_name(*parts, initials_first=True),
        full_name=" ".join(part for part in parts if part),
    )


def _agreements(programme: Programme) -> Choices:
    """Living agreements of the institution: what a text may be tried on."""
    found = Agreement.objects.filter(organization=programme.organization, state__in=LIVING)
    return [
        (one.pk, f"{one.partner.short_name}, {one.starts_on:%d.%m.%Y}")
        for one in found.select_related("partner")
    ]


register_recipe(
    Recipe(
        MIRROR, "соглашение с партнёром и его работники в базе", _agreements, made_at="mentorship:partners"
    )
)
register(
    DocumentKind(
        code=MIRROR,
        family="Приказ партнёра",
        label="Приказ партнёра о направлении наставников",
        content=Order,
        build=build,
        find=lambda pk: Agreement.objects.select_related("partner", "organization").get(pk=pk),
        layout="order",
        to_partner=True,
        form_blocks=order_blocks,
    )
)
