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
    if which("openssl") is None:
        pytest.skip("needs the openssl command to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    made = folder / "northline.pem"
    key = folder / "key.pem"
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=northline"
    names = ["-addext", "subjectAltName=DNS:northline.example"]
    subprocess.run([*command.split(), *names, "-keyout", str(key), "-out", str(made)], check=True, capture_output=True)
    made.write_bytes(made.read_bytes() + key.read_bytes())
    return made
