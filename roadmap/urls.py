"""Addresses of `roadmap`."""

from django.urls import URLPattern, URLResolver, path

from roadmap.views import (
    activities,
    arranging,
    feeds,
    imports,
    living,
    reminders,
    roadmaps,
    rollover,
    templates,
    versions,
)

app_name = "roadmap"
urlpatterns: list[URLPattern | URLResolver] = [
    path("roadmap/", roadmaps.roadmap_page, name="roadmap"),
    path("roadmap/<int:pk>/approve/", roadmaps.ApprovePage.as_view(), name="approve"),
    path("roadmap/import/", imports.UploadPage.as_view(), name="import"),
    path("roadmap/import/<int:pk>/", imports.PreviewPage.as_view(), name="import_preview"),
    path("roadmap/import/<int:pk>/plans/<int:index>/", imports.choose, name="import_choose"),
    path("roadmap/import/<int:pk>/targets/", imports.targets, name="import_targets"),
    path("roadmap/import/<int:pk>/rows/<int:index>/", imports.RowPage.as_view(), name="import_row"),
    path("roadmap/import/<int:pk>/rows/<int:index>/<slug:step>/", imports.include, name="import_include"),
    path("roadmap/import/<int:pk>/apply/", imports.ApplyPage.as_view(), name="import_apply"),
    path("roadmap/import/<int:pk>/drop/", imports.drop, name="import_drop"),
    path("s/calendar/<str:token>.ics", feeds.feed, name="feed"),
    path("roadmap/calendars/", feeds.FeedsPage.as_view(), name="feeds"),
    path("roadmap/calendars/<int:pk>/revoke/", feeds.feed_revoke, name="feed_revoke"),
    path("roadmap/reminders/", reminders.RemindersPage.as_view(), name="reminders"),
    path("roadmap/templates/", templates.templates_page, name="templates"),
    path("roadmap/templates/<int:pk>/retire/", templates.template_retire, name="template_retire"),
    path("roadmap/templates/<slug:key>/", templates.template_page, name="template"),
    path("roadmap/templates/<slug:key>/use/", templates.template_use, name="template_use"),
    path("roadmap/<int:pk>/template/", templates.TemplateSavePage.as_view(), name="template_save"),
    path("roadmap/<int:pk>/rollover/", rollover.RolloverPage.as_view(), name="rollover"),
    path("roadmap/<int:pk>/changes/", versions.changes_page, name="changes"),
    path("roadmap/<int:pk>/changes/approve/", versions.ChangesApprovePage.as_view(), name="changes_approve"),
    path("roadmap/activities/<int:pk>/", activities.activity_page, name="activity"),
    path("roadmap/activities/<int:pk>/edit/", activities.EditPage.as_view(), name="activity_edit"),
    path(
        "roadmap/activities/<int:pk>/evidence/", activities.EvidencePage.as_view(), name="activity_evidence"
    ),
    path("roadmap/activities/<int:pk>/reopen/", activities.ReopenPage.as_view(), name="activity_reopen"),
    path(
        "roadmap/evidence/<int:pk>/remove/", activities.RemoveEvidencePage.as_view(), name="evidence_remove"
    ),
    path("roadmap/activities/<int:pk>/assign/", living.AssignPage.as_view(), name="activity_assign"),
    path("roadmap/activities/<int:pk>/rules/", living.RulesPage.as_view(), name="activity_rules"),
    path("roadmap/activities/<int:pk>/anchor/", living.AnchorPage.as_view(), name="activity_anchor"),
    path("roadmap/activities/<int:pk>/comment/", living.CommentPage.as_view(), name="activity_comment"),
    path("roadmap/comments/<int:pk>/edit/", living.CommentEditPage.as_view(), name="comment_edit"),
    path("roadmap/comments/<int:pk>/delete/", living.CommentDeletePage.as_view(), name="comment_delete"),
    path("roadmap/occurrences/<int:pk>/move/", living.MovePage.as_view(), name="occurrence_move"),
    path("roadmap/occurrences/<int:pk>/return/", living.ReturnPage.as_view(), name="occurrence_return"),
    path("roadmap/<int:pk>/arrange/", arranging.arrange_page, name="arrange"),
    path("roadmap/<int:pk>/stages/add/", arranging.StageAddPage.as_view(), name="stage_add"),
    path("roadmap/stages/<int:pk>/edit/", arranging.StageEditPage.as_view(), name="stage_edit"),
    path("roadmap/stages/<int:pk>/archive/", arranging.StageArchivePage.as_view(), name="stage_archive"),
    path("roadmap/stages/<int:pk>/restore/", arranging.restore_stage, name="stage_restore"),
    path("roadmap/stages/<int:pk>/place/<slug:step>/", arranging.place_stage, name="stage_place"),
    path("roadmap/stages/<int:pk>/activities/add/", arranging.ActivityAddPage.as_view(), name="activity_add"),
    path(
        "roadmap/activities/<int:pk>/archive/",
        arranging.ActivityArchivePage.as_view(),
        name="activity_archive",
    ),
    path("roadmap/activities/<int:pk>/restore/", arranging.restore_activity, name="activity_restore"),
    path("roadmap/activities/<int:pk>/place/<slug:step>/", arranging.place_activity, name="activity_place"),
]
