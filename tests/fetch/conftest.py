from __future__ import annotations

import subprocess
from shutil import which
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A self-signed certificate for northline.example, with its key in the same file."""
    _need_openssl()
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "northline.pem"
    key = folder / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=northline"
    names = ["-addext", "subjectAltName=DNS:northline.example"]
    subprocess.run([*command.split(), *names, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + key.read_bytes())
    return made


CONFIG = """[ca]
default_ca = own
[own]
database = {folder}/index
new_certs_dir = {folder}
rand_serial = yes
default_md = sha256
policy = any
copy_extensions = copy
[any]
commonName = supplied
"""


@pytest.fixture(scope="session")
def expired(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate like the other one, but for January 2020."""
    _need_openssl()
    folder = tmp_path_factory.mktemp("expired")
    (folder / "index").touch()
    (folder / "ca.conf").write_text(CONFIG.format(folder=folder))
    made, key, wanted = folder / "northline.pem", folder / "key.pem", folder / "wanted.csr"
    ask = "openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj /CN=northline"
    names = ["-addext", "subjectAltName=DNS:northline.example"]
    subprocess.run([*ask.split(), *names, "-keyout", str(key), "-out", str(wanted)], check=True, capture_output=True)
    sign = "openssl ca -batch -notext -selfsign -startdate 20200101000000Z -enddate 20200201000000Z"
    places = ["-config", str(folder / "ca.conf"), "-keyfile", str(key), "-in", str(wanted), "-out", str(made)]
    subprocess.run([*sign.split(), *places], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + key.read_bytes())
    return made


def _need_openssl() -> None:
    if which("openssl") is None:
        pytest.skip("needs the openssl command to make a certificate")
