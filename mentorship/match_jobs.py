"""Long work of matching: a run over many people, a draft of many pairs confirmed."""

from __future__ import annotations

from django.urls import reverse

from core import russian
from core.domain.job_run import JobRun
from core.jobs import job_handler
from mentorship.domain import matching as domain
from mentorship.domain.match_confirm import CONFIRM_KIND, confirm_draft
from mentorship.match_enums import DraftState
from mentorship.models import GroupMeeting, MatchDraft, Programme, Project
from mentorship.selectors.matching import read_input


def _address(draft: MatchDraft) -> str:
    return reverse("mentorship:match_draft", kwargs={"pk": draft.pk})


@job_handler(domain.JOB_KIND)
def match_people(run: JobRun) -> None:
    """A draft of pairs. Run again after a crash it finds the draft that it has kept."""
    draft = MatchDraft.objects.filter(job=run.job).first()
    if draft is None:
        run.start(3, note="Читаем базы")
        programme = Programme.objects.select_related("organization").get(pk=run.params["programme"])
        projects = list(Project.objects.filter(pk__in=run.params["projects"]).select_related("form"))
        parent = MatchDraft.objects.filter(pk=run.params["parent"]).first()
        given = read_input(programme, projects)
        run.step(1, note="Подбираем пары")
        found = domain.solve(given, parent)
        run.step(2, note="Записываем черновик")
        draft = domain.keep_draft(
            programme, projects, given, found, actor=run.owner, parent=parent, job=run.job
        )
        run.step(3)
    GroupMeeting.objects.filter(pk=run.params.get("meeting")).update(draft=draft)
    run.result(url=_address(draft))


@job_handler(CONFIRM_KIND)
def confirm_pairs(run: JobRun) -> None:
    """Pairs of a draft, all in one transaction: run again it finds the draft confirmed."""
    draft = MatchDraft.objects.select_related("programme", "organization").get(pk=run.params["draft"])
    if draft.state == DraftState.DRAFT:
        run.start(draft.placed, note="Подтверждаем пары")
        told = confirm_draft(draft, actor=run.owner, on_trial=bool(run.params.get("on_trial")))
        for pair, why in told.refused:
            run.warn(pair, why)
        done = "Предложено" if told.on_trial else "Подтверждено"
        run.step(draft.placed, note=f"{done} пар: {russian.grouped(told.pairs)}")
    run.result(url=_address(draft))
