"""Templates: a roadmap begun from one, an own one saved in versions."""

import pytest
from django.urls import reverse

from core.errors import DomainError
from core.models import AuditEntry
from roadmap.domain.imports import apply_import
from roadmap.domain.templates import retire_template, save_template, start_from_template
from roadmap.library import CODES
from roadmap.models import Activity, PlanImport, Roadmap, RoadmapTemplate, TemplateVersion
from roadmap.selectors.templates import offered_template, own_templates
from tests import factories
from tests.roadmap import makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


@pytest.fixture
def programme(org):
    return factories.programme(org)


@pytest.mark.parametrize("code", CODES)
def test_a_roadmap_begins_from_a_template_over_an_editable_preview(code, programme, curator):
    offered = offered_template(code)
    plan_import = start_from_template(offered, programme, actor=curator.user)
    assert not Roadmap.objects.exists()
    assert str(plan_import) == f"Шаблон «{offered.title}», версия 1"
    roadmap = apply_import(plan_import, actor=curator.user)
    assert Activity.objects.filter(stage__roadmap=roadmap).count() == offered.outline.size
    assert roadmap.source is None


def test_choice_preview_and_use_of_a_template_in_the_browser(programme, curator, signed_in):
    browser = signed_in(curator)
    assert "Готовые шаблоны" in browser.get(reverse("roadmap:templates")).content.decode()
    page = browser.get(reverse("roadmap:template", args=["college"])).content.decode()
    assert "до 10 декабря 2026 г." in page
    answer = browser.post(reverse("roadmap:template_use", args=["college"]))
    preview = reverse("roadmap:import_preview", args=[PlanImport.objects.get().pk])
    assert answer.url == preview
    assert "Шаблон «Колледж, техникум»" in browser.get(preview).content.decode()
    row = reverse("roadmap:import_row", args=[PlanImport.objects.get().pk, 0])
    assert browser.get(row).status_code == 200
    values = {"stage": "Этап 1.", "number": "1", "text": "По-своему", "deadline": "май"}
    assert browser.post(row, values).status_code == 302
    apply = reverse("roadmap:import_apply", args=[PlanImport.objects.get().pk])
    assert browser.post(apply, {"adopted_on": "2026-09-01"}).status_code == 302
    assert Activity.objects.filter(text="По-своему").exists()
    assert browser.get(reverse("roadmap:template", args=["nothing"])).status_code == 404
    assert browser.post(reverse("roadmap:template_use", args=["own-999"])).status_code == 404


def test_own_roadmap_is_saved_as_a_template_in_versions(programme, curator):
    roadmap = makers.roadmap(programme, makers.row(text="Наше дело", deadline="до 5 мая 2027"))
    first = save_template(roadmap, title="Наш план", actor=curator.user)
    second = save_template(roadmap, title="", template=first.template, actor=curator.user)
    assert (first.number, second.number, RoadmapTemplate.objects.count()) == (1, 2, 1)
    (offered,) = own_templates()
    assert (offered.title, offered.version) == ("Наш план", 2)
    later = factories.programme(programme.organization, period_start="2028-09-01", period_end="2029-08-31")
    later.refresh_from_db()
    apply_import(start_from_template(offered, later, actor=None), actor=None)
    assert Activity.objects.get(stage__roadmap__programme=later).deadline == "до 5 мая 2029"
    assert AuditEntry.objects.filter(action="template.saved").count() == 2


def test_template_needs_a_name_of_its_own_and_a_retired_one_is_offered_no_more(programme, curator):
    roadmap = makers.roadmap(programme)
    template = save_template(roadmap, title="Наш план", actor=curator.user).template
    for title in (" ", "наш план"):
        with pytest.raises(DomainError):
            save_template(roadmap, title=title, actor=curator.user)
    retire_template(template, actor=curator.user)
    assert own_templates() == []
    with pytest.raises(DomainError, match="убран"):
        save_template(roadmap, title="", template=template, actor=curator.user)
    save_template(roadmap, title="Наш план", actor=curator.user)
    assert TemplateVersion.objects.count() == 2


def test_template_is_saved_and_retired_in_the_browser(programme, curator, signed_in):
    browser = signed_in(curator)
    roadmap = makers.roadmap(programme)
    save = reverse("roadmap:template_save", args=[roadmap.pk])
    assert browser.post(save, {"title": ""}).status_code == 422
    assert browser.post(save, {"title": "Наш план", "about": "Для колледжа"}).status_code == 302
    template = RoadmapTemplate.objects.get()
    assert "версия 2" in browser.get(save).content.decode()
    assert browser.post(save, {"template": template.pk, "title": ""}).status_code == 302
    assert template.versions.count() == 2
    assert browser.get(reverse("roadmap:template", args=[f"own-{template.pk}"])).status_code == 200
    browser.post(reverse("roadmap:template_retire", args=[template.pk]))
    browser.get(reverse("roadmap:templates"))  # tells of the retirement
    assert "Наш план" not in browser.get(reverse("roadmap:templates")).content.decode()


def test_templates_of_another_institution_are_out_of_sight(programme, curator, signed_in, org):
    other = factories.programme(factories.organization())
    template = save_template(makers.roadmap(other), title="Чужой", actor=None).template
    browser = signed_in(curator)
    assert "Чужой" not in browser.get(reverse("roadmap:templates")).content.decode()
    assert browser.get(reverse("roadmap:template", args=[f"own-{template.pk}"])).status_code == 404


def test_page_costs_the_same_for_one_template_and_for_three(programme, curator, signed_in, queries_of):
    browser, roadmap, costs = signed_in(curator), makers.roadmap(programme), []
    for names in (("А",), ("Б", "В")):
        for name in names:
            save_template(roadmap, title=name, actor=curator.user)
        browser.get(reverse("roadmap:templates"))
        costs.append(queries_of(lambda: browser.get(reverse("roadmap:templates"))))
    assert costs[0] == costs[1]
