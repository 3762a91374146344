"""One call, one process: found, ended, and started by many threads at once."""

from __future__ import annotations

import os
import pathlib
import shutil
import signal
import socket
import threading
import unittest
from typing import Any, Callable

import zsv

try:
    import resource
except ImportError:  # on Windows
    resource = None  # type: ignore[assignment]

from tests.project import CANARY, Project, given_away

VAULT = 'provider "vault" "main" {}\n'


class Finding(Project):
    def test_none(self) -> None:
        ways: list[dict[str, Any]] = [
            {"binary": "no-such-command"},
            {"binary": "./no-such-file"},
            {"binary": self.directory},
            {"environ": {"PATH": str(self.directory)}},
            {"environ": {"PATH": ""}},
            {"environ": {}},
            {"environ": {"ZSV_BINARY": str(self.directory / "absent")}},
        ]
        for options in ways:
            with self.assertRaisesRegex(zsv.ZsvNotFoundError, "go install"):
                self.client(**options).list_secrets()

    def test_one_that_is_no_program(self) -> None:
        path = self.write("program", "this is no program")
        path.chmod(0o700)
        with self.assertRaises(zsv.ZsvNotFoundError):
            self.client(binary=path).list_secrets()

    def test_one_that_cannot_be_told_so_much(self) -> None:
        long = "n" * 3_000_000
        for client, name in ((self.client(), long), (self.client(environ={**self.environ, "LONG": long}), "n")):
            with self.assertRaisesRegex(zsv.UsageError, "too long") as caught:
                client.get_secret(name)
            self.assertEqual(caught.exception.secret, name)
            self.assertNotIn("nnnn", str(caught.exception))

    @unittest.skipIf(resource is None, "Windows does not limit the files of a process: run this test on Linux or macOS")
    def test_one_that_is_there_and_cannot_be_started_now(self) -> None:
        client = self.client()
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, limits[1]))
        try:
            with self.assertRaisesRegex(zsv.Error, "open files") as caught:
                client.list_secrets()
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        self.assertNotIsInstance(caught.exception, zsv.ZsvNotFoundError)

    def test_where_it_is_looked_for(self) -> None:
        real = shutil.which(os.environ.get("ZSV_BINARY", "zsv"))
        assert real is not None
        (self.directory / "bin").mkdir()
        name = "zsv.exe" if os.name == "nt" else "zsv"
        shutil.copy(real, self.directory / "bin" / name)
        environ = {**self.environ, "ZSV_BINARY": ""}
        found = {**environ, "PATH": str(self.directory / "bin")}
        self.assertEqual(self.client(environ=found).list_secrets(), ())
        self.assertEqual(self.client(environ={**environ, "ZSV_BINARY": real}).list_secrets(), ())
        self.assertEqual(self.client(environ={"ZSV_BINARY": "absent", **environ}, binary=real).list_secrets(), ())

    def test_a_project_on_the_path_is_passed_by(self) -> None:
        (self.directory / "bin").mkdir()
        shutil.copy(self.program("raise SystemExit(0)\n"), self.directory / "bin" / "zsv")
        relative = os.path.relpath(self.directory / "bin")
        with self.assertRaises(zsv.ZsvNotFoundError):
            self.client(environ={"PATH": os.pathsep.join([relative, ""])}).list_secrets()

    def test_another_program_of_that_name(self) -> None:
        for body in (
            f"print({CANARY!r})",
            f"import sys; print({CANARY!r}, file=sys.stderr); sys.exit(2)",
            "print('{}')",
            "print('null')",
            "print('[]')",
            "print('[' * 100000)",
            "print('{\"diagnostics\": []}'); raise SystemExit(1)",
            'print(\'{"keys": [1], "secrets": [{}], "diagnostics": [{}]}\'); raise SystemExit(1)',
            'print(\'{"keys": {"k": {"value": "?", "encoding": "base64"}}}\')',
            'print(\'{"keys": {"k": {"value": "v", "encoding": "rot13"}}}\')',
            "import os; os.kill(os.getpid(), 9)",
        ):
            with self.assertRaises(zsv.Error) as caught:
                self.client(binary=self.program(body)).get_secret("s")
            self.assertNotIn(CANARY, given_away(caught.exception))


class Silence(Project):
    """A store that takes a request and never answers. The real zsv waits for it."""

    configuration = VAULT

    def setUp(self) -> None:
        super().setUp()
        server = socket.create_server(("127.0.0.1", 0))
        self.addCleanup(server.close)
        self.server = server
        self.addCleanup(setattr, zsv, "_PATIENCE", zsv._PATIENCE)
        zsv._PATIENCE = 0.5  # a change under way is not given up at the first word
        self.environ.update(VAULT_ADDR="http://127.0.0.1:%d" % server.getsockname()[1], VAULT_TOKEN="not-a-real-token")

    def test_zsv_says_that_time_is_up(self) -> None:
        with self.assertRaises(zsv.NotVerifiedError) as caught:
            self.client(timeout=0.2).get_secret("mlflow")
        self.assertEqual((caught.exception.reason, caught.exception.secret), ("timeout", "mlflow"))

    def test_require_asks_once_where_nobody_answers(self) -> None:
        with self.assertRaises(zsv.RequirementError) as caught:
            self.client(timeout=0.2).require("mlflow.username", "mlflow.password")
        self.assertEqual(len(caught.exception.errors), 1)

    @unittest.skipUnless(hasattr(signal, "SIGUSR1"), "Windows has no signals to send: run this test on Linux or macOS")
    def test_an_interrupt_ends_zsv(self) -> None:
        for interrupt, error in ((signal.SIGINT, KeyboardInterrupt), (signal.SIGUSR1, Interruption)):
            before = signal.signal(interrupt, raising(error))
            self.addCleanup(signal.signal, interrupt, before)
            for call in (
                lambda: self.client().get_secret("mlflow"),
                lambda: self.client().update_secret("mlflow", {"password": CANARY}),
            ):
                ended = threading.Event()
                waiting = threading.Thread(target=self.interrupt, args=(interrupt, ended))
                waiting.start()
                with self.assertRaises(error) as caught:
                    call()
                waiting.join()
                self.assertTrue(ended.is_set())
                self.assertNotIn(CANARY, given_away(caught.exception))

    def interrupt(self, interrupt: int, ended: threading.Event) -> None:
        """Interrupts this process once zsv waits, and waits for zsv to hang up."""
        connection, _ = self.server.accept()
        with connection:
            os.kill(os.getpid(), interrupt)
            while connection.recv(4096):
                pass
            ended.set()


class Interruption(BaseException):
    """What somebody's handler of a signal raises."""


def raising(error: Callable[[], BaseException]) -> Callable[[int, Any], None]:
    def handle(_signal: int, _frame: Any) -> None:
        raise error()

    return handle


class AProgramThatDoesNotEnd(Project):
    def test_it_is_ended_by_force(self) -> None:
        """It takes no notice of its timeout, nor of being told to end."""
        program = self.program(
            "import signal, sys\n"
            "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
            "print(sys.stdin.read(), flush=True)\n"
            "while True: signal.pause()\n"
        )
        for name, seconds in (("_MARGIN", 1.0), ("_PATIENCE", 0.1)):
            self.addCleanup(setattr, zsv, name, getattr(zsv, name))
            setattr(zsv, name, seconds)
        with self.assertRaises(zsv.NotVerifiedError) as caught:
            self.client(binary=program, timeout=0.001).create_secret("s", {"k": CANARY})
        self.assertEqual((caught.exception.reason, caught.exception.secret), ("timeout", "s"))
        self.assertNotIn(CANARY, given_away(caught.exception))
        with self.assertRaises(ChildProcessError):  # there is no child any more
            os.waitpid(-1, os.WNOHANG)


class Threads(Project):
    def test_one_client_for_all(self) -> None:
        client, failures = self.client(), []
        client.create_secret("s", {"first": "1"})

        def work(number: int) -> None:
            try:
                client.update_secret("s", {f"k{number}": str(number)})
                assert client.get_value("s", f"k{number}") == str(number)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(failures, [])
        self.assertEqual(len(client.get_secret_keys("s")), 9)


class OneCall(Project):
    def test_is_one_process_with_no_value_in_its_arguments(self) -> None:
        """A program between this module and zsv writes down what it was started with."""
        record = self.directory / "calls"
        real = shutil.which(os.environ.get("ZSV_BINARY", "zsv"))
        program = self.program(
            "import os, sys\n"
            f"open({str(record)!r}, 'a').write(repr((sys.argv, dict(os.environ))) + '\\n')\n"
            f"os.execv({real!r}, ['zsv', *sys.argv[1:]])\n"
        )
        client = self.client(binary=program)
        client.create_secret("s", {"k": CANARY})
        client.update_secret("s", {"l": CANARY})
        client.get_secret("s")
        client.get_value("s", "k")
        client.get_secret_keys("s")
        client.require("s.k", "s.l")
        client.list_secrets()
        client.delete_secret("s")
        calls = record.read_text().splitlines()
        self.assertEqual(len(calls), 8)
        self.assertNotIn(CANARY, "".join(calls))

    def test_leaves_no_file(self) -> None:
        client = self.client()
        client.create_secret("s", {"k": CANARY})
        client.delete_secret("s")
        for path in pathlib.Path(self.directory).rglob("*"):
            if path.is_file():
                self.assertNotIn(CANARY.encode(), path.read_bytes())
