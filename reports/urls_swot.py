"""Addresses of SWOT, its session, quality, influence and the monitoring report."""

from django.urls import URLPattern, URLResolver, path, re_path

from reports.views import monitoring, quality, swot, swot_sessions

urlpatterns: list[URLPattern | URLResolver] = [
    path("swot/", swot.swot_page, name="swot"),
    path("swot/draft/", swot.swot_draft, name="swot_draft"),
    path("swot/<int:pk>/statements/", swot.StatementAdd.as_view(), name="swot_statement_add"),
    path("swot/<int:pk>/decisions/", swot.Decisions.as_view(), name="swot_decisions"),
    path("swot/<int:pk>/sessions/", swot_sessions.SessionCreate.as_view(), name="swot_session_create"),
    path("swot/<int:pk>/report/", monitoring.swot_report, name="swot_report"),
    path("swot/statements/<int:pk>/", swot.StatementWord.as_view(), name="swot_statement_word"),
    path("swot/statements/<int:pk>/keep/", swot.statement_keep, name="swot_statement_keep"),
    path("swot/statements/<int:pk>/drop/", swot.StatementDrop.as_view(), name="swot_statement_drop"),
    path("swot/statements/<int:pk>/seen/", swot.statement_seen, name="swot_statement_seen"),
    path("swot/statements/<int:pk>/place/", swot.statement_place, name="swot_statement_place"),
    path("swot/statements/<int:pk>/remove/", swot.StatementRemove.as_view(), name="swot_statement_remove"),
    path("swot/statements/<int:pk>/measure/", swot.StatementMeasure.as_view(), name="swot_measure"),
    path("swot/sessions/<int:pk>/", swot_sessions.session_page, name="swot_session"),
    path("swot/sessions/<int:pk>/live/", swot_sessions.session_live, name="swot_session_live"),
    path("swot/sessions/<int:pk>/close/", swot_sessions.session_close, name="swot_session_close"),
    path("swot/sessions/<int:pk>/merge/", swot_sessions.session_merge, name="swot_session_merge"),
    re_path(
        r"^swot/proposals/(?P<pk>[0-9]{1,18})/(?P<step>show|decline)/$",
        swot_sessions.proposal_moderate,
        name="swot_proposal",
    ),
    path("s/swot/<str:token>/", swot_sessions.session_vote, name="swot_vote"),
    path("quality/", quality.quality_page, name="quality"),
    path("quality/score/", quality.Score.as_view(), name="score_add"),
    path("quality/scores/<int:pk>/", quality.score_page, name="score"),
    path("influence/", quality.influence_page, name="influence"),
    path("influence/people/", quality.influence_people, name="influence_people"),
    path("monitoring/", monitoring.monitoring_page, name="monitoring"),
    re_path(
        r"^monitoring/(?P<stage>entry|middle|exit)/$",
        monitoring.Conclusions.as_view(),
        name="monitoring_conclusions",
    ),
    re_path(
        r"^monitoring/(?P<stage>entry|middle|exit)/report/$",
        monitoring.monitoring_make,
        name="monitoring_make",
    ),
]
