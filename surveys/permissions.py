"""Rights over what `surveys` owns."""

from core.access import permission, public
from core.enums import Role

VIEW_CAMPAIGNS = permission(
    "surveys.view_campaigns", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
MANAGE_CAMPAIGNS = permission("surveys.manage_campaigns", Role.CURATOR, Role.PROJECT_CURATOR)
# The promise above the first question names these people and nobody else.
VIEW_ANSWERS = permission("surveys.view_answers", Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
ENTER_BY_CODE = public(
    "the link of a class shows nothing but a field for a personal code; wrong codes are counted"
)
SEE_OWN_SURVEYS = permission("surveys.see_own", *Role)
ANSWER_BY_LINK = public("the personal link itself is the right; its token has 130 bits")
VIEW_QUESTIONNAIRES = permission(
    "surveys.view_questionnaires", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
EDIT_QUESTIONNAIRES = permission(
    "surveys.edit_questionnaires",
    Role.CURATOR,
    grantable=(Role.PROJECT_CURATOR, Role.PSYCHOLOGIST),
    label="Составлять и менять анкеты организации",
)
