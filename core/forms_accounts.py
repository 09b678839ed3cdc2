"""Forms of accounts: signing in, passwords, invitations, members."""

from typing import Any

from django import forms
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm

from core.access import grants_for
from core.enums import Role
from core.forms import PortalForm, PortalFormMixin
from core.models import Membership, User


class SignInForm(PortalFormMixin, AuthenticationForm):
    """E-mail and password. The e-mail is folded before it is counted, so that its case opens no second door."""

    error_messages = {
        "invalid_login": "Почта или пароль не подходят. Проверьте раскладку и Caps Lock.",
        "inactive": "Почта или пароль не подходят. Проверьте раскладку и Caps Lock.",
    }

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields["username"] = forms.EmailField(
            label="Электронная почта",
            max_length=254,
            widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
        )
        self.fields["password"].label = "Пароль"

    def clean_username(self) -> str:
        return str(self.cleaned_data["username"]).strip().lower()


class AskResetForm(PortalForm):
    email = forms.EmailField(
        label="Электронная почта", max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )


def account_field(email: str) -> forms.Field:
    """Whose password it is: shown, never sent back; password managers keep the two together."""
    widget = forms.EmailInput(attrs={"autocomplete": "username"})
    return forms.EmailField(label="Учётная запись", initial=email, disabled=True, widget=widget)


class NewPasswordForm(PortalFormMixin, SetPasswordForm):
    """Set by the link of a reset letter."""

    def __init__(self, user: User, *args: Any, **extra: Any) -> None:
        super().__init__(user, *args, **extra)
        if user is not None:
            self.fields = {"account": account_field(user.email), **self.fields}


class ChangePasswordForm(PortalFormMixin, PasswordChangeForm):
    """Changed by somebody who knows the old one."""

    def __init__(self, user: User, *args: Any, **extra: Any) -> None:
        super().__init__(user, *args, **extra)
        self.fields = {"account": account_field(user.email), **self.fields}


class AcceptForm(PortalForm):
    """A new person gives a name and a password; somebody known only confirms."""

    full_name = forms.CharField(
        label="Фамилия, имя, отчество", max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    password = forms.CharField(
        label="Придумайте пароль",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Не короче восьми знаков и не слишком простой. Лучше всего фраза из нескольких слов.",
    )

    def __init__(self, *args: Any, email: str = "", known: bool = False, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.fields = {} if known else {"account": account_field(email), **self.fields}


class InviteForm(PortalForm):
    email = forms.EmailField(label="Электронная почта", max_length=254)
    full_name = forms.CharField(label="Фамилия, имя, отчество", max_length=200, required=False)
    role = forms.ChoiceField(label="Роль", choices=[("", "Выберите роль"), *Role.choices])
    position = forms.CharField(label="Должность", max_length=200, required=False)


class MemberForm(PortalFormMixin, forms.ModelForm):
    """What an administrator may correct in a membership; the role itself is given and taken, never edited."""

    groups = forms.CharField(
        label="Группы и классы",
        required=False,
        max_length=2000,
        help_text="Через запятую: ТМ-21, ГД-11. Информатор видит наставляемых только этих групп.",
    )

    grants = forms.MultipleChoiceField(
        label="Права, данные лично",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Роль сама этого не даёт. Каждое чтение таких сведений остаётся в журнале действий.",
    )

    class Meta:
        model = Membership
        fields = ("position", "groups")

    def __init__(self, *args: Any, **extra: Any) -> None:
        super().__init__(*args, **extra)
        self.initial["groups"] = ", ".join(self.instance.groups)
        self.initial["grants"] = self.instance.grants
        known = grants_for(self.instance.role)
        if known:
            self.fields["grants"].choices = known  # type: ignore[attr-defined]
        else:
            del self.fields["grants"]

    def clean_groups(self) -> list[str]:
        parts = (part.strip() for part in self.cleaned_data["groups"].split(","))
        return list(dict.fromkeys(part for part in parts if part))


class ProfileForm(PortalForm):
    full_name = forms.CharField(label="Фамилия, имя, отчество", max_length=200)
