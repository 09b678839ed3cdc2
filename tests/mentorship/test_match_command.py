"""`match` prints pairs with scores and reasons, the unmatched with rules, and the bound."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from mentorship.models import MatchDraft
from tests import factories
from tests.mentorship.conftest import sign_all

pytestmark = pytest.mark.usefixtures("scoped")


def run(*given: str) -> str:
    out = StringIO()
    call_command("match", *given, stdout=out)
    return out.getvalue()


def test_a_dry_run_tells_everything_and_writes_nothing(programme, project):
    mentees = [factories.mentee(programme, project=project) for _ in range(2)]
    factories.mentor(programme).projects.add(project)
    sign_all(programme)
    told = json.loads(run("--program", programme.code, "--dry-run", "--json"))
    assert (told["placed"], told["waiting"]) == (1, 2)
    assert told["bound"] == {"placed": 1, "score": told["score"], "proved": True}
    (pair,) = told["pairs"]
    assert pair["score"] == sum(reason["points"] for reason in pair["reasons"])
    (left,) = told["unmatched"]
    assert {pair["mentee"]["id"], left["id"]} == {entry.pk for entry in mentees}
    assert "заняты места" in left["rule"]
    assert left["cure"]
    assert not MatchDraft.objects.exists()
    assert (
        run("--program", programme.code, "--dry-run", "--json")
        == json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    )
    assert "больше 1 нельзя" in run("--program", programme.code)
    assert MatchDraft.objects.get().placed == 1


def test_an_unknown_programme_is_told_in_words():
    with pytest.raises(CommandError, match="Нет программы"):
        run("--program", "nothing", "--json")
