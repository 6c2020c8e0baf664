"""A version with a day to come: nothing of it is there for readers before, all of it from then."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError

from guidelines.audit import AuditEntry
from guidelines.db import now, session, transaction
from guidelines.errors import Conflict, Invalid
from guidelines.jobs import Job
from guidelines.publishing import service
from guidelines.publishing.jobs.coming_out import write_down
from guidelines.publishing.jobs.rendering import store_readable
from guidelines.publishing.models import Edition
from guidelines.publishing.queries.editions import renderings_of
from guidelines.publishing.queries.public_life import public_life
from guidelines.publishing.rules.coming_out import moment_of
from guidelines.publishing.rules.life import Life
from guidelines.publishing.rules.states import EditionState, RenderingState
from tests.publishing.build import a_guideline, a_request, change_text, sign_all, work

DAY = (now() + timedelta(days=30)).replace(hour=8, minute=0, second=0, microsecond=0)
NEW = "one that only the next version has"
# Every module that asks the clock on behalf of a reader.
CLOCKS = (
    "guidelines.library.queries.editions",
    "guidelines.library.queries.following",
    "guidelines.library.queries.catalogue",
    "guidelines.library.queries.searching",
    "guidelines.library.routes.pages",
    "guidelines.library.routes.feeds",
    "guidelines.library.routes.recommendations",
    "guidelines.library.routes.currency",
    "guidelines.publishing.queries.currency",
    "guidelines.publishing.queries.editions",
    "guidelines.publishing.queries.public_life",
    "guidelines.web.public",
)


@pytest.fixture
def clock(monkeypatch):
    """Return what sets the clock of everything that readers reach."""

    def at(moment):
        for module in CLOCKS:
            monkeypatch.setattr(f"{module}.now", lambda: moment, raising=False)

    return at


def publish(guideline, public_from=None):
    sign_all(guideline, a_request(guideline))
    with transaction():
        edition = service.publish_edition(
            guideline.chair,
            guideline.document,
            change_note=f"Now with {NEW}." if public_from else "",
            public_from=public_from,
        )
    store_readable(edition)
    return edition


@pytest.fixture
def waiting(build):
    """Return a guideline with 1.0 out and 2.0 waiting, and its address."""
    guideline = a_guideline(build)
    first = publish(guideline)
    change_text(guideline, "# Scope\n", f"# Scope\n\nThere is {NEW}.\n")
    second = publish(guideline, DAY)
    address = f"/library/{guideline.project.network.slug}/{first.slug}/"
    return guideline, first, second, address


def doors(guideline, edition, address):
    """Return every public address of a version."""
    own = f"{address}{edition.number}/"
    name = f"{edition.slug}-edition-{edition.number}"
    api = f"/api/library/v1/editions{address.removeprefix('/library')}{edition.number}"
    return [
        own,
        f"{own}cite.json",
        f"{own}cite.ris",
        f"{own}cite.bib",
        f"{own}datacite.json",
        f"{own}{name}.json",
        f"{own}{name}.fhir.json",
        f"{own}images/plot.svg",
        f"{own}recommendations/rec-airway/",
        f"{own}recommendations/rec-airway/card.html",
        api,
        f"{api}/recommendations/rec-airway",
        f"/is/{edition.code}",
    ]


LISTS = (
    "/library/",
    "/library/?q=next+version",
    "/library/feed.xml",
    "{network}feed.xml",
    "{address}feed.xml",
    "{network}",
    "/sitemap.xml",
    "/api/library/v1/editions",
    "{address}1.0/",
    "{address}1.0/recommendations/rec-airway/",
)


def test_before_its_day_a_version_is_nowhere(client, waiting, clock):
    guideline, first, second, address = waiting
    clock(DAY - timedelta(seconds=1))
    for path in doors(guideline, first, address):
        assert client.get(path, buffered=True).status_code == 200, path
    for path in doors(guideline, second, address):
        assert client.get(path, buffered=True).status_code == 404, path
    network = address.rsplit("/", 2)[0] + "/"
    for path in LISTS:
        text = client.get(path.format(network=network, address=address)).get_data(as_text=True)
        for word in (f"{address}2.0", NEW, second.code, "ersion 2.0"):
            at = text.find(word)
            assert at < 0, (path, text[max(0, at - 80) : at + 40])
    assert client.get(address).location == f"{address}1.0/"
    assert client.get(f"{address}recommendations/rec-airway/").location.startswith(f"{address}1.0")
    # that the text was sent for signature is known; that it is published again is not
    assert public_life(first.id).state is Life.UNDER_REVIEW


def test_from_its_day_on_it_is_everywhere_with_nobody_online(client, waiting, clock):
    guideline, first, second, address = waiting
    clock(DAY)
    for path in [*doors(guideline, first, address), *doors(guideline, second, address)]:
        assert client.get(path, buffered=True).status_code == 200, path
    assert client.get(address).location == f"{address}2.0/"
    assert "There is a newer version" in client.get(f"{address}1.0/").get_data(as_text=True)
    api = "/api/library/v1/editions" + address.removeprefix("/library")
    assert client.get(f"{api}1.0").json["state"] == "superseded"
    assert client.get(f"{api}2.0").json["state"] == "published"
    [listed] = client.get("/api/library/v1/editions").json["editions"]
    assert listed["number"] == "2.0"
    assert session.get_one(Edition, first.id).state is EditionState.PUBLISHED  # no worker yet


def test_feeds_and_dates_say_the_day_it_became_public(client, waiting, clock):
    _guideline, _first, second, address = waiting
    clock(DAY + timedelta(days=2))
    assert f"<updated>{DAY:%Y-%m-%dT%H:%M:%SZ}</updated>" in client.get(
        f"{address}feed.xml"
    ).get_data(as_text=True)
    assert f"<lastmod>{DAY:%Y-%m-%dT%H:%M:%SZ}" in client.get("/sitemap.xml").get_data(
        as_text=True
    )
    assert f"DA  - {DAY:%Y/%m/%d}" in client.get(f"{address}2.0/cite.ris").get_data(as_text=True)
    assert second.published_at == DAY


@pytest.mark.parametrize(
    "path", ["{address}1.0/", "{address}", "/library/", "/library/feed.xml", "/sitemap.xml",
             "/api/library/v1/editions", "{address}1.0/recommendations/rec-airway/card.html"],
)  # fmt: skip
def test_no_cache_outlives_the_moment(client, waiting, clock, path):
    *_rest, address = waiting
    clock(DAY - timedelta(seconds=7))
    before = client.get(path.format(address=address))
    assert before.cache_control.max_age == 7
    clock(DAY)
    asked = {"If-None-Match": before.headers.get("ETag", '"none"')}
    after = client.get(path.format(address=address), headers=asked)
    assert after.status_code in {200, 302}  # never 304
    assert after.get_data() != before.get_data() or after.location != before.location


def test_the_worker_writes_down_once_that_it_came_out(waiting, monkeypatch):
    _guideline, first, _second, _address = waiting
    [planned] = [one for one in session.query(Job) if one.name == "publishing.come_out"]
    assert planned.run_at == DAY
    for module in (
        "guidelines.publishing.service.coming_out",
        "guidelines.publishing.queries.editions",
    ):
        monkeypatch.setattr(f"{module}.now", lambda: DAY)
    run = type("Run", (), {"payload": planned.payload})()
    write_down(run)
    write_down(run)
    session.expire_all()
    assert session.get_one(Edition, first.id).state is EditionState.SUPERSEDED
    assert [e.event for e in session.query(AuditEntry)].count("edition.came-out") == 1


def test_its_day_can_be_moved_and_lifted_while_it_waits(client, waiting, clock):
    guideline, first, second, address = waiting
    frozen = second.sha256
    later = DAY + timedelta(days=10)
    with transaction():
        service.date_edition(guideline.chair, second, later)
    session.expire_all()
    moved = session.get_one(Edition, second.id)
    assert (moved.published_at, moved.content["published_at"]) == (later, later.isoformat())
    assert moved.sha256 != frozen
    clock(DAY)
    assert client.get(f"{address}2.0/").status_code == 404
    with transaction():
        service.date_edition(guideline.chair, second, None)
    session.expire_all()
    lifted = session.get_one(Edition, second.id)
    assert lifted.is_public_at(now())
    assert session.get_one(Edition, first.id).state is EditionState.SUPERSEDED
    with pytest.raises(Conflict, match="is public"), transaction():
        service.date_edition(guideline.chair, second, later)
    work()
    assert (
        client.get(f"{address}2.0/{second.slug}-edition-2.0.json", buffered=True).status_code
        == 200
    )


def test_files_are_made_anew_when_the_day_moves(waiting):
    guideline, _first, second, _address = waiting
    work()

    with transaction():
        service.date_edition(guideline.chair, second, DAY + timedelta(days=1))
    rows = renderings_of(second)
    assert {row.state for form, row in rows.items() if form.value != "page"} == {
        RenderingState.WAITING
    }


def test_the_database_keeps_the_day_of_what_is_public(waiting):
    _guideline, first, _second, _address = waiting
    with pytest.raises((Conflict, DBAPIError)), transaction():
        session.execute(
            update(Edition).where(Edition.id == first.id).values(public_from=DAY, published_at=DAY)
        )


def test_a_later_version_waits_at_least_as_long(waiting):
    guideline, *_rest = waiting
    change_text(guideline, "There is", "There was")
    sign_all(guideline, a_request(guideline))
    with pytest.raises(Conflict, match="not public yet"), transaction():
        service.publish_edition(guideline.chair, guideline.document)
    with pytest.raises(Invalid), transaction():
        service.publish_edition(guideline.chair, guideline.document, public_from=DAY)
    with transaction():
        service.publish_edition(
            guideline.chair, guideline.document, public_from=DAY + timedelta(hours=1)
        )


@pytest.mark.parametrize(
    ("day", "hour", "zone", "moment"),
    [
        ("", "", "UTC", None),
        ("2026-03-03", "", "Europe/Berlin", datetime(2026, 3, 3, 8, tzinfo=UTC)),
        ("2026-07-03", "09:30", "Europe/Berlin", datetime(2026, 7, 3, 7, 30, tzinfo=UTC)),
        ("2026-03-03", "09:00", "America/New_York", datetime(2026, 3, 3, 14, tzinfo=UTC)),
    ],
)
def test_a_moment_is_stated_in_the_time_of_the_project(day, hour, zone, moment):
    assert moment_of(day, hour, zone) == moment


@pytest.mark.parametrize(
    ("day", "hour"),
    [("soon", ""), ("2026-03-03", "9 o'clock"), ("", "09:00"), ("2026-03-29", "02:30")],
)
def test_what_is_no_moment_is_refused_in_words(day, hour):
    with pytest.raises(Invalid):
        moment_of(day, hour, "Europe/Berlin")
