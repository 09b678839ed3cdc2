"""Words of the history about partners and graduates, and the tones of their states."""

from mentorship.partner_enums import AgreementState, AlumnusState, PartnerState

PARTNER_TONES: dict[str, str] = {PartnerState.ACTIVE: "ok", PartnerState.ARCHIVED: ""}
AGREEMENT_TONES: dict[str, str] = {
    AgreementState.DRAFT: "wait",
    AgreementState.SENT: "info",
    AgreementState.ACTIVE: "ok",
    AgreementState.ENDED: "",
    AgreementState.TERMINATED: "",
}
ALUMNUS_TONES: dict[str, str] = {
    AlumnusState.WAITING: "wait",
    AlumnusState.IN_TOUCH: "ok",
    AlumnusState.CLOSED: "",
}
ACTIONS = {
    "partner.created": "Партнёр внесён",
    "partner.edited": "Изменена карточка партнёра",
    "partnerorganization.archived": "Партнёр убран в архив",
    "partnerorganization.active": "Партнёр возвращён из архива",
    "partner.member_added": "Добавлен представитель партнёра",
    "partner.member_removed": "Убран представитель партнёра",
    "partner.people_linked": "Люди из анкет связаны с партнёром",
    "partner.person_unlinked": "Человек больше не связан с партнёром",
    "alumnus.added": "Добавлено в базу выпускников",
    "alumnus.edited": "Изменены сведения о выпускнике",
    "alumnus.asked": "Выпускник стал кандидатом в наставники",
    **{f"alumnus.{state}": f"Выпускник: {state.label.lower()}" for state in AlumnusState},
    "agreement.created": "Начато соглашение",
    "agreement.edited": "Изменено соглашение",
    "agreement.copy_added": "Приложен подписанный экземпляр соглашения",
    **{f"agreement.{state}": f"Соглашение: {state.label.lower()}" for state in AgreementState},
}
NAMES_OF_KEYS = {"who": "Кто", "people": "Людей", "left_year": "Год выпуска"}
