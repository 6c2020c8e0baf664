"""The database: the session, the base of all models, and the one place that commits."""

import contextlib
import secrets
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from enum import Enum as PyEnum
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, ClassVar, TypeVar, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    JSON,
    Column,
    CursorResult,
    DateTime,
    Enum,
    Executable,
    Insert,
    MetaData,
    Select,
    String,
    Table,
    bindparam,
    select,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import (
    DeclarativeBase,
    class_mapper,
    make_transient_to_detached,
    mapped_column,
    registry,
)
from sqlalchemy.orm.exc import StaleDataError
from sqlalchemy.orm.instrumentation import ClassManager
from sqlalchemy.types import TypeDecorator

from guidelines.errors import Conflict, sentence
from guidelines.sqlite import WriteLock

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
BUSY = sentence(
    "Somebody changed the same thing at this very moment. Look at the page again, then repeat."
)


def new_key() -> str:
    """Return a random public id: 12 characters, 60 bits, no order, no time."""
    return "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(12))


_LETTERS = bytes(ord(ALPHABET[byte & 31]) for byte in range(256))


def new_keys(count: int) -> list[str]:
    """Return so many random public ids at once."""
    letters = secrets.token_bytes(12 * count).translate(_LETTERS).decode()
    return [letters[start : start + 12] for start in range(0, 12 * count, 12)]


_ago = ContextVar("ago", default=timedelta(0))


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC) - _ago.get()


@contextlib.contextmanager
def days_ago(days: float) -> Iterator[None]:
    """Let the block happen `days` ago; only for the telling of the demonstration."""
    before = _ago.set(timedelta(days=days))
    try:
        yield
    finally:
        _ago.reset(before)


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC; a time without a zone is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_values(members: type[PyEnum]) -> list[str]:
    """Return what is stored for an enum: its values, not its Python names."""
    return [str(member.value) for member in members]


Json = JSON().with_variant(JSONB(), "postgresql")
Key = Annotated[str, mapped_column(String(12), primary_key=True, default=new_key)]
Ref = Annotated[str, mapped_column(String(12))]
Sha = Annotated[str, mapped_column(String(64))]


class Base(DeclarativeBase):
    """The base of all models.

    A row of a model that is `__frozen__` never changes once it is written, nor does what it
    refers to: a transaction need not read it again. Of other rows the columns that are `__fixed__`
    keep what they were written with, such as the project that a row lies in.
    """

    __frozen__: ClassVar[bool] = False
    __fixed__: ClassVar[frozenset[str]] = frozenset()

    registry: ClassVar[registry] = registry(
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(table_name)s_%(column_0_N_name)s",
                "uq": "uq_%(table_name)s_%(column_0_N_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
        type_annotation_map={
            datetime: UTCDateTime,
            dict[str, Any]: Json,
            list[Any]: Json,
            list[str]: Json,
            StrEnum: Enum(
                StrEnum,
                values_callable=enum_values,
                native_enum=False,
                length=40,
                create_constraint=True,
            ),
        },
    )


Row = TypeVar("Row", bound=Base)

db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})
session = db.session


_lock = WriteLock()


@contextlib.contextmanager
def transaction() -> Iterator[None]:
    """Commit what the block did, or nothing of it.

    The only place that commits. It belongs at the edge (a route, a command, the worker), once; a
    service never opens one. What was read before is read again inside, so nothing stale is
    written back.

    Raises
    ------
    Conflict
        If a constraint or another transaction was in the way.
    """
    if session.info.get("writing"):
        raise RuntimeError("a transaction is open already: it belongs at the edge, once")
    whatever: list[Callable[[], None]] = []
    try:
        with _unit(whatever):
            yield
            for callback in whatever:
                callback()
    except BaseException:
        if whatever:
            with _unit([]):
                for callback in whatever:
                    callback()
        raise


@contextlib.contextmanager
def _unit(whatever: list[Callable[[], None]]) -> Iterator[None]:
    """Commit what the block did, or nothing of it; `whatever` is what is to be done anyway."""
    if session.new or session.dirty or session.deleted:
        session.rollback()
    else:
        session.commit()  # ends the reads; a rollback would forget the frozen rows as well
    for row in cast("list[Base]", session.identity_map.values()):
        if not row.__frozen__:
            session.expire(row, _changing(type(row)))
    engine = db.engine
    with _lock.held(engine.url.database if engine.dialect.name == "sqlite" else None):
        session.info["writing"], session.info["in_any_case"] = True, whatever
        try:
            session.info["at_once"] = session.connection(execution_options={"unit": "write"})
            yield
            session.commit()
            done: list[Callable[[], None]] = session.info.pop("after_commit", [])
        except (IntegrityError, StaleDataError) as clash:
            session.rollback()
            raise Conflict(BUSY) from clash
        except OperationalError as trouble:
            session.rollback()
            if getattr(trouble.orig, "sqlstate", None) in {"40001", "40P01", "55P03"}:
                raise Conflict(BUSY) from trouble
            raise
        except BaseException:
            session.rollback()
            raise
        finally:
            for name in ("writing", "at_once", "after_commit", "in_any_case"):
                session.info.pop(name, None)
    for callback in done:
        callback()


@cache
def _changing(model: type[Base]) -> tuple[str, ...] | None:
    """Return the names of what may change in a row of `model`; None for everything."""
    if not model.__fixed__:
        return None
    mapper = class_mapper(model)
    fixed = {"id", *model.__fixed__}
    return tuple(one.key for one in mapper.attrs if one.key not in fixed)


def after_commit(callback: Callable[[], None]) -> None:
    """Call `callback` once the present transaction is committed; never if it is not."""
    session.info.setdefault("after_commit", []).append(callback)


def in_any_case(callback: Callable[[], None]) -> None:
    """Call `callback` with the present transaction; if that is rolled back, in one of its own.

    For what has to be written down although the rest is refused. It may use no row of the
    transaction.
    """
    session.info["in_any_case"].append(callback)


def lock_row(model: type[Base], key: str) -> Any:
    """Read a row anew and keep others from changing it until the commit; None if it is gone."""
    return session.get(model, key, with_for_update=True, populate_existing=True)


def row_of(model: type[Row], key: str) -> Row | None:
    """Return a row by its key, or None if there is none: what every page begins with.

    As `session.get`, but with a statement that is made once, which takes most of its time.
    """
    if (model, (key,), None) in session.identity_map:
        return session.get(model, key)  # it may have changed or gone since it was read
    return cast("Row | None", session.scalars(_by_key(model), {"key": key}).one_or_none())


@cache
def _by_key(model: type[Base]) -> Select[Any]:
    (column,) = class_mapper(model).primary_key
    return select(model).where(column == bindparam("key"))


def at_once(statement: Executable, values: Any) -> CursorResult[Any]:
    """Run a statement of tables in the open transaction now, past the unit of work.

    For what happens with every save, where the session's own work would take most of the time.
    What the session has not flushed yet is not seen by it.
    """
    connection: Connection = session.info["at_once"]
    return connection.execute(statement, values)


def insert_at_once(model: type[Row], **values: Any) -> Row:
    """Insert a row now, past the unit of work; return it as the session would have read it.

    For rows that are written once and never changed, several with each save: cheaper than a
    flush. What is not among `values` gets its default.
    """
    statement, manager, defaults = _insertion(model)
    for name, default in defaults:
        if name not in values:
            values[name] = default(None)
    at_once(statement, values)
    row = manager.new_instance()
    row.__dict__.update(values)
    make_transient_to_detached(row)
    session.add(row)
    return cast(Row, row)


@cache
def _insertion(
    model: type[Base],
) -> tuple[Insert, ClassManager[Any], tuple[tuple[str, Callable[[Any], Any]], ...]]:
    """Return the statement that inserts a row of `model`, its maker, and its defaults."""
    mapper = class_mapper(model)
    table = cast(Table, mapper.local_table)
    defaults = tuple((one.name, _default(one)) for one in table.columns)
    return table.insert(), mapper.class_manager, defaults


def _default(column: Column[Any]) -> Callable[[Any], Any]:
    """Return what makes the default of a column."""
    value = getattr(column.default, "arg", None)
    return value if callable(value) else lambda _context: value


def healthy() -> bool:
    """Tell whether the database answers."""
    return session.execute(text("SELECT 1")).scalar() == 1
