"""A headless Chromium: the one OOCD_CHROMIUM names, the machine's own, or the one npm brought, unpacked once."""

import io
import os
import shutil
import tarfile
from collections.abc import Mapping
from typing import NamedTuple

from oocd.config import ROOT

PACKED = ROOT / "node_modules" / "@sparticuz" / "chromium" / "bin"
UNPACKED = ROOT / ".venv" / "chromium"
OF_THE_MACHINE = ("chromium", "chromium-browser", "google-chrome")
# Without these it asks hosts on the internet for things no test needs; a sandbox of its own it cannot have as root.
ARGUMENTS = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"),
)


class Chromium(NamedTuple):
    path: str
    environment: Mapping[str, str]


def chromium() -> Chromium:
    found = os.environ.get("OOCD_CHROMIUM") or next(filter(None, map(shutil.which, OF_THE_MACHINE)), None)
    if found:
        return Chromium(found, {})
    if not (UNPACKED / "whole").exists():
        _unpack()
    environment = {"LD_LIBRARY_PATH": str(UNPACKED / "lib"), "FONTCONFIG_FILE": str(UNPACKED / "fonts.conf")}
    return Chromium(str(UNPACKED / "chromium"), environment)


def _unpack() -> None:
    """Beside, then renamed, so that several test processes may do it at once."""
    import brotli  # only where nothing else is to be had

    begun = UNPACKED.with_name(f"chromium.{os.getpid()}")
    begun.mkdir()
    for name in ("al2023", "swiftshader", "fonts"):
        packed = io.BytesIO(brotli.decompress((PACKED / f"{name}.tar.br").read_bytes()))
        with tarfile.open(fileobj=packed) as archive:
            # Python 3.11.2 has no filter yet; the archive is one that npm checked against its hash.
            archive.extractall(begun, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    (begun / "chromium").write_bytes(brotli.decompress((PACKED / "chromium.br").read_bytes()))
    (begun / "chromium").chmod(0o755)
    (begun / "fonts.conf").write_text(
        f'<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>{UNPACKED}/fonts</dir>'
        f"<dir>/usr/share/fonts</dir><cachedir>{UNPACKED}/cache</cachedir></fontconfig>"
    )
    (begun / "whole").touch()
    try:
        begun.rename(UNPACKED)
    except OSError:
        shutil.rmtree(begun)  # another process was first
