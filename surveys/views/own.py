"""«Мои анкеты»: what the person behind the account is asked to answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core.access import access
from surveys.domain.tokens import token_of
from surveys.permissions import SEE_OWN_SURVEYS
from surveys.selectors.own import own_surveys


@never_cache
@require_safe
@access(SEE_OWN_SURVEYS)
def own_surveys_page(request: HttpRequest) -> HttpResponse:
    """Each questionnaire with its state; the open ones lead to the personal link."""
    found = own_surveys(request.membership)  # type: ignore[attr-defined]
    lines = [
        (one, reverse("surveys:answer", kwargs={"token": token_of(one.invitation)}) if one.invitation else "")
        for one in found
    ]
    context = {"page_title": "Мои анкеты", "breadcrumbs": (("Мои анкеты", ""),), "lines": lines}
    return render(request, "surveys/own.html", context)
