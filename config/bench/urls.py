"""Reference pages that measured pages are held against; included only while `BENCH_VIEWS` is set."""

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from core.access import access, public

REFERENCE = public("holds no data; only measuring processes have these addresses")


@access(REFERENCE)
def bare(request: HttpRequest) -> HttpResponse:
    """The least that Django can do: no database, no template."""
    return HttpResponse("ok")


@access(REFERENCE)
def db1(request: HttpRequest) -> HttpResponse:
    """One row by its primary key through the ORM."""
    return HttpResponse(str(ContentType.objects.values_list("model", flat=True).get(pk=1)))


urlpatterns: list[URLPattern] = [path("bare", bare), path("db1", db1)]
