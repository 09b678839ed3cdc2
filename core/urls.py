"""Addresses of `core`."""

from django.urls import URLPattern, URLResolver, path

from core.views import (
    accounts,
    audit,
    calendar,
    files,
    guide,
    health,
    home,
    jobs,
    members,
    organization,
    passwords,
    profile,
    search,
)

app_name = "core"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("search/", search.search, name="search"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/<int:year>/", calendar.calendar, name="calendar_year"),
    path("calendar/<int:year>/edit/", calendar.CalendarEdit.as_view(), name="calendar_edit"),
    path("calendar/<int:year>/give-back/", calendar.CalendarGiveBack.as_view(), name="calendar_give_back"),
    # signing in
    path("login/", accounts.SignIn.as_view(), name="login"),
    path("logout/", accounts.sign_out, name="logout"),
    path("invitation/<str:token>/", accounts.AcceptInvitation.as_view(), name="invitation"),
    path("memberships/", accounts.memberships, name="memberships"),
    path("memberships/switch/", accounts.switch_membership, name="switch_membership"),
    path("programme/switch/", accounts.switch_programme, name="switch_programme"),
    path("help/", guide.help_page, name="help"),
    path("profile/", profile.ProfilePage.as_view(), name="profile"),
    path("password/", passwords.ChangePassword.as_view(), name="password_change"),
    path("password/reset/", passwords.AskReset.as_view(), name="password_reset"),
    path("password/reset/sent/", passwords.reset_sent, name="password_reset_sent"),
    path("password/reset/<uidb64>/<token>/", passwords.ConfirmReset.as_view(), name="password_reset_confirm"),
    # the organisation
    path("organization/", organization.OrganizationPage.as_view(), name="organization"),
    path("users/", members.MembersPage.as_view(), name="users"),
    path("users/invite/", members.InvitePage.as_view(), name="user_invite"),
    path("users/invitations/", members.InvitationsPage.as_view(), name="user_invitations"),
    path(
        "users/invitations/<int:pk>/revoke/",
        members.RevokeInvitation.as_view(),
        name="user_invitation_revoke",
    ),
    path("users/<int:pk>/", members.MemberPage.as_view(), name="user"),
    path("users/<int:pk>/revoke/", members.RevokeMembership.as_view(), name="user_revoke"),
    path("users/<int:pk>/restore/", members.restore, name="user_restore"),
    path("audit/", audit.AuditPage.as_view(), name="audit"),
    # long work and files
    path("jobs/", jobs.JobsPage.as_view(), name="jobs"),
    path("jobs/notices/", jobs.notices, name="job_notices"),
    path("jobs/<int:pk>/", jobs.job_page, name="job"),
    path("jobs/<int:pk>/live/", jobs.job_live, name="job_live"),
    path("jobs/<int:pk>/cancel/", jobs.cancel, name="job_cancel"),
    path("jobs/<int:pk>/repeat/", jobs.repeat, name="job_repeat"),
    path("files/<uuid:pk>/", files.download, name="file"),
]
