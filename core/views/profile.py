"""A person's own card."""

from typing import Any

from django.urls import reverse

from core.access import SIGNED_IN
from core.domain.accounts import edit_profile
from core.enums import STAFF_ROLES
from core.forms_accounts import ProfileForm
from core.selectors.memberships import memberships_of
from core.views.pages import FormPage


class ProfilePage(FormPage):
    access_rule = SIGNED_IN
    title = "Мой профиль"
    form_class = ProfileForm
    template_name = "core/accounts/profile.html"

    def form_options(self) -> dict[str, Any]:
        return {"initial": {"full_name": self.request.user.full_name}}  # type: ignore[union-attr]

    def get_context(self) -> dict[str, Any]:
        own = memberships_of(self.request.user)  # type: ignore[arg-type]
        rows = [("Электронная почта", self.request.user.email)]  # type: ignore[union-attr]
        rows += [(one.get_role_display(), str(one.organization)) for one in own]
        membership = self.request.membership  # type: ignore[attr-defined]
        return {"rows": rows, "may_be_reminded": membership is not None and membership.role in STAFF_ROLES}

    def save(self, form: ProfileForm) -> str:
        edit_profile(self.request.user, full_name=form.cleaned_data["full_name"])  # type: ignore[arg-type]
        return reverse("core:profile")
