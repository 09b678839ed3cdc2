"""The built-in reference data: forms of mentoring, role models, the map of requests."""

from pathlib import Path
from typing import Any

import yaml
from django.db import connection, transaction

from mentorship.models import (
    AwardKind,
    EventKind,
    FormOfMentoring,
    Material,
    MeetingScript,
    MenteeCategory,
    PlanTemplate,
    RequestTopic,
    RoleModel,
    SensitiveKind,
)
from mentorship.models.category import ReferenceLine

FOLDER = Path(__file__).resolve().parent.parent / "reference"


def load_reference(**signal: Any) -> None:
    """Bring the built-in rows (those without an organisation) up to the shipped files; safe to repeat.

    Runs after `migrate`, so that a new version of the portal brings its own. Rows of institutions are not touched,
    and a built-in row is never deleted: somebody's data may hang on it.
    """
    with transaction.atomic():
        for order, given in enumerate(_read("forms.yaml"), start=1):
            role_models = given.pop("role_models", {})
            form, _ = FormOfMentoring.objects.update_or_create(
                organization=None, code=given.pop("code"), defaults=given | {"order": order}
            )
            for place, (code, title) in enumerate(role_models.items(), start=1):
                RoleModel.objects.update_or_create(
                    form=form, code=code, defaults={"title": title, "order": place}
                )
        topics = _read("topics.yaml")
        for audience, for_employees in (("students", False), ("employees", True)):
            for order, (code, (title, offer)) in enumerate(topics[audience].items(), start=1):
                RequestTopic.objects.update_or_create(
                    organization=None,
                    code=code,
                    defaults={
                        "title": title,
                        "offer_title": offer,
                        "for_employees": for_employees,
                        "order": order,
                    },
                )
        lines = _read("categories.yaml")
        _load_lines(MenteeCategory, lines["mentees"])
        _load_lines(SensitiveKind, lines["sensitive"])
        _load_scripts(_read("scripts.yaml"))
        lines = _read("events.yaml")
        _load_lines(EventKind, lines["events"])
        _load_lines(AwardKind, lines["awards"])
        load_texts()


def load_texts() -> None:
    """Templates of development plans and the memos of «методическая копилка»."""
    known = connection.introspection.table_names()
    if not {PlanTemplate._meta.db_table, Material._meta.db_table} <= set(known):
        return  # on the way back to an older state of the database
    forms = {form.code: form for form in FormOfMentoring.objects.filter(organization__isnull=True)}
    models = {(row.form_id, row.code): row for row in RoleModel.objects.filter(form__in=forms.values())}
    for order, given in enumerate(_read("plan_templates.yaml"), start=1):
        form = forms.get(given.pop("form", ""))
        role_model = models.get((form.pk if form else 0, given.pop("role_model", "")))
        PlanTemplate.objects.update_or_create(
            organization=None,
            code=given.pop("code"),
            defaults=given | {"form": form, "role_model": role_model, "order": order},
        )
    for order, given in enumerate(_read("materials.yaml"), start=1):
        Material.objects.update_or_create(
            organization=None, code=given.pop("code"), defaults=given | {"order": order}
        )


def _load_scripts(scripts: dict[str, dict[str, str]]) -> None:
    if MeetingScript._meta.db_table not in connection.introspection.table_names():
        return  # on the way back to an older state of the database
    for kind, values in scripts.items():
        parts = {name: text.strip() for name, text in values.items()}
        MeetingScript.objects.update_or_create(organization=None, kind=kind, defaults=parts)


def _load_lines(model: type[ReferenceLine], lines: dict[str, str]) -> None:
    if model._meta.db_table not in connection.introspection.table_names():
        return  # on the way back to an older state of the database
    for order, (code, title) in enumerate(lines.items(), start=1):
        model._default_manager.update_or_create(
            organization=None, code=code, defaults={"title": title, "order": order}
        )


def _read(name: str) -> Any:
    # The loader in C where it is built: the texts of the templates take the other one a tenth of a second.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - both are safe
