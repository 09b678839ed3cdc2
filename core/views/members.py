"""Users of the organisation: roles given, corrected and taken away, invitations by link."""

from typing import Any

import django_filters as filters
from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from core import russian
from core.access import access
from core.domain.accounts import edit_membership
from core.domain.letters import public_link, send_invitation
from core.domain.memberships import invite, restore_membership, revoke_invitation, revoke_membership
from core.enums import Role
from core.filters import PortalFilterSet, SearchFilter
from core.forms_accounts import InviteForm, MemberForm
from core.models import Invitation, Membership
from core.permissions import MANAGE_USERS
from core.selectors.audit import history_of
from core.selectors.members import invitations_of, members_of
from core.tables import ActionColumn, LinkColumn, PortalTable, tables
from core.views.bulk import BulkAction
from core.views.lists import ListPage
from core.views.pages import ConfirmPage, FormPage

USERS = (("Пользователи", reverse_lazy("core:users")),)


class MembersTable(PortalTable):
    user = LinkColumn(
        verbose_name="Фамилия, имя, отчество",
        order_by=("user__full_name", "user__email"),
        to=lambda row: reverse("core:user", kwargs={"pk": row.pk}),
    )
    email = tables.Column(
        accessor="user__email", verbose_name="Электронная почта", attrs={"td": {"class": "wrap-any"}}
    )
    role = tables.Column(verbose_name="Роль")
    position = tables.Column(verbose_name="Должность")
    is_active = tables.Column(verbose_name="Доступ")

    class Meta(PortalTable.Meta):
        order_by = ("user",)

    @staticmethod
    def row_name(record: Membership) -> str:
        return f"{record.user}, {record.get_role_display().lower()}"

    def render_is_active(self, value: bool) -> SafeString:
        if value:
            return format_html('<span class="chip chip-ok">{}</span>', "открыт")
        return format_html('<span class="chip">{}</span>', "закрыт")

    def value_is_active(self, value: bool) -> str:
        return "открыт" if value else "закрыт"


class MembersFilter(PortalFilterSet):
    q = SearchFilter(plain=("user__full_name", "user__email", "position"))
    role = filters.ChoiceFilter(label="Роль", choices=Role.choices, empty_label="Все")
    is_active = filters.ChoiceFilter(
        label="Доступ", choices=[("True", "открыт"), ("False", "закрыт")], empty_label="Любой"
    )

    class Meta:
        model = Membership
        fields: list[str] = []


def close_access(rows: QuerySet, request: HttpRequest, data: dict[str, Any]) -> str:
    """All or nothing: the last administrator among the chosen stops the whole action."""
    with transaction.atomic():
        chosen = list(rows.filter(is_active=True))
        for membership in chosen:
            revoke_membership(membership, actor=request.user)  # type: ignore[arg-type]
    return f"Доступ закрыт: {russian.counted(len(chosen), 'роль', 'роли', 'ролей')}."


class MembersPage(ListPage):
    access_rule = MANAGE_USERS
    title = "Пользователи"
    table_class = MembersTable
    filterset_class = MembersFilter
    personal_data = True

    bulk_actions = (
        BulkAction(
            "revoke",
            "Закрыть доступ",
            apply=close_access,
            danger=True,
            consequence="Отмеченные больше не войдут в этих ролях. Доступ можно вернуть в карточке каждого.",
        ),
    )

    def get_queryset(self) -> QuerySet[Membership]:
        return members_of(self.request.organization)  # type: ignore[attr-defined]

    def get_context(self) -> dict[str, Any]:
        return {
            "without_year": True,
            "page_actions": [
                {"label": "Приглашения", "url": reverse("core:user_invitations")},
                {"label": "Пригласить", "url": reverse("core:user_invite"), "main": True},
            ],
        }


class MemberPage(FormPage):
    """One membership: what may be corrected, and its history."""

    access_rule = MANAGE_USERS
    form_class = MemberForm
    template_name = "core/members/member.html"
    membership: Membership

    def load(self) -> None:
        self.membership = get_object_or_404(members_of(self.request.organization), pk=self.kwargs["pk"])  # type: ignore[attr-defined]

    def get_title(self) -> str:
        return str(self.membership.user)

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (*USERS, (self.get_title(), ""))

    def form_options(self) -> dict[str, Any]:
        return {"instance": self.membership}

    def get_context(self) -> dict[str, Any]:
        member = self.membership
        rows = (("Роль", member.get_role_display()), ("Электронная почта", member.user.email))
        return {"member": member, "rows": rows, "entries": history_of(member)[:50], "without_year": True}

    def save(self, form: MemberForm) -> str:
        edit_membership(self.membership, actor=self.request.user, **form.cleaned_data)  # type: ignore[arg-type]
        return reverse("core:user", kwargs={"pk": self.membership.pk})


class RevokeMembership(ConfirmPage):
    access_rule = MANAGE_USERS
    title = "Закрыть доступ"
    verb = "Закрыть доступ"
    danger = True
    done = "Доступ закрыт."
    consequence = "Сделанное этим человеком остаётся. Доступ можно вернуть в любой момент."
    membership: Membership

    def load(self) -> None:
        active = members_of(self.request.organization).filter(is_active=True)  # type: ignore[attr-defined]
        self.membership = get_object_or_404(active, pk=self.kwargs["pk"])

    def get_text(self) -> str:
        role = self.membership.get_role_display().lower()
        return f"{self.membership.user} больше не сможет работать в роли «{role}». Это действует со следующего нажатия."

    def get_cancel_url(self) -> str:
        return reverse("core:user", kwargs={"pk": self.membership.pk})

    def get_context(self) -> dict[str, Any]:
        return {"without_year": True}

    def save(self, form: Any) -> str:
        revoke_membership(self.membership, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("core:users")


@access(MANAGE_USERS)
@require_POST
def restore(request: HttpRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(members_of(request.organization), pk=pk)  # type: ignore[attr-defined]
    restore_membership(membership, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Доступ открыт.")
    return redirect("core:user", pk=pk)


class InvitePage(FormPage):
    """The link is shown once, beside the letter: there may be no mail server yet."""

    access_rule = MANAGE_USERS
    title = "Пригласить пользователя"
    form_class = InviteForm
    submit_label = "Пригласить"
    intro = "На почту уйдёт письмо со ссылкой. Ссылку можно и передать самому: она показывается один раз."
    done = ""

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (*USERS, (self.title, ""))

    def get_cancel_url(self) -> str:
        return reverse("core:users")

    def get_context(self) -> dict[str, Any]:
        return {"without_year": True}

    def save(self, form: InviteForm) -> str:
        invitation, token = invite(self.request.organization, actor=self.request.user, **form.cleaned_data)  # type: ignore[attr-defined, arg-type]
        link = public_link("core:invitation", token=token)
        # Only until the next page shows it; a session lives on the server.
        self.request.session["invitation_link"] = link
        if send_invitation(invitation, link=link):
            messages.success(self.request, f"Письмо отправлено на {invitation.email}.")
        else:
            messages.warning(
                self.request, "Письмо не отправлено: почта портала не отвечает. Передайте ссылку сами."
            )
        return reverse("core:user_invitations")


class InvitationsTable(PortalTable):
    email = tables.Column(verbose_name="Электронная почта", attrs={"td": {"class": "main-cell wrap-any"}})
    role = tables.Column(verbose_name="Роль")
    created_at = tables.Column(verbose_name="Отправлено")
    invited_by = tables.Column(verbose_name="Кто пригласил", order_by=("invited_by__full_name",))
    state = tables.Column(verbose_name="Состояние", empty_values=(), orderable=False)
    act = ActionColumn()

    class Meta(PortalTable.Meta):
        order_by = ("-created_at",)

    def render_state(self, record: Invitation) -> SafeString:
        text, tone = invitation_state(record)
        return format_html('<span class="{}">{}</span>', f"chip {tone}".strip(), text)

    def value_state(self, record: Invitation) -> str:
        return invitation_state(record)[0]

    def render_act(self, record: Invitation) -> SafeString | str:
        if invitation_state(record)[0] != "ждёт ответа":
            return SafeString("")
        address = reverse("core:user_invitation_revoke", kwargs={"pk": record.pk})
        return format_html('<a class="btn btn-sm" href="{}">Отозвать</a>', address)


def invitation_state(invitation: Invitation) -> tuple[str, str]:
    """The state in words and the class of its chip."""
    if invitation.accepted_at:
        return "принято", "chip-ok"
    if invitation.revoked_at:
        return "отозвано", ""
    if invitation.expires_at <= timezone.now():
        return "устарело", "chip-bad"
    return "ждёт ответа", "chip-wait"


class InvitationsFilter(PortalFilterSet):
    q = SearchFilter(plain=("email", "full_name"))
    role = filters.ChoiceFilter(label="Роль", choices=Role.choices, empty_label="Все")

    class Meta:
        model = Invitation
        fields: list[str] = []


class InvitationsPage(ListPage):
    access_rule = MANAGE_USERS
    title = "Приглашения"
    template_name = "core/members/invitations.html"
    table_class = InvitationsTable
    filterset_class = InvitationsFilter
    personal_data = True
    breadcrumbs = (*USERS, ("Приглашения", ""))
    empty = {
        "title": "Приглашений пока нет",
        "text": "Пригласите директора и куратора программы: каждому придёт письмо со ссылкой.",
        "url": reverse_lazy("core:user_invite"),
        "label": "Пригласить",
    }

    def get_queryset(self) -> QuerySet[Invitation]:
        return invitations_of(self.request.organization)  # type: ignore[attr-defined]

    def get_context(self) -> dict[str, Any]:
        return {
            "without_year": True,
            "fresh_link": self.request.session.pop("invitation_link", ""),
            "page_actions": [{"label": "Пригласить", "url": reverse("core:user_invite"), "main": True}],
        }


class RevokeInvitation(ConfirmPage):
    access_rule = MANAGE_USERS
    title = "Отозвать приглашение"
    verb = "Отозвать"
    danger = True
    done = "Приглашение отозвано, ссылка больше не действует."
    invitation: Invitation

    def load(self) -> None:
        self.invitation = get_object_or_404(invitations_of(self.request.organization), pk=self.kwargs["pk"])  # type: ignore[attr-defined]

    def get_text(self) -> str:
        return f"Ссылка, отправленная на {self.invitation.email}, перестанет открываться."

    def get_cancel_url(self) -> str:
        return reverse("core:user_invitations")

    def get_context(self) -> dict[str, Any]:
        return {"without_year": True}

    def save(self, form: Any) -> str:
        revoke_invitation(self.invitation, actor=self.request.user)  # type: ignore[arg-type]
        return reverse("core:user_invitations")
