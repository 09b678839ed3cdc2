"""Passwords: changed by their owner, or set anew by a link from a letter."""

import logging
from typing import Any

from celery import current_app
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.views.decorators.http import require_safe

from core.access import SIGNED_IN, access, public
from core.domain.accounts import record_password_change
from core.forms_accounts import AskResetForm, ChangePasswordForm, NewPasswordForm
from core.limits import within
from core.models import User
from core.tasks_names import SEND_PASSWORD_LETTER
from core.views.pages import FormPage

logger = logging.getLogger(__name__)
LETTERS_AN_HOUR = 3
FORGOTTEN = public("a person who cannot sign in asks for a new password")


class AskReset(FormPage):
    """The same answer in the same time for a known and an unknown e-mail: the letter is a worker's business."""

    access_rule = FORGOTTEN
    title = "Новый пароль"
    form_class = AskResetForm
    template_name = "core/accounts/gate_form.html"
    submit_label = "Прислать ссылку"
    intro = "Укажите почту, с которой вы входите. Мы пришлём ссылку, по ней вы придумаете новый пароль."
    done = ""

    def get_cancel_url(self) -> str:
        return reverse("core:login")

    def save(self, form: AskResetForm) -> str:
        email = form.cleaned_data["email"].strip().lower()
        user = User.objects.filter(email=email, is_active=True).first()
        if user is not None and _may_send(email):
            try:
                current_app.send_task(SEND_PASSWORD_LETTER, kwargs={"user_id": user.pk}, retry=False)
            except Exception:  # whatever ails the broker, the answer must not tell the e-mail apart
                logger.exception("a password letter could not be queued")
        return reverse("core:password_reset_sent")


def _may_send(email: str) -> bool:
    """A few letters an hour to one address, so that nobody's box can be flooded."""
    return within(f"password-letters:{email}", most=LETTERS_AN_HOUR, seconds=60 * 60)


@access(FORGOTTEN)
@require_safe
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accounts/reset_sent.html", {"page_title": "Проверьте почту"})


class ConfirmReset(PasswordResetConfirmView):
    access_rule = FORGOTTEN
    form_class = NewPasswordForm
    template_name = "core/accounts/reset_confirm.html"
    success_url = reverse_lazy("core:login")
    title = "Придумайте пароль"

    def get_context_data(self, **extra: Any) -> dict[str, Any]:
        context = super().get_context_data(**extra)
        context["page_title"] = self.title if self.validlink else "Ссылка не действует"
        return context

    def form_valid(self, form: NewPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        record_password_change(self.user)
        messages.success(self.request, "Пароль изменён. Войдите с новым паролем.")
        return response

    def form_invalid(self, form: NewPasswordForm) -> HttpResponse:
        response = super().form_invalid(form)
        response.status_code = 422
        return response


class ChangePassword(FormPage):
    """Other sessions of the person end: their hash no longer fits."""

    access_rule = SIGNED_IN
    title = "Сменить пароль"
    form_class = ChangePasswordForm
    done = "Пароль изменён. На других устройствах нужно войти заново."

    def form_options(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def get_cancel_url(self) -> str:
        return reverse("core:profile")

    def save(self, form: ChangePasswordForm) -> str:
        user = form.save()
        update_session_auth_hash(self.request, user)
        record_password_change(user)
        return reverse("core:profile")
