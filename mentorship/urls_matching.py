"""Addresses of matching: drafts, weights, bans, group meetings."""

from django.urls import URLPattern, path

from mentorship.views import bans, group_meetings, matching

patterns: list[URLPattern] = [
    path("pairs/match/", matching.matching, name="matching"),
    path("pairs/match/run/", matching.match_run, name="match_run"),
    path("pairs/match/weights/<int:pk>/", matching.WeightsEdit.as_view(), name="match_weights"),
    path("pairs/match/pair/<int:pk>/", matching.match_pair, name="match_pair"),
    path("pairs/match/pair/<int:pk>/move/", matching.match_pair_move, name="match_pair_move"),
    path("pairs/match/pair/<int:pk>/lock/", matching.match_pair_lock, name="match_pair_lock"),
    path("pairs/match/<int:pk>/", matching.match_draft, name="match_draft"),
    path("pairs/match/<int:pk>/left/", matching.match_left, name="match_left"),
    path("pairs/match/<int:pk>/compare/<int:other>/", matching.match_compare, name="match_compare"),
    path("pairs/match/<int:pk>/confirm/", matching.MatchConfirm.as_view(), name="match_confirm"),
    path("pairs/match/<int:pk>/discard/", matching.match_discard, name="match_discard"),
    path("pairs/bans/", bans.BansPage.as_view(), name="bans"),
    path("pairs/bans/new/", bans.BanAdd.as_view(), name="ban_add"),
    path("pairs/bans/<int:pk>/lift/", bans.BanLift.as_view(), name="ban_lift"),
    path("people/mentees/<int:pk>/needs/", bans.MenteeNeeds.as_view(), name="mentee_needs"),
    path("people/mentors/<int:pk>/roles/", bans.MentorRoles.as_view(), name="mentor_roles"),
    path(
        "pairs/group-meetings/new/", group_meetings.GroupMeetingCreate.as_view(), name="group_meeting_create"
    ),
    path("pairs/group-meetings/<int:pk>/", group_meetings.group_meeting, name="group_meeting"),
    path("pairs/group-meetings/<int:pk>/live/", group_meetings.group_meeting_live, name="group_meeting_live"),
    path(
        "pairs/group-meetings/<int:pk>/codes/", group_meetings.group_meeting_codes, name="group_meeting_codes"
    ),
    path(
        "pairs/group-meetings/<int:pk>/close/", group_meetings.group_meeting_close, name="group_meeting_close"
    ),
    path(
        "pairs/group-meetings/<int:pk>/match/", group_meetings.group_meeting_match, name="group_meeting_match"
    ),
    path("s/meet/<str:token>/", group_meetings.meeting_entry, name="meeting_entry"),
    path("s/meet/<str:token>/<str:code>/", group_meetings.meeting_vote, name="meeting_vote"),
]
