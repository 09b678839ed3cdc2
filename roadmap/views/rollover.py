"""Moving a roadmap to the next school year: a page that shows every row before it writes any."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from core.views.pages import FormPage
from mentorship.models import Programme
from roadmap.domain.rollover import RolloverPlan, plan_rollover, programmes_for, roll_over
from roadmap.forms.plans import RolloverForm
from roadmap.models import Roadmap
from roadmap.permissions import MANAGE_ROADMAP


class RolloverPage(FormPage):
    access_rule = MANAGE_ROADMAP
    title = "Перенос на следующий год"
    form_class = RolloverForm
    template_name = "roadmap/rollover.html"
    done = "Дорожная карта следующего года готова. Это проект: поправьте его и утвердите."

    def load(self) -> None:
        rows = Roadmap.objects.select_related("organization", "programme", "project")
        self.roadmap: Roadmap = get_object_or_404(rows, pk=self.kwargs["pk"])
        self.programmes = programmes_for(self.roadmap)
        self.programme = self._chosen()
        self.plan: RolloverPlan | None = (
            plan_rollover(self.roadmap, self.programme) if self.programme else None
        )

    def _chosen(self) -> Programme | None:
        asked = self.request.POST.get("programme") or self.request.GET.get("programme") or ""
        found = [each for each in self.programmes if str(each.pk) == asked]
        return next(iter(found or self.programmes), None)

    def form_options(self) -> dict[str, Any]:
        places = [row.place for row in self.plan.rows] if self.plan else []
        return {"programmes": self.programmes, "places": places}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Дорожная карта", self.get_cancel_url()), (self.title, ""))

    def get_cancel_url(self) -> str:
        return f"{reverse('roadmap:roadmap')}?map={self.roadmap.pk}"

    def get_context(self) -> dict[str, Any]:
        taken = {
            int(each) for each in self.request.POST.getlist("rows") if each.isascii() and each.isdecimal()
        }
        rows = self.plan.rows if self.plan else []
        posted = self.request.method == "POST"
        return {
            "roadmap": self.roadmap,
            "programmes": self.programmes,
            "programme": self.programme,
            "plan": self.plan,
            "rows": [(row, not posted or row.place in taken) for row in rows],
        }

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.load()
        return super().post(request, **kwargs) if self.plan else self.get(request, **kwargs)

    def save(self, form: RolloverForm) -> str:
        values = form.cleaned_data
        made = roll_over(
            self.roadmap,
            self.programme,  # type: ignore[arg-type]  # the form has checked that it is one of those offered
            actor=self.request.user,  # type: ignore[arg-type]
            places=set(values["rows"]),
            replace=values["replace"],
        )
        return f"{reverse('roadmap:roadmap')}?map={made.pk}"
