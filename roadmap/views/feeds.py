"""Calendar links: a person's own page of them, and the calendar itself for programs that do not sign in."""

import hashlib
from typing import Any

from django.contrib import messages
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from core.access import access, public
from core.clock import today
from core.context import inside
from core.views.pages import FormPage
from mentorship.selectors.programmes import programmes_visible_to
from roadmap.calendars import calendar_of
from roadmap.domain.feeds import create_feed, find_feed, note_reading, revoke_feed
from roadmap.forms.feeds import FeedForm
from roadmap.permissions import OWN_REMINDERS, VIEW_ROADMAP
from roadmap.selectors.feeds import due_days, feeds_of

KEPT_SECONDS = 300
READS_AN_HOUR = 120
SHOWN_ONCE = "calendar_link"


class FeedsPage(FormPage):
    access_rule = OWN_REMINDERS
    title = "Календарь"
    form_class = FeedForm
    template_name = "roadmap/feeds.html"
    submit_label = "Создать ссылку"
    done = ""
    intro = (
        "Сроки дорожной карты видны в календаре телефона или почты: добавьте туда ссылку. Кто знает ссылку, видит "
        "мероприятия и сроки; имён в ней нет, кроме тех, что стоят в тексте мероприятия. Ссылку можно отозвать."
    )

    def form_options(self) -> dict[str, Any]:
        membership = self.request.membership  # type: ignore[attr-defined]
        seen = programmes_visible_to(membership) if VIEW_ROADMAP.allows(membership) else []
        return {"programmes": list(seen)}

    def get_breadcrumbs(self) -> tuple[tuple[str, str], ...]:
        return (("Мой профиль", reverse("core:profile")), (self.title, ""))

    def get_context(self) -> dict[str, Any]:
        return {
            "feeds": list(feeds_of(self.request.user)),  # type: ignore[arg-type]
            "link": self.request.session.pop(SHOWN_ONCE, ""),
        }

    def save(self, form: FeedForm) -> str:
        membership = self.request.membership  # type: ignore[attr-defined]
        made = create_feed(self.request.user, membership.organization, **form.cleaned_data)  # type: ignore[arg-type]
        self.request.session[SHOWN_ONCE] = made.link
        return reverse("roadmap:feeds")


@access(OWN_REMINDERS)
@require_POST
def feed_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    feed = get_object_or_404(feeds_of(request.user), pk=pk)  # type: ignore[arg-type]
    revoke_feed(feed, actor=request.user)  # type: ignore[arg-type]
    messages.success(request, "Ссылка отозвана: календарь по ней больше не откроется.")
    return redirect("roadmap:feeds")


@access(public("the address is the right: a calendar program cannot sign in"))
@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar; 404 for a link unknown or revoked, 304 for a reader that has it, 429 for too many asks."""
    found = find_feed(token)
    if found is None:
        raise Http404
    if _too_often(found.feed.pk):
        return HttpResponse(status=429, headers={"Retry-After": "3600", "Cache-Control": "no-store"})
    data, etag = _calendar(found)
    headers = {"ETag": etag, "Cache-Control": "private, max-age=900", "X-Robots-Tag": "noindex"}
    asked = {each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")}
    if etag in asked:
        return HttpResponseNotModified(headers=headers)
    headers["Content-Disposition"] = str(content_disposition_header(False, "Дорожная карта.ics"))
    return HttpResponse(data, content_type="text/calendar; charset=utf-8", headers=headers)


def _too_often(pk: int) -> bool:
    key = f"calendar-reads-{pk}"
    cache.add(key, 0, 3600)
    try:
        return cache.incr(key) > READS_AN_HOUR
    except ValueError:  # it lapsed between the two
        return False


def _calendar(found: Any) -> tuple[bytes, str]:
    """The bytes with their tag, kept for a few minutes: whole offices poll at the same minute."""
    feed, key = found.feed, f"calendar-{found.feed.pk}"
    kept: tuple[bytes, str] | None = cache.get(key)
    if kept is not None:
        return kept
    with inside(feed.organization):
        day = today(feed.organization)
        rows = due_days(feed, found.memberships, day)
        note_reading(feed, day)
    name = f"Дорожная карта: {feed}"
    data = calendar_of(name, rows, alarm_days=feed.alarm_days)
    made = data, f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    cache.set(key, made, KEPT_SECONDS)
    return made
