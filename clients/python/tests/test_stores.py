"""Reading and writing, on the stores that are on this machine."""

from __future__ import annotations

import json
import logging
import os
import shutil
from typing import Any, Callable

import zsv
from tests.project import FILE, Project

TEXTS: dict[str, zsv.Value] = {
    "plain": "not-a-real-password",
    "empty": "",
    "lines": "one\ntwo\r\n\n",
    "blanks": "  both ends \t",
    "signs": "@-=@@'\"\\${x}`#: - {a}",
    "nul": "a\x00b",
    "unicode": "é\u0085\u2028\ufeff\U0001f600\U0010ffff\x7f\x9b",
    "words": "null",
    "number": "007",
    "long": "0123456789abcdef" * 65536,
}
BYTES: dict[str, zsv.Value] = {"latin": b"\xe9", "all": bytes(range(256)), "surrogate": b"\xed\xa0\x80"}


class OnYAML(Project):
    def test_values_come_back_byte_for_byte(self) -> None:
        client, given = self.client(), {**TEXTS, **BYTES}
        client.create_secret("all", given)
        secret = client.get_secret("all")
        self.assertEqual(dict(secret.secret_values), given)
        self.assertEqual(secret.keys, tuple(sorted(given)))
        self.assertIs(secret.content, secret.secret_values)
        self.assertEqual(secret.get_bytes("unicode").decode(), TEXTS["unicode"])
        self.assertEqual(secret.get_bytes("all"), BYTES["all"])

    def test_bytes_that_are_text_come_back_as_text(self) -> None:
        self.client().create_secret("s", {"k": "é".encode()})
        self.assertEqual(self.client().get_value("s", "k"), "é")

    def test_names_of_keys(self) -> None:
        keys = ["x.y", "a b", "é\U0001f600", '"', "\\", "k" * 1500, "values", "-k", "=", "@a", "?", "null"]
        client = self.client()
        client.create_secret("s", {key: "v" for key in keys})
        self.assertEqual(client.get_secret_keys("s"), tuple(sorted(keys)))
        for key in keys:
            self.assertEqual(client.get_value("s", key), "v")
        client.update_secret("s", remove_keys=keys[1:])
        self.assertEqual(client.get_secret_keys("s"), (keys[0],))

    def test_removing_nothing(self) -> None:
        client = self.client()
        client.create_secret("mlflow", {"password": "p"})
        with self.assertRaises(zsv.NoKeyError):
            client.update_secret("mlflow", remove_keys=["pasword"])

    def test_the_life_of_a_secret(self) -> None:
        client = self.client()
        self.assertEqual(client.list_secrets(), ())
        client.create_secret("mlflow", {"username": "ml", "password": "old"})
        client.create_secret("aws", {"key": "k"})
        client.update_secret("mlflow", {"password": "new", "token": "t"}, remove_keys=["username", "absent"])
        self.assertEqual(dict(client.get_secret("mlflow").secret_values), {"password": "new", "token": "t"})
        self.assertEqual(client.list_secrets(), ("aws", "mlflow"))
        client.delete_secret("mlflow")
        self.assertEqual(client.list_secrets(), ("aws",))
        with self.assertRaises(zsv.NoSecretError):
            client.get_secret("mlflow")

    def test_nothing_is_kept(self) -> None:
        client = self.client()
        client.create_secret("s", {"k": "old"})
        before = client.get_secret("s")
        self.client().update_secret("s", {"k": "new"})
        self.assertEqual((before.secret_values["k"], client.get_value("s", "k")), ("old", "new"))

    def test_what_is_not_there(self) -> None:
        client = self.client()
        for ask in (client.get_secret, client.get_secret_keys, client.delete_secret):
            with self.assertRaisesRegex(zsv.NoSecretError, 'no secret "mlflow"') as caught:
                ask("mlflow")
            self.assertEqual((caught.exception.secret, caught.exception.key), ("mlflow", None))
        with self.assertRaises(zsv.NoSecretError):
            client.update_secret("mlflow", {"k": "v"})
        client.create_secret("mlflow", {"password": "x"})
        with self.assertRaisesRegex(zsv.NoKeyError, 'Did you mean "password"') as missing:
            client.get_value("mlflow", "pasword")
        self.assertEqual((missing.exception.secret, missing.exception.key), ("mlflow", "pasword"))
        with self.assertRaises(KeyError) as absent:
            client.get_secret("mlflow").secret_values["pasword"]
        self.assertEqual(str(absent.exception), "There is no 'pasword' here, only 'password'.")
        self.assertIsInstance(absent.exception, zsv.NoKeyError)

    def test_another_name(self) -> None:
        client = self.client()
        client.create_secret("old", {"k": "v"})
        client.create_secret("other", {"k": "w"})
        client.rename_secret("old", "new")
        self.assertEqual(client.list_secrets(), ("new", "other"))
        self.assertEqual(client.get_value("new", "k"), "v")
        with self.assertRaises(zsv.SecretExistsError):
            client.rename_secret("new", "other")
        with self.assertRaises(zsv.NoSecretError) as caught:
            client.rename_secret("old", "newer")
        self.assertEqual(caught.exception.secret, "old")
        self.assertEqual((client.get_value("new", "k"), client.get_value("other", "k")), ("v", "w"))

    def test_a_secret_by_its_keys(self) -> None:
        client = self.client()
        client.create_secret("s", {"username": "ml", "password": "x"})
        secret = client.get_secret("s")
        self.assertEqual((secret["username"], secret["password"]), ("ml", "x"))
        self.assertEqual(list(secret), ["password", "username"])
        self.assertTrue("password" in secret and "pasword" not in secret and 0 not in secret)
        with self.assertRaisesRegex(zsv.NoKeyError, "only 'password', 'username'") as caught:
            secret["pasword"]
        self.assertEqual((caught.exception.secret, caught.exception.key), ("s", "pasword"))

    def test_what_is_there_already(self) -> None:
        client = self.client()
        client.create_secret("s", {"k": "old"})
        with self.assertRaisesRegex(zsv.SecretExistsError, "nothing was written"):
            client.create_secret("s", {"k": "new"})
        self.assertEqual(client.get_value("s", "k"), "old")


class OnAge(OnYAML):
    """The embedded store, encrypted at rest. Its identity is made on the first write."""

    configuration = 'provider "file" "local" {}\n'

    def test_without_an_identity_nothing_is_known(self) -> None:
        self.client().create_secret("s", {"k": "v"})
        elsewhere = {name: str(self.directory / "elsewhere") for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA")}
        stranger = self.client(environ={**self.environ, **elsewhere})
        for ask in (stranger.get_secret, stranger.get_secret_keys, lambda s: stranger.update_secret(s, {"k": "w"})):
            with self.assertRaises(zsv.NotVerifiedError) as caught:
                ask("s")
            self.assertEqual(caught.exception.reason, "locked")
        self.assertEqual(self.client().get_value("s", "k"), "v")


class OnJSON(Project):
    configuration = 'provider "file" "local" { path = "secrets.json" }\n'

    def test_what_a_store_has_no_form_for_is_refused(self) -> None:
        client = self.client()
        client.create_secret("texts", TEXTS)
        self.assertEqual(dict(client.get_secret("texts").secret_values), TEXTS)
        for value in BYTES.values():
            with self.assertRaisesRegex(zsv.UsageError, "(?i)nothing was written"):
                client.create_secret("bytes", {"fine": "text", "k": value})
        self.assertEqual(client.list_secrets(), ("texts",))


class OnTheEnvironment(Project):
    configuration = 'provider "env" "ci" { prefix = "ML_" }\ncomponent "a" "b" { password = "{{mlflow.password}}" }\n'

    def test_values_are_variables(self) -> None:
        client = self.client(environ={**self.environ, "ML_MLFLOW_PASSWORD": "x", "ML_AWS_KEY": "y"})
        self.assertEqual(dict(client.get_secret("mlflow").secret_values), {"password": "x"})
        self.assertEqual(dict(client.require("mlflow.password", "aws.key")), {"mlflow.password": "x", "aws.key": "y"})

    def test_writing_is_refused_with_what_to_do(self) -> None:
        with self.assertRaisesRegex(zsv.UsageError, "ML_MLFLOW_PASSWORD"):
            self.client().create_secret("mlflow", {"password": "x"})

    def test_the_environment_is_that_of_the_process(self) -> None:
        os.environ["ML_MLFLOW_PASSWORD"] = "from here"
        self.addCleanup(os.environ.pop, "ML_MLFLOW_PASSWORD")
        self.assertEqual(zsv.Client(self.directory).get_value("mlflow", "password"), "from here")


class WhichStore(Project):
    configuration = """
variable "stage" { default = "dev" }
provider "file" "one" { path = "one-${var.stage}.yaml" }
provider "file" "two" { path = "two.yaml" }
stack "first" { secrets = provider.file.one }
stack "second" { secrets = provider.file.two }
"""

    def test_it_must_be_said_where_it_is_open(self) -> None:
        with self.assertRaisesRegex(zsv.NoStoreError, "with provider=, .* or the stack with stack=") as caught:
            self.client().get_secret("s")
        self.assertNotIn("--", str(caught.exception))
        self.write("two.yaml", "s: {k: two}\n")
        self.write("one-dev.yaml", "s: {k: dev}\n")
        self.write("one-prod.yaml", "s: {k: prod}\n")
        for options, value in (
            ({"stack": "second"}, "two"),
            ({"provider": "file.two"}, "two"),
            ({"stack": "first"}, "dev"),
            ({"stack": "first", "variables": {"stage": "prod"}}, "prod"),
            ({"environ": {**self.environ, "ZSV_STACK": "second"}}, "two"),
        ):
            self.assertEqual(self.client(**options).get_value("s", "k"), value)

    def test_options_are_called_as_they_are_given_here(self) -> None:
        absent = str(self.directory / "absent")
        for client, words in (
            (zsv.Client(absent, environ=self.environ), f"directory={absent}: "),
            (self.client(stack=""), "stack= is empty"),
            (self.client(provider=""), "provider= is empty"),
        ):
            with self.assertRaises(zsv.UsageError) as caught:
                client.list_secrets()
            self.assertTrue(str(caught.exception).startswith(words), str(caught.exception))

    def test_a_command_keeps_its_options(self) -> None:
        with self.assertRaisesRegex(zsv.NoSecretError, "Run zsv secret create s -i .*--provider file.two"):
            self.client(provider="file.two").get_secret("s")

    def test_no_such_store(self) -> None:
        for options in ({"stack": "third"}, {"provider": "file.three"}):
            with self.assertRaises(zsv.NoStoreError):
                self.client(**options).get_secret("s")

    def test_a_broken_configuration(self) -> None:
        self.write("main.zsv.hcl", 'provider "file" "one" {')
        with self.assertRaises(zsv.Error):
            self.client().get_secret("s")


class Diagnosis(Project):
    """All that the command finds wrong is told, in the order in which it helps. The program stands for a zsv whose
    report has more than one diagnostic."""

    def reporting(self, *diagnostics: Any, stderr: str = "") -> zsv.Client:
        report = json.dumps({"diagnostics": diagnostics})
        return self.client(
            binary=self.program(f"import sys\nprint({report!r})\nprint({stderr!r}, file=sys.stderr)\nsys.exit(1)\n")
        )

    def test_the_cause_is_in_the_text(self) -> None:
        client = self.reporting(
            diagnostic("warning", "unused-component", "Nothing uses it.", line=9),
            diagnostic("error", "configuration", "A team is written in lower case.", line=6),
            diagnostic("error", "no-provider", "It is not known where it is kept."),
            diagnostic("error", "configuration", "There is no variable b.", line=7),
        )
        with self.assertLogs("zsv", logging.WARNING) as logged, self.assertRaises(zsv.NoStoreError) as caught:
            client.get_secret("s3")
        self.assertEqual(
            str(caught.exception).splitlines(),
            [
                "It is not known where it is kept.",
                "main.zsv.hcl:6:10: A team is written in lower case.",
                "main.zsv.hcl:7:10: There is no variable b.",
                "main.zsv.hcl:9:10: Warning: Nothing uses it.",
            ],
        )
        self.assertEqual(logged.output, ["WARNING:zsv:main.zsv.hcl:9:10: Nothing uses it."])

    def test_a_reason_wherever_it_stands(self) -> None:
        client = self.reporting(
            diagnostic("error", "configuration", "It is wrong.", line=6),
            {**diagnostic("error", "unverified", "The store did not say."), "reason": "denied"},
        )
        with self.assertRaises(zsv.NotVerifiedError) as caught:
            client.get_secret("s3")
        self.assertEqual(caught.exception.reason, "denied")
        self.assertEqual(str(caught.exception), "The store did not say.\nmain.zsv.hcl:6:10: It is wrong.")

    def test_errors_of_the_configuration_alone(self) -> None:
        client = self.reporting(diagnostic("error", "configuration", "It is wrong.", line=6))
        with self.assertRaisesRegex(zsv.NoStoreError, "^main.zsv.hcl:6:10: It is wrong.$"):
            client.get_secret("s3")

    def test_what_stands_on_standard_error_is_logged(self) -> None:
        client = self.reporting(diagnostic("error", "missing-secret", "There is none."), stderr="One.\nTwo.")
        with self.assertLogs("zsv", logging.WARNING) as logged, self.assertRaises(zsv.NoSecretError) as caught:
            client.get_secret("s3")
        self.assertEqual(str(caught.exception), "There is none.")
        self.assertEqual(logged.output, ["WARNING:zsv:One.", "WARNING:zsv:Two."])

    def test_a_cause_that_requirements_share_is_told_once(self) -> None:
        client = self.reporting(
            diagnostic("error", "no-provider", "It is not known where it is kept."),
            diagnostic("error", "configuration", "It is wrong.", line=6),
        )
        with self.assertRaises(zsv.RequirementError) as caught:
            client.require("aws.key", "mlflow.password")
        self.assertEqual(
            str(caught.exception), "It is not known where it is kept.\nmain.zsv.hcl:6:10: It is wrong."
        )

    def test_odd_places(self) -> None:
        for place in (None, 5, {}, {"filename": "main.zsv.hcl"}, {"filename": "main.zsv.hcl", "start": {"line": 6}}):
            client = self.reporting({**diagnostic("error", "no-provider", "It is wrong."), "range": place})
            with self.assertRaisesRegex(zsv.NoStoreError, "It is wrong.$"):
                client.get_secret("s3")


def diagnostic(severity: str, rule: str, detail: str, line: int = 0) -> dict[str, Any]:
    """A diagnostic as it stands in a report, with a place where there is a line."""
    found: dict[str, Any] = {"severity": severity, "rule": rule, "detail": detail}
    if line:
        found["range"] = {"filename": "main.zsv.hcl", "start": {"line": line, "column": 10}}
    return found


class OnABrokenFile(Project):
    configuration = FILE

    def test_nothing_is_known(self) -> None:
        self.write("secrets.yaml", "s: [")
        for ask in (self.client().get_secret, self.client().get_secret_keys):
            with self.assertRaises(zsv.NotVerifiedError) as caught:
                ask("s")
            self.assertEqual(caught.exception.reason, "invalid")


class OnABrokenConfiguration(Project):
    configuration = """
variable "team" {
  default = "Q"
  validation {
    condition     = var.team == lower(var.team)
    error_message = "A team is written in lower case."
  }
}
provider "file" "local" { path = "${var.team}.yaml" }
"""

    def test_the_cause_is_told(self) -> None:
        with self.assertRaises(zsv.NoStoreError) as caught:
            self.client().get_secret("s")
        self.assertIn("main.zsv.hcl:2:10: ", str(caught.exception))
        self.assertIn("A team is written in lower case.", str(caught.exception))


class Arguments(Project):
    def test_what_has_no_form_is_refused(self) -> None:
        client = self.client()
        for call in (
            lambda: client.get_secret("a.b"),
            lambda: client.get_secret(""),
            lambda: client.get_secret("a\x00b"),
            lambda: client.get_secret("\ud800"),
            lambda: client.create_secret("s", {"": "v"}),
            lambda: client.create_secret("s", {"\x01": "v"}),
            lambda: client.create_secret("s", {"k": 5}),  # type: ignore[dict-item]
            lambda: client.create_secret("s", {5: "v"}),  # type: ignore[dict-item]
            lambda: client.create_secret("s", {"k": "\ud800"}),
            lambda: client.create_secret("s", {"\ud800": "v"}),
            lambda: client.update_secret("s", {"k": "v"}, remove_keys=["k"]),
            lambda: client.update_secret("s", remove_keys="k"),
            lambda: client.require("mlflow"),
            lambda: client.require("mlflow."),
            lambda: client.require(".password"),
            lambda: self.client(timeout=0).list_secrets(),
            lambda: self.client(timeout=float("nan")).list_secrets(),
            lambda: zsv.Client(self.directory / "absent").list_secrets(),
            lambda: zsv.Client(self.directory / "a\x00b").list_secrets(),
            lambda: client.update_secret("s", remove_keys=["a\x00b"]),
            *self.of_the_wrong_type(client),
        ):
            with self.assertRaises(zsv.UsageError):
                call()
        self.assertEqual(client.list_secrets(), ())

    def of_the_wrong_type(self, client: Any) -> list[Callable[[], object]]:
        calls: list[Callable[[], object]] = []
        for name in (None, 5, b"s", ["s"]):
            calls += [
                lambda name=name: client.get_secret(name),
                lambda name=name: client.get_value(name, "k"),
                lambda name=name: client.get_secret_keys(name),
                lambda name=name: client.create_secret(name, {"k": "v"}),
                lambda name=name: client.update_secret(name, {"k": "v"}),
                lambda name=name: client.update_secret("s", remove_keys=[name]),
                lambda name=name: client.delete_secret(name),
                lambda name=name: client.require("s.k", name),
                lambda name=name: client.create_secret("s", {name and str(name): "v", 1: "v"}),
                lambda name=name: zsv.Values({1: "v", "k": "v"}),
            ]
        for name in (5, b"s", ["s"]):
            calls += [
                lambda name=name: client.get_value("s", name),
                lambda name=name: client.update_secret("s", {"k": "v"}, name if name == 5 else [name]),
                lambda name=name: self.client(stack=name).list_secrets(),
                lambda name=name: self.client(provider=name).list_secrets(),
                lambda name=name: self.client(variables=name).list_secrets(),
                lambda name=name: self.client(variables={name if name == 5 else "v": name}).list_secrets(),
            ]
        for path in (5, ["s"]):
            calls += [lambda path=path: zsv.Client(path), lambda path=path: self.client(binary=path)]
        for values in (["v"], [("k", "v")], "v", 5, Awkward()):
            calls += [
                lambda values=values: client.create_secret("s", values),
                lambda values=values: client.update_secret("s", values),
                lambda values=values: zsv.Secret("s", values),
            ]
        for seconds in (1e300, float("inf"), 10**5000, 1e7, "5", None, 2j):
            calls.append(lambda seconds=seconds: self.client(timeout=seconds).list_secrets())
        return calls

    def test_paths_are_taken_in_each_form(self) -> None:
        client = self.client()
        client.create_secret("s", {"k": "v"})
        for directory in (self.directory, str(self.directory), os.fsencode(self.directory)):
            self.assertEqual(zsv.Client(directory, environ=self.environ, timeout=1_000_000).list_secrets(), ("s",))

    def test_in_a_directory_that_is_gone(self) -> None:
        before = os.getcwd()
        gone = self.directory / "gone"
        gone.mkdir()
        os.chdir(gone)
        self.addCleanup(os.chdir, before)
        try:
            gone.rmdir()
        except OSError as error:
            self.skipTest(f"{error}: this system keeps a working directory, run this test on Linux or macOS")
        for relative in ("./zsv", "." + (shutil.which("sh") or "/bin/sh")):
            with self.assertRaises(zsv.ZsvNotFoundError):
                self.client(binary=relative).list_secrets()

    def test_a_name_that_looks_like_an_option(self) -> None:
        client = self.client()
        client.create_secret("--reveal", {"k": "v"})
        self.assertEqual(client.list_secrets(), ("--reveal",))
        self.assertEqual(client.get_value("--reveal", "k"), "v")
        client.delete_secret("--reveal")


    def test_braces_stand_in_the_configuration(self) -> None:
        client = self.client()
        client.create_secret("s3", {"access.key": "v"})
        for reference in ("{{s3.access.key}}", "{{ s3.access.key }}", "{s3.access.key}", " {{s3.access.key}}\n"):
            for call in (client.require, client.get_secret, lambda r: client.create_secret(r, {"k": "v"})):
                with self.assertRaisesRegex(zsv.UsageError, "write s3.access.key without braces"):
                    call(reference)
        for name in ("{{s3}}", "{s3}"):
            for call in (client.get_secret, client.delete_secret, lambda n: client.rename_secret("s3", n)):
                with self.assertRaisesRegex(zsv.UsageError, "write s3 without braces"):
                    call(name)
        self.assertEqual(client.list_secrets(), ("s3",))

    def test_a_key_may_have_braces(self) -> None:
        client = self.client()
        client.create_secret("s", {"{k}": "v"})
        self.assertEqual(dict(client.require("s.{k}")), {"s.{k}": "v"})


class Awkward:
    """Neither true nor false, as a table of numbers is."""

    def __bool__(self) -> bool:
        raise ValueError("it is neither")


class Require(Project):
    def test_all_there(self) -> None:
        client = self.client()
        client.create_secret("mlflow", {"username": "ml", "password": "x", "x.y": b"\xff"})
        found = client.require("mlflow.password", "mlflow.x.y", "mlflow.password")
        self.assertEqual(dict(found), {"mlflow.password": "x", "mlflow.x.y": b"\xff"})
        self.assertEqual(len(client.require()), 0)

    def test_everything_that_is_missing_is_in_one_error(self) -> None:
        self.write("secrets.yaml", "mlflow: {username: ml, nested: {a: b}}\nlist: [a]\n")
        with self.assertRaises(zsv.RequirementError) as caught:
            wanted = ("mlflow.username", "mlflow.password", "mlflow.nested", "aws.key", "aws.secret", "list.k")
            self.client().require(*wanted)
        kinds = [(type(error), error.secret, error.key) for error in caught.exception.errors]
        self.assertEqual(
            kinds,
            [
                (zsv.NoKeyError, "mlflow", "password"),
                (zsv.NotVerifiedError, "mlflow", "nested"),
                (zsv.NoSecretError, "aws", "key"),
                (zsv.NotVerifiedError, "list", "k"),
            ],
        )
        for error in caught.exception.errors:
            self.assertIn(str(error), str(caught.exception))

    def test_a_key_that_is_there_beside_one_that_is_not_right(self) -> None:
        self.write("secrets.yaml", "mlflow: {username: ml, nested: {a: b}}\n")
        self.assertEqual(dict(self.client().require("mlflow.username")), {"mlflow.username": "ml"})

    def test_functions_of_the_module(self) -> None:
        self.client().create_secret("mlflow", {"password": "x"})
        options = {"directory": self.directory, "environ": self.environ}
        self.assertEqual(zsv.get_secret("mlflow", **options).secret_values["password"], "x")
        self.assertEqual(zsv.get_value("mlflow", "password", **options), "x")
        self.assertEqual(zsv.require("mlflow.password", **options)["mlflow.password"], "x")
