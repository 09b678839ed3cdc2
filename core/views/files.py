"""Downloading a private file: authorised by its purpose, sent by the proxy where there is one, streamed otherwise."""

import uuid
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from core import audit
from core.access import MEMBER, access
from core.files import holds_personal_data, may_download
from core.models import StoredFile

# Shown in the browser on wish; everything else is only ever saved.
INLINE = frozenset({"application/pdf", "image/png", "image/jpeg"})


@access(MEMBER)
@require_safe
def download(request: HttpRequest, pk: uuid.UUID) -> HttpResponseBase:
    """A file of another organisation is 404, of one's own without the right 403. `?inline=1` shows PDF and pictures."""
    stored = get_object_or_404(StoredFile.objects.exclude(file=""), pk=pk)
    if not may_download(request.membership, stored):  # type: ignore[attr-defined]
        raise PermissionDenied
    if holds_personal_data(stored) and request.method == "GET":
        audit.record("file.downloaded", subject=stored, actor=request.user, after={"purpose": stored.purpose})  # type: ignore[arg-type]
    return send_file(stored, inline=request.GET.get("inline") == "1")


def send_file(stored: StoredFile, *, inline: bool = False) -> HttpResponseBase:
    """The response with a stored file's bytes; the caller has checked the right."""
    shown = inline and stored.content_type in INLINE
    response: HttpResponseBase
    if settings.PROTECTED_FILES_BY_PROXY:
        response = HttpResponse()
        response["X-Accel-Redirect"] = quote(f"{settings.PROTECTED_FILES_PREFIX}{stored.file.name}")
    else:
        try:
            response = FileResponse(stored.file.open("rb"))
        except FileNotFoundError as error:
            raise Http404 from error
        response["Content-Length"] = str(stored.size)
    response["Content-Type"] = stored.content_type
    response["Content-Disposition"] = (
        content_disposition_header(as_attachment=not shown, filename=stored.name) or "attachment"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    if not shown:
        response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
