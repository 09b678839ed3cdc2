"""Words for what the answers of a question fill."""

FEED_WORDS = {
    "topics": "Темы запроса",
    "text": "Слова запроса",
    "interests": "Интересы",
    "meeting_format": "Как встречаться",
    "competences": "В чём силён",
    "achievements": "Достижения",
    "preferred_age": "Возраст наставляемого",
    "hours": "Часов в месяц",
    "capacity": "Сколько наставляемых",
    "wanted": "С кем хочет работать",
    "unwanted": "С кем не хочет работать",
    "go_on": "Готов ли продолжать",
    "need_help": "Нужна ли помощь",
}
