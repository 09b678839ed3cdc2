"""What the history calls the steps and tables of a passport."""

ACTIONS = {
    "passport.created": "Паспорт программы начат",
    "passport.edited": "Изменён паспорт программы",
    "passport.rows_edited": "Изменена таблица паспорта",
    "passport.funding_edited": "Изменено финансирование",
    "passport.project_edited": "Изменена карточка проекта в паспорте",
    "passport.copied": "Паспорт перенесён с прошлого года",
}
KEYS = {
    "passport_stages": "Этапы",
    "passport_resources": "Ресурсы",
    "passport_risks": "Риски",
    "project_steps": "Календарный план",
    "project_costs": "Смета",
    "about": "О проекте",
    "lead": "Руководитель проекта",
    "tasks": "Задачи проекта",
}
