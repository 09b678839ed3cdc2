"""Addresses of `surveys`."""

from django.urls import URLPattern, URLResolver, path, re_path

from surveys import questionnaire_urls
from surveys.views import answer, audience, campaigns, class_link, invitations, own, preview, results, themes

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("s/class/<str:token>/", class_link.class_entry, name="class_entry"),
    path("my/surveys/", own.own_surveys_page, name="own"),
    path("surveys/<int:pk>/class/", class_link.CampaignClass.as_view(), name="campaign_class"),
    path("surveys/class/<int:pk>/board/", class_link.class_board, name="class_board"),
    path("surveys/class/<int:pk>/close/", class_link.class_close, name="class_close"),
    path("surveys/invitations/<int:pk>/code/", class_link.InvitationCode.as_view(), name="invitation_code"),
    path("s/<str:token>/", answer.answer, name="answer"),
    path("s/<str:token>/save/", answer.answer_save, name="answer_save"),
    path("s/<str:token>/sheet/", answer.answer_sheet, name="answer_sheet"),
    path("s/<str:token>/done/", answer.answer_done, name="answer_done"),
    path("s/<str:token>/<int:page>/", answer.answer_page, name="answer_page"),
    path("surveys/", campaigns.CampaignList.as_view(), name="campaigns"),
    path("surveys/new/", campaigns.CampaignCreate.as_view(), name="campaign_create"),
    path("surveys/new/count/", audience.campaign_count, name="campaign_count"),
    path("surveys/<int:pk>/rates/", audience.campaign_rates, name="campaign_rates"),
    path("surveys/<int:pk>/audience/", audience.CampaignAudience.as_view(), name="campaign_audience"),
    *questionnaire_urls.urlpatterns,
    path("surveys/<int:pk>/", campaigns.CampaignPage.as_view(), name="campaign"),
    path("surveys/<int:pk>/edit/", campaigns.CampaignEdit.as_view(), name="campaign_edit"),
    path("surveys/<int:pk>/open/", campaigns.CampaignOpen.as_view(), name="campaign_open"),
    path("surveys/<int:pk>/close/", campaigns.CampaignClose.as_view(), name="campaign_close"),
    path("surveys/<int:pk>/invite/", campaigns.CampaignInvite.as_view(), name="campaign_invite"),
    path("surveys/<int:pk>/pick/", campaigns.CampaignPick.as_view(), name="campaign_pick"),
    path("surveys/<int:pk>/remind/", campaigns.CampaignRemind.as_view(), name="campaign_remind"),
    path("surveys/<int:pk>/sheet/", invitations.campaign_sheet, name="campaign_sheet"),
    path("surveys/<int:pk>/results/", results.results, name="results"),
    re_path(
        r"^surveys/(?P<pk>[0-9]{1,18})/results\.(?P<kind>xlsx|csv)$",
        results.results_file,
        name="results_file",
    ),
    re_path(
        r"^surveys/(?P<pk>[0-9]{1,18})/answers\.(?P<kind>xlsx|csv|sav)$",
        results.answers_file,
        name="answers_file",
    ),
    path("surveys/<int:pk>/results/cross/", results.results_cross, name="results_cross"),
    path("surveys/<int:pk>/results/groups/", results.results_groups, name="results_groups"),
    path("surveys/<int:pk>/results/years/", results.results_years, name="results_years"),
    path("surveys/<int:pk>/results/themes/<slug:key>/", themes.results_themes, name="results_themes"),
    path("surveys/<int:pk>/results/words/<slug:key>/", themes.results_words, name="results_words"),
    path("surveys/<int:pk>/results/compare/<int:other>/", results.results_compare, name="results_compare"),
    path("surveys/<int:pk>/cards/", invitations.cards, name="cards"),
    path("surveys/<int:pk>/preview/", preview.preview, name="preview"),
    path("surveys/<int:pk>/preview/<int:page>/", preview.preview, name="preview_page"),
    path("surveys/invitations/<int:pk>/", invitations.invitation_page, name="invitation"),
    re_path(
        r"^surveys/invitations/(?P<pk>[0-9]{1,18})/qr\.(?P<kind>svg|png)$",
        invitations.invitation_qr,
        name="invitation_qr",
    ),
    path("surveys/invitations/<int:pk>/revoke/", invitations.invitation_revoke, name="invitation_revoke"),
    path("surveys/invitations/<int:pk>/renew/", invitations.invitation_renew, name="invitation_renew"),
    path("surveys/invitations/<int:pk>/answers/", invitations.invitation_answers, name="invitation_answers"),
    path("surveys/invitations/<int:pk>/paper/", invitations.invitation_paper, name="invitation_paper"),
]
