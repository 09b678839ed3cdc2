"""The trail may forget an erased person's words, by the guard's leave; it may not change them for others."""

import pytest
from django.db import DatabaseError, connection, transaction
from django_scopes import scope

from core import audit
from core.domain.forgetting import FORGOTTEN, forget_in_audit
from core.models import AuditEntry


@pytest.mark.parametrize(
    "assignment",
    [
        "object_name = 'удалено'",
        "object_name = 'удалено', before = '{}', after = '{}', reason = '', action = 'other'",
        "object_name = 'удалено', before = '{}', after = '{}', reason = '', object_id = '77'",
        "object_name = 'иначе', before = '{}', after = '{}', reason = ''",
        "actor_name = 'Иной'",
    ],
)
def test_nothing_but_forgetting_passes_the_guard(assignment, org):
    audit.record("test.done", subject=org, after={"city": "г. А"}, reason="так")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE core_auditentry SET {assignment}")


def test_words_go_and_the_act_stays(org, curator):
    with scope(organization=org):
        entry = audit.record(
            "test.done", subject=org, actor=curator.user, after={"who": ["Ёлкина Анна"]}, reason="так"
        )
        other = audit.record("test.done", subject=org, after={"who": "Иная Вера"})
        touched = forget_in_audit(org, objects={}, texts=["Ёлкина Анна", "Анна"], spare={})
        assert touched == 1
        entry.refresh_from_db()
        assert (entry.object_name, entry.after, entry.reason) == (FORGOTTEN, {}, "")
        assert (entry.action, entry.actor, entry.object_id) == ("test.done", curator.user, str(org.pk))
        assert AuditEntry.objects.get(pk=other.pk).after == {"who": "Иная Вера"}
