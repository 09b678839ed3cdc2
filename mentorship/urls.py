"""Addresses of `mentorship`."""

from django.urls import URLPattern, URLResolver, path, re_path

from mentorship.views import bases, consents, imports, pairs, people, programmes

app_name = "mentorship"
urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", programmes.ProgrammeList.as_view(), name="programmes"),
    path("programmes/new/", programmes.ProgrammeCreate.as_view(), name="programme_create"),
    path("programmes/<int:pk>/", programmes.programme_page, name="programme"),
    path("programmes/<int:pk>/edit/", programmes.ProgrammeEdit.as_view(), name="programme_edit"),
    path("programmes/<int:pk>/projects/new/", programmes.ProjectCreate.as_view(), name="project_create"),
    path("programmes/<int:pk>/<slug:step>/", programmes.programme_move, name="programme_move"),
    path("projects/<int:pk>/edit/", programmes.ProjectEdit.as_view(), name="project_edit"),
    path("people/mentees/", bases.MenteesPage.as_view(), name="mentees"),
    path("people/mentors/", bases.MentorsPage.as_view(), name="mentors"),
    path("people/mentees/new/", people.PersonCreate.as_view(), {"base": "mentees"}, name="mentee_create"),
    path("people/mentors/new/", people.PersonCreate.as_view(), {"base": "mentors"}, name="mentor_create"),
    path("people/import/", imports.PeopleImportPage.as_view(), name="people_import"),
    path("people/import/<int:pk>/", imports.people_import_check, name="people_import_check"),
    path("people/import/<int:pk>/columns/", imports.people_import_map, name="people_import_map"),
    path("people/import/<int:pk>/apply/", imports.people_import_apply, name="people_import_apply"),
    path("people/import/<int:pk>/discard/", imports.people_import_discard, name="people_import_discard"),
    path("people/import/<int:pk>/failed/", imports.people_import_failed, name="people_import_failed"),
    path("people/import/<int:pk>/again/", imports.people_import_again, name="people_import_again"),
    path("people/import/<int:pk>/undo/", imports.PeopleImportUndo.as_view(), name="people_import_undo"),
    path("people/<int:pk>/", people.person_page, name="person"),
    path("people/<int:pk>/edit/", people.PersonEdit.as_view(), name="person_edit"),
    path("people/<int:pk>/guardians/new/", people.GuardianAdd.as_view(), name="guardian_add"),
    path("people/<int:pk>/join/<str:base>/", people.entry_add, name="entry_add"),
    path("people/guardians/<int:pk>/remove/", people.GuardianRemove.as_view(), name="guardian_remove"),
    path("people/<str:base>/<int:pk>/edit/", people.EntryEdit.as_view(), name="entry_edit"),
    path("people/<str:base>/<int:pk>/confirm/", people.entry_confirm, name="entry_confirm"),
    path("people/<str:base>/<int:pk>/leave/", people.EntryLeave.as_view(), name="entry_leave"),
    path("people/<str:base>/<int:pk>/return/", people.entry_return, name="entry_return"),
    path("consents/", consents.ConsentsPage.as_view(), name="consents"),
    path("consents/ensure/", consents.consents_ensure, name="consents_ensure"),
    path("consents/<int:pk>/", consents.consent_page, name="consent"),
    path("consents/<int:pk>/sign/", consents.ConsentSign.as_view(), name="consent_sign"),
    path("consents/<int:pk>/withdraw/", consents.ConsentWithdraw.as_view(), name="consent_withdraw"),
    path("consents/<int:pk>/refuse/", consents.ConsentRefuse.as_view(), name="consent_refuse"),
    path("consents/<int:pk>/again/", consents.consent_again, name="consent_again"),
    path("pairs/", pairs.PairsPage.as_view(), name="pairs"),
    path("pairs/propose/", pairs.pairs_propose, name="pairs_propose"),
    path("pairs/unmatched/", pairs.pairs_unmatched, name="pairs_unmatched"),
    path("pairs/new/", pairs.PairCreate.as_view(), name="pair_create"),
    path("pairs/<int:pk>/", pairs.pair_page, name="pair"),
    path("pairs/<int:pk>/reject/", pairs.PairReject.as_view(), name="pair_reject"),
    path("pairs/<int:pk>/complete/", pairs.PairComplete.as_view(), name="pair_complete"),
    path("pairs/<int:pk>/terminate/", pairs.PairTerminate.as_view(), name="pair_terminate"),
    re_path(
        r"^pairs/(?P<pk>[0-9]{1,18})/(?P<step>approve|return|resume)/$", pairs.pair_step, name="pair_step"
    ),
]
