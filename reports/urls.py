"""Addresses of `reports`."""

from django.urls import URLPattern, URLResolver, path, re_path

from reports.views import (
    consent_by_link,
    consent_letters,
    consent_signing,
    destruction,
    documents,
    indicators,
    making,
    partners,
    roadmaps,
    signing,
    stacks,
)

app_name = "reports"
urlpatterns: list[URLPattern | URLResolver] = [
    path("documents/", documents.DocumentsPage.as_view(), name="documents"),
    path("documents/signing/", signing.signing, name="signing"),
    path("documents/signing/register/", signing.register_many, name="register_many"),
    path("documents/orders/pairs/", making.order_pairs_create, name="order_pairs_create"),
    path("documents/consents/", making.consents_generate, name="consents_generate"),
    path("documents/consents/<int:pk>/", making.consents_batch, name="consents_batch"),
    path("s/consent/<str:token>/", consent_by_link.consent_by_link, name="consent_by_link"),
    path("s/consent/<str:token>/file/", consent_by_link.consent_by_link_file, name="consent_by_link_file"),
    path("s/consent/<str:token>/copy/", consent_by_link.consent_by_link_copy, name="consent_by_link_copy"),
    path("consents/letters/", consent_letters.consent_letters, name="consent_letters"),
    path("consents/<int:pk>/signing/", consent_signing.consent_signing, name="consent_signing"),
    path(
        "consents/<int:pk>/signing/file/", consent_signing.ConsentSignFile.as_view(), name="consent_sign_file"
    ),
    path(
        "consents/<int:pk>/signing/issued/", consent_signing.consent_issued_file, name="consent_issued_file"
    ),
    path("consents/<int:pk>/signing/copy/", consent_signing.consent_signed_copy, name="consent_signed_copy"),
    re_path(
        r"^consents/(?P<pk>[0-9]{1,18})/signing/(?P<step>links|void)/$",
        consent_signing.consent_signing_step,
        name="consent_signing_step",
    ),
    re_path(
        r"^consents/(?P<pk>[0-9]{1,18})/signing/(?P<role>self|representative|teenager)/(?P<step>proof|send|revoke)/$",
        consent_signing.consent_signer_step,
        name="consent_signer_step",
    ),
    path(
        "consents/<int:pk>/signing/<str:role>/agreement/",
        consent_signing.ConsentSignerAgreement.as_view(),
        name="consent_signer_agreement",
    ),
    path("documents/stacks/", stacks.StackAdd.as_view(), name="stack_add"),
    path("documents/stacks/<int:pk>/", stacks.stack_page, name="stack"),
    path("documents/stacks/<int:pk>/confirm/", stacks.stack_confirm, name="stack_confirm"),
    path("documents/stacks/<int:pk>/pages/<int:number>/", stacks.PagePlace.as_view(), name="stack_place"),
    path("documents/supplements/<int:pk>/", making.supplement_create, name="supplement_create"),
    path("documents/annual-report/", making.annual_report, name="annual_report"),
    path("documents/roadmaps/<int:pk>/", roadmaps.print_page, name="roadmap_print"),
    path("documents/roadmaps/<int:pk>/report/", roadmaps.report_keep, name="roadmap_report_keep"),
    path("documents/roadmaps/<int:pk>/<slug:what>/", roadmaps.roadmap_file, name="roadmap_file"),
    path("documents/erasures/<int:pk>/act/", destruction.destruction_act, name="destruction_act"),
    path("documents/partners/<int:pk>/letter/", partners.LetterMake.as_view(), name="partner_letter"),
    path("documents/partners/agreements/<int:pk>/", partners.agreement_make, name="partner_agreement"),
    path("documents/partners/own/<int:pk>/", partners.own_paper, name="own_paper"),
    path("documents/<int:pk>/partner/", partners.PaperSend.as_view(), name="partner_send"),
    path("documents/<int:pk>/", documents.document_page, name="document"),
    path("documents/<int:pk>/pages/<int:number>.png", documents.document_page_image, name="document_page"),
    path("documents/<int:pk>/send/", documents.document_send, name="document_send"),
    path("documents/<int:pk>/refresh/", documents.document_refresh, name="document_refresh"),
    path("documents/<int:pk>/register/", documents.document_register, name="document_register"),
    path("documents/<int:pk>/return/", documents.DocumentReturn.as_view(), name="document_return"),
    path("documents/<int:pk>/cancel/", documents.DocumentCancel.as_view(), name="document_cancel"),
    path("documents/<int:pk>/sign/", signing.DocumentSign.as_view(), name="document_sign"),
    path("indicators/", indicators.indicators_page, name="indicators"),
    path("indicators/sets/", indicators.indicator_sets, name="indicator_sets"),
    path("indicators/add/", indicators.IndicatorCreate.as_view(), name="indicator_create"),
    path("indicators/plan/", indicators.IndicatorPlanPage.as_view(), name="indicator_plan"),
    path("indicators/contingent/", indicators.ContingentPage.as_view(), name="indicator_contingent"),
    path("indicators/contingent/<int:pk>/remove/", indicators.contingent_remove, name="contingent_remove"),
    path("indicators/facts/<int:pk>/remove/", indicators.fact_remove, name="indicator_fact_remove"),
    path("indicators/<int:pk>/", indicators.indicator_page, name="indicator"),
    path("indicators/<int:pk>/edit/", indicators.IndicatorEdit.as_view(), name="indicator_edit"),
    path("indicators/<int:pk>/fact/", indicators.IndicatorFactPage.as_view(), name="indicator_fact"),
    path("indicators/<int:pk>/remove/", indicators.IndicatorRemove.as_view(), name="indicator_remove"),
]
