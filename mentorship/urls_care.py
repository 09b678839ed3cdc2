"""Addresses of care: tasks of the curator and the psychologist."""

from django.urls import URLPattern, path, re_path

from mentorship import urls_meetings
from mentorship.views import care, deputations, health, meeting_rules, scripts

patterns: list[URLPattern] = [
    *urls_meetings.patterns,
    path("pairs/health/", health.HealthPage.as_view(), name="health"),
    path("meetings/rules/", meeting_rules.meeting_rules, name="meeting_rules"),
    path("meetings/rules/breaks/<int:pk>/remove/", meeting_rules.break_remove, name="break_remove"),
    path("care/deputies/", deputations.DeputationsPage.as_view(), name="deputations"),
    path("care/deputies/new/", deputations.DeputationAdd.as_view(), name="deputation_add"),
    path("care/deputies/<int:pk>/act/", deputations.deputation_act, name="deputation_act"),
    path("care/deputies/<int:pk>/end/", deputations.DeputationEnd.as_view(), name="deputation_end"),
    path("meetings/scripts/", scripts.scripts, name="scripts"),
    path("meetings/scripts/<slug:kind>/", scripts.ScriptEdit.as_view(), name="script_edit"),
    path("meetings/scripts/<slug:kind>/give-back/", scripts.script_give_back, name="script_give_back"),
    path("care/", care.CareTasksPage.as_view(), name="care_tasks"),
    path("care/new/", care.CareTaskAdd.as_view(), name="care_add"),
    path("care/<int:pk>/", care.care_task, name="care_task"),
    path("care/<int:pk>/done/", care.CareDone.as_view(), name="care_done"),
    path("care/<int:pk>/drop/", care.CareDrop.as_view(), name="care_drop"),
    re_path(r"^care/(?P<pk>[0-9]{1,18})/(?P<step>take|reopen)/$", care.care_step, name="care_step"),
]
