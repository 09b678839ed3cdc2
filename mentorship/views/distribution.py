"""Copying the marks of a signed consent to distribution from its sheet."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from core.views.pages import FormPage
from mentorship.domain.distribution import write_from_paper
from mentorship.forms.distribution import DistributionForm
from mentorship.permissions import MANAGE_CONSENTS
from mentorship.selectors.distribution import is_paper_distribution
from mentorship.views.consents import ConsentBase


class ConsentItems(ConsentBase, FormPage):
    """«Разрешаю» and «запрещаю» of the sheet, line by line; without them the portal shows nobody."""

    access_rule = MANAGE_CONSENTS
    title = "Отметки с бланка"
    form_class = DistributionForm
    done = "Отметки перенесены."
    intro = (
        "Перенесите отметки с подписанного бланка. Строка без отметки «разрешаю» означает «запрещаю». Если разрешено, "
        "а места не отмечены, действуют все ресурсы, названные в бланке."
    )

    def load(self) -> None:
        super().load()
        if not is_paper_distribution(self.consent):
            raise Http404

    def form_options(self) -> dict[str, Any]:
        return {"items": list(self.consent.distribution_items.all())}

    def save(self, form: DistributionForm) -> str:
        write_from_paper(self.consent, form.choices(), actor=self.request.user)  # type: ignore[arg-type]
        return reverse("mentorship:consent", kwargs={"pk": self.consent.pk})
