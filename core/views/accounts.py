"""Signing in and out, invitations by link, and the choice of what to work as."""

from typing import Any

from django.contrib import messages
from django.contrib.auth import login, logout, password_validation
from django.contrib.auth.views import LoginView
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from core.access import MEMBER, SIGNED_IN, access, public
from core.domain.memberships import accept_invitation, find_invitation
from core.errors import DomainError
from core.forms_accounts import AcceptForm, SignInForm
from core.models import Invitation, User
from core.registries import programme_hooks
from core.selectors.memberships import SESSION_KEY, memberships_of
from core.selectors.viewer import PROGRAMME_KEY
from core.views.pages import FormPage

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignIn(LoginView):
    """Sign-in by e-mail; wrong e-mail and wrong password answer alike."""

    access_rule = public("the sign-in page")
    form_class = SignInForm
    template_name = "core/accounts/login.html"
    redirect_authenticated_user = True
    extra_context = {"page_title": "Вход"}

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


def locked_out(
    request: HttpRequest,
    original_response: HttpResponse | None = None,
    credentials: dict[str, Any] | None = None,
) -> HttpResponse:
    """Too many wrong passwords for one account from one address: neighbours behind the same address go on."""
    return render(request, "core/accounts/locked.html", {"page_title": "Слишком много попыток"}, status=429)


@access(public("ends the session of whoever asks"))
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "Вы вышли из портала.")
    return redirect("core:login")


class AcceptInvitation(FormPage):
    """A link from a letter: a new person chooses a password, a known one signs in first."""

    access_rule = public("opened by an invitation's secret link")
    form_class = AcceptForm
    template_name = "core/accounts/invitation.html"
    submit_label = "Принять приглашение"
    done = ""
    invitation: Invitation
    account: User | None

    def load(self) -> None:
        found = find_invitation(self.kwargs["token"])
        if found is None:
            raise Http404
        self.invitation = found
        self.account = User.objects.filter(email=found.email).first()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().dispatch(request, *args, **kwargs)
        except Http404:
            return render(
                request,
                "core/accounts/invitation_dead.html",
                {"page_title": "Ссылка не действует"},
                status=404,
            )
        # The address of this page is a secret: it goes to no other site and into no cache.
        response["Referrer-Policy"] = "no-referrer"
        response["Cache-Control"] = "no-store"
        return response  # type: ignore[return-value]

    def get_title(self) -> str:
        return "Приглашение в портал"

    def form_options(self) -> dict[str, Any]:
        return {
            "known": self.account is not None,
            "email": self.invitation.email,
            "initial": {"full_name": self.invitation.full_name},
        }

    def get_context(self) -> dict[str, Any]:
        own = self.account is not None and self.request.user == self.account
        here = self.request.path
        return {
            "invitation": self.invitation,
            "must_sign_in": self.account is not None and not own,
            "other_user": self.request.user.is_authenticated and not own,
            "login_url": f"{reverse('core:login')}?next={here}",
        }

    def save(self, form: AcceptForm) -> str:
        password = form.cleaned_data.get("password")
        if password:
            draft = User(email=self.invitation.email, full_name=form.cleaned_data.get("full_name", ""))
            try:
                password_validation.validate_password(password, draft)
            except ValidationError as error:
                raise DomainError(" ".join(error.messages), field="password") from error
        signed_in = self.request.user if self.request.user.is_authenticated else None
        membership = accept_invitation(
            self.kwargs["token"],
            password=password,
            full_name=form.cleaned_data.get("full_name", ""),
            user=signed_in,  # type: ignore[arg-type]
        )
        if signed_in != membership.user:
            login(self.request, membership.user, backend=BACKEND)
        self.request.session[SESSION_KEY] = membership.pk
        messages.success(
            self.request, f"Добро пожаловать. Ваша роль: {membership.get_role_display().lower()}."
        )
        return reverse("core:home")


@access(SIGNED_IN)
@require_safe
def memberships(request: HttpRequest) -> HttpResponse:
    """What a person may work as; the page of those who have no organisation yet."""
    own = memberships_of(request.user)  # type: ignore[arg-type]
    context = {"page_title": "Вы работаете как", "own": own, "current": getattr(request, "membership", None)}
    return render(request, "core/accounts/memberships.html", context)


@access(SIGNED_IN)
@require_POST
def switch_membership(request: HttpRequest) -> HttpResponse:
    """Only one's own active memberships can be chosen; the programme of the former one is forgotten."""
    wanted = request.POST.get("membership", "")
    chosen = next((one for one in memberships_of(request.user) if str(one.pk) == wanted), None)  # type: ignore[arg-type]
    if chosen is None:
        raise Http404
    request.session[SESSION_KEY] = chosen.pk
    request.session.pop(PROGRAMME_KEY, None)
    return redirect("core:home")


@access(MEMBER)
@require_POST
def switch_programme(request: HttpRequest) -> HttpResponse:
    hooks = programme_hooks()
    wanted = request.POST.get("programme", "")
    choices = hooks.choices(request.membership) if hooks else []  # type: ignore[attr-defined]
    chosen = next((one for one in choices if str(one.pk) == wanted), None)
    if chosen is None:
        raise Http404
    request.session[PROGRAMME_KEY] = chosen.pk
    return redirect("core:home")
