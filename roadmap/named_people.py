"""Which people of the institution a plan's words name: by a surname with initials, or by a post that only one holds."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

SHORTS = (
    (r"\bзам\b\.?", "заместитель"), (r"\bзав\b\.?", "заведующий"), (r"\bкл\b\.?\s*рук\b\.?", "классный руководитель"),
    (r"\bсоц\b\.?\s*пед\b\.?", "социальный педагог"), (r"\bпо ввр\b", "по воспитательной работе"),
    (r"\bпо вр\b", "по воспитательной работе"), (r"\bпо увр\b", "по учебно воспитательной работе"),
    (r"\bпо упр\b", "по учебно производственной работе"), (r"\bпо ур\b", "по учебной работе"),
    (r"\bпо нмр\b", "по научно методической работе"), (r"\bпо умр\b", "по учебно методической работе"),
    (r"\bпо мр\b", "по методической работе"), (r"\bпо пр\b", "по производственной работе"),
)  # fmt: skip
INITIALS = r"(?P<first>[а-я])\s*\.\s*(?:(?P<middle>[а-я])\s*\.?)?"
ENDINGS = "аяуюоеыиёйьмх"
SHORTEST_SURNAME = 3


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who works in the portal for the institution; `name` is «Фамилия Имя Отчество»."""

    user: int
    name: str
    position: str = ""


def people_named(text: str, members: Iterable[Member]) -> list[int]:
    """Users whom the words name, in the order of the members. A surname or a post that fits two names nobody."""
    plain = _plain(text)
    if not plain:
        return []
    members = list({member.user: member for member in members}.values())
    found = [member.user for member in members if _by_initials(plain, member)]
    alone = [member.user for member in members if _surname_alone(plain, member)]
    posts = [member.user for member in members if _by_position(plain, member)]
    found += [user for users in (alone, posts) if len(users) == 1 for user in users]
    return [member.user for member in members if member.user in found]


def _plain(text: str) -> str:
    text = " ".join(re.sub(r"[-–—]", " ", text.lower().replace("ё", "е")).split())
    for pattern, word in SHORTS:
        text = re.sub(pattern, word, text)
    return text


def _stem(surname: str) -> str:
    """A surname without its ending: «Примерова», «Примеровой», «Примеровым» begin alike."""
    kept = surname.rstrip(ENDINGS)
    return re.escape(kept if len(kept) >= SHORTEST_SURNAME else surname)


def _parts(member: Member) -> list[str]:
    return _plain(member.name).split()


def _by_initials(text: str, member: Member) -> bool:
    parts = _parts(member)
    if len(parts) < 2:
        return False
    surname = rf"\b{_stem(parts[0])}[а-я]{{0,3}}\b"
    for pattern in (rf"{surname}\s+{INITIALS}", rf"\b{INITIALS}\s*{surname}"):
        for match in re.finditer(pattern, text):
            middle = match["middle"]
            if match["first"] == parts[1][0] and (not middle or len(parts) < 3 or middle == parts[2][0]):
                return True
    return bool(re.search(rf"{surname}\s+{_root(parts[1])}", text))


def _surname_alone(text: str, member: Member) -> bool:
    """«Примерова» without initials of anybody."""
    parts = _parts(member)
    if not parts or len(parts[0]) <= SHORTEST_SURNAME:
        return False
    surname = rf"\b{_stem(parts[0])}[а-я]{{0,2}}\b"
    return bool(re.search(rf"(?<!\.\s)(?<!\.){surname}(?!\s+[а-я]\s*\.)", text))


def _by_position(text: str, member: Member) -> bool:
    """The whole post, whatever its cases: «заместителя директора по воспитательной работе»."""
    words = re.findall(r"[а-я]+", _plain(member.position))
    if len(words) < 2:
        return False
    return bool(re.search(r"\b" + r"\s+".join(rf"{_root(word)}[а-я]*" for word in words), text))


def _root(word: str) -> str:
    return re.escape(word if len(word) <= 3 else word[: max(3, len(word) - 3)])
