"""All addresses of the portal; each app owns its own part."""

from django.conf import settings
from django.urls import include, path

urlpatterns = [
    # First, since addresses are tried one after another: a whole school opens personal links at once.
    path("", include("surveys.urls")),
    path("", include("core.urls")),
    path("", include("mentorship.urls")),
    path("", include("roadmap.urls")),
    path("", include("reports.urls")),
]
if settings.BENCH_VIEWS:
    urlpatterns += [path("__bench/", include("config.bench.urls"))]

handler400 = "core.views.errors.bad_request"
handler403 = "core.views.errors.forbidden"
handler404 = "core.views.errors.not_found"
handler500 = "core.views.errors.server_error"
