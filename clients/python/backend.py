"""Builds the packages of zsv.py and zsv_provider.py, as PEP 517 asks for, with nothing but Python's standard library.

Each module becomes a package, such as zsv/__init__.py, because only a package can say that it has types (PEP 561).
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import re
import tarfile
import zipfile
from pathlib import Path
from typing import Any, Iterator

try:
    import tomllib
except ImportError:  # before Python 3.11
    import tomli as tomllib  # type: ignore[import-not-found,no-redef]

HERE = Path(__file__).resolve().parent
# The time of all files in the archives, so that the same sources give the same bytes: the first that zip can hold.
EPOCH = 315532800
MODULES = ("zsv", "zsv_provider")
SOURCES = ("pyproject.toml", "backend.py", *(f"{module}.py" for module in MODULES), "README.md")


def build_wheel(wheel_directory: str, config_settings: Any = None, metadata_directory: Any = None) -> str:
    info = f"{_stem()}.dist-info"
    files = {f"{module}/__init__.py": (HERE / f"{module}.py").read_bytes() for module in MODULES}
    files.update({f"{module}/py.typed": b"" for module in MODULES})
    files.update(
        {
            f"{info}/licenses/LICENSE": _license(),
            f"{info}/METADATA": _metadata(),
            f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: zsv\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        }
    )
    record = "".join(f"{name},sha256={_digest(content)},{len(content)}\n" for name, content in files.items())
    files[f"{info}/RECORD"] = f"{record}{info}/RECORD,,\n".encode()
    wheel = f"{_stem()}-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory, wheel), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            member = zipfile.ZipInfo(name)
            member.external_attr, member.compress_type = 0o100644 << 16, zipfile.ZIP_DEFLATED
            archive.writestr(member, content)
    return wheel


def build_sdist(sdist_directory: str, config_settings: Any = None) -> str:
    files = {name: (HERE / name).read_bytes() for name in SOURCES}
    files.update({"LICENSE": _license(), "PKG-INFO": _metadata()})
    sdist = f"{_stem()}.tar.gz"
    with open(Path(sdist_directory, sdist), "wb") as file, gzip.GzipFile("", "wb", fileobj=file, mtime=EPOCH) as zipped:
        with tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as archive:
            for name, content in files.items():
                member = tarfile.TarInfo(f"{_stem()}/{name}")
                member.size, member.mtime = len(content), EPOCH
                archive.addfile(member, io.BytesIO(content))
    return sdist


def _project() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((HERE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return project


def _version() -> str:
    found = re.search(r'^__version__ = "(.+)"$', (HERE / "zsv.py").read_text(encoding="utf-8"), re.MULTILINE)
    if found is None:
        raise ValueError("zsv.py has no __version__")
    return found[1]


def _stem() -> str:
    return f"{_project()['name'].replace('-', '_')}-{_version()}"


def _license() -> bytes:
    """The licence: in a source distribution it stands here, in the repository at the top."""
    for place in (HERE, HERE.parent.parent):
        if (place / "LICENSE").is_file():
            return (place / "LICENSE").read_bytes()
    raise FileNotFoundError("there is no LICENSE beside backend.py or at the top of the repository")


def _metadata() -> bytes:
    header = "".join(f"{name}: {value}\n" for name, value in _fields(_project()))
    return f"{header}\n{(HERE / 'README.md').read_text(encoding='utf-8')}".encode()


def _fields(project: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield "Metadata-Version", "2.4"
    yield "Name", project["name"]
    yield "Version", _version()
    yield "Summary", project["description"]
    yield "Keywords", ",".join(project["keywords"])
    yield from (("Classifier", classifier) for classifier in project["classifiers"])
    yield from (("Project-URL", f"{label}, {url}") for label, url in project["urls"].items())
    yield "License-Expression", project["license"]
    yield "License-File", "LICENSE"
    yield "Requires-Python", project["requires-python"]
    yield from (("Requires-Dist", requirement) for requirement in project["dependencies"])
    yield "Description-Content-Type", "text/markdown"


def _digest(content: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
