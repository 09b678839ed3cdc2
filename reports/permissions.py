"""Rights over documents. Which documents a person sees inside is `reports.selectors.documents.visible_to`."""

from core.access import permission, public
from core.enums import STAFF_ROLES, Role

VIEW_DOCUMENTS = permission("reports.view_documents", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
PREPARE_DOCUMENTS = permission("reports.prepare_documents", Role.CURATOR)
VIEW_WORDINGS = permission("reports.view_wordings", Role.DIRECTOR, Role.CURATOR)
EDIT_WORDINGS = permission("reports.edit_wordings", Role.CURATOR)
REGISTER_DOCUMENTS = permission("reports.register_documents", Role.DIRECTOR, Role.CURATOR)
SIGN_DOCUMENTS = permission("reports.sign_documents", Role.DIRECTOR)
GIVE_VISA = permission("reports.give_visa", *sorted(STAFF_ROLES))  # those who were asked, each their own
MANAGE_ROUTES = permission("reports.manage_routes", Role.CURATOR, Role.ADMINISTRATOR)
MANAGE_HEADS = permission("reports.manage_heads", Role.DIRECTOR, Role.ADMINISTRATOR)
VIEW_JOURNAL = permission("reports.view_journal", Role.DIRECTOR, Role.CURATOR)
MANAGE_PUBLIC_PAGE = permission("reports.manage_public_page", Role.CURATOR, Role.ADMINISTRATOR)
SEE_PUBLIC_PAGE = public("the institution shows this to everybody; only what is published and consented to")
ACQUAINT_BY_LINK = public("the personal link is the right, its token has 130 bits")
VIEW_CONSENTS = permission("reports.view_consents", Role.DIRECTOR, Role.CURATOR)
PLACE_SCANS = permission("reports.place_scans", Role.CURATOR)
VIEW_REPORTS = permission("reports.view_reports", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
MAKE_REPORTS = permission("reports.make_reports", Role.DIRECTOR, Role.CURATOR)
EDIT_REPORTS = permission("reports.edit_reports", Role.CURATOR, Role.PROJECT_CURATOR)
VIEW_INDICATORS = permission("reports.view_indicators", Role.DIRECTOR, Role.CURATOR)
MANAGE_INDICATORS = permission("reports.manage_indicators", Role.CURATOR)
SIGN_BY_LINK = public(
    "the personal link is the right, its token has 130 bits; signing asks for a code as well"
)
CHECK_DOCUMENTS = public(
    "whoever holds a paper may ask whether it is the institution's; no personal data is told"
)
VIEW_PORTFOLIO = permission(
    "reports.view_portfolio", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
VIEW_SWOT = permission("reports.view_swot", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
MANAGE_SWOT = permission("reports.manage_swot", Role.CURATOR, Role.PROJECT_CURATOR)
LEAD_SWOT = permission("reports.lead_swot", Role.CURATOR)
PROPOSE_BY_LINK = public(
    "whoever sees the code on the wall may propose and vote; nothing of a person is asked, proposals wait to be shown"
)
VIEW_QUALITY = permission(
    "reports.view_quality", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR, Role.PSYCHOLOGIST
)
SCORE_PROGRAMME = permission("reports.score_programme", Role.CURATOR, Role.PROJECT_CURATOR)
FOLLOW_PEOPLE = permission("reports.follow_people", Role.PSYCHOLOGIST)
VIEW_PASSPORT = permission("reports.view_passport", Role.DIRECTOR, Role.CURATOR, Role.PROJECT_CURATOR)
EDIT_PASSPORT = permission("reports.edit_passport", Role.CURATOR)
VIEW_REGION = permission("reports.view_region", Role.REGION_OBSERVER)
VIEW_PERIOD_REPORTS = permission("reports.view_period_reports", Role.DIRECTOR, Role.CURATOR)
SUBMIT_PERIOD_REPORTS = permission("reports.submit_period_reports", Role.DIRECTOR, Role.CURATOR)
