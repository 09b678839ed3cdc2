"""Words of the history about partners and graduates, and the tones of their states."""

from mentorship.partner_enums import AgreementState, PartnerState

PARTNER_TONES: dict[str, str] = {PartnerState.ACTIVE: "ok", PartnerState.ARCHIVED: ""}
AGREEMENT_TONES: dict[str, str] = {
    AgreementState.DRAFT: "wait",
    AgreementState.SENT: "info",
    AgreementState.ACTIVE: "ok",
    AgreementState.ENDED: "",
    AgreementState.TERMINATED: "",
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
    "agreement.created": "Начато соглашение",
    "agreement.edited": "Изменено соглашение",
    "agreement.copy_added": "Приложен подписанный экземпляр соглашения",
    **{f"agreement.{state}": f"Соглашение: {state.label.lower()}" for state in AgreementState},
}
NAMES_OF_KEYS = {"who": "Кто", "people": "Человек"}
