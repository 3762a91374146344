"""What the tests share: a directory with a configuration, a real zsv, and a look at what an error gives away."""

from __future__ import annotations

import os
import pathlib
import sys
import tempfile
import traceback
import unittest
from typing import Any, Mapping

import zsv

CANARY = "canary, which nobody may see"
TESTS = str(pathlib.Path(__file__).parent)

FILE = 'provider "file" "local" { path = "secrets.yaml" }\n'


class Project(unittest.TestCase):
    """A directory with a configuration, and an environment that has nothing but what zsv needs."""

    configuration = FILE

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name).resolve()
        self.write("main.zsv.hcl", self.configuration)
        self.environ = {name: os.environ[name] for name in ("PATH", "ZSV_BINARY", "SYSTEMROOT") if name in os.environ}
        outside = tempfile.TemporaryDirectory()  # in the project nothing counts as the user's own
        self.addCleanup(outside.cleanup)
        home = outside.name
        self.environ.update({"HOME": home, "USERPROFILE": home, "APPDATA": home, "XDG_CONFIG_HOME": home})

    def write(self, name: str, text: str) -> pathlib.Path:
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return path

    def program(self, body: str) -> str:
        """A program in Python that stands for a zsv that does what zsv does not do."""
        if os.name == "nt":
            self.skipTest("a script is no program on Windows: run this test on Linux or macOS")
        path = self.write("program", f"#!{sys.executable}\n{body}")
        path.chmod(0o700)
        return str(path)

    def client(self, **options: Any) -> zsv.Client:
        return zsv.Client(self.directory, **{"environ": self.environ, **options})


def given_away(error: BaseException | None) -> str:
    """All that tools write down of an error and of those that it came from or holds: its text, its attributes, and the
    variables of the frames it came through, but for those of the tests."""
    texts: list[str] = []
    errors: list[BaseException | None] = [error]
    while errors:
        error = errors.pop()
        if error is None:
            continue
        texts += [str(error), repr(error), repr(error.args), repr(vars(error))]
        texts += frames(error)
        errors += [error.__cause__, error.__context__, *getattr(error, "errors", ())]
    return "\n".join(texts)


def frames(error: BaseException) -> list[str]:
    """The variables of each frame, as traceback writes them down, and as Sentry does, which looks into mappings."""
    texts = []
    for frame, line in traceback.walk_tb(error.__traceback__):
        if not frame.f_code.co_filename.startswith(TESTS):
            shown = {name: variable(value) for name, value in frame.f_locals.items()}
            texts.append(f"{frame.f_code.co_filename}:{line} {shown}")
    return texts


def variable(value: Any) -> str:
    if isinstance(value, Mapping) and not hasattr(value, "sentry_repr"):
        return repr(dict(value.items()))
    return repr(value)
