"""Acts are cited from one table, and none that is out of force on the day of the document."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings

from core import clock
from core.errors import DomainError
from mentorship.enums import ConsentKind
from mentorship.models import Consent
from reports import citations
from reports.citations import DISTRIBUTION_ORDER, LABOUR_CODE_MENTORING, REFERENCES, TARGET_MODEL, Act, cite
from reports.documents.order_values import acts_of_pairs
from reports.domain.documents import build
from reports.domain.preparing import prepare_by_recipe, preview_text
from reports.kinds import all_kinds, kind_of
from reports.selectors.wordings import clauses_of

NAMED = re.compile(r'"([A-Z_]+)"\|cited')


def ended(act: Act, on: date) -> tuple[citations.Reference, ...]:
    return tuple(replace(one, until=on) if one.act is act else one for one in REFERENCES)


def test_an_act_is_cited_from_its_date_to_its_end():
    assert cite(DISTRIBUTION_ORDER, date(2027, 9, 1)) == DISTRIBUTION_ORDER.by
    for day in (date(2021, 2, 23), date(2027, 9, 2)):
        with pytest.raises(DomainError, match="не действует") as refused:
            cite(DISTRIBUTION_ORDER, day)
        assert refused.value.code == "act"
    with pytest.raises(ValueError, match="not in the table"):
        cite(Act("актом", "акт"), date(2026, 11, 1))


def test_an_order_of_pairs_of_employees_rests_on_the_labour_code():
    day = date(2026, 11, 1)
    assert acts_of_pairs([False, True], day) == [TARGET_MODEL.by, LABOUR_CODE_MENTORING.by]
    assert acts_of_pairs([True], day) == [LABOUR_CODE_MENTORING.by]
    assert acts_of_pairs([False], day) == [TARGET_MODEL.by]


@pytest.mark.parametrize("kind", ["order_pairs", "order_launch"])
def test_an_order_by_an_act_that_has_ended_is_refused_with_its_name(college, monkeypatch, kind):
    yesterday = clock.today(college.org).replace(day=1)
    monkeypatch.setattr(citations, "REFERENCES", ended(TARGET_MODEL, yesterday.replace(year=2025)))
    with college.as_curator() as user:
        with pytest.raises(DomainError, match=r"Р-145: на .* не действует\. Замените ссылку"):
            build(kind_of(kind), college.programme, organization=college.org)
        clauses = clauses_of(college.org, kind).clauses
        with pytest.raises(DomainError, match="не действует"):
            preview_text(college.programme, kind, clauses)
        if kind == "order_launch":
            with pytest.raises(DomainError, match="не действует"):
                prepare_by_recipe(college.programme, kind, college.programme.pk, actor=user, options={})


def test_a_printed_form_by_an_act_that_has_ended_is_refused(bare_college, monkeypatch):
    college = bare_college
    monkeypatch.setattr(citations, "REFERENCES", ended(DISTRIBUTION_ORDER, date(2025, 1, 1)))
    consent = Consent(kind=ConsentKind.DISTRIBUTION)
    with college.as_curator(), pytest.raises(DomainError, match="Бланк нужно обновить"):
        build(kind_of("consent_distribution"), consent, organization=college.org)


def test_every_act_that_a_template_names_is_declared_by_its_kind():
    templates = Path(settings.BASE_DIR) / "templates" / "documents"
    seen = 0
    for kind in all_kinds():
        folder = templates / (kind.layout or kind.code)
        for page in folder.glob("*.html"):
            for name in NAMED.findall(page.read_text(encoding="utf-8")):
                act = citations.LAW_OF.get(name) or getattr(citations, name)
                assert act in kind.cites, (kind.code, name)
                seen += 1
        for act in kind.cites:
            assert cite(act, date(2026, 11, 1))
    assert seen >= 7
