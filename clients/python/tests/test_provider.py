"""Providers written with zsv_provider, asked as zsv asks them."""

from __future__ import annotations

import contextlib
import http.server
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
from typing import Any, ClassVar, Dict, Iterable, List, Mapping, NewType, Optional, Sequence, Tuple, Union

import zsv_provider
from tests.project import Project
from zsv_provider import SECRET_AND_KEY_EXISTS, SECRET_EXISTS, Address, Answer, Change, Provider, Value, Written, ask

CANARY = "canary, which nobody may see"
HERE = pathlib.Path(__file__).resolve().parent.parent

HELD: Dict[str, Dict[str, Value]] = {"mlflow": {"password": CANARY, "username": "ml"}, "bare": {}}


class Named(Provider):
    """Knows names alone."""

    def keys(self, location: str) -> Optional[Iterable[str]]:
        return HELD.get(location)


class Valued(Provider):
    """Knows values alone."""

    def fetch(self, location: str, keys: Sequence[str]) -> Optional[Mapping[str, Optional[Value]]]:
        self.sent()
        return HELD.get(location)


class Whole(Named, Valued):
    def locations(self, prefix: str) -> Iterable[str]:
        return HELD

    def write(self, change: Change) -> Written:
        return change.apply(HELD.get(change.location))[1]


def asked(kind: Any, method: str = "check", queries: Sequence[Any] = (), **members: Any) -> Dict[str, Any]:
    """What a provider answers to queries: of a location, or of a location and keys."""
    given = [
        {"id": number, "location": query[0], "keys": list(query[1:])} if isinstance(query, tuple) else query
        for number, query in enumerate(queries)
    ]
    return ask(kind, {"method": method, "queries": given, "level": SECRET_AND_KEY_EXISTS, **members})


def told(kind: Any, method: str = "check", queries: Sequence[Any] = (), **members: Any) -> Dict[str, Any]:
    """What zsv is told, of defects too, which ask raises."""
    given = [{"id": number, "location": query[0], "keys": list(query[1:])} for number, query in enumerate(queries)]
    request = {"method": method, "queries": given, "level": SECRET_AND_KEY_EXISTS, **members}
    with contextlib.redirect_stderr(io.StringIO()):
        return zsv_provider._Session(kind).answer({"protocol": 1, "id": 1, **request})


def block(**arguments: Any) -> Dict[str, Any]:
    return {"type": "x", "name": "main", "arguments": arguments}


class Checking(unittest.TestCase):
    def test_by_names(self) -> None:
        answer = asked(Named, queries=[("mlflow", "password", "token"), ("slack", "token"), ("bare", "x"), ("mlflow",)])
        self.assertEqual(
            [(a["id"], a["secret"], a.get("keys"), a["values_read"]) for a in answer["answers"]],
            [
                (0, "present", {"password": "present", "token": "missing"}, 0),
                (1, "missing", None, 0),
                (2, "present", {"x": "missing"}, 0),
                (3, "present", None, 0),
            ],
        )
        self.assertEqual(answer["answers"][0]["available"], ["password", "username"])
        self.assertEqual((answer["protocol"], answer["id"], answer["requests"]), (1, 1, 0))

    def test_by_values_tells_how_many(self) -> None:
        answer = asked(Valued, queries=[("mlflow", "password"), ("slack",)])
        self.assertEqual([a["values_read"] for a in answer["answers"]], [2, 0])
        self.assertEqual(answer["requests"], 2)
        self.assertNotIn(CANARY, json.dumps(answer))

    def test_values_are_not_read_where_that_is_forbidden(self) -> None:
        answer = asked(Valued, queries=[("mlflow", "password")], read_values="never")
        self.assertEqual(answer["answers"][0]["secret"], "unverified")
        self.assertEqual(answer["answers"][0]["reason"], "unsupported")
        self.assertEqual(asked(Whole, queries=[("mlflow",)], read_values="never")["answers"][0]["secret"], "present")

    def test_a_store_in_which_keys_make_secrets(self) -> None:
        class Keyed(Provider):
            keys_make_secrets = True

            def fetch(self, location: str, keys: Sequence[str]) -> Mapping[str, Optional[Value]]:
                assert keys
                return {key: HELD.get(location, {}).get(key) for key in keys}

        for method in ("check", "fetch"):
            answers = asked(Keyed, method, [("mlflow", "password", "x"), ("mlflow", "x"), ("slack", "x"), ("mlflow",)])[
                "answers"
            ]
            self.assertEqual([a["secret"] for a in answers], ["present", "missing", "missing", "unverified"])
            self.assertEqual(answers[0]["keys"]["x"], "missing")
            self.assertEqual(answers[3]["reason"], "unsupported")
        self.assertEqual(ask(Keyed, {"method": "hello"})["hello"]["capabilities"], ["check", "fetch"])

    def test_secrets_alone(self) -> None:
        answer = asked(Named, queries=[("mlflow", "token"), ("slack", "token")], level=SECRET_EXISTS)
        self.assertEqual(
            [(a["secret"], "keys" in a) for a in answer["answers"]], [("present", False), ("missing", False)]
        )

    def test_exists_is_asked_where_keys_do_not_matter(self) -> None:
        class Known(Named):
            def exists(self, location: str) -> bool:
                return location == "known"

        for level in (SECRET_EXISTS, SECRET_AND_KEY_EXISTS):
            answer = asked(Known, queries=[("known",), ("mlflow",)], level=level)
            self.assertEqual([a["secret"] for a in answer["answers"]], ["present", "missing"])
        self.assertEqual(asked(Known, queries=[("mlflow", "password")])["answers"][0]["secret"], "present")

    def test_a_store_that_knows_no_keys(self) -> None:
        class Existing(Provider):
            def exists(self, location: str) -> bool:
                return location == "known"

        self.assertEqual(asked(Existing, queries=[("known",)], level=SECRET_EXISTS)["answers"][0]["secret"], "present")
        answer = asked(Existing, queries=[("known", "k")])["answers"][0]
        self.assertEqual((answer["secret"], answer["reason"]), ("unverified", "unsupported"))

    def test_exists_is_a_bool(self) -> None:
        for returned in ("not found", 1, None, ["mlflow"]):

            class Vague(Named):
                def exists(self, location: str) -> Any:
                    return returned  # noqa: B023, called in this turn of the loop

            answer = told(Vague, queries=[("mlflow",)], level=SECRET_EXISTS)
            self.assertNotIn("present", str(answer))
            self.assertNotIn("missing", str(answer.get("answers")))

    def test_missing_secrets_bring_the_others(self) -> None:
        answer = asked(Whole, queries=[("mlflw", "password")])
        self.assertEqual(answer["answers"][0]["available"], ["bare", "mlflow"])

    def test_one_that_knows_more(self) -> None:
        class Knowing(Provider):
            def check(self, location: str, keys: Sequence[str], level: str) -> Answer:
                if location == "gone":
                    return Answer("missing", reason="deleted", detail="deleted on Monday")
                statuses = {"a": {"status": "missing", "reason": "empty"}, "b": "missing"}
                return Answer("present", {**statuses, "c": {"status": "present", "reason": "empty"}}, values_read=3)

        answers = asked(Knowing, queries=[("gone", "a"), ("mlflow", "a", "b"), ("mlflow", "c")])["answers"]
        self.assertEqual((answers[0]["reason"], answers[0]["detail"]), ("deleted", "deleted on Monday"))
        self.assertEqual(answers[1]["keys"], {"a": {"status": "missing", "reason": "empty"}, "b": "missing"})
        self.assertEqual(answers[2]["keys"], {"c": {"status": "present", "reason": "empty"}})
        self.assertEqual(ask(Knowing, {"method": "hello"})["hello"]["capabilities"], ["check"])

    def test_what_is_known_at_the_deadline_is_told(self) -> None:
        released = threading.Event()
        self.addCleanup(released.set)

        class Slow(Provider):
            concurrency = 2

            def keys(self, location: str) -> Iterable[str]:
                if location == "slow":
                    released.wait()
                return ["a"]

        answers = asked(Slow, queries=[("slow", "a"), ("quick", "a")], timeout=1)["answers"]
        self.assertEqual(
            [(a["secret"], a.get("reason")) for a in answers], [("unverified", "timeout"), ("present", None)]
        )

    def test_as_many_at_a_time_as_both_allow(self) -> None:
        for own, asked_for, want in ((4, None, 4), (4, 2, 2), (1, 16, 1), (2, 16, 2)):
            together = threading.Barrier(want, timeout=30)
            lock, seen = threading.Lock(), [0, 0]

            class Counting(Provider):
                concurrency = own

                def keys(self, location: str) -> Iterable[str]:
                    with lock:
                        seen[0] += 1
                        seen[1] = max(seen)
                    together.wait()
                    with lock:
                        seen[0] -= 1
                    return []

            members = {} if asked_for is None else {"concurrency": asked_for}
            asked(Counting, queries=[(f"s{i}",) for i in range(4 * want)], **members)
            self.assertEqual(seen[1], want)

    def test_one_at_a_time_is_always_the_same_thread(self) -> None:
        threads = set()

        class Threaded(Named):
            def __init__(self) -> None:
                threads.add(threading.get_ident())

            def begin(self) -> None:
                threads.add(threading.get_ident())

            def keys(self, location: str) -> Optional[Iterable[str]]:
                threads.add(threading.get_ident())
                return super().keys(location)

        asked(Threaded, queries=[("mlflow",), ("slack",)])
        self.assertEqual(len(threads), 1)


class OtherMethods(unittest.TestCase):
    def test_hello(self) -> None:
        class Databricks(Whole):
            version = "1.2.0"
            host: Address
            second: Optional[Address] = None
            token_file: str = ""

        hello = ask(Databricks, {"method": "hello"})["hello"]
        self.assertEqual(
            hello,
            {
                "name": "databricks",
                "version": "1.2.0",
                "capabilities": ["check", "keys", "fetch", "list", "write"],
                "addresses": ["host", "second"],
                "paths": [],
            },
        )
        self.assertNotIn("version", ask(Named, {"method": "hello"})["hello"])

    def test_what_it_cannot_do(self) -> None:
        for method in ("fetch", "list", "write", "conquer"):
            self.assertEqual(asked(Named, method)["error"]["reason"], "unsupported")

    def test_keys(self) -> None:
        for kind, read in ((Named, 0), (Valued, 2)):
            answers = asked(kind, "keys", [("mlflow",), ("slack",)])["answers"]
            self.assertEqual(answers[0]["keys"], ["password", "username"])
            self.assertEqual((answers[0]["values_read"], answers[1]["secret"]), (read, "missing"))

    def test_fetch(self) -> None:
        class Odd(Provider):
            def fetch(self, location: str, keys: Sequence[str]) -> Mapping[str, Optional[Value]]:
                return {"text": "ü", "bytes": b"\xc3\xbc", "odd": b"\xff", "none": None}

        answers = asked(Odd, "fetch", [("s", "text", "none", "other"), ("s",)])["answers"]
        self.assertEqual(answers[0]["values"], {"text": "ü"})
        self.assertEqual(answers[0]["keys"], {"none": "missing", "other": "missing"})
        self.assertEqual(answers[1]["values"], {"text": "ü", "bytes": "ü", "odd": {"base64": "/w=="}})
        self.assertEqual(asked(Valued, "fetch", [("slack", "token")])["answers"][0], {"id": 0, "secret": "missing"})

    def test_list(self) -> None:
        self.assertEqual(ask(Whole, {"method": "list", "prefix": ""})["secrets"], ["bare", "mlflow"])

    def test_write(self) -> None:
        def written(**change: Any) -> Dict[str, Any]:
            return ask(Whole, {"method": "write", "change": change})

        done = written(
            location="mlflow", set={"password": "x", "new": {"base64": "/w=="}}, remove=["username", "none"], keep=True
        )
        self.assertEqual(
            done["written"],
            {"created": False, "set": ["new"], "kept": ["password"], "removed": ["username"], "warnings": []},
        )
        self.assertEqual(written(location="mlflow", set={}, condition="if_missing")["error"]["reason"], "exists")
        self.assertEqual(written(location="slack", set={}, condition="if_present")["error"]["reason"], "missing")
        self.assertTrue(written(location="slack", set={"a": "b"}, condition="if_missing")["written"]["created"])
        for change in ({}, {"location": "a", "set": {"k": 1}}, {"location": "a", "set": {"k": {"base64": "?"}}}):
            self.assertEqual(written(**change)["error"]["reason"], "invalid")
        self.assertEqual(written(location="a", condition="on_full_moon")["error"]["reason"], "unsupported")

    def test_a_change_shows_no_value(self) -> None:
        self.assertNotIn(CANARY, repr(Change("s", {"k": CANARY})))


class Arguments(unittest.TestCase):
    class Typed(Named):
        host: Address
        path: pathlib.Path
        scope: str
        depth: int = 1
        ratio: float = 0.5
        deep: bool = False
        names: List[str] = []
        maybe: Optional[str]
        given: Dict[str, Any] = {}

        def begin(self) -> None:
            for name in given:
                given[name] = getattr(self, name)

    def take(self, **arguments: Any) -> Dict[str, Any]:
        with tempfile.TemporaryDirectory() as directory:
            whole = {"host": "https://h", "path": ".", "scope": "s", **arguments}
            return asked(
                self.Typed,
                provider=block(**{name: value for name, value in whole.items() if value is not None}),
                trusted={"addresses": ["https://h:443"], "paths": [directory]},
                directory=directory,
            )

    def test_have_the_types_of_their_annotations(self) -> None:
        given.update(dict.fromkeys(("host", "scope", "depth", "ratio", "deep", "names", "maybe")))
        self.assertNotIn("error", self.take(depth=2.0, ratio=3, deep=True, names=["a"]))
        self.assertEqual(
            given,
            {"host": "https://h", "scope": "s", "depth": 2, "ratio": 3.0, "deep": True, "names": ["a"], "maybe": None},
        )
        self.assertIsInstance(given["depth"], int)
        given.clear()

    def test_that_are_wrong(self) -> None:
        for arguments, want in (
            ({"scope": None}, "the argument 'scope' is missing"),
            ({"scop": "x"}, "there is no argument \"scop\": did you mean 'scope'?"),
            ({"zzzz": "x"}, 'there is no argument "zzzz": there is '),
            ({"scope": 1}, "the argument 'scope' is a string, not 1"),
            ({"depth": "1"}, "the argument 'depth' is a whole number"),
            ({"depth": True}, "the argument 'depth' is a whole number"),
            ({"depth": 1.5}, "the argument 'depth' is a whole number"),
            ({"ratio": True}, "the argument 'ratio' is a number"),
            ({"deep": "yes"}, "the argument 'deep' is true or false"),
            ({"names": "a"}, "the argument 'names' is a list"),
            ({"host": "h"}, "the argument 'host' is no address"),
            ({"host": "https://h h/"}, "the argument 'host' is no address"),
            ({"path": 1}, "the argument 'path' is a path"),
        ):
            error = self.take(**arguments)["error"]
            self.assertEqual(error["reason"], "invalid", arguments)
            self.assertIn(want, error["detail"])


    def test_are_looked_at_to_the_leaves(self) -> None:
        elsewhere, outside = "https://evil.example.com", "/etc/passwd"
        for annotation, value in (
            (List[Address], [elsewhere]),
            (Sequence[Address], ["https://h", elsewhere]),
            (Tuple[Address, ...], [elsewhere]),
            (Dict[str, Address], {"a": elsewhere}),
            (Dict[str, List[Optional[Address]]], {"a": [None, elsewhere]}),
            (Optional[Union[Address, List[Address]]], elsewhere),
            (Optional[Union[Address, List[Address]]], [elsewhere]),
            (NewType("Host", Address), elsewhere),
            (Optional[NewType("Host", Address)], elsewhere),
            (List[pathlib.Path], [outside]),
            (Dict[str, pathlib.PurePath], {"a": outside}),
            (Union[pathlib.Path, int], outside),
        ):
            kind = type("Typed", (Named,), {"__annotations__": {"given": annotation}})
            hello = ask(kind, {"method": "hello"})["hello"]
            named = hello["paths" if "passwd" in str(value) else "addresses"]
            self.assertEqual(named, ["given"], annotation)
            trusted = {"addresses": ["https://h"], "paths": ["/project"]}
            answer = asked(kind, provider=block(given=value), trusted=trusted)
            self.assertEqual(answer["error"]["reason"], "untrusted", annotation)

    def test_of_several_types(self) -> None:
        taken = []

        class Typed(Named):
            hosts: List[Address] = ["https://own.example.com"]  # type: ignore[list-item]
            either: Union[int, float, List[str], None] = None
            count: ClassVar[int] = 7

            def begin(self) -> None:
                taken[:] = [self.hosts, self.either]
                self.trusted("https://own.example.com/path")

        for value, want in ((1, 1), (1.5, 1.5), (2.0, 2), (["a"], ["a"]), (None, None)):
            self.assertNotIn("error", asked(Typed, provider=block(either=value)))
            self.assertEqual(taken[1], want)
            self.assertIs(type(taken[1]), type(want))
        for value in ("a", True, {"a": 1}, [1]):
            self.assertEqual(asked(Typed, provider=block(either=value))["error"]["reason"], "invalid", value)
        answer = asked(Typed, provider=block(hosts=["https://h"]), trusted={"addresses": ["https://h"]})
        self.assertEqual(answer["error"]["reason"], "untrusted")  # of what begin does: the default was not taken
        self.assertIsInstance(taken[0][0], Address)

    def test_are_named_where_they_are_not_trusted(self) -> None:
        for annotation, value, want in (
            (Address, "https://elsewhere", 'the address "https://elsewhere" of the argument \'given\' is not trusted'),
            (pathlib.Path, "/etc", 'the path "/etc" of the argument \'given\' lies outside'),
            (pathlib.Path, "/project/.git", "the path \"/project/.git\" of the argument 'given' lies in git's"),
            (List[pathlib.Path], ["/etc"], "the path \"/etc\" of the argument 'given'[0] lies"),
            (Dict[str, Address], {"a": "https://h:1"}, "of the argument 'given'[\"a\"] is not trusted"),
            (List[int], ["x"], "the argument 'given'[0] is a whole number"),
        ):
            kind = type("Typed", (Named,), {"__annotations__": {"given": annotation}})
            answer = asked(kind, provider=block(given=value), trusted={"paths": ["/project"]})
            self.assertIn(want, answer["error"]["detail"])

    def test_that_the_module_does_not_know(self) -> None:
        for annotation in (
            Union[Address, str, None],
            Union[List[Address], List[str]],
            Union[pathlib.Path, Any],
            bytes,
            set,
            Tuple[str, int],
            Dict[int, str],
            List[object.__class__],
            "Nowhere",
        ):
            kind = type("Odd", (Named,), {"__annotations__": {"given": annotation}})
            with self.assertRaises(TypeError, msg=str(annotation)):
                ask(kind, {"method": "hello"})


given: Dict[str, Any] = {}


class Trust(unittest.TestCase):
    class Connected(Named):
        host: Address = Address("https://default.example.com")

    def reason(self, host: str, *trusted: str) -> str:
        answer = asked(self.Connected, provider=block(host=host), trusted={"addresses": list(trusted), "paths": []})
        return str(answer.get("error", {}).get("reason", ""))

    def test_of_addresses_is_of_their_origin(self) -> None:
        for host in ("https://h", "https://h:443", "https://H/path", "HTTPS://h:443/", "https://me@h"):
            self.assertEqual(self.reason(host, "https://h"), "", host)
        for host in (
            "http://h",
            "https://h:444",
            "https://h.example.com",
            "https://h@evil",
            "https://evil#@h",
            "ssh://h:443",
        ):
            self.assertEqual(self.reason(host, "https://h", "h", ""), "untrusted", host)
        self.assertEqual(self.reason("http://[::1]:80", "http://[::1]"), "")

    def test_the_detail_names_the_address_and_no_password(self) -> None:
        answer = asked(self.Connected, provider=block(host=f"https://me:{CANARY.replace(' ', '')}@h"))
        self.assertIn("https://h", answer["error"]["detail"])
        self.assertNotIn("canary", answer["error"]["detail"])

    def test_a_default_is_trusted(self) -> None:
        class Opening(self.Connected):  # type: ignore[name-defined,misc]
            def begin(self) -> None:
                self.trusted(self.host + "/path")

        self.assertNotIn("error", asked(Opening))

    def test_of_files(self) -> None:
        class Kept(Named):
            path: pathlib.Path

            def keys(self, location: str) -> Optional[Iterable[str]]:
                file = self.below(self.path, location)
                return ["k"] if file.is_file() else None

        with tempfile.TemporaryDirectory() as directory:
            root = pathlib.Path(directory).resolve()
            (root / "project" / "store").mkdir(parents=True)
            for name in ("project/store/a", "project/b", "outside"):
                (root / name).write_text("")
            links = {"in": "../b", "out": "../../outside"}
            if os.name == "nt":
                links = {}
            for name, target in links.items():
                (root / "project" / "store" / name).symlink_to(target)

            def reasons(path: str, *locations: str) -> List[str]:
                answer = asked(
                    Kept,
                    queries=[(location,) for location in locations],
                    provider=block(path=path),
                    trusted={"addresses": [], "paths": [str(root / "project")]},
                    directory=str(root / "project"),
                )
                if "error" in answer:
                    return [answer["error"]["reason"]]
                return [a.get("reason", a["secret"]) for a in answer["answers"]]

            self.assertEqual(reasons("store", "a", "b", "k" * 255), ["present", "missing", "missing"])
            self.assertEqual(reasons(str(root / "project"), "b", "store/a"), ["present", "present"])
            odd = [
                "",
                ".",
                "..",
                "../b",
                "/a",
                "a/",
                "./a",
                "a\0",
                "a\n",
                "k" * 256,
                "\udcff\udfff",
                str(root / "outside"),
            ]
            self.assertEqual(reasons("store", *odd), ["invalid"] * len(odd))
            (root / "project" / ".git").mkdir()
            (root / "project" / ".git" / "a").write_text("")
            for path in (".git", "store/../.git", ".GIT", "..", "../outside", str(root), "/etc", "store/../../outside"):
                self.assertEqual(reasons(path, "a"), ["untrusted"])
            if links:
                self.assertEqual(reasons("store", "in", "out"), ["present", "untrusted"])


class Server(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status = int(self.path.strip("/") or 200)
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://localhost:1/elsewhere")
        self.end_headers()
        self.wfile.write(self.headers.get("Authorization", "").encode())

    do_POST = do_GET

    def log_message(self, *_arguments: Any) -> None:
        pass


class Opening(unittest.TestCase):
    class Remote(Provider):
        host: Address

        def keys(self, location: str) -> Iterable[str]:
            with self.open(f"{self.host}/{location}", headers={"Authorization": "Bearer x"}) as response:
                return [response.read().decode()]

    def setUp(self) -> None:
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Server)
        threading.Thread(target=self.server.serve_forever, args=(0.05,)).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.address = f"http://127.0.0.1:{self.server.server_port}"

    def test_what_went_wrong_becomes_a_reason(self) -> None:
        statuses = ["200", "401", "403", "404", "429", "500", "503", "504", "302"]
        answer = asked(
            self.Remote,
            queries=[(status, "Bearer x") for status in statuses],
            provider=block(host=self.address),
            trusted={"addresses": [self.address]},
        )
        self.assertEqual(
            [a.get("reason", a["secret"]) for a in answer["answers"]],
            [
                "present",
                "unauthenticated",
                "denied",
                "server_error",
                "throttled",
                "server_error",
                "server_error",
                "timeout",
                "untrusted",
            ],
        )
        self.assertEqual(answer["requests"], len(statuses))
        self.assertEqual(answer["answers"][0]["keys"], {"Bearer x": "present"})

    def test_a_change_that_the_server_answers_with_a_redirect_may_have_been_made(self) -> None:
        class Written(self.Remote):  # type: ignore[name-defined,misc]
            def write(self, change: Change) -> Any:
                self.open(f"{self.host}/302", method="POST", data=b"x")

        error = self.changed(Written)
        self.assertEqual(error["reason"], "unreachable")
        self.assertIn("redirects to http://localhost:1", error["detail"])
        self.assertIn("the change may have been made", error["detail"])

    def test_what_the_module_refuses_after_a_request_of_a_change_may_have_been_made(self) -> None:
        for refuse in (
            lambda provider: provider.trusted("https://elsewhere.example.com"),
            lambda provider: provider.open("https://elsewhere.example.com"),
            lambda provider: provider.file("/etc/passwd"),
            lambda provider: provider.below(provider.directory, "../x"),
            lambda provider: provider.may_read_values(),
        ):
            for is_sent, want in ((False, ("untrusted", "invalid", "unsupported")), (True, ("unreachable",))):

                class Refused(self.Remote):  # type: ignore[name-defined,misc]
                    def begin(self) -> None:
                        self.sent()  # a login, which changes nothing

                    def write(self, change: Change) -> Any:
                        if is_sent:
                            self.sent()
                        refuse(self)  # noqa: B023, called in this turn of the loop

                self.assertIn(self.changed(Refused)["reason"], want)

    def changed(self, kind: Any) -> Dict[str, Any]:
        """The error that a change ends with."""
        return asked(
            kind,
            "write",
            change={"location": "s", "set": {"k": CANARY}},
            provider=block(host=self.address),
            trusted={"addresses": [self.address]},
            read_values="never",
        )["error"]

    def test_nobody_is_there(self) -> None:
        nobody = "http://127.0.0.1:1"
        answer = asked(self.Remote, queries=[("x",)], provider=block(host=nobody), trusted={"addresses": [nobody]})
        self.assertEqual(answer["answers"][0]["reason"], "unreachable")


class Errors(unittest.TestCase):
    def test_have_their_reasons(self) -> None:
        for error, want in (
            (zsv_provider.Denied("no"), "denied"),
            (zsv_provider.Error("no", reason="sealed"), "sealed"),
            (TimeoutError(CANARY), "timeout"),
            (ConnectionRefusedError(CANARY), "unreachable"),
            (PermissionError(CANARY), "denied"),
        ):

            class Failing(Provider):
                def keys(self, location: str) -> Iterable[str]:
                    raise error

            answer = asked(Failing, queries=[("a",)])
            self.assertEqual(answer["answers"][0]["reason"], want)
            self.assertNotIn(CANARY, json.dumps(answer))

    def test_in_begin_are_for_all(self) -> None:
        class Failing(Named):
            def begin(self) -> None:
                raise zsv_provider.Unauthenticated("log in")

        self.assertEqual(asked(Failing, queries=[("a",)])["error"], {"reason": "unauthenticated", "detail": "log in"})

    def test_that_nobody_foresaw_show_their_type_and_place(self) -> None:
        class Broken(Named):
            def keys(self, location: str) -> Iterable[str]:
                raise KeyError(CANARY)

        class Leaving(Named):
            def keys(self, location: str) -> Iterable[str]:
                raise SystemExit(CANARY)

        for kind, want in ((Broken, "KeyError at test_provider.py:"), (Leaving, "SystemExit at test_provider.py:")):
            error = told(kind, queries=[("a",), ("b",)])["error"]
            self.assertEqual(error["reason"], "plugin")
            self.assertIn(want, error["detail"])
            self.assertIn("in keys", error["detail"])
            self.assertNotIn(CANARY, json.dumps(error))

    def test_what_must_not_be_returned(self) -> None:
        for returned in ("password", 1, [1], [b"x"], b"x"):

            class Wrong(Provider):
                def keys(self, location: str) -> Any:
                    return returned

            self.assertEqual(told(Wrong, queries=[("a", "p")])["error"]["reason"], "plugin", returned)
            self.assertEqual(told(Wrong, "keys", queries=[("a",)])["error"]["reason"], "plugin", returned)

        for answer in (
            None,
            "present",
            Answer("here"),
            Answer("unverified"),
            Answer("present", reason="denied"),
            Answer("unverified", reason="Not A Word"),
            Answer("present", {"p": "there"}),
            Answer("present", {"p": {"status": "unverified"}}),
            Answer("present", {"p": {"status": "present", "reason": "denied"}}),
            Answer("present", {"p": {"status": "missing", "reason": "denied"}}),
            Answer("missing", reason="timeout"),
            Answer("missing", {"p": "present"}),
            Answer("missing", {"other": {"status": "present"}}),
            Answer("unverified", {"p": "present"}, reason="denied"),
            Answer("present"),
            Answer("present", {"other": "present"}),
        ):

            class Vague(Provider):
                def check(self, location: str, keys: Sequence[str], level: str) -> Any:
                    return answer

            self.assertEqual(told(Vague, queries=[("a", "p")])["error"]["reason"], "plugin", answer)

        class Silent(Provider):
            def check(self, location: str, keys: Sequence[str], level: str) -> Answer:
                return Answer("present", {"p": "present"})

        self.assertIn("no status for the key \"q\"", told(Silent, queries=[("a", "p", "q")])["error"]["detail"])

    def test_asking_raises_what_nobody_foresaw(self) -> None:
        class Broken(Named):
            def keys(self, location: str) -> Iterable[str]:
                raise KeyError(location)

        with self.assertRaisesRegex(KeyError, "mlflow"):
            ask(Broken, {"method": "check", "queries": [{"location": "mlflow"}]})

    def test_reasons_are_words(self) -> None:
        for reason in ("Not A Word", "two words", "x" * 65, "interrupted", "optional", "internal"):
            with self.assertRaises(ValueError):
                zsv_provider.Error("no", reason=reason)


class Values(unittest.TestCase):
    """What a store holds and a secret cannot."""

    def test_that_are_none_are_unverified_by_themselves(self) -> None:
        for odd in (False, 123, {"nested": 1}, ["a"], "\udcff"):

            class Odd(Provider):
                def fetch(self, location: str, keys: Sequence[str]) -> Any:
                    return {"good": CANARY, "odd": odd}

            for method in ("check", "fetch"):
                answer = asked(Odd, method, [("s", "good", "odd", "none"), ("s", "good")])["answers"]
                self.assertEqual(answer[0]["secret"], "present")
                self.assertEqual(answer[0]["keys"]["odd"]["status"], "unverified", odd)
                self.assertEqual(answer[0]["keys"]["odd"]["reason"], "invalid")
                self.assertEqual(answer[0]["keys"]["none"], "missing")
                self.assertNotIn("reason", answer[1])
            self.assertEqual(answer[0]["values"], {"good": CANARY})
            for method in ("keys", "fetch"):  # of all keys nothing else can be said
                self.assertEqual(asked(Odd, method, [("s",)])["answers"][0]["reason"], "invalid")


class Writing(unittest.TestCase):
    """A change is said not to have been made only where the class says so."""

    def written(self, done: Any) -> Any:
        class Writer(Provider):
            def keys(self, location: str) -> Iterable[str]:
                return []

            def write(self, change: Change) -> Any:
                return done()

        with contextlib.redirect_stderr(io.StringIO()):
            answer = told(Writer, "write", change={"location": "s", "set": {"k": CANARY}})
        self.assertNotIn(CANARY, json.dumps(answer))
        return answer.get("error") or answer["written"]

    def test_that_ends_in_an_unforeseen_way_may_have_been_made(self) -> None:
        def fail(error: BaseException) -> Any:
            raise error

        def status(code: int) -> urllib.error.HTTPError:
            return urllib.error.HTTPError("http://h", code, "", {}, None)  # type: ignore[arg-type]

        for done, want in (
            (lambda: None, "unreachable"),  # forgot to return what was done
            (lambda: Change("s").apply({}), "unreachable"),
            (lambda: fail(KeyError(CANARY)), "unreachable"),
            (lambda: fail(SystemExit(1)), "unreachable"),
            (lambda: fail(status(500)), "unreachable"),
            (lambda: fail(status(403)), "unreachable"),
            (lambda: fail(PermissionError(CANARY)), "unreachable"),
            (lambda: Written(set="k"), "unreachable"),
            (lambda: fail(TimeoutError()), "timeout"),
        ):
            error = self.written(done)
            self.assertEqual(error["reason"], want)
            self.assertIn("the change may have been made", error["detail"])
        for raised in (zsv_provider.Denied("no"), zsv_provider.SecretExists(), zsv_provider.Invalid("no")):
            self.assertEqual(self.written(lambda: fail(raised))["reason"], raised.reason)

    def test_before_it_began_was_not_made(self) -> None:
        class Beginning(Whole):
            def begin(self) -> None:
                raise KeyError("x")

        error = told(Beginning, "write", change={"location": "s", "set": {"k": "v"}})["error"]
        self.assertEqual(error["reason"], "plugin")

    def test_lists_are_lists(self) -> None:
        for name in ("set", "kept", "removed", "warnings"):
            for wrong in ("oops", b"oops", [1], None):
                with self.assertRaises(TypeError):
                    Written(**{name: wrong})  # type: ignore[arg-type]
        done = self.written(lambda: Written(set=(key for key in "k"), warnings=["slow", "slow"]))
        self.assertEqual((done["set"], done["warnings"]), (["k"], ["slow"]))

    def test_requests_that_make_no_sense(self) -> None:
        for request in (
            {"method": "check", "level": "SECRET_EXISTS", "queries": 1},
            {"method": "check", "level": "SECRET_EXISTS", "queries": [1]},
            {"method": "check", "level": "SECRET_EXISTS", "queries": [{"id": 0}]},
            {"method": "check", "level": "SECRET_EXISTS", "queries": [{"id": 0, "location": "a", "keys": [1]}]},
            {"method": "check", "level": "ALL"},
            {"method": "check", "level": "SECRET_EXISTS", "timeout": "soon"},
            {"method": "check", "level": "SECRET_EXISTS", "provider": []},
        ):
            self.assertEqual(ask(Named, request)["error"]["reason"], "invalid", request)
        self.assertEqual(ask(Named, {"method": "hello", "protocol": 2})["error"]["reason"], "unsupported")


PROGRAM = """
import os, subprocess, sys, threading, time
import zsv_provider

print("while it is read")

class Noisy(zsv_provider.Provider):
    version = "1"
    def keys(self, location):
        print("canary?", location)
        os.system("echo from a child; cat")
        sys.__stdout__.write("by the back door")
        if location == "defect":
            raise ValueError("canary")
        if location == "thread":
            thread = threading.Thread(target=lambda: 1 / 0)
            thread.start()
            thread.join()
        if location == "hang":
            time.sleep(3600)
        return [str(os.getpid())]

zsv_provider.run(Noisy)
"""


FETCHING = """
class Fetching(zsv_provider.Provider):
    def fetch(self, location, keys):
        return dict.fromkeys(self.keys(location), "v")
    def write(self, change):
        self.keys(change.location)

"""


class Process(unittest.TestCase):
    """A program as zsv starts it."""

    def setUp(self) -> None:
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.program = pathlib.Path(directory.name, "zsv-provider-noisy")
        self.program.write_text(PROGRAM)
        environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        self.environ = {**environ, "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}

    def start(self) -> "subprocess.Popen[bytes]":
        pipe = subprocess.PIPE
        process = subprocess.Popen(
            [sys.executable, str(self.program)], stdin=pipe, stdout=pipe, stderr=pipe, env=self.environ
        )
        self.addCleanup(lambda: [process.kill(), process.communicate()])
        return process

    def talk(self, *requests: Any, **given: Any) -> List[Dict[str, Any]]:
        lines = "".join(r if isinstance(r, str) else json.dumps({"protocol": 1, **r}) + "\n" for r in requests)
        out, self.stderr = self.start().communicate(lines.encode(), timeout=60)
        return [json.loads(line) for line in out.decode("ascii").splitlines()]

    @staticmethod
    def check(number: int, *locations: str, **members: Any) -> Dict[str, Any]:
        queries = [{"id": i, "location": location, "keys": ["k"]} for i, location in enumerate(locations)]
        return {"id": number, "method": "check", "level": SECRET_AND_KEY_EXISTS, "queries": queries, **members}

    def test_answers_until_its_input_ends(self) -> None:
        answers = self.talk({"id": 7, "method": "hello"}, "\n", self.check(8, "a", "b\n\u2028"), self.check(9))
        self.assertEqual([answer["id"] for answer in answers], [7, 8, 9])
        self.assertEqual(answers[0]["hello"]["name"], "noisy")
        self.assertEqual([a["secret"] for a in answers[1]["answers"]], ["present", "present"])

    def test_prints_go_to_standard_error(self) -> None:
        self.talk(self.check(1, "a"))
        for text in (b"while it is read", b"canary?", b"from a child", b"by the back door"):
            self.assertIn(text, self.stderr)

    def test_prints_of_methods_that_see_values_go_nowhere(self) -> None:
        reading = PROGRAM.replace("def keys(self, location):", "def fetch(self, location, keys):")
        checking = PROGRAM.replace("def keys(self, location):", "def check(self, location, keys, level):")
        both = PROGRAM.replace("class Noisy(zsv_provider.Provider)", FETCHING + "class Noisy(Fetching)")
        fetch = {"id": 1, "method": "fetch", "queries": [{"id": 0, "location": "defect", "keys": ["k"]}]}
        change = {"id": 1, "method": "write", "change": {"location": "defect", "set": {"k": "v"}}}
        for program, request in (
            (reading, self.check(1, "defect")),
            (reading, {"id": 1, "method": "keys", "queries": [{"id": 0, "location": "defect"}]}),
            (checking, self.check(1, "defect")),
            (both, fetch),
            (both, change),
        ):
            self.program.write_text(program)
            answers = self.talk(request, self.check(2, "a"))
            self.assertEqual(len(answers), 2)
            self.assertIn(b"while it is read", self.stderr)
            self.assertIn(b"ValueError, whose text may hold a value", self.stderr)
            for text in (b"canary", b"from a child", b"by the back door"):
                self.assertNotIn(text, self.stderr)

    def test_prints_are_told_until_a_value_is_seen(self) -> None:
        both = PROGRAM.replace("class Noisy(zsv_provider.Provider)", FETCHING + "class Noisy(Fetching)")
        self.program.write_text(both)
        fetch = {"id": 2, "method": "fetch", "queries": [{"id": 0, "location": "b", "keys": ["k"]}]}
        self.talk(self.check(1, "first"), fetch, self.check(3, "third"))
        self.assertIn(b"canary? first", self.stderr)
        self.assertNotIn(b"third", self.stderr)

    @unittest.skipIf(os.name == "nt", "signals are another thing on Windows")
    def test_a_crash_shows_no_value(self) -> None:
        reading = PROGRAM.replace("def keys(self, location):", "def fetch(self, location, keys):")
        self.program.write_text(reading.replace("raise ValueError", "os.kill(os.getpid(), 11)"))
        self.assertEqual(self.talk(self.check(1, "defect")), [])
        self.assertNotIn(b"canary", self.stderr)

    def test_what_is_no_request_is_answered(self) -> None:
        for text in (
            "no JSON\n",
            "[]\n",
            "[" * 100_000 + "\n",
            "\xff\n",
            "1\n",
            "{}\n",
            '{"protocol": 1, "id": "x"}\n',
        ):
            self.assertIn("error", self.talk(text)[0])

    def test_a_request_without_an_end_is_answered(self) -> None:
        self.assertIn("hello", self.talk('{"protocol": 1, "id": 1, "method": "hello"}')[0])

    def test_a_defect_shows_no_text(self) -> None:
        answer = self.talk(self.check(1, "defect"), self.check(2, "a"))
        self.assertEqual(answer[0]["error"]["reason"], "plugin")
        self.assertEqual(answer[1]["answers"][0]["secret"], "present")
        self.assertIn(b"ValueError", self.stderr)
        self.assertNotIn(b"canary\n", self.stderr)
        self.talk(self.check(1, "thread"))
        self.assertIn(b"ZeroDivisionError", self.stderr)

    def test_it_leaves_what_hangs(self) -> None:
        answers = self.talk(self.check(1, "a", "hang", "b", timeout=1), self.check(2, "a"))
        self.assertEqual([a["secret"] for a in answers[0]["answers"]], ["present", "unverified", "unverified"])
        self.assertEqual(len(answers), 1)  # it has ended, and is started anew for the next request

    def test_an_annotation_that_it_does_not_know_ends_it(self) -> None:
        self.program.write_text(PROGRAM.replace('version = "1"', "given: bytes"))
        self.assertEqual(self.talk({"id": 1, "method": "hello"}), [])
        self.assertIn(b"the argument 'given' of Noisy is annotated with bytes: take str", self.stderr)

    def test_what_is_no_class_of_a_store_ends_it(self) -> None:
        for before, after, want in (
            ("def keys(", "def get(", "Noisy has neither keys() nor fetch(): "),
            ("run(Noisy)", "run(Noisy())", "run takes the class itself: write run(Noisy), not run(Noisy())"),
            ("class Noisy(zsv_provider.Provider)", "class Noisy", "Noisy is no provider: write class Noisy(zsv_provider"),
            ("run(Noisy)", "run(7)", "run takes a class that derives from zsv_provider.Provider, but was given: int"),
            ("def keys(self, location):", "keys = ['k']\n    def get(self, location):", "keys of Noisy is no method"),
        ):
            self.program.write_text(PROGRAM.replace(before, after))
            self.assertEqual(self.talk({"id": 1, "method": "hello"}), [])
            self.assertIn(want, self.stderr.decode())
            self.assertNotIn(b"Traceback", self.stderr)

    def test_nobody_reads(self) -> None:
        process = self.start()
        assert process.stdin and process.stdout and process.stderr
        process.stdout.close()
        process.stdin.write(json.dumps({"protocol": 1, **self.check(1, *[f"s{i}" for i in range(5)])}).encode() + b"\n")
        process.stdin.close()
        self.assertEqual(process.wait(60), 0)
        self.assertNotIn(b"Traceback", process.stderr.read())
        process.stderr.close()
        process.stdin, process.stdout, process.stderr = None, None, None

    @unittest.skipIf(os.name == "nt", "signals are another thing on Windows")
    def test_an_interrupt(self) -> None:
        import signal

        process = self.start()
        assert process.stdin and process.stdout
        process.stdin.write(b'{"protocol": 1, "id": 1, "method": "hello"}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=60)
        self.assertEqual(process.returncode, 130)
        self.assertNotIn(b"Traceback", stderr)


class Courtesy(unittest.TestCase):
    def test_names_that_might_have_been_meant_are_not_waited_for(self) -> None:
        released = threading.Event()
        self.addCleanup(released.set)

        class Slow(Named):
            def locations(self, prefix: str) -> Iterable[str]:
                released.wait()
                return []

        started = time.monotonic()
        answer = asked(Slow, queries=[("mlflw", "password")], timeout=3600)
        self.assertEqual(answer["answers"][0]["secret"], "missing")
        self.assertLess(time.monotonic() - started, 1800)  # it would be an hour


class Deadlines(unittest.TestCase):
    def test_what_is_left_is_less_than_what_was_given(self) -> None:
        left = []

        class Looking(Named):
            def begin(self) -> None:
                left.append(self.remaining)

        asked(Looking, timeout=30)
        asked(Looking, timeout=0)
        self.assertTrue(0 < left[0] < 30, left)

    def test_what_to_do_when_time_is_up(self) -> None:
        class Slow(Named):
            def keys(self, location: str) -> Iterable[str]:
                raise TimeoutError("canary")

        detail = asked(Slow, queries=[("mlflow", "password")])["answers"][0]["detail"]
        self.assertIn("raise --timeout", detail)

    def test_time_that_is_up(self) -> None:
        answer = asked(Named, queries=[("mlflow", "password")], timeout=0)
        said = answer.get("error") or answer["answers"][0]
        self.assertIn(said.get("reason", "present"), ("timeout", "present"))


PLANNED = """
import zsv_provider

class Planned(zsv_provider.Provider):
    host: zsv_provider.Address = zsv_provider.Address("https://example.com")

    def fetch(self, location, keys):
        return {"mlflow": {"password": "canary", "username": "ml"}}.get(location)

zsv_provider.run(Planned)
"""


@unittest.skipIf(os.name == "nt", "a script is no program on Windows: run this test on Linux or macOS")
class Planning(Project):
    """What zsv makes of a program."""

    configuration = """
provider "planned" "main" {}
component "experiment_tracker" "mlflow" {
  username = "{{mlflow.username}}"
  token    = "{{mlflow.token}}"
  other    = "{{slack.token}}"
}
"""

    def plan(self, code: int, *arguments: str) -> Any:
        home = tempfile.TemporaryDirectory()  # outside of the project, whose programs are not run
        self.addCleanup(home.cleanup)
        self.environ["XDG_CONFIG_HOME"] = home.name
        plugins = pathlib.Path(home.name, "zsv", "plugins")
        plugins.mkdir(parents=True)
        program = plugins / "zsv-provider-planned"
        program.write_text(f"#!{sys.executable}\nimport sys\nsys.path.insert(0, {str(HERE)!r})\n{PLANNED}")
        program.chmod(0o700)
        command = [os.environ.get("ZSV_BINARY", "zsv"), "plan", "--format=json", *arguments]
        done = subprocess.run(command, cwd=self.directory, env=self.environ, stdout=subprocess.PIPE)
        self.assertEqual(done.returncode, code, done.stdout)
        self.assertNotIn(b"canary", done.stdout)
        return json.loads(done.stdout)

    def test_says_what_is_there(self) -> None:
        report = self.plan(2)
        self.assertEqual(
            [(check["secret"], check["key"], check["status"]) for check in report["checks"]],
            [
                ("mlflow", "token", "missing_key"),
                ("mlflow", "username", "present"),
                ("slack", "token", "missing_secret"),
            ],
        )
        self.assertEqual(report["summary"]["values_read"], 2)

    def test_reads_no_values_where_that_is_forbidden(self) -> None:
        report = self.plan(3, "--read-values=never")
        self.assertEqual({check.get("reason") for check in report["checks"]}, {"unsupported"})

    def test_contacts_nobody_whom_the_user_does_not_trust(self) -> None:
        untrusted = self.configuration.replace('"main" {}', '"main" { host = "https://elsewhere.example.com" }')
        self.write("main.zsv.hcl", untrusted)
        report = self.plan(3)
        self.assertEqual({check.get("reason") for check in report["checks"]}, {"untrusted"})
        self.environ["ZSV_TRUSTED_ADDRESSES"] = "https://elsewhere.example.com"
        self.plan(2)
