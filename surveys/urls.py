"""Addresses of `surveys`."""

from django.urls import URLPattern, URLResolver, path

from surveys.views import answer

app_name = "surveys"
urlpatterns: list[URLPattern | URLResolver] = [
    path("s/<str:token>/", answer.answer, name="answer"),
    path("s/<str:token>/save/", answer.answer_save, name="answer_save"),
    path("s/<str:token>/done/", answer.answer_done, name="answer_done"),
    path("s/<str:token>/<int:page>/", answer.answer_page, name="answer_page"),
]
