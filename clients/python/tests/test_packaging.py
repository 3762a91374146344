"""The package is built and installed as pip does it, without a network."""

from __future__ import annotations

import importlib.util
import os
import pathlib
import subprocess
import sys
import tarfile
import tempfile
import unittest
import zipfile

import zsv

SOURCE = pathlib.Path(__file__).resolve().parent.parent

try:
    import backend
except ImportError:
    backend = None  # type: ignore[assignment]

needs_toml = unittest.skipIf(backend is None, "no reader of TOML: run this test with Python 3.11, or install tomli")


@needs_toml
class Archives(unittest.TestCase):
    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def test_the_wheel(self) -> None:
        name = backend.build_wheel(str(self.directory))
        with zipfile.ZipFile(self.directory / name) as wheel:
            info = f"zsv_client-{zsv.__version__}.dist-info"
            self.assertEqual(
                sorted(wheel.namelist()),
                sorted(
                    ["zsv/__init__.py", "zsv/py.typed", "zsv_provider/__init__.py", "zsv_provider/py.typed"]
                    + [f"{info}/{file}" for file in ("METADATA", "RECORD", "WHEEL", "licenses/LICENSE")]
                ),
            )
            for module in ("zsv", "zsv_provider"):
                self.assertEqual(wheel.read(f"{module}/__init__.py"), (SOURCE / f"{module}.py").read_bytes())
            metadata = wheel.read(f"{info}/METADATA").decode()
        header, _, description = metadata.partition("\n\n")
        for line in ("Name: zsv-client", f"Version: {zsv.__version__}", "Requires-Python: >=3.9"):
            self.assertIn(line, header.splitlines())
        self.assertEqual(description, (SOURCE / "README.md").read_text(encoding="utf-8"))

    def test_the_source_distribution_builds_the_same_wheel(self) -> None:
        name = backend.build_sdist(str(self.directory))
        with tarfile.open(self.directory / name) as sdist:
            for member in sdist.getmembers():
                path = self.directory / member.name
                path.parent.mkdir(exist_ok=True)
                path.write_bytes(sdist.extractfile(member).read())  # type: ignore[union-attr]
        unpacked = self.directory / f"zsv_client-{zsv.__version__}"
        code = f"import backend; backend.build_wheel({str(self.directory)!r})"
        subprocess.run([sys.executable, "-B", "-c", code], cwd=unpacked, check=True)
        again = (self.directory / f"zsv_client-{zsv.__version__}-py3-none-any.whl").read_bytes()
        (self.directory / "here").mkdir()
        wheel = backend.build_wheel(str(self.directory / "here"))
        self.assertEqual((self.directory / "here" / wheel).read_bytes(), again)


@needs_toml
@unittest.skipUnless(importlib.util.find_spec("ensurepip"), "no pip for new environments: install python3-venv")
class Installing(unittest.TestCase):
    def test_pip_installs_it_without_a_network(self) -> None:
        with tempfile.TemporaryDirectory() as directory:
            subprocess.run([sys.executable, "-m", "venv", directory], check=True)
            python = str(pathlib.Path(directory, "Scripts" if os.name == "nt" else "bin", "python"))
            environ = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
            environ["PYTHONDONTWRITEBYTECODE"] = "1"
            install = [
                python,
                "-m",
                "pip",
                "install",
                "--quiet",
                "--no-index",
                "--disable-pip-version-check",
                str(SOURCE),
            ]
            subprocess.run(install, env=environ, check=True)
            code = (
                "import zsv, zsv_provider, pathlib; "
                "print(zsv.__version__, all(pathlib.Path(m.__file__).with_name('py.typed').exists() "
                "for m in (zsv, zsv_provider)))"
            )
            done = subprocess.run([python, "-c", code], env=environ, check=True, cwd=directory, stdout=subprocess.PIPE)
            self.assertEqual(done.stdout.decode().split(), [zsv.__version__, "True"])
