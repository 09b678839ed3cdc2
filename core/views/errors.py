"""Error pages in Russian: what happened, what to do. They stand without the database and without a scope."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core.access import access, public

ERROR_PAGE = public("an error page")
TEXTS = {
    400: ("Запрос не разобран", "Адрес или данные повреждены. Вернитесь назад и повторите действие."),
    403: (
        "Нет доступа",
        "Ваша роль не даёт права открыть эту страницу. Если оно нужно, обратитесь к администратору.",
    ),
    404: (
        "Такой страницы нет",
        "Она удалена, перенесена или относится к другой организации. Проверьте адрес.",
    ),
    500: ("Что-то сломалось у нас", "Ошибка записана. Сохранённые данные на месте. Повторите через минуту."),
}
CSRF = (
    "Страница устарела",
    "Форма была открыта слишком давно или в другом окне вы вошли заново. Вернитесь, обновите страницу и повторите.",
)


def _page(request: HttpRequest, status: int, told: tuple[str, str] | None = None) -> HttpResponse:
    title, text = told or TEXTS[status]
    context = {"page_title": title, "text": text, "status": status}
    return render(request, "core/error.html", context, status=status)


@access(ERROR_PAGE)
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 400)


@access(ERROR_PAGE)
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 403)


@access(ERROR_PAGE)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page(request, 404)


@access(ERROR_PAGE)
def server_error(request: HttpRequest) -> HttpResponse:
    return _page(request, 500)


@access(ERROR_PAGE)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return _page(request, 403, CSRF)
