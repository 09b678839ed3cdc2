"""Addresses of `mentorship`."""

from django.urls import URLPattern, URLResolver, path

from mentorship.views import programmes

app_name = "mentorship"
urlpatterns: list[URLPattern | URLResolver] = [
    path("programmes/", programmes.ProgrammeList.as_view(), name="programmes"),
    path("programmes/new/", programmes.ProgrammeCreate.as_view(), name="programme_create"),
    path("programmes/<int:pk>/", programmes.programme_page, name="programme"),
    path("programmes/<int:pk>/edit/", programmes.ProgrammeEdit.as_view(), name="programme_edit"),
    path("programmes/<int:pk>/projects/new/", programmes.ProjectCreate.as_view(), name="project_create"),
    path("programmes/<int:pk>/<slug:step>/", programmes.programme_move, name="programme_move"),
    path("projects/<int:pk>/edit/", programmes.ProjectEdit.as_view(), name="project_edit"),
]
