"""Accounts: users by e-mail, what they are to each organisation, and invitations."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower

from core.enums import Role
from core.models.base import TenantModel, choices_constraint


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **extra: Any) -> "User":
        user = self.model(email=email.strip().lower(), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in. The e-mail is kept in lower case and is unique regardless of case."""

    email = models.EmailField("электронная почта", max_length=254, unique=True)
    full_name = models.CharField("фамилия, имя, отчество", max_length=200, blank=True)
    is_active = models.BooleanField("активен", default=True)
    created_at = models.DateTimeField("создан", auto_now_add=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = "пользователь"
        verbose_name_plural = "пользователи"
        constraints = [
            # With `unique` this makes the address unique whatever its case.
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="core_user_email_in_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.full_name or self.email


class Membership(TenantModel):
    """One role of one user in one organisation; the one a person works in at the moment decides what they may do."""

    user = models.ForeignKey(
        User, verbose_name="пользователь", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("роль", max_length=20, choices=Role.choices)
    position = models.CharField("должность", max_length=200, blank=True)
    groups = models.JSONField("группы и классы", default=list, blank=True)
    grants = models.JSONField("права, данные лично", default=list, blank=True)
    is_active = models.BooleanField("действует", default=True)

    class Meta:
        verbose_name = "членство"
        verbose_name_plural = "членства"
        ordering = ["organization__short_name", "role", "pk"]
        constraints = [
            choices_constraint("role", Role),
            models.UniqueConstraint(fields=["user", "organization", "role"], name="core_membership_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.organization}"


class Invitation(TenantModel):
    """A link that makes its bearer a member. Only the token's hash is kept; the link is shown once and mailed."""

    email = models.EmailField("электронная почта")
    full_name = models.CharField("фамилия, имя, отчество", max_length=200, blank=True)
    role = models.CharField("роль", max_length=20, choices=Role.choices)
    position = models.CharField("должность", max_length=200, blank=True)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(User, verbose_name="пригласил", on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField("действует до")
    accepted_at = models.DateTimeField("принято", null=True, blank=True)
    revoked_at = models.DateTimeField("отозвано", null=True, blank=True)

    class Meta:
        verbose_name = "приглашение"
        verbose_name_plural = "приглашения"
        ordering = ["-created_at", "-pk"]
        constraints = [choices_constraint("role", Role)]

    def __str__(self) -> str:
        return f"{self.email}, {self.get_role_display()}"
