"""Addresses of questionnaires and of the editor; part of `surveys.urls`."""

from django.urls import URLPattern, path, re_path

from surveys.views import drafts, questionnaires, questions, sources

_SOURCE = r"^surveys/questionnaires/(?P<source>bank|version|draft)/(?P<ident>[a-z0-9_-]{1,60})/"

urlpatterns: list[URLPattern] = [
    path("surveys/questionnaires/", questionnaires.QuestionnaireList.as_view(), name="questionnaires"),
    path("surveys/questionnaires/bank/", questionnaires.questionnaire_bank, name="questionnaire_bank"),
    path("surveys/questionnaires/new/", questionnaires.QuestionnaireNew.as_view(), name="questionnaire_new"),
    path(
        "surveys/questionnaires/import/",
        questionnaires.QuestionnaireImport.as_view(),
        name="questionnaire_import",
    ),
    path("surveys/questionnaires/<int:pk>/", questionnaires.questionnaire, name="questionnaire"),
    path(
        "surveys/questionnaires/<int:pk>/differences/<int:first>/<int:second>/",
        questionnaires.questionnaire_differences,
        name="questionnaire_differences",
    ),
    re_path(_SOURCE + r"$", sources.questionnaire_show, name="questionnaire_show"),
    re_path(_SOURCE + r"phone/$", sources.questionnaire_phone, name="questionnaire_phone"),
    re_path(
        _SOURCE + r"phone/(?P<page>[0-9]{1,3})/$",
        sources.questionnaire_phone,
        name="questionnaire_phone_page",
    ),
    re_path(_SOURCE + r"try/$", sources.questionnaire_try, name="questionnaire_try"),
    re_path(_SOURCE + r"paper\.pdf$", sources.questionnaire_paper, name="questionnaire_paper"),
    re_path(
        _SOURCE + r"file\.(?P<kind>xlsx|yaml|json)$", sources.questionnaire_file, name="questionnaire_file"
    ),
    re_path(_SOURCE + r"edit/$", questionnaires.QuestionnaireEdition.as_view(), name="questionnaire_edition"),
    re_path(_SOURCE + r"copy/$", questionnaires.QuestionnaireCopy.as_view(), name="questionnaire_copy"),
    re_path(_SOURCE + r"send/$", questionnaires.QuestionnaireSend.as_view(), name="questionnaire_send"),
    path("surveys/drafts/<int:pk>/", drafts.draft, name="draft"),
    path("surveys/drafts/<int:pk>/step/", drafts.draft_step, name="draft_step"),
    path("surveys/drafts/<int:pk>/head/", drafts.DraftHead.as_view(), name="draft_head"),
    path("surveys/drafts/<int:pk>/key/", drafts.DraftScoring.as_view(), name="draft_scoring"),
    path("surveys/drafts/<int:pk>/add-section/", drafts.DraftSection.as_view(), name="draft_section_new"),
    path("surveys/drafts/<int:pk>/sections/<slug:key>/", drafts.DraftSection.as_view(), name="draft_section"),
    path("surveys/drafts/<int:pk>/add-item/", questions.draft_item_new, name="draft_item_new"),
    path("surveys/drafts/<int:pk>/items/<slug:key>/", questions.draft_item, name="draft_item"),
    path("surveys/drafts/<int:pk>/publish/", drafts.DraftPublish.as_view(), name="draft_publish"),
    path("surveys/drafts/<int:pk>/discard/", drafts.DraftDiscard.as_view(), name="draft_discard"),
]
