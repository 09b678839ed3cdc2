"""Bases of pages with a form and of confirmations: GET shows, POST acts and redirects, a mistake answers 422."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views import View

from core.errors import DomainError

Crumbs = tuple[tuple[str, str], ...] | list[tuple[str, str]]


class FormPage(View):
    """Subclass with `access_rule`, `title`, `form_class` and `save(form)`.

    `save` returns the address to go to; it may raise DomainError, which lands at its field with every value
    kept. `done` is told after success.
    """

    title = ""
    form_class: type[forms.BaseForm]
    template_name = "core/form.html"
    submit_label = "Сохранить"
    intro = ""
    done = "Сохранено."
    danger = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.kwargs = kwargs

    # --- what a subclass overrides ---

    def load(self) -> None:
        """Fetch the object of the page (404 outside the scope) before anything else."""

    def save(self, form: Any) -> str:
        raise NotImplementedError

    def get_title(self) -> str:
        return self.title

    def get_breadcrumbs(self) -> Crumbs:
        return ()

    def get_cancel_url(self) -> str:
        return ""

    def form_options(self) -> dict[str, Any]:
        """Keyword arguments of the form: `instance`, `initial`, own ones."""
        return {}

    def get_context(self) -> dict[str, Any]:
        return {}

    # --- the page ---

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.load()
        return self._show(self.form_class(**self.form_options()))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        self.load()
        form = self.form_class(data=request.POST, files=request.FILES, **self.form_options())
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            address = self.save(form)
        except DomainError as error:
            form.refuse(error) if hasattr(form, "refuse") else form.add_error(None, error.message)  # type: ignore[attr-defined]
            return self._show(form, status=422)
        if self.done:
            messages.success(request, self.done)
        return redirect(address)

    def _show(self, form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form,
            "page_title": self.get_title(),
            "breadcrumbs": self.get_breadcrumbs(),
            "submit_label": self.submit_label,
            "cancel_url": self.get_cancel_url(),
            "intro": self.intro,
            "danger": self.danger,
            **self.get_context(),
        }
        return render(self.request, self.template_name, context, status=status)


class ConfirmPage(FormPage):
    """A step that asks once: `text` says what will happen, `verb` is the button, `save` does it.

    With `form_class` (for a reason) its fields stand above the button.
    """

    template_name = "core/confirm.html"
    form_class: type[forms.BaseForm] = forms.Form
    text = ""
    verb = "Подтвердить"
    consequence = ""
    done = "Готово."

    def get_text(self) -> str:
        return self.text

    def _show(self, form: forms.BaseForm, status: int = 200) -> HttpResponse:
        context = {
            "form": form if form.fields or form.errors else None,
            "page_title": self.get_title(),
            "breadcrumbs": self.get_breadcrumbs(),
            "cancel_url": self.get_cancel_url(),
            "text": self.get_text(),
            "verb": self.verb,
            "consequence": self.consequence,
            "danger": self.danger,
            **self.get_context(),
        }
        return render(self.request, self.template_name, context, status=status)
