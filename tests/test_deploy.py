"""What is shipped for operators in deploy/: read as far as this machine can, without starting any of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

import monitor
from monitor.sources import load

ROOT = Path(monitor.__file__).parents[1]
DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "clausewatch.service"
PROGRAM = "/opt/clausewatch/bin/clausewatch"
ARCHIVE = "/var/lib/clausewatch/archive.db"
CONFIG = "/etc/clausewatch/sources.toml"


def settings() -> dict[str, list[str]]:
    """The settings of the unit: each name with its values in order."""
    found: dict[str, list[str]] = {}
    for line in UNIT.read_text("utf-8").splitlines():
        name, equals, value = line.partition("=")
        if equals and not line.startswith(("#", ";")):
            found.setdefault(name, []).append(value)
    return found


# --- the service ------------------------------------------------------------------------


def test_the_service_starts_reloads_and_ends_as_the_daemon_does() -> None:
    """It waits for READY, sends SIGHUP, watches, and gives the daemon its ten seconds."""
    unit = settings()
    assert unit["Type"] == ["notify"]
    assert unit["ExecStart"] == [f"{PROGRAM} run --config {CONFIG} --archive {ARCHIVE}"]
    assert unit["ExecReload"] == ["/bin/kill -HUP $MAINPID"]
    assert unit["Restart"] == ["on-failure"]
    assert int(unit["WatchdogSec"][0]) >= 30
    assert int(unit["TimeoutStopSec"][0]) > 10
    assert unit["StateDirectory"] == ["clausewatch"]
    assert unit["LoadCredential"] == ["CLAUSEWATCH:/etc/clausewatch/credentials"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DynamicUser", "yes"),
        ("NoNewPrivileges", "yes"),
        ("PrivateTmp", "yes"),
        ("ProtectHome", "yes"),
        ("ProtectSystem", "strict"),
        ("CapabilityBoundingSet", ""),
        ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"),
        ("StateDirectoryMode", "0700"),
        ("UMask", "0077"),
    ],
)
def test_the_service_may_do_little_else(name: str, value: str) -> None:
    """What it does not need it cannot use, and nobody else reads the archive."""
    assert settings()[name] == [value]


def test_the_service_makes_no_calls_that_it_does_not_need() -> None:
    """Those of an ordinary service, without the privileged ones; and its memory has an end."""
    unit = settings()
    assert unit["SystemCallFilter"][0] == "@system-service"
    assert unit["MemoryMax"]


analyze = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")


@analyze
def test_the_service_manager_finds_no_fault_in_the_unit(tmp_path: Path) -> None:
    """Every setting is known to it; the program, which is not installed here, is stood in for."""
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text("utf-8").replace(PROGRAM, str(shutil.which("true"))), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", str(unit)], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@analyze
def test_the_service_manager_calls_the_unit_well_guarded() -> None:
    """Its measure goes from 0 to 10; an ordinary service without any guard has 9.6."""
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--threshold=20", "--no-pager", str(UNIT)],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    if "unrecognized option" in done.stderr:
        pytest.skip("this systemd-analyze cannot judge a file")
    assert done.returncode == 0, done.stdout


# --- the container ----------------------------------------------------------------------


def stages() -> list[list[tuple[str, str]]]:
    """The instructions of the Dockerfile, by stage."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text("utf-8"))
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    found: list[list[tuple[str, str]]] = []
    for line in lines:
        name, _, rest = line.partition(" ")
        if name == "FROM":
            found.append([])
        found[-1].append((name, rest.strip()))
    return found


def test_the_image_is_built_from_what_is_there_and_by_the_tested_versions() -> None:
    """Each file that it copies exists and is let through, and pip keeps to the constraints."""
    build, _ = stages()
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    copied = [path for name, rest in build if name == "COPY" for path in rest.split()[:-1]]
    assert copied
    assert all((ROOT / path).exists() for path in copied)
    assert {f"!{path}" for path in copied} == {line for line in ignored if line.startswith("!")}
    (installing,) = [rest for name, rest in build if name == "RUN"]
    assert "--constraint constraints.txt" in installing


def test_the_image_can_be_built_from_what_is_copied() -> None:
    """What the build of the package names is among it."""
    build = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wheel = build["tool"]["hatch"]["build"]["targets"]["wheel"]
    copied = {path for name, rest in stages()[0] if name == "COPY" for path in rest.split()[:-1]}
    assert {*wheel["packages"], *wheel["force-include"], build["project"]["readme"], "LICENSE"} <= copied


def test_the_image_runs_as_nobody_of_note_and_says_how_it_is() -> None:
    """A slim base of one version for both stages, a user by number, a health check, and the daemon as command."""
    build, final = stages()
    assert {stage[0][1].split()[0] for stage in (build, final)} == {"python:3.11-slim-bookworm"}
    told = dict(final)
    assert told["USER"] == "10001:10001"
    assert "/healthz" in told["HEALTHCHECK"]
    assert told["STOPSIGNAL"] == "SIGTERM"
    assert told["VOLUME"] == '["/var/lib/clausewatch"]'
    assert told["CMD"] == f'["run", "--config", "{CONFIG}", "--archive", "{ARCHIVE}"]'
    assert [name for name, _ in final].index("USER") > [name for name, _ in final].index("RUN")


def test_the_composition_names_what_there_is() -> None:
    """Its Dockerfile and its folder of the configuration; figures are seen on this machine alone."""
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    lines = {line.strip() for line in text.splitlines() if not line.lstrip().startswith("#")}
    assert {
        "context: ..", "dockerfile: deploy/Dockerfile", "read_only: true", "cap_drop: [ALL]",
        '- "127.0.0.1:9464:9464"', "- ./config:/etc/clausewatch:ro", "- archive:/var/lib/clausewatch",
        'security_opt: ["no-new-privileges:true"]',
    } <= lines  # fmt: skip
    assert "\t" not in text
    assert (DEPLOY / "config" / "sources.toml").is_file()
    assert (DEPLOY / ".." / "deploy" / "Dockerfile").is_file()


def test_the_configuration_that_is_shipped_with_it_works() -> None:
    """Without a warning, and its figures are served where the health check asks."""
    config = load(DEPLOY / "config" / "sources.toml", {})
    assert config.warnings == ()
    assert config.daemon.metrics == ("0.0.0.0", 9464)  # noqa: S104 - nothing is served here
    assert config.daemon.operator
    assert config.daemon.heartbeat
