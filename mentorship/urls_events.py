"""Addresses of events, awards and practices."""

from django.urls import URLPattern, path

from mentorship.views import categories, event_guests, event_people, events

patterns: list[URLPattern] = [
    path("events/", events.EventsPage.as_view(), name="events"),
    path("events/new/", events.EventCreate.as_view(), name="event_create"),
    path("events/own/", event_guests.own_events, name="own_events"),
    path("events/own/<int:pk>/<int:person>/", event_guests.own_event, name="own_event"),
    path("s/code/<str:token>/", events.event_code, name="event_code"),
    path("events/people/<int:pk>/", events.event_visit, name="event_visit"),
    path("events/<int:pk>/", events.event, name="event"),
    path("events/<int:pk>/edit/", events.EventEdit.as_view(), name="event_edit"),
    path("events/<int:pk>/hold/", events.EventHold.as_view(), name="event_hold"),
    path("events/<int:pk>/cancel/", events.EventCancel.as_view(), name="event_cancel"),
    path("events/<int:pk>/reopen/", events.EventReopen.as_view(), name="event_reopen"),
    path("events/<int:pk>/people/", event_people.EventPeople.as_view(), name="event_people"),
    path("events/<int:pk>/invite/", events.event_invite, name="event_invite"),
    path("events/<int:pk>/badges/", events.event_badges, name="event_badges"),
    path("events/<int:pk>/hall/", events.event_hall, name="event_screen"),
    path("events/<int:pk>/calendar/", event_guests.event_calendar, name="event_calendar"),
    path("s/hall/<str:token>/", event_guests.event_hall_mark, name="event_hall"),
    path("s/event/<str:token>/", event_guests.event_by_link, name="event_by_link"),
    path("s/event/<str:token>/calendar/", event_guests.event_by_link_calendar, name="event_by_link_calendar"),
    path("reference/<slug:sort>/", categories.reference_lines, name="lines"),
]
