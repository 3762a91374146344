"""No value shows, whoever writes down what."""

from __future__ import annotations

import copy
import json
import logging
import os
import pickle
import pprint
import string
from typing import Any, Iterator, Mapping, Optional

import zsv
from tests.project import CANARY, Project, given_away


class Shown(Project):
    def setUp(self) -> None:
        super().setUp()
        self.client().create_secret("s", {"k": CANARY})
        self.secret = self.client().get_secret("s")
        self.values = self.client().require("s.k")

    def test_as_text(self) -> None:
        self.assertEqual(repr(self.secret), "<zsv.Secret 's': {'k': (redacted)}>")
        self.assertEqual(repr(self.values), "{'s.k': (redacted)}")
        for held in (self.secret, self.secret.secret_values, self.secret.content, self.values):
            for text in (
                repr(held),
                str(held),
                format(held),
                format(held, ">80"),
                f"{held} {held!r} {held!s} {held!a}",
                "%s %r" % (held, held),
                string.Template("$x").substitute(x=held),
                pprint.pformat([held]),
                json.dumps(held, default=str),
                str(dir(held)),
            ):
                self.assertNotIn(CANARY, text)
        for view in (self.values.items(), self.values.values(), self.values.keys()):
            self.assertNotIn(CANARY, repr(view))

    def test_as_json(self) -> None:
        for held in (self.secret, self.values):
            with self.assertRaises(TypeError) as caught:
                json.dumps(held)
            self.assertNotIn(CANARY, given_away(caught.exception))

    def test_as_a_pickle(self) -> None:
        with_environ = zsv.Client(environ={"VAULT_TOKEN": CANARY})
        for held in (self.secret, self.secret.secret_values, self.values, with_environ):
            for protocol in range(pickle.HIGHEST_PROTOCOL + 1):
                with self.assertRaisesRegex(TypeError, "fetch it in the step") as caught:
                    pickle.dumps(held, protocol)
                self.assertNotIn(CANARY, given_away(caught.exception))

    def test_to_who_looks_into_mappings(self) -> None:
        """Sentry does, and asks this first."""
        for held in (self.secret, self.secret.secret_values, self.values):
            self.assertEqual(held.sentry_repr(), repr(held))

    def test_copies_are_as_discreet(self) -> None:
        for held in (self.secret, self.values):
            self.assertIs(copy.copy(held), held)
            self.assertIs(copy.deepcopy([held])[0], held)

    def test_a_client_shows_no_environment(self) -> None:
        client = zsv.Client(environ={"VAULT_TOKEN": CANARY})
        self.assertNotIn(CANARY, f"{client} {client!r} {vars(client)}")

    def test_a_client_without_one_can_be_sent_to_other_processes(self) -> None:
        client = pickle.loads(pickle.dumps(zsv.Client("there", stack="prod", timeout=5)))
        self.assertEqual((client.directory, client.stack, client.timeout), ("there", "prod", 5))


class InErrors(Project):
    """Every way to fail, with a value under way or in the store, and with credentials in the environment."""

    def setUp(self) -> None:
        super().setUp()
        self.credentials = {"VAULT_TOKEN": CANARY, "ZSV_AGE_KEY": CANARY}
        self.environ.update(self.credentials)

    def failures(self) -> list[BaseException]:
        client = self.client()
        client.create_secret("s", {"k": CANARY})
        given: Any = {"k": CANARY}
        options: Any = {"directory": self.directory, "environ": self.environ}
        nowhere: Any = {"PATH": "", **self.credentials}
        failures: list[BaseException] = []
        for call in (
            lambda: client.get_secret("absent"),
            lambda: client.get_value("s", "absent"),
            lambda: client.require("s.k", "s.absent", "absent.k"),
            lambda: client.create_secret("s", given),
            lambda: client.update_secret("absent", given),
            lambda: client.get_secret("s")["absent"],
            lambda: client.rename_secret("s", "{{s}}"),
            lambda: client.update_secret("s", given, remove_keys=["k"]),
            lambda: client.update_secret("s", given, remove_keys="k"),
            lambda: client.create_secret("a.b", given),
            lambda: client.create_secret("a\x00b", given),
            lambda: client.create_secret("new", {"k": CANARY + "\ud800"}),
            lambda: client.create_secret("new", {"k": [CANARY]}),  # type: ignore[dict-item]
            lambda: client.create_secret("new", {"\x01": CANARY}),
            lambda: client.create_secret("new", [CANARY]),  # type: ignore[arg-type]
            lambda: client.create_secret("new", CANARY),  # type: ignore[arg-type]
            lambda: client.create_secret("new", Unreadable(given)),
            lambda: client.update_secret("s", [CANARY]),  # type: ignore[arg-type]
            lambda: client.update_secret("s", Unreadable(given)),
            lambda: client.get_secret("s").secret_values["absent"],
            lambda: client.get_secret("s").get_bytes("absent"),
            lambda: zsv.Secret("s", {"k": CANARY + "\ud800"}).get_bytes("k"),
            lambda: zsv.Secret("s", [CANARY]),  # type: ignore[arg-type]
            lambda: zsv.Values([CANARY]),  # type: ignore[arg-type]
            lambda: zsv.Values(Unreadable(given)),
            lambda: self.client(stack="absent").create_secret("new", given),
            lambda: self.client(provider="file.absent").create_secret("new", given),
            lambda: self.client(timeout=-1).create_secret("new", given),
            lambda: self.client(environ=nowhere).create_secret("new", given),
            lambda: self.client(binary="no-such-command").list_secrets(),
            lambda: self.unexecutable().create_secret("new", given),
            lambda: self.unreadable().create_secret("new", given),
            lambda: zsv.Client(self.directory, binary="no-such-command").list_secrets(),
            lambda: zsv.Client(self.directory / "absent").list_secrets(),
            lambda: zsv.Client(5, environ=self.environ),  # type: ignore[arg-type]
            lambda: zsv.Client(environ=[CANARY]),  # type: ignore[arg-type]
            lambda: zsv.Client(environ={"VAULT_TOKEN": [CANARY]}).list_secrets(),  # type: ignore[dict-item]
            lambda: zsv.Client(environ=Unreadable(nowhere)),
            lambda: zsv.get_secret("s", **{**options, "environ": nowhere}),
            lambda: zsv.get_secret("absent", **options),
            lambda: zsv.get_value("s", "absent", **options),
            lambda: zsv.require("s.absent", **options),
            lambda: zsv.require("no reference", **options),
            lambda: zsv.get_secret("s", enviroment=self.environ),
        ):
            with self.assertRaises((zsv.Error, TypeError, OSError)) as caught:
                call()
            failures.append(caught.exception)
        self.write("main.zsv.hcl", "")
        with self.assertRaises(zsv.NoStoreError) as no_store:
            client.create_secret("new", given)
        self.write("main.zsv.hcl", 'provider "file" "local" { path = "store.age" }\n')
        self.write("store.age", "this is no store")
        with self.assertRaises(zsv.NotVerifiedError) as not_verified:
            client.update_secret("s", given)
        return [*failures, no_store.exception, not_verified.exception]

    def unreadable(self) -> zsv.Client:
        self.write("secrets.yaml", f"s: [{CANARY}")
        return self.client()

    def unexecutable(self) -> zsv.Client:
        path = self.write("unexecutable", "this is no program")
        path.chmod(0o700)
        return self.client(environ={"VAULT_TOKEN": CANARY}, binary=path)

    def test_no_value_shows(self) -> None:
        for name, value in self.credentials.items():
            self.addCleanup(restore, name, os.environ.get(name))
            os.environ[name] = value
        failures = self.failures()
        for failure in failures:
            self.assertNotIn(CANARY, given_away(failure), repr(failure))
        kinds = {kind for kind in vars(zsv).values() if isinstance(kind, type) and issubclass(kind, zsv.Error)}
        self.assertEqual(kinds - {zsv.Error}, {type(failure) for failure in failures} & kinds)

    def test_errors_can_be_sent_to_other_processes(self) -> None:
        for failure in self.failures():
            if isinstance(failure, zsv.Error):
                copied = pickle.loads(pickle.dumps(failure))
                self.assertEqual(type(copied), type(failure))
                self.assertEqual((str(copied), copied.secret, copied.key), (str(failure), failure.secret, failure.key))


class Unreadable(Mapping[str, str]):
    """Values in a mapping that cannot be read, and shows them."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values_shown = values

    def __getitem__(self, key: str) -> str:
        return self.values_shown[key]

    def __iter__(self) -> Iterator[str]:
        raise OSError("it cannot be read")

    def __len__(self) -> int:
        return len(self.values_shown)

    def __repr__(self) -> str:
        return repr(self.values_shown)


def restore(name: str, value: Optional[str]) -> None:
    if value is None:
        del os.environ[name]
    else:
        os.environ[name] = value


class InLogs(Project):
    def test_no_value_shows(self) -> None:
        with self.assertLogs(level=logging.DEBUG) as logged:
            logging.getLogger("test").debug("one record, so that there is one")
            client = self.client()
            client.create_secret("s", {"k": CANARY})
            client.get_secret("s")
            client.update_secret("s", {"k": CANARY + "\n"})
        self.assertNotIn(CANARY, "\n".join(logged.output))

    def test_what_zsv_says_beside_its_answer_is_logged(self) -> None:
        self.write("main.zsv.hcl", 'provider "file" "local" {}\n')
        with self.assertLogs("zsv", logging.WARNING) as logged:
            self.client().create_secret("s", {"k": CANARY})
        self.assertIn("identity", "\n".join(logged.output))
        self.assertNotIn(CANARY, "\n".join(logged.output))
