"""The link of a class: entered with a code by pupils, given and shown on the board by curators."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from core.access import access
from core.context import acting, inside
from core.views.pages import FormPage
from surveys.domain.class_links import (
    Resting,
    choose_code,
    close_class_link,
    find_class_link,
    open_class_link,
    redeem,
)
from surveys.domain.links import class_qr_svg, link_of_class
from surveys.domain.tokens import token_of
from surveys.enums import CampaignState
from surveys.forms.class_link import ChosenCodeForm, ClassLinkForm
from surveys.models import ClassLink
from surveys.permissions import ENTER_BY_CODE, MANAGE_CAMPAIGNS
from surveys.selectors.campaigns import campaigns_visible_to, groups_of, invitations_visible_to
from surveys.views.answer import private
from surveys.views.campaigns import LIST, CampaignMixin, address_of


@require_http_methods(["GET", "HEAD", "POST"])
@csrf_exempt
@access(ENTER_BY_CODE)
def class_entry(request: HttpRequest, token: str) -> HttpResponse:
    """The field for a personal code; a right one leads to one's own questionnaire.

    Exempt like the personal links: nothing here hangs on a cookie, and there is none.
    """
    link = find_class_link(token)
    if link is None:
        return private(render(request, "surveys/answer/unknown.html", status=404))
    context: dict[str, Any] = {
        "campaign": link.campaign,
        "organization": link.organization,
        "over_title": f"{link.organization.short_name} · {link.campaign.title}",
        "group": link.group,
    }
    status = 200
    with inside(link.organization), acting(None):
        if request.method == "POST":
            try:
                invitation = redeem(link, request.POST.get("code", "")[:200])
            except Resting as resting:
                context["error"], status = resting.message, 429
            else:
                if invitation is not None:
                    return private(redirect("surveys:answer", token=token_of(invitation)))
                context["error"], status = "Такого кода нет. Проверьте карточку и наберите ещё раз.", 422
        return private(render(request, "surveys/answer/code.html", context, status=status))


class CampaignClass(CampaignMixin, FormPage):
    """The links of classes in force, and a new one."""

    access_rule = MANAGE_CAMPAIGNS
    title = "Ссылка для класса"
    template_name = "surveys/campaigns/class.html"
    form_class = ClassLinkForm
    submit_label = "Выдать ссылку"
    done = "Ссылка готова. Если у класса была прежняя, она больше не работает."

    def form_options(self) -> dict[str, Any]:
        return {"groups": groups_of(self.campaign), "last_day": self.campaign.closes_on}

    def get_context(self) -> dict[str, Any]:
        links = self.campaign.class_links.filter(revoked_on__isnull=True)
        return {"campaign": self.campaign, "links": links}

    def save(self, form: ClassLinkForm) -> str:
        given = form.cleaned_data
        open_class_link(
            self.campaign,
            group=given["group"],
            expires_on=given["expires_on"],
            actor=self.request.user,  # type: ignore[arg-type]
        )
        return reverse("surveys:campaign_class", kwargs={"pk": self.campaign.pk})


@never_cache
@access(MANAGE_CAMPAIGNS)
def class_board(request: HttpRequest, pk: int) -> HttpResponse:
    """The link as large as a board: a QR code, the address, where the code is found."""
    link = _link(request, pk)
    context = {
        "page_title": link.campaign.title,
        "campaign": link.campaign,
        "link": link,
        "address": link_of_class(link),
        "qr": mark_safe(class_qr_svg(link)),  # noqa: S308 - drawn by segno from our own link
        "back_url": reverse("surveys:campaign_class", kwargs={"pk": link.campaign_id}),
    }
    return render(request, "surveys/campaigns/board.html", context)


@require_POST
@access(MANAGE_CAMPAIGNS)
def class_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the link of a class back."""
    link = _link(request, pk)
    close_class_link(link, actor=request.user)  # type: ignore[arg-type]
    return redirect("surveys:campaign_class", pk=link.campaign_id)


class InvitationCode(FormPage):
    """A code of the teacher's choice for one person."""

    access_rule = MANAGE_CAMPAIGNS
    title = "Выбрать код"
    form_class = ChosenCodeForm
    intro = "По этому коду человек войдёт со ссылки класса. Код с карточки тоже продолжит действовать."
    done = "Код записан."

    def load(self) -> None:
        found = invitations_visible_to(self.request.membership)  # type: ignore[attr-defined]
        rows = found.filter(done_on__isnull=True, revoked_on__isnull=True).exclude(
            campaign__state=CampaignState.CLOSED
        )
        self.invitation = get_object_or_404(rows, pk=self.kwargs["pk"])

    def get_breadcrumbs(self) -> tuple[tuple[str, Any], ...]:
        campaign = self.invitation.campaign
        mine = (str(self.invitation.person), self.get_cancel_url())
        return (LIST, (campaign.title, address_of(campaign)), mine, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("surveys:invitation", kwargs={"pk": self.invitation.pk})

    def save(self, form: ChosenCodeForm) -> str:
        choose_code(self.invitation, form.cleaned_data["code"], actor=self.request.user)  # type: ignore[arg-type]
        return self.get_cancel_url()


def _link(request: HttpRequest, pk: int) -> ClassLink:
    visible = campaigns_visible_to(request.membership)  # type: ignore[attr-defined]
    found: ClassLink = get_object_or_404(
        ClassLink.objects.select_related("campaign__organization"),
        pk=pk,
        revoked_on__isnull=True,
        campaign__in=visible.order_by().values("pk"),
    )
    return found
