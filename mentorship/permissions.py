"""Rights over what `mentorship` owns."""

from core.access import permission, public
from core.enums import Role

VIEW_PROGRAMMES = permission(
    "mentorship.view_programmes", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
MANAGE_PROGRAMMES = permission("mentorship.manage_programmes", Role.CURATOR)
VIEW_PEOPLE = permission(
    "mentorship.view_people", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
MANAGE_PEOPLE = permission("mentorship.manage_people", Role.CURATOR, Role.PROJECT_CURATOR)
INVITE_PEOPLE = permission("mentorship.invite_people", Role.CURATOR)
IMPORT_PEOPLE = permission("mentorship.import_people", Role.CURATOR)
MERGE_PEOPLE = permission("mentorship.merge_people", Role.CURATOR)
ERASE_PEOPLE = permission("mentorship.erase_people", Role.CURATOR, Role.ADMINISTRATOR)
ANSWER_REQUESTS = permission("mentorship.answer_requests", Role.CURATOR, Role.ADMINISTRATOR)
VIEW_SENSITIVE = permission(
    "mentorship.view_sensitive",
    Role.PSYCHOLOGIST,
    grantable=(Role.CURATOR, Role.PROJECT_CURATOR),
    label="Особые сведения о наставляемых (здоровье, семья, учёт)",
)
ADD_NOTES = permission(
    "mentorship.add_notes",
    Role.INFORMANT,
    Role.PARENT,
    Role.CURATOR,
    Role.PROJECT_CURATOR,
    Role.PSYCHOLOGIST,
)
VIEW_NOTES = permission("mentorship.view_notes", Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
INVITE_NOTES = permission("mentorship.invite_notes", Role.CURATOR, Role.PROJECT_CURATOR)
TELL_BY_LINK = public("the personal link itself is the right; its token has 130 bits")
VIEW_CONSENTS = permission("mentorship.view_consents", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
MANAGE_CONSENTS = permission("mentorship.manage_consents", Role.CURATOR, Role.PROJECT_CURATOR)
VIEW_PAIRS = permission(
    "mentorship.view_pairs", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
MANAGE_PAIRS = permission("mentorship.manage_pairs", Role.CURATOR, Role.PROJECT_CURATOR)
VOTE_BY_LINK = public(
    "the link on the wall has 130 bits and shows nothing; who somebody is says their own code, wrong ones are counted"
)
VIEW_PARTNERS = permission("mentorship.view_partners", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
MANAGE_PARTNERS = permission("mentorship.manage_partners", Role.CURATOR)
# One person may be a mentor, a parent and a partner's man at once: whose partner it is, the selectors say.
SEE_OWN_PARTNER = permission(
    "mentorship.see_own_partner", Role.PARTNER, Role.MENTOR, Role.MENTEE, Role.PARENT
)
SET_CODE_SIGNING = permission("mentorship.set_code_signing", Role.ADMINISTRATOR, Role.DIRECTOR)
VIEW_CODE_SIGNING = permission(
    "mentorship.view_code_signing", Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR
)
CONFIRM_EMAIL = public("the link was sent to the address it confirms; its token has 130 bits")
VIEW_TRAINING = permission(
    "mentorship.view_training", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
MANAGE_TRAINING = permission("mentorship.manage_training", Role.CURATOR)
MARK_TRAINING = permission("mentorship.mark_training", Role.CURATOR, Role.PROJECT_CURATOR)
VIEW_ALUMNI = permission("mentorship.view_alumni", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
MANAGE_ALUMNI = permission("mentorship.manage_alumni", Role.CURATOR)
# Whose a task is, and whose people it is about, the selectors say: a psychologist's tasks are a psychologist's alone.
CARE = permission("mentorship.care", Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
VIEW_EVENTS = permission(
    "mentorship.view_events", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
MANAGE_EVENTS = permission("mentorship.manage_events", Role.CURATOR)
MARK_EVENTS = permission("mentorship.mark_events", Role.CURATOR, Role.PROJECT_CURATOR)
# Whose events they are, the selectors say: one person may be a mentor, a mentee and a parent at once.
JOIN_EVENTS = permission("mentorship.join_events", Role.MENTOR, Role.MENTEE, Role.PARENT)
VIEW_AWARDS = permission("mentorship.view_awards", Role.DIRECTOR, Role.CURATOR)
MANAGE_AWARDS = permission("mentorship.manage_awards", Role.CURATOR)
NOMINATE = permission(
    "mentorship.nominate", Role.MENTOR, Role.MENTEE, Role.INFORMANT, Role.PSYCHOLOGIST, Role.PROJECT_CURATOR
)
VIEW_PRACTICES = permission("mentorship.view_practices", Role.DIRECTOR, Role.CURATOR)
MANAGE_PRACTICES = permission("mentorship.manage_practices", Role.CURATOR)
# Of whose practices a word is asked, the selectors say.
TELL_PRACTICES = permission("mentorship.tell_practices", Role.MENTOR, Role.MENTEE, Role.PARENT)
ANSWER_ABOUT_MEETING = public(
    "the personal link itself is the right: 130 bits, one meeting, two weeks; the page names nobody"
)
COME_BY_LINK = public("the personal link itself is the right; its token has 130 bits")
COME_BY_HALL = public(
    "the hall's link only asks who you are: it marks those who are signed in and on the list"
)
VIEW_PLANS = permission(
    "mentorship.view_plans",
    Role.DIRECTOR,
    Role.CURATOR,
    Role.PROJECT_CURATOR,
    Role.PSYCHOLOGIST,
)
# One person may be a mentor, a parent and a partner's man at once: whose plan it is, the selectors say.
OPEN_PLAN = permission(
    "mentorship.open_plan",
    Role.DIRECTOR,
    Role.CURATOR,
    Role.PROJECT_CURATOR,
    Role.PSYCHOLOGIST,
    Role.MENTOR,
    Role.MENTEE,
    Role.PARENT,
    Role.PARTNER,
)
WORK_ON_PLAN = permission(
    "mentorship.work_on_plan",
    Role.CURATOR,
    Role.PROJECT_CURATOR,
    Role.MENTOR,
    Role.MENTEE,
    Role.PARENT,
    Role.PARTNER,
)
APPROVE_PLANS = permission("mentorship.approve_plans", Role.CURATOR, Role.PROJECT_CURATOR)
MANAGE_MATERIALS = permission("mentorship.manage_materials", Role.CURATOR)
SEE_MATERIALS = permission(
    "mentorship.see_materials",
    Role.DIRECTOR,
    Role.CURATOR,
    Role.PROJECT_CURATOR,
    Role.PSYCHOLOGIST,
    Role.MENTOR,
    Role.MENTEE,
    Role.PARENT,
    Role.PARTNER,
)
SEE_OWN = permission("mentorship.see_own", Role.MENTOR, Role.MENTEE, Role.PARENT, Role.PARTNER)
# Whose pair it is, the selectors say: one person may be a mentor, a parent and a partner's man at once.
SEE_MEETINGS = permission(
    "mentorship.see_meetings",
    Role.CURATOR,
    Role.PROJECT_CURATOR,
    Role.PSYCHOLOGIST,
    Role.MENTOR,
    Role.MENTEE,
    Role.PARENT,
    Role.PARTNER,
)
WRITE_MEETINGS = permission(
    "mentorship.write_meetings",
    Role.CURATOR,
    Role.PROJECT_CURATOR,
    Role.MENTOR,
    Role.MENTEE,
    Role.PARENT,
    Role.PARTNER,
)
READ_JOURNAL = permission("mentorship.meeting_journal", Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
SET_MEETINGS = permission("mentorship.set_meetings", Role.CURATOR)
SEE_HEALTH = permission("mentorship.see_health", Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
GIVE_VERDICTS = permission("mentorship.give_verdicts", Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
OFFER_SUPPORT = permission("mentorship.offer_support", Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST)
MANAGE_DEPUTIES = permission("mentorship.manage_deputies", Role.ADMINISTRATOR, Role.DIRECTOR, Role.CURATOR)
