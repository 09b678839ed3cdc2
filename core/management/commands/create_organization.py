"""`create_organization CODE --name … --short-name … --admin EMAIL`: the operator's first act for an institution."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse

from core.context import inside
from core.domain.memberships import invite
from core.domain.organizations import create_organization
from core.enums import Role
from core.models import Organization, User


class Command(BaseCommand):
    help = "Creates an institution and prints the invitation link of its first administrator."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("code")
        parser.add_argument("--name", required=True, help="full name, in Russian")
        parser.add_argument("--short-name", required=True)
        parser.add_argument("--admin", required=True, help="the administrator's e-mail")
        parser.add_argument("--time-zone", default="Europe/Moscow")

    def handle(self, *args: Any, **options: Any) -> None:
        if Organization.objects.filter(code=options["code"]).exists():
            raise CommandError(f"organisation {options['code']} exists already")
        with transaction.atomic():
            organization = create_organization(
                code=options["code"],
                full_name=options["name"],
                short_name=options["short_name"],
                time_zone=options["time_zone"],
            )
            # The operator has no account in the portal: the invitation is signed by a disabled service user.
            service, _ = User.objects.get_or_create(
                email="operator@localhost", defaults={"full_name": "Оператор портала", "is_active": False}
            )
            with inside(organization):
                _, token = invite(
                    organization, email=options["admin"], role=Role.ADMINISTRATOR, actor=service
                )
        self.stdout.write(settings.PUBLIC_URL + reverse("core:invitation", kwargs={"token": token}))
