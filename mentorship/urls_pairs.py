"""Addresses of the life of a pair."""

from django.urls import URLPattern, path

from mentorship.views import pair_changes, pair_page, pair_steps, waiting

patterns: list[URLPattern] = [
    path("pairs/waiting/", waiting.WaitingPage.as_view(), name="pairs_waiting"),
    path("pairs/waiting/<int:pk>/support/", waiting.SupportOfferAdd.as_view(), name="support_offer"),
    path("pairs/support/<int:pk>/answer/", waiting.SupportAnswerAdd.as_view(), name="support_answer"),
    path("pairs/waiting/<int:pk>/appoint/", waiting.PairAppoint.as_view(), name="pair_appoint"),
    path("pairs/changes/", pair_changes.ChangesPage.as_view(), name="pair_changes"),
    path("pairs/changes/<int:pk>/cancel/", pair_changes.ChangeCancel.as_view(), name="pair_change_cancel"),
    path("pairs/closing/", pair_steps.ClosingPage.as_view(), name="pairs_closing"),
    path("pairs/<int:pk>/", pair_page.pair_page, name="pair"),
    path("pairs/<int:pk>/trial/", pair_steps.PairTrial.as_view(), name="pair_trial"),
    path("pairs/<int:pk>/verdict/", pair_steps.PairVerdictAdd.as_view(), name="pair_verdict"),
    path("pairs/<int:pk>/suspend/", pair_steps.PairSuspend.as_view(), name="pair_suspend"),
    path("pairs/<int:pk>/reopen/", pair_steps.PairReopen.as_view(), name="pair_reopen"),
    path("pairs/<int:pk>/leave/", pair_changes.PairLeave.as_view(), name="pair_leave"),
    path("pairs/<int:pk>/join/", pair_changes.PairJoin.as_view(), name="pair_join"),
    path("pairs/<int:pk>/replace/", pair_changes.PairReplace.as_view(), name="pair_replace"),
    path("pairs/<int:pk>/terminate/", pair_changes.PairTerminate.as_view(), name="pair_terminate"),
    path("pairs/<int:pk>/notice/", pair_changes.PairNotice.as_view(), name="pair_notice"),
]
