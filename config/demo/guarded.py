"""What is told and guarded apart in the demo: categories and wishes, notes of class teachers, one sensitive record."""

from config.demo.house import House
from core.clock import today
from core.enums import Role
from core.personal_tokens import new_key
from mentorship.domain.consents import ask_for, sign_consent
from mentorship.domain.entries import edit_entry
from mentorship.domain.notes import add_note, invite_by_groups
from mentorship.domain.sensitive import record_sensitive
from mentorship.enums import ConsentKind, NoteAuthor
from mentorship.models import MenteeCategory, MenteeEntry, Programme, SensitiveKind
from mentorship.selectors.notes import may_be_described

_TOLD = (
    {
        "strengths": "Аккуратный, доводит начатое до конца, любит работать руками.",
        "difficulties": "Стесняется спрашивать преподавателей, копит непонятое.",
        "help_advised": "Помочь разложить неделю по дням и один раз сходить вместе на консультацию.",
    },
    {
        "strengths": "Быстро считает, помогает соседям по парте.",
        "mentor_wishes": "Кто-нибудь со старших курсов той же специальности, спокойный.",
    },
    {"difficulties": "После перевода ещё не нашёл друзей в группе.", "other": "Охотно говорит о футболе."},
)
_WISHES = (
    ("newcomers", "Хочет привыкнуть к новой группе", "Спокойный, со старшего курса", "По средам после четвёртой пары"),
    ("gifted", "Готовится к конкурсу мастерства", "Призёр прошлых лет", "По субботам"),
    ("learning", "Хочет закрыть долги до сессии", "Кто умеет объяснять просто", "Вторник, четверг"),
)  # fmt: skip


def bring_guarded(house: House, programme: Programme) -> None:
    """Class teachers were asked, one has answered; a psychologist has entered a record under its own consent."""
    day = today(house.organization)
    known = MenteeEntry.objects.select_related("person__organization", "programme__organization")
    mentees = may_be_described(known.filter(programme=programme), day).exclude(person__group="")
    entries = list(mentees.order_by("pk"))
    for entry, (code, motive, wishes, when) in zip(entries, _WISHES * 4, strict=False):
        category = MenteeCategory.objects.get(organization=None, code=code)
        values = {"motives": motive, "mentor_wishes": wishes, "availability": when}
        edit_entry(entry, actor=house.curator, categories=[category], **values)
    requests, _ = invite_by_groups(programme, entries, role=NoteAuthor.CLASS_TEACHER, actor=house.curator)
    teacher = house.users[Role.INFORMANT]
    asked = next((one for one in requests if one.user_id == teacher.pk), requests[0])
    for entry, parts in zip(asked.mentees.select_related("person", "programme"), _TOLD, strict=False):
        add_note(
            entry,
            parts=parts,
            form_key=new_key(),
            author_role=NoteAuthor.CLASS_TEACHER,
            author_name=str(teacher),
            author=teacher,
            invitation=asked,
        )
    _enter_record(house, programme, entries[-1])


def _enter_record(house: House, programme: Programme, entry: MenteeEntry) -> None:
    consent = ask_for(entry.person, programme, ConsentKind.SPECIAL, actor=house.curator)
    sign_consent(
        consent,
        signed_on=today(house.organization),
        original_place="Сейф педагога-психолога",
        actor=house.curator,
    )
    record_sensitive(
        entry.person,
        programme=programme,
        kind=SensitiveKind.objects.get(organization=None, code="health"),
        basis="Заявление представителя от 15.09.2026",
        actor=house.users[Role.PSYCHOLOGIST],
    )
