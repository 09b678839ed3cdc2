"""Files that a partner's people may open: their own organisation's, nothing else."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_GET

from core import audit
from core.access import access
from core.views.files import send_file
from mentorship.models import Agreement
from mentorship.partner_room import SHOWN
from mentorship.permissions import SEE_OWN_PARTNER
from mentorship.selectors.partners import own_partners


@access(SEE_OWN_PARTNER)
@require_GET
def own_agreement(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The signed copy of an agreement of one's own organisation; another's is 404."""
    mine = own_partners(request.membership)  # type: ignore[attr-defined]
    rows = Agreement.objects.filter(partner__in=mine, state__in=SHOWN).select_related("file")
    agreement = rows.filter(pk=pk).first()
    if agreement is None or agreement.file is None or not agreement.file.file:
        raise Http404
    audit.record("file.downloaded", subject=agreement.file, actor=request.user)  # type: ignore[arg-type]
    return send_file(agreement.file)
