"""Addresses of partners, their agreements and the base of grateful graduates."""

from django.urls import URLPattern, path, re_path

from mentorship.views import agreements, alumni, employers, partner_room, partners

patterns: list[URLPattern] = [
    path("partners/", partners.PartnersPage.as_view(), name="partners"),
    path("partners/new/", partners.PartnerCreate.as_view(), name="partner_create"),
    path("partners/employers/", employers.employers, name="employers"),
    path("partners/employers/link/", employers.EmployerLink.as_view(), name="employer_link"),
    path("partners/employees/<int:pk>/unlink/", partners.employee_unlink, name="employee_unlink"),
    path("partners/members/<int:pk>/remove/", partners.MemberRemove.as_view(), name="partner_member_remove"),
    path("partners/agreements/<int:pk>/edit/", agreements.AgreementEdit.as_view(), name="agreement_edit"),
    path(
        "partners/agreements/<int:pk>/signed/", agreements.AgreementSigned.as_view(), name="agreement_signed"
    ),
    path("partners/agreements/<int:pk>/copy/", agreements.AgreementCopy.as_view(), name="agreement_copy"),
    path(
        "partners/agreements/<int:pk>/terminate/",
        agreements.AgreementTerminate.as_view(),
        name="agreement_terminate",
    ),
    re_path(
        r"^partners/agreements/(?P<pk>[0-9]{1,18})/(?P<step>sent|draft)/$",
        agreements.agreement_step,
        name="agreement_step",
    ),
    path("partners/own/agreements/<int:pk>/", partner_room.own_agreement, name="own_agreement"),
    path("partners/<int:pk>/", partners.partner_page, name="partner"),
    path("partners/<int:pk>/edit/", partners.PartnerEdit.as_view(), name="partner_edit"),
    path("partners/<int:pk>/archive/", partners.PartnerArchive.as_view(), name="partner_archive"),
    path("partners/<int:pk>/restore/", partners.partner_restore, name="partner_restore"),
    path("partners/<int:pk>/members/new/", partners.MemberAdd.as_view(), name="partner_member_add"),
    path("partners/<int:pk>/agreements/new/", agreements.AgreementCreate.as_view(), name="agreement_create"),
    path("partners/<int:pk>/people/", employers.employer_confirm, name="employer_confirm"),
    path("alumni/", alumni.AlumniPage.as_view(), name="alumni"),
    path("alumni/join/", alumni.MightJoinPage.as_view(), name="alumni_join"),
    path("alumni/<int:pk>/", alumni.alumnus_page, name="alumnus"),
    path("alumni/<int:pk>/edit/", alumni.AlumnusEdit.as_view(), name="alumnus_edit"),
    path("alumni/<int:pk>/consent/", alumni.AlumnusConsent.as_view(), name="alumnus_consent"),
    path("alumni/<int:pk>/close/", alumni.AlumnusClose.as_view(), name="alumnus_close"),
    path("alumni/<int:pk>/mentor/", alumni.alumnus_mentor, name="alumnus_mentor"),
    path("people/<int:pk>/alumnus/", alumni.alumnus_add, name="alumnus_add"),
]
