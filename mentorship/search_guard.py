"""SQL that keeps `search_text` of both bases: what a search looks in, folded, in one column beside the entry.

Name, group and request lie in two tables and in whatever case they were typed: an «or» over them reads a hundred
thousand rows. One column has one index by trigrams on PostgreSQL and is one scan on SQLite. Only these triggers write
it. Letters are folded by a list of our own, since `lower` of neither database can be relied on for Cyrillic ones.
`mentorship.sort_guard` puts the triggers on together with its own.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

LONGEST = 3000
_STEP = 12
_UPPER = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯё"
_LOWER = "абвгдеежзийклмнопрстуфхцчшщъыьэюяе"
_LATIN_UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#: table → (columns of the entry, columns of the person) that are searched beside the name.
PARTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "mentorship_menteeentry": (("main_request",), ("group",)),
    "mentorship_mentorentry": (("competences",), ("group", "position", "employer")),
}
_PERSON_COLUMNS = ("search_key", "group", "position", "employer")
PERSON_TRIGGER = "mentorship_person_searched"


def _text(table: str, entry: str, person: str) -> str:
    """The text of the entry `entry` of the person `person` (aliases) before the name is put in front of it."""
    own, persons = PARTS[table]
    columns = [f'{person}."{name}"' for name in persons] + [f'{entry}."{name}"' for name in own]
    return " || ' ' || ".join(columns)


def _sqlite_folded(text: str) -> str:
    """A chain of steps: SQLite's parser does not take three dozen calls one inside the other."""
    steps = [
        f"folded0(t) AS (SELECT lower(substr({text}, 1, {LONGEST})))"
    ]  # its `lower` knows the Latin letters
    pairs = list(zip(_UPPER, _LOWER, strict=True))
    for number, start in enumerate(range(0, len(pairs), _STEP)):
        call = "t"
        for upper, lower in pairs[start : start + _STEP]:
            call = f"replace({call}, '{upper}', '{lower}')"
        steps.append(f"folded{number + 1}(t) AS (SELECT {call} FROM folded{number})")  # noqa: S608
    return f"(WITH {', '.join(steps)} SELECT t FROM folded{len(steps) - 1})"  # noqa: S608 - names of our own


def _postgres_folded(text: str) -> str:
    upper, lower = _UPPER + _LATIN_UPPER, _LOWER + _LATIN_UPPER.lower()
    return f"translate(left({text}, {LONGEST}), '{upper}', '{lower}')"


def _value(vendor: str, table: str, entry: str) -> str:
    folded = _postgres_folded if vendor == "postgresql" else _sqlite_folded
    return (
        f"(SELECT p.search_key || ' ' || {folded(_text(table, entry, 'p'))}"  # noqa: S608 - names of our own
        f" FROM mentorship_person p WHERE p.id = {entry}.person_id)"
    )


def _set(vendor: str, table: str, where: str) -> str:
    return f"UPDATE {table} SET search_text = {_value(vendor, table, table)} WHERE {where}"  # noqa: S608


def _own_columns(table: str) -> str:
    return ", ".join(("person_id", *PARTS[table][0]))


def _person_columns() -> str:
    return ", ".join(f'"{name}"' for name in _PERSON_COLUMNS)


def _person_differs(operator: str) -> str:
    return " OR ".join(f'OLD."{name}" {operator} NEW."{name}"' for name in _PERSON_COLUMNS)


def _postgres() -> list[str]:
    updates = ";\n".join(_set("postgresql", table, "person_id = NEW.id") for table in PARTS)
    made = [
        f"""
        CREATE OR REPLACE FUNCTION {PERSON_TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN {updates}; RETURN NULL; END $$
        """,
        f"""
        CREATE TRIGGER {PERSON_TRIGGER} AFTER UPDATE OF {_person_columns()} ON mentorship_person
        FOR EACH ROW WHEN ({_person_differs("IS DISTINCT FROM")}) EXECUTE FUNCTION {PERSON_TRIGGER}()
        """,
    ]
    for table in PARTS:
        value = _value("postgresql", table, "NEW")
        made += [
            f"""
            CREATE OR REPLACE FUNCTION {table}_searched() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN NEW.search_text := {value}; RETURN NEW; END $$
            """,
            f"""
            CREATE TRIGGER {table}_searched BEFORE INSERT OR UPDATE OF {_own_columns(table)} ON {table}
            FOR EACH ROW EXECUTE FUNCTION {table}_searched()
            """,
        ]
    return made


def _sqlite() -> list[str]:
    updates = ";\n".join(_set("sqlite", table, "person_id = NEW.id") for table in PARTS)
    made = [
        f"""
        CREATE TRIGGER {PERSON_TRIGGER} AFTER UPDATE OF {_person_columns()} ON mentorship_person
        WHEN {_person_differs("IS NOT")} BEGIN {updates}; END
        """
    ]
    for table in PARTS:
        for verb, event in (("insert", "INSERT"), ("update", f"UPDATE OF {_own_columns(table)}")):
            made.append(
                f"CREATE TRIGGER {table}_searched_{verb} AFTER {event} ON {table}"
                f" BEGIN {_set('sqlite', table, 'id = NEW.id')}; END"
            )
    return made


def _removal(vendor: str) -> list[str]:
    if vendor == "postgresql":
        made = [f"DROP TRIGGER IF EXISTS {PERSON_TRIGGER} ON mentorship_person"]
        made += [f"DROP TRIGGER IF EXISTS {table}_searched ON {table}" for table in PARTS]
        return made + [f"DROP FUNCTION IF EXISTS {name}()" for name in (PERSON_TRIGGER, *_functions())]
    verbs = [f"{table}_searched_{verb}" for table in PARTS for verb in ("insert", "update")]
    return [f"DROP TRIGGER IF EXISTS {name}" for name in (PERSON_TRIGGER, *verbs)]


def _functions() -> list[str]:
    return [f"{table}_searched" for table in PARTS]


def install(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on and fill the column, if the tables have it already: older migrations come here too."""
    remove(connection)
    with connection.cursor() as cursor:
        described = connection.introspection.get_table_description(cursor, "mentorship_menteeentry")
        if "search_text" not in {column.name for column in described}:
            return
        for statement in _postgres() if connection.vendor == "postgresql" else _sqlite():
            cursor.execute(statement)
        for table in PARTS:
            cursor.execute(_set(connection.vendor, table, "id > 0"))
        if connection.vendor == "postgresql":
            # A row written twice in a migration leaves checks for its end, and no index can be made before them.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def remove(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for statement in _removal(connection.vendor):
            cursor.execute(statement)
