"""The compose file after `make secrets` and `docker compose up --wait`, and the demonstration with a service killed."""

import time

from tests.containers.conftest import Deployed

SERVICES = {
    *("intake", "allocation", "reporting", "audit"),
    *("provider-caritas", "provider-diakonie", "provider-drk", "provider-town"),
}
KILL = """
import os, pathlib, signal
for folder in pathlib.Path("/proc").glob("[0-9]*"):
    words = (folder / "cmdline").read_bytes().split(b"\\0")
    if b"services.intake" in words:
        os.kill(int(folder.name), signal.SIGKILL)
"""
FACTS_BEFORE_THE_KILL = 20
PATIENCE_SECONDS = 120


def test_everything_is_healthy_after_one_command(deployed: Deployed) -> None:
    containers = deployed.containers()
    assert {name for name, said in containers.items() if said["Health"] == "healthy"} == SERVICES | {
        "kafka",
        "postgres",
        "issuer",
    }
    assert containers["init"]["State"] == "exited"


def test_a_service_has_no_rights_and_no_way_to_write(deployed: Deployed) -> None:
    status = deployed.type("docker compose exec -T intake cat /proc/self/status")
    said = dict(line.split(":\t", 1) for line in status.splitlines())
    assert said["Uid"].split() == ["10001"] * 4
    assert int(said["CapPrm"], 16) == int(said["CapBnd"], 16) == 0
    assert said["NoNewPrivs"] == "1"
    assert deployed.run("docker compose exec -T intake touch /app/x").returncode != 0


def test_a_provider_carries_no_solver(deployed: Deployed) -> None:
    there = "import importlib.util as u, sys; sys.exit(u.find_spec('ortools') is None)"
    assert deployed.run("docker compose exec -T allocation python -c", there).returncode == 0
    assert deployed.run("docker compose exec -T provider-drk python -c", there).returncode == 1


def test_the_demonstration_ends_as_told_though_a_service_was_killed_in_it(deployed: Deployed) -> None:
    demo = deployed.begin("docker compose --profile demo run --rm demo")
    until = time.monotonic() + PATIENCE_SECONDS
    while deployed.health("intake")["facts"] < FACTS_BEFORE_THE_KILL and time.monotonic() < until:
        time.sleep(0.2)
    deployed.run("docker compose exec -T intake python -c", KILL)
    assert demo.poll() is None, "it was killed too late"
    said, _ = demo.communicate(timeout=PATIENCE_SECONDS)
    assert demo.returncode == 0, said[-3000:]
    assert "verdict: complete to 2" in said
    assert "same to the byte" in said
    restarts = deployed.type("docker inspect --format {{.RestartCount}}", deployed.containers()["intake"]["Name"])
    assert int(restarts) == 1


def test_the_first_steps_may_run_again_at_any_time(deployed: Deployed) -> None:
    facts = {name: deployed.health(name)["facts"] for name in ("intake", "allocation")}
    assert "as they must be" in deployed.type("docker compose run --rm --no-deps init")
    assert {name: deployed.health(name)["facts"] for name in facts} == facts
