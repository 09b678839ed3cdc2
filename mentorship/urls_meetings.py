"""Addresses of meetings."""

from django.urls import URLPattern, path

from mentorship.views import meeting_forms, meeting_journal, meeting_links, meetings

patterns: list[URLPattern] = [
    path("meetings/", meeting_journal.MeetingsPage.as_view(), name="meetings"),
    path("meetings/<int:pk>/", meetings.meeting_page, name="meeting"),
    path("meetings/<int:pk>/held/", meeting_forms.MeetingHold.as_view(), name="meeting_hold"),
    path("meetings/<int:pk>/edit/", meeting_forms.MeetingEdit.as_view(), name="meeting_edit"),
    path("meetings/<int:pk>/failed/", meetings.MeetingFail.as_view(), name="meeting_fail"),
    path("meetings/<int:pk>/cancel/", meetings.MeetingCancel.as_view(), name="meeting_cancel"),
    path("meetings/<int:pk>/confirm/", meetings.meeting_confirm, name="meeting_confirm"),
    path("meetings/<int:pk>/dispute/", meetings.MeetingDispute.as_view(), name="meeting_dispute"),
    path("meetings/files/<int:pk>/remove/", meetings.meeting_file_remove, name="meeting_file_remove"),
    path("s/meetings/<str:token>/", meeting_links.meeting_by_link, name="meeting_by_link"),
    path("pairs/<int:pk>/meetings/", meetings.pair_meetings, name="pair_meetings"),
    path("pairs/<int:pk>/meetings/log/", meeting_forms.MeetingLog.as_view(), name="meeting_log"),
    path("pairs/<int:pk>/meetings/plan/", meeting_forms.MeetingPlan.as_view(), name="meeting_plan"),
    path("pairs/<int:pk>/meetings/missed/", meeting_forms.MeetingMiss.as_view(), name="meeting_miss"),
]
