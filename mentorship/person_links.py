"""What the columns of `mentorship` that point to a person do when cards are merged and when data are destroyed."""

from __future__ import annotations

from core.registries import OnErase, OnMerge, PersonLink
from mentorship.models import (
    Alumnus,
    CodeAgreement,
    Consent,
    Credential,
    DataRequest,
    DuplicatePair,
    EmailProof,
    Erasure,
    Guardianship,
    ImportedRow,
    MenteeEntry,
    MentorEntry,
    PairBan,
    PartnerEmployee,
    PartnerMember,
    Person,
    PersonMerge,
    SensitiveRecord,
    SupplementaryAgreement,
)

_OWN, _MOVE, _STAY = OnMerge.OWN, OnMerge.MOVE, OnMerge.STAY
_PROOF = "доказывает, что уничтожение состоялось (приказ РКН № 179)"

LINKS = (
    PersonLink(Guardianship, "ward", "Законные представители", _OWN, OnErase.SOURCE),
    PersonLink(Guardianship, "guardian", "Кого представляет", _OWN, OnErase.SOURCE),
    PersonLink(Consent, "person", "Согласия", _OWN, OnErase.SOURCE),
    PersonLink(
        Consent,
        "representative",
        "Согласия, подписанные за ребёнка",
        _MOVE,
        OnErase.KEEP,
        why="согласие ребёнка хранится, имени представителя в нём больше нет",
    ),
    PersonLink(EmailProof, "person", "Подтверждённые адреса", _MOVE, OnErase.SOURCE),
    PersonLink(CodeAgreement, "person", "Соглашения о подписи по коду", _MOVE, OnErase.SOURCE),
    PersonLink(SensitiveRecord, "person", "Особые сведения", _MOVE, OnErase.SOURCE),
    PersonLink(Credential, "person", "Справки наставника", _MOVE, OnErase.SOURCE),
    PersonLink(
        SupplementaryAgreement,
        "person",
        "Дополнительные соглашения",
        _MOVE,
        OnErase.KEEP,
        why="часть трудового договора, хранится по закону об архивном деле",
    ),
    PersonLink(MenteeEntry, "person", "Места в базе наставляемых", _OWN, OnErase.SOURCE),
    PersonLink(MentorEntry, "person", "Места в базе наставников", _OWN, OnErase.SOURCE),
    PersonLink(ImportedRow, "person", "Строки загруженных списков", _MOVE, OnErase.SOURCE),
    PersonLink(DuplicatePair, "first", "Возможные дубли", _STAY, OnErase.DELETE),
    PersonLink(DuplicatePair, "second", "Возможные дубли", _STAY, OnErase.DELETE),
    PersonLink(PersonMerge, "kept", "Объединения карточек", _STAY, OnErase.BLANK, words=("record",)),
    PersonLink(PersonMerge, "merged", "Объединения карточек", _STAY, OnErase.BLANK, words=("record",)),
    PersonLink(Person, "merged_into", "Прежние карточки", _STAY, OnErase.SOURCE),
    PersonLink(Erasure, "person", "Уничтожение данных", _STAY, OnErase.KEEP, why=_PROOF),
    PersonLink(DataRequest, "person", "Запросы субъекта", _MOVE, OnErase.SOURCE),
    PersonLink(Alumnus, "person", "База выпускников", _MOVE, OnErase.SOURCE),
    PersonLink(PartnerEmployee, "person", "Место работы у партнёра", _MOVE, OnErase.SOURCE),
    PersonLink(PairBan, "mentor", "Запреты пар", _MOVE, OnErase.SOURCE),
    PersonLink(PairBan, "mentee", "Запреты пар", _MOVE, OnErase.SOURCE),
    PersonLink(PartnerMember, "person", "Представитель партнёра", _MOVE, OnErase.SOURCE),
)
