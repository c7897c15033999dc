"""The composition for several processes on one database: read, without starting any of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

import monitor
from monitor.sources import load

DEPLOY = Path(monitor.__file__).parents[1] / "deploy"
CONFIG = "/etc/clausewatch/sources.toml"
PASSWORD = "${CLAUSEWATCH_DATABASE_PASSWORD:?choose a password for the database}"


def composed() -> dict[str, Any]:
    """The composition."""
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "cluster.yaml").read_text("utf-8"))
    return found


def services() -> dict[str, Any]:
    """Its services by name."""
    found: dict[str, Any] = composed()["services"]
    return found


def ours() -> dict[str, Any]:
    """Those that are this project's."""
    return {name: one for name, one in services().items() if name != "database"}


def test_one_database_has_two_schedulers_and_three_workers() -> None:
    """And a service that makes the tables and ends."""
    replicas = {name: one.get("deploy", {}).get("replicas", 1) for name, one in services().items()}
    assert replicas == {"database": 1, "init": 1, "scheduler": 2, "worker": 3}


def test_each_does_what_it_is_called() -> None:
    """By one configuration, whatever the image would do by itself."""
    commands = {name: one["command"] for name, one in ours().items()}
    assert commands == {
        "init": ["archive", "init", "--config", CONFIG],
        "scheduler": ["run", "--config", CONFIG],
        "worker": ["worker", "--concurrency", "16", "--config", CONFIG],
    }


def test_nobody_begins_before_the_tables_are_there() -> None:
    """They are made once the database answers, and those that use them wait until they are made."""
    waits = {name: one["depends_on"] for name, one in ours().items()}
    made = {"init": {"condition": "service_completed_successfully"}}
    assert waits == {"init": {"database": {"condition": "service_healthy"}}, "scheduler": made, "worker": made}
    assert services()["init"]["restart"] == "on-failure"


def test_the_database_says_how_it_is_by_the_way_that_others_ask_it() -> None:
    """By TCP, since it answers by its socket before it is set up; and its data outlives it."""
    database = services()["database"]
    assert database["healthcheck"]["test"][:4] == ["CMD", "pg_isready", "--host", "127.0.0.1"]
    assert database["volumes"] == ["database:/var/lib/postgresql/data"]
    assert "database" in composed()["volumes"]
    assert "ports" not in database


def test_schedulers_are_asked_how_they_are_and_count_the_workers() -> None:
    """As the image has it, where they serve their figures; workers serve none, and are heard of by the database."""
    asked = {name: one.get("healthcheck") for name, one in ours().items()}
    assert asked == {"init": {"disable": True}, "scheduler": None, "worker": {"disable": True}}
    metrics = load(DEPLOY / "cluster" / "sources.toml", {}).daemon.metrics
    assert metrics == ("0.0.0.0", 9464)  # noqa: S104 - nothing is served here


def test_secrets_stand_in_the_environment_alone() -> None:
    """The password is asked for, and stands in neither file."""
    assert services()["database"]["environment"]["POSTGRES_PASSWORD"] == PASSWORD
    assert {one["environment"]["PGPASSWORD"] for one in ours().values()} == {PASSWORD}
    assert "@database/" in (DEPLOY / "cluster" / "sources.toml").read_text("utf-8")


def test_the_image_brings_what_a_database_takes() -> None:
    """The extra by which the driver and the queue are installed."""
    assert "'.[postgres]'" in (DEPLOY / "Dockerfile").read_text("utf-8")


@pytest.mark.parametrize("name", ["init", "scheduler", "worker"])
def test_each_may_do_little_else(name: str) -> None:
    """It writes nowhere but in its memory, gains no rights, and reads the configuration alone."""
    one = services()[name]
    assert (one["read_only"], one["cap_drop"], one["security_opt"]) == (True, ["ALL"], ["no-new-privileges:true"])
    assert one["volumes"] == ["./cluster:/etc/clausewatch:ro"]
    assert one["build"] == {"context": "..", "dockerfile": "deploy/Dockerfile"}


def test_the_configuration_that_is_shipped_with_it_works() -> None:
    """Without a warning, on the database of the composition."""
    config = load(DEPLOY / "cluster" / "sources.toml", {})
    assert config.warnings == ()
    assert config.daemon.operator
    assert config.archive.url == "postgresql://clausewatch@database/clausewatch"
