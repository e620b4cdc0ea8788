"""What the catalogue says about the tables, so that two revisions can be compared as yesterday's code sees them."""

from dataclasses import dataclass

import psycopg

_COLUMNS = """
    SELECT relname || '.' || attname, format_type(atttypid, atttypmod), attnotnull, atthasdef OR attidentity <> ''
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
     WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped
"""
_RULES = """
    SELECT conrelid::regclass::text, conrelid::regclass || ': ' || pg_get_constraintdef(pg_constraint.oid),
           ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = conrelid AND attnum = ANY (conkey))
      FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
    UNION ALL
    SELECT indrelid::regclass::text, replace(pg_get_indexdef(indexrelid), 'public.', ''),
           ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = indrelid AND attnum = ANY (indkey))
      FROM pg_index WHERE indisunique AND indrelid::regclass::text !~ '[.]'
       AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('u', 'p'))
    UNION ALL
    SELECT tgrelid::regclass::text, tgrelid::regclass || ': trigger ' || tgname, '{}'
      FROM pg_trigger WHERE NOT tgisinternal AND tgname !~ '^watch'
    UNION ALL
    SELECT tablename, tablename || ': policy ' || policyname || ' ' || permissive, '{}'
      FROM pg_policies WHERE permissive = 'RESTRICTIVE'
"""
_RIGHTS = """
    SELECT grantee || ' ' || privilege_type || ' ' || table_name || '.' || column_name
      FROM information_schema.column_privileges WHERE table_schema = 'public' AND grantee LIKE 'factclaims%'
    UNION ALL
    SELECT grantee || ' DELETE ' || table_name FROM information_schema.table_privileges
     WHERE table_schema = 'public' AND grantee LIKE 'factclaims%' AND privilege_type = 'DELETE'
    UNION ALL
    SELECT grantee || ' EXECUTE ' || routine_name FROM information_schema.routine_privileges
     WHERE routine_schema = 'public' AND grantee LIKE 'factclaims%'
"""
_FUNCTIONS = """
    SELECT proname || '(' || pg_get_function_identity_arguments(oid) || ') ' || pg_get_function_result(oid)
      FROM pg_proc WHERE pronamespace = 'public'::regnamespace
"""


@dataclass(frozen=True, slots=True)
class Column:
    """Of a column what a statement depends on."""

    type: str
    required: bool  # not null
    filled_in: bool  # has a default, or counts by itself


@dataclass(frozen=True, slots=True)
class Catalogue:
    """One revision's tables."""

    columns: dict[str, Column]
    rules: dict[str, tuple[str, frozenset[str]]]  # what may refuse a row: its table and the columns that it looks at
    rights: frozenset[str]
    functions: frozenset[str]


def read(db: psycopg.Connection) -> Catalogue:
    """The database as it is now; as a superuser, who sees every right."""
    return Catalogue(
        {name: Column(*rest) for name, *rest in db.execute(_COLUMNS.encode()).fetchall()},
        {rule: (table, frozenset(names)) for table, rule, names in db.execute(_RULES.encode()).fetchall()},
        frozenset(right for (right,) in db.execute(_RIGHTS.encode()).fetchall()),
        frozenset(function for (function,) in db.execute(_FUNCTIONS.encode()).fetchall()),
    )


def breaks(before: Catalogue, after: Catalogue) -> list[str]:
    """What code written for `before` would stumble over in `after`; [] when the step only adds or loosens."""
    tables = {name.partition(".")[0] for name in before.columns}
    found = [f"gone: {what}" for what in (before.columns.keys() - after.columns.keys())]
    found += [f"gone: {what}" for what in (before.rights | before.functions) - (after.rights | after.functions)]
    for name, column in after.columns.items():
        old = before.columns.get(name)
        if old is None:
            if name.partition(".")[0] in tables and column.required and not column.filled_in:
                found.append(f"unknown to it, and required: {name}")
        elif old.type != column.type or (column.required and not old.required) or (old.filled_in > column.filled_in):
            found.append(f"changed: {name}")
    for rule, (table, names) in after.rules.items():
        # A rule about a new column (whose default keeps it) refuses nothing that old code writes.
        known = all(f"{table}.{name}" in before.columns for name in names)
        if rule not in before.rules and table in tables and known:
            found.append(f"may refuse what it writes: {rule}")
    return sorted(found)
