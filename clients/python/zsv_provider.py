"""Providers for zsv, written in Python: programs by which zsv looks into a store that it does not know.

    #!/usr/bin/env python3
    import keyring
    import zsv_provider

    class Keyring(zsv_provider.Provider):
        keys_make_secrets = True

        def fetch(self, location, keys):
            return {key: keyring.get_password(location, key) for key in keys}

    if __name__ == "__main__":
        zsv_provider.run(Keyring)

Saved as zsv-provider-keyring, it answers for `provider "keyring" "main" {}`. This module speaks the protocol
(https://github.com/zsv-dev/zsv/blob/main/docs/providers/protocol.md), so that the class only has to know its store. It
is one file without dependencies, and may be copied.

No value and no text of an unforeseen exception gets into an answer or onto standard error. What a provider prints goes to
standard error, which people see, until it comes by values, and nowhere from then on.
"""

from __future__ import annotations

import base64
import collections.abc
import concurrent.futures
import dataclasses
import difflib
import json
import os
import pathlib
import re
import sys
import threading
import time
import traceback
import typing
from typing import (
    Any,
    BinaryIO,
    Callable,
    Dict,
    Iterable,
    List,
    Mapping,
    NoReturn,
    Optional,
    Sequence,
    TextIO,
    Tuple,
    Type,
    TypeVar,
    Union,
)

__version__ = "0.1.0"

__all__ = [
    "Provider",
    "run",
    "ask",
    "Address",
    "Answer",
    "Change",
    "Written",
    "Value",
    "Error",
    "Denied",
    "Unauthenticated",
    "Unreachable",
    "TimedOut",
    "Throttled",
    "ServerError",
    "Untrusted",
    "Invalid",
    "Unsupported",
    "SecretExists",
    "SecretMissing",
]

PROTOCOL = 1

SECRET_EXISTS = "SECRET_EXISTS"
SECRET_AND_KEY_EXISTS = "SECRET_AND_KEY_EXISTS"

_T = TypeVar("_T")

Value = Union[str, bytes]
"""A value: str where it is text, bytes where it need not be."""


class Error(Exception):
    """Why something cannot be answered: raised by a method it stands for the secret at hand, raised by begin() or
    __init__() for all. detail is one sentence for people, with what to do, and never holds a value."""

    reason = "server_error"

    _may_have_changed = False
    """Whether this module raised it when the change of a write may have been made already."""

    def __init__(self, detail: str, *, reason: str = "") -> None:
        super().__init__(detail)
        self.reason = _checked_reason(reason or self.reason)


class Denied(Error):
    """The store knows who asks and refuses."""

    reason = "denied"


class Unauthenticated(Error):
    """The store does not know who asks: no credentials, or wrong or expired ones."""

    reason = "unauthenticated"


class Unreachable(Error):
    """No connection to the store."""

    reason = "unreachable"


class TimedOut(Error):
    """No answer in time."""

    reason = "timeout"


class Throttled(Error):
    """The store asks to slow down."""

    reason = "throttled"


class ServerError(Error):
    """The store failed, or what it said makes no sense."""


class Untrusted(Error):
    """An argument names an address or a file that the user has not allowed."""

    reason = "untrusted"


class Invalid(Error):
    """A name that the store cannot hold, or an argument that is wrong."""

    reason = "invalid"


class Unsupported(Error):
    """What the store cannot tell, or the program cannot do."""

    reason = "unsupported"


class SecretExists(Error):
    """The secret that a change was to make is there already."""

    reason = "exists"

    def __init__(self, detail: str = "the secret exists already", *, reason: str = "") -> None:
        super().__init__(detail, reason=reason)


class SecretMissing(Error):
    """The secret that a change was to be made to is not there."""

    reason = "missing"

    def __init__(self, detail: str = "there is no such secret", *, reason: str = "") -> None:
        super().__init__(detail, reason=reason)


class Address(str):
    """The address of a server, "https://HOST:PORT/…": as an argument, one that the user trusts."""

    @property
    def origin(self) -> str:
        """Scheme, host and port, to which credentials are bound; "" for what is no address."""
        return _origin(self)


@dataclasses.dataclass
class Answer:
    """What a store said of one secret, for providers that override check().

    secret        "present", "missing" or "unverified"
    keys          at SECRET_AND_KEY_EXISTS a status for each key that was asked for, or {"status", "reason", "detail"}
    reason        why it is "unverified"; "deleted" where it is "missing" because it was deleted
    detail        one sentence for people about the reason
    available     names that are there instead, for "did you mean"
    values_read   how many values the store disclosed for this answer
    """

    secret: str
    keys: Mapping[str, Union[str, Mapping[str, str]]] = dataclasses.field(default_factory=dict)
    reason: str = ""
    detail: str = ""
    available: Iterable[str] = ()
    values_read: int = 0


@dataclasses.dataclass
class Written:
    """What became of a change.

    created       whether the secret was not there before
    set, kept     the keys of Change.set, by what became of them
    removed       those of Change.remove that were there
    warnings      sentences for people: what was not safe about it
    """

    created: bool = False
    set: Iterable[str] = ()
    kept: Iterable[str] = ()
    removed: Iterable[str] = ()
    warnings: Iterable[str] = ()

    def __post_init__(self) -> None:
        self.set, self.kept, self.removed = _names(self.set), _names(self.kept), _names(self.removed)
        self.warnings = _names(self.warnings)


@dataclasses.dataclass
class Change:
    """What is to become of one secret: keys that are neither in set nor in remove stay as they are.

    location      which secret
    set           values by key: str where they are text, else bytes
    remove        keys that are to go; one that is not there is no error
    condition     "always", "if_missing" or "if_present"
    keep          keys of set that the secret has already are left alone
    """

    location: str
    set: Mapping[str, Value] = dataclasses.field(default_factory=dict, repr=False)
    remove: Sequence[str] = ()
    condition: str = "always"
    keep: bool = False

    def apply(self, secret: Optional[Mapping[str, Value]]) -> Tuple[Dict[str, Value], Written]:
        """What becomes of a secret (None where there is none), and what write() returns of it: two things. Raises
        SecretExists or SecretMissing where the condition does not hold. The caller sees to it that nobody else writes
        in the meantime."""
        if self.condition == "if_missing" and secret is not None:
            raise SecretExists()
        if self.condition == "if_present" and secret is None:
            raise SecretMissing()
        before = dict(secret or {})
        kept = [key for key in self.set if self.keep and key in before]
        after = {key: value for key, value in before.items() if key not in self.remove}
        after.update({key: value for key, value in self.set.items() if key not in kept})
        removed = [key for key in self.remove if key in before]
        return after, Written(secret is None, [key for key in self.set if key not in kept], kept, removed)


class Provider:
    """A store. A class derives from it, says by annotations which arguments its block takes, and has keys() or fetch(),
    or both; the rest is optional.

        class Folder(zsv_provider.Provider):
            path: pathlib.Path              # must be given, and lie where the user allows; relative ones start at the
                                            # configuration's directory
            host: zsv_provider.Address      # must be given, and trusted by the user
            depth: int = 1                  # may be given

    Arguments are str, int, float, bool, list, dict, Address and pathlib.Path, lists and dicts of these, or an Optional of
    one; Any is whatever the block has. An Address and a pathlib.Path are looked at wherever they stand in an annotation.
    Another annotation is a mistake that the program ends with, before it answers. Names with an underscore, ClassVars
    and the attributes below are no arguments.

    An object serves one block, and its requests one after the other. Its methods are called from as many threads at a
    time as concurrency says: one by default, always the same.
    """

    name: typing.ClassVar[str] = ""
    """What the program calls itself; the default is its type."""

    version: typing.ClassVar[str] = ""
    """Its version, for people."""

    concurrency: typing.ClassVar[int] = 1
    """How many secrets are asked for at a time, at most: more than one only where the methods are safe for threads."""

    keys_make_secrets: typing.ClassVar[bool] = False
    """Whether a secret is there by its keys alone, as in an environment: the store can be asked for a key by its name,
    and not for all. fetch() is never called without keys then, and a secret of which none is there is missing."""

    def keys(self, location: str) -> Optional[Iterable[str]]:
        """The names of the keys of a secret, without reading values; None where there is no such secret."""
        raise NotImplementedError

    def fetch(self, location: str, keys: Sequence[str]) -> Optional[Mapping[str, Optional[Value]]]:
        """The values of a secret by key: of these keys, of all where none is named. None where there is no such secret,
        and for a key that is not there. Further keys do no harm, but count as disclosed."""
        raise NotImplementedError

    def exists(self, location: str) -> bool:
        """Whether there is such a secret, where that is told more cheaply than by its keys."""
        raise NotImplementedError

    def locations(self, prefix: str) -> Iterable[str]:
        """The secrets that the store holds; those that do not begin with the prefix may be left out."""
        raise NotImplementedError

    def write(self, change: Change) -> Written:
        """Changes one secret, whole or not at all. What it raises of Denied, Invalid and so on says that nothing was
        changed; after anything else, such as a KeyError or a status of HTTP, people learn that it may have been. So they
        do where open(), trusted(), file() or below() refuse after the first request that was counted: what is not sent
        over HTTP is asked of them first, and changed then."""
        raise NotImplementedError

    def begin(self) -> None:
        """Called before each request: to log in, to list once what many secrets need, to forget what was kept."""

    def check(self, location: str, keys: Sequence[str], level: str) -> Answer:
        """What the store says of a secret and of these keys. It is made of the methods above; a provider that knows
        more, such as that a secret was deleted, overrides it."""
        if _has(self, "exists") and (level == SECRET_EXISTS or not keys):
            exists = self.exists(location)
            if not isinstance(exists, bool):  # anything else, such as a coroutine, would be true
                raise TypeError(f"exists returned a {type(exists).__name__}, not a bool")
            return Answer("present" if exists else "missing")
        held, values_read = self._held(location, keys)
        if held is None:
            return Answer("missing", values_read=values_read)
        if level == SECRET_EXISTS:
            return Answer("present", values_read=values_read)
        statuses = {key: _status(held, key) for key in keys}
        return Answer("present", statuses, available=sorted(held), values_read=values_read)

    def _held(self, location: str, keys: Sequence[str]) -> Tuple[Optional[Dict[str, Optional[Error]]], int]:
        """The keys of a secret, of these keys at least, each with what is wrong with its value, if anything is known of
        that; and how many values it took."""
        if _has(self, "keys"):
            names = self.keys(location)
            return (None if names is None else dict.fromkeys(_names(names))), 0
        if not _has(self, "fetch"):
            raise Unsupported("it can only be told which secrets the store holds, not their keys")
        self.may_read_values()
        values = self._fetched(location, keys)
        if values is None:
            return None, 0
        return {key: value if isinstance(value, Error) else None for key, value in values.items()}, len(values)

    def _fetched(self, location: str, keys: Sequence[str]) -> Optional[Dict[str, Union[Value, Error]]]:
        """What fetch() returns, without keys that are not there; an error for what can be no value of a secret."""
        if self.keys_make_secrets and not keys:
            raise Unsupported("the store can be asked for a key by its name, but not for all keys of a secret")
        found = self.fetch(location, keys)
        if found is None:
            return None
        values = {key: _as_value(key, value) for key in _names(found) if (value := found[key]) is not None}
        return None if self.keys_make_secrets and not values else values

    # What methods may use.

    directory: pathlib.Path
    """The directory of the configuration."""

    read_values: str
    """"fallback" or "never": whether check() and keys() may read values."""

    def may_read_values(self) -> None:
        """Raises Unsupported where the user does not let values be read to see what is there."""
        if self.read_values == "never":
            raise self._refusal(
                Unsupported("the store is only known by reading values, which --read-values never forbids")
            )

    @property
    def remaining(self) -> float:
        """The seconds that are left for the request: a good timeout for what is sent to the store."""
        return max(self._deadline - time.monotonic(), 0.001)

    def sent(self, requests: int = 1) -> None:
        """Counts requests that were sent to the store."""
        with self._lock:
            self._sent += requests

    def trusted(self, address: str) -> str:
        """Passes on an address that the user trusts, and raises Untrusted for any other. Arguments of the type Address
        have passed already."""
        return self._trusted(address)

    def _trusted(self, address: str, whose: str = "") -> str:
        if _origin(address) and _origin(address) in self._origins:
            return address
        raise self._refusal(
            Untrusted(
                f"the address {_shown(address)}{whose} is not trusted, so it was not contacted: add it to "
                "ZSV_TRUSTED_ADDRESSES, or to trusted_addresses in your own zsv configuration, if credentials may be "
                "sent to it"
            )
        )

    def trust(self, address: str) -> str:
        """Trusts an address that is not from the arguments: from the provider's own code, its environment, or a file of
        the user's."""
        self._origins.add(_origin(address))
        return address

    def file(self, path: Union[str, "os.PathLike[str]"]) -> pathlib.Path:
        """The absolute path of a file that the user allows to be read, after following links; raises Untrusted for any
        other, and for what git keeps in .git. Arguments of the type pathlib.Path have passed already."""
        return self._file(path)

    def _file(self, path: Union[str, "os.PathLike[str]"], whose: str = "") -> pathlib.Path:
        found = pathlib.Path(os.path.realpath(os.path.join(self.directory, path)))
        within = [found.relative_to(one).parts for one in self._paths if found == one or one in found.parents]
        if any(".git" not in map(str.lower, parts) for parts in within):
            return found
        if within:
            why = (
                "in git's own directory, which is nobody's store, so it was not opened: keep secrets beside it, or "
                "elsewhere"
            )
        else:
            why = (
                "outside of the project, so it was not opened: add it to trusted_paths in your own zsv configuration, if "
                "it may be read"
            )
        raise self._refusal(Untrusted(f"the path {_shown(os.fspath(path))}{whose} lies {why}"))

    def below(self, directory: Union[str, "os.PathLike[str]"], name: str) -> pathlib.Path:
        """The path of a file by a name that may come from anyone, such as a location: raises Invalid for a name that
        leaves the directory, and Untrusted where a link does so."""
        segments = name.split("/")
        if any(_misleading(segment) for segment in segments):
            raise self._refusal(Invalid(f"the name {_shown(name)} cannot be that of a file in the store"))
        return self.file(os.path.join(self.file(directory), *segments))

    def open(
        self,
        url: str,
        *,
        method: Optional[str] = None,
        headers: Optional[Mapping[str, str]] = None,
        data: Optional[bytes] = None,
    ) -> Any:
        """Sends an HTTP request to a trusted address, counts it, and returns the response, which is read and closed as
        a file. Redirects to another origin are not followed. What goes wrong becomes a reason by itself: a status of
        401, 403, 429 or 5xx, a connection that fails, time that runs out. A 404 is a urllib.error.HTTPError to catch.
        """
        import urllib.request  # not everybody needs it, and it takes a while

        origin, refusal = _origin(self.trusted(url)), self._refusal

        class SameOrigin(urllib.request.HTTPRedirectHandler):
            def redirect_request(self, req: Any, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Any:
                if _origin(newurl) != origin:
                    elsewhere = _origin(newurl) or "another address"
                    raise refusal(Untrusted(f"{origin} redirects to {elsewhere}, which was not followed"))
                return super().redirect_request(req, fp, code, msg, headers, newurl)

        request = urllib.request.Request(url, data=data, headers=dict(headers or {}), method=method)
        self.sent()
        return urllib.request.build_opener(SameOrigin).open(request, timeout=self.remaining)

    # What the loop needs.

    def _refusal(self, error: Error) -> Error:
        """An error that one of the methods above raises. The class that called it may have sent its change before."""
        error._may_have_changed = self._sent > self._sent_before
        return error

    _arguments: Mapping[str, Any] = {}
    _origins: "set[str]"
    _paths: List[pathlib.Path]
    _deadline = 0.0
    _sent = 0
    _sent_before = 0  # the method was called: for a login, say
    _lock: threading.Lock


# --- What a provider can do, and its arguments


def _has(provider: Union[Provider, Type[Provider]], method: str) -> bool:
    """Whether a class has a method of its own."""
    kind = provider if isinstance(provider, type) else type(provider)
    return getattr(kind, method) is not getattr(Provider, method)


def _capabilities(kind: Type[Provider]) -> List[str]:
    found = ["check"]
    if _has(kind, "keys") or (_has(kind, "fetch") and not kind.keys_make_secrets):
        found.append("keys")
    for capability, method in (("fetch", "fetch"), ("list", "locations"), ("write", "write")):
        if _has(kind, method):
            found.append(capability)
    return found


def _sees_values(kind: Type[Provider], method: str) -> bool:
    """Whether a method of the protocol may let a class come by values: a check of its own may, that of names does not."""
    if method in ("fetch", "write"):
        return True
    return method != "list" and (_has(kind, "check") or (_has(kind, "fetch") and not _has(kind, "keys")))


class _Misdeclared(TypeError):
    """A class that is none of a store, or that says something of its arguments that this module cannot heed. The text is
    this module's own."""


def _checked_kind(kind: Any) -> Type[Provider]:
    """The class that is run, if it can answer anything."""
    if isinstance(kind, Provider):
        name = type(kind).__name__
        raise _Misdeclared(f"run takes the class itself: write run({name}), not run({name}())")
    if not isinstance(kind, type):
        given = type(kind).__name__
        raise _Misdeclared(f"run takes a class that derives from zsv_provider.Provider, but was given: {given}")
    name = kind.__name__
    if not issubclass(kind, Provider):
        raise _Misdeclared(f"{name} is no provider: write class {name}(zsv_provider.Provider)")
    for method in _CALLED:
        if not callable(getattr(kind, method)):
            raise _Misdeclared(f"{method} of {name} is no method: write def {method}(self, ...)")
    if not any(_has(kind, method) for method in ("keys", "fetch", "exists", "check")):
        raise _Misdeclared(f"{name} has neither keys() nor fetch(): give it one of them, by which zsv learns of secrets")
    return kind


_CALLED = ("keys", "fetch", "exists", "locations", "write", "begin", "check")


@dataclasses.dataclass(frozen=True)
class _Kind:
    """What an annotation says.

    what          what it takes, in words
    takes         which values of JSON: "string", "number", "boolean", "list", "map" and "null"
    read          makes the argument of such a value, or raises an Error
    inner         what is in it
    bound         "address" or "path" where it must be trusted
    """

    what: str
    takes: Tuple[str, ...]
    read: Callable[[Provider, str, Any], Any]
    inner: Tuple["_Kind", ...] = ()
    bound: str = ""

    def binds(self, to: str) -> bool:
        """Whether a part of it must be trusted as an address or a path."""
        return self.bound == to or any(part.binds(to) for part in self.inner)

    def argument(self, provider: Provider, name: str, given: Any) -> Any:
        """The argument that the block gives. Its name is in quotes, by which zsv finds its place, also where it is that of
        a part: 'hosts'[0]."""
        if _json_type(given) not in self.takes:
            raise Invalid(f"the argument {name} is {self.what}, not {_brief(json.dumps(given))}")
        return self.read(provider, name, given)


def _json_type(given: Any) -> str:
    kinds = {str: "string", bool: "boolean", int: "number", float: "number", list: "list", dict: "map"}
    return kinds.get(type(given), "null")


def _parameters(kind: Type[Provider]) -> Dict[str, _Kind]:
    """The arguments of a provider, as its annotations say."""
    own = typing.get_type_hints(Provider)
    try:
        annotations = typing.get_type_hints(kind)
    except Exception as error:  # noqa: BLE001: a text that names what is not there, for the most part
        raise _Misdeclared(f"the annotations of {kind.__name__} cannot be read: {error}") from None
    found = {}
    for name, annotation in annotations.items():
        if name not in own and not name.startswith("_") and typing.ClassVar not in (
            annotation,
            typing.get_origin(annotation),
        ):
            try:
                found[name] = _kind(annotation)
            except _Misdeclared as error:
                raise _Misdeclared(
                    f"the argument {name!r} of {kind.__name__} is annotated with {error}: take str, int, float, bool, "
                    "Address, pathlib.Path, a list or a dict of these, an Optional of one, or Any, and look at it "
                    "yourself"
                ) from None
    return found


def _kind(annotation: Any) -> _Kind:
    """What an annotation says, taken apart to its leaves. Raises _Misdeclared for one that says nothing here."""
    while hasattr(annotation, "__supertype__"):  # of a NewType
        annotation = annotation.__supertype__
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    kind = annotation if origin is None else origin
    if annotation is Any or annotation is object:
        return _Kind("anything", _ALL_TYPES, lambda _provider, _name, given: given)
    if annotation is None or annotation is type(None):
        return _Kind("nothing", ("null",), lambda _provider, _name, given: given)
    if origin is Union or type(annotation).__name__ == "UnionType":
        return _union(annotation, [_kind(part) for part in parts])
    if kind in _LISTS and (kind is not tuple or parts[1:] == (...,)):
        return _list_of(_kind(parts[0] if parts else Any), tuple if kind is tuple else list)
    if kind in _MAPS and (not parts or parts[0] is str):
        return _map_of(_kind(parts[1] if parts else Any))
    if isinstance(kind, type) and origin is None:
        for known, made in _LEAVES:
            if issubclass(kind, known):
                return made(kind)
    raise _Misdeclared(getattr(annotation, "__qualname__", None) or str(annotation))


_ALL_TYPES = ("string", "number", "boolean", "list", "map", "null")
_LISTS = (list, tuple, collections.abc.Sequence, collections.abc.Iterable, collections.abc.Collection)
_MAPS = (dict, collections.abc.Mapping)


def _union(annotation: Any, parts: List[_Kind]) -> _Kind:
    """One of several. Which one is meant must be plain from a value of JSON: were it guessed, an address could pass for a
    text."""
    taken = [one for part in parts for one in part.takes if one != "null"]
    if any(taken.count(one) > 1 for one in ("string", "list", "map")):
        raise _Misdeclared(f"{annotation}, of which a value does not tell which is meant")

    def read(provider: Provider, name: str, given: Any) -> Any:
        meant = [part for part in parts if _json_type(given) in part.takes]
        for part in meant[:-1]:
            try:
                return part.argument(provider, name, given)
            except Invalid:  # 1.5 is no int, but may be a float
                pass
        return meant[-1].argument(provider, name, given)

    what = " or ".join(part.what for part in parts if part.takes != ("null",))
    return _Kind(what, tuple(one for part in parts for one in part.takes), read, tuple(parts))


def _list_of(inner: _Kind, kind: Type[Any]) -> _Kind:
    def read(provider: Provider, name: str, given: Any) -> Any:
        return kind(inner.argument(provider, f"{name}[{index}]", one) for index, one in enumerate(given))

    return _Kind("a list", ("list",), read, (inner,))


def _map_of(inner: _Kind) -> _Kind:
    def read(provider: Provider, name: str, given: Any) -> Any:
        return {key: inner.argument(provider, f"{name}[{_shown(key)}]", one) for key, one in given.items()}

    return _Kind("a map", ("map",), read, (inner,))


def _number(kind: Type[Any]) -> _Kind:
    what = "a whole number" if issubclass(kind, int) else "a number"

    def read(_provider: Provider, name: str, given: Any) -> Any:
        if issubclass(kind, int) and given != int(given):
            raise Invalid(f"the argument {name} is {what}, not {_brief(json.dumps(given))}")
        return _made(kind, name, int(given) if issubclass(kind, int) else given)

    return _Kind(what, ("number",), read)


def _text(kind: Type[Any]) -> _Kind:
    return _Kind("a string", ("string",), lambda _provider, name, given: _made(kind, name, given))


def _address(kind: Type[Any]) -> _Kind:
    def read(provider: Provider, name: str, given: Any) -> Any:
        return _made(kind, name, provider._trusted(_checked_address(name, given), f" of the argument {name}"))

    return _Kind("a string", ("string",), read, bound="address")


def _path(_kind: Type[Any]) -> _Kind:
    def read(provider: Provider, name: str, given: Any) -> Any:
        return provider._file(given, f" of the argument {name}")

    return _Kind("a path", ("string",), read, bound="path")


def _boolean(_kind: Type[Any]) -> _Kind:
    return _Kind("true or false", ("boolean",), lambda _provider, _name, given: given)


_LEAVES: Tuple[Tuple[type, Callable[[Type[Any]], _Kind]], ...] = (
    (bool, _boolean),  # which is an int, as an Address is a str
    (Address, _address),
    (int, _number),
    (float, _number),
    (str, _text),
    (pathlib.PurePath, _path),
)


def _made(kind: Type[Any], name: str, given: Any) -> Any:
    """An argument of a type that may be the author's own, such as an Enum."""
    try:
        return kind(given)
    except ValueError:
        raise Invalid(f"the argument {name} cannot be {_brief(json.dumps(given))}") from None


def _take_arguments(provider: Provider, parameters: Mapping[str, _Kind], given: Mapping[str, Any]) -> None:
    """Sets the attributes of a provider from its block."""
    for name in given:
        if name not in parameters:
            meant = difflib.get_close_matches(name, parameters, 1)
            hint = f"did you mean {meant[0]!r}?" if meant else f"there is {_listed(parameters) or 'none'}"
            raise Invalid(f"there is no argument {_shown(name)}: {hint}")
    for name, kind in parameters.items():
        if given.get(name) is not None:
            setattr(provider, name, kind.argument(provider, repr(name), given[name]))
        elif hasattr(type(provider), name):
            if kind.binds("address"):
                _trust_all(provider, getattr(provider, name))  # the author's own
        elif "null" not in kind.takes:
            raise Invalid(f"the argument {name!r} is missing")
        else:
            setattr(provider, name, None)


def _trust_all(provider: Provider, default: Any) -> None:
    """Trusts the addresses in a default."""
    if isinstance(default, str):
        provider.trust(default)
    elif isinstance(default, (list, tuple, dict)):
        for one in default.values() if isinstance(default, dict) else default:
            _trust_all(provider, one)


def _checked_address(name: str, given: str) -> str:
    if not _origin(given):
        raise Invalid(f"the argument {name} is no address: write it as https://HOST or https://HOST:PORT")
    return given


def _origin(address: str) -> str:
    """Scheme, host and port of an address, as RFC 6454 compares them; "" for what is no address."""
    import urllib.parse

    try:
        parts = urllib.parse.urlsplit(address)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    standard = {"http": 80, "https": 443}.get(parts.scheme)
    odd = re.search(r"[\x00-\x20\x7f\\]", address)  # which urlsplit removes, or others read differently
    if not host or not parts.scheme or odd or (port is None and standard is None):
        return ""
    return f"{parts.scheme}://{f'[{host}]' if ':' in host else host}:{standard if port is None else port}"


def _misleading(segment: str) -> bool:
    """Whether part of a name is no name of a file, or would lead elsewhere."""
    longest, others = 255, "\0\n\r" + ("" if os.sep == "/" else '\\:*?"<>|')
    try:
        too_long = len(os.fsencode(segment)) > longest
    except UnicodeError:
        return True
    return too_long or segment in ("", ".", "..") or any(character in segment for character in others)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(map(repr, names))


def _shown(text: str) -> str:
    """Text of others in a sentence, in quotes."""
    return json.dumps(_brief(text))


def _brief(text: str) -> str:
    """Text of others, not endless. Passwords in addresses are left out."""
    text = re.sub(r"//[^/@]*@", "//", text)
    return text if len(text) <= 200 else text[:200] + "..."


# --- One request


class _Work:
    """What a request lets threads do, until its time is up."""

    def __init__(self, threads: concurrent.futures.Executor, seconds: float) -> None:
        self._threads = threads
        self.deadline = time.monotonic() + seconds
        self.stuck = False  # whether work goes on that nobody waits for any more

    def do(self, work: Callable[[], _T]) -> _T:
        """Does one thing; raises TimedOut when it is late."""
        done = self.do_all([work])[0]
        if done is None:
            raise _late()
        return done[0]

    def do_all(
        self, works: Sequence[Callable[[], _T]], within: float = float("inf")
    ) -> List[Optional[Tuple[_T]]]:
        """Does several things, and returns what they return, None for those that are late, or take longer than within
        seconds. What one of them raises, it raises."""
        tasks = [self._threads.submit(work) for work in works]
        left = min(within, max(0.0, self.deadline - time.monotonic()))
        concurrent.futures.wait(tasks, left, concurrent.futures.FIRST_EXCEPTION)
        ended = [task.done() for task in tasks]
        self.stuck = any([not task.cancel() and not done for task, done in zip(tasks, ended)]) or self.stuck
        for task, done in zip(tasks, ended):
            if done and task.exception() is not None:
                task.result()
        return [(task.result(),) if done else None for task, done in zip(tasks, ended)]


class _Session:
    """Answers requests, one after the other."""

    def __init__(
        self,
        kind: Type[Provider],
        type_name: str = "",
        reveals: bool = False,
        hush: Callable[[], None] = lambda: None,
    ) -> None:
        self._kind = _checked_kind(kind)
        self._parameters = _parameters(kind)
        self._type = type_name
        self._reveals = reveals  # whether what nobody foresaw is raised, and not answered
        self._hush = hush  # called before the class may come by values
        self._is_changing = False
        self._made: Tuple[Any, ...] = ()
        self._provider: Optional[Provider] = None
        self._width = 0
        self._threads: Optional[concurrent.futures.ThreadPoolExecutor] = None
        self.stuck = False

    def answer(self, request: Any) -> Dict[str, Any]:
        """The answer to a request, whatever it is."""
        number = request.get("id") if isinstance(request, dict) else None
        answer: Dict[str, Any] = {"protocol": PROTOCOL, "id": number if _is_whole(number) else 0}
        self._is_changing = False
        try:
            answer.update(self._answered(request))
        except BaseException as error:  # whatever the provider's own code raises, SystemExit too
            if isinstance(error, KeyboardInterrupt):
                raise
            answer["error"] = _reasoned(self._why(error))
        return answer

    def _why(self, error: BaseException) -> Error:
        """Why a request has no answer. Of a change the class itself must say that it was not made."""
        if isinstance(error, Error):
            return _uncertain(error) if self._is_changing and error._may_have_changed else error
        known = _foreseen(error)
        if known is None and self._reveals:
            raise error
        known = known or _defect(error)
        return _uncertain(known) if self._is_changing else known

    def _answered(self, request: Any) -> Dict[str, Any]:
        if not isinstance(request, dict):
            raise Invalid("a request is a JSON object")
        if request.get("protocol") != PROTOCOL:
            raise Unsupported(
                f"this program speaks only version {PROTOCOL} of the protocol: install one that speaks yours"
            )
        method = request.get("method")
        if method == "hello":
            return {"hello": self._hello()}
        if method not in _capabilities(self._kind):
            raise Unsupported(f"this program does not know the method {_shown(str(method))}")
        return self._asked(str(method), _well_formed(str(method), request))

    def _hello(self) -> Dict[str, Any]:
        version = {"version": self._kind.version} if self._kind.version else {}
        return {
            "name": self._kind.name or self._type or self._kind.__name__.lower(),
            **version,
            "capabilities": _capabilities(self._kind),
            "addresses": [name for name, kind in self._parameters.items() if kind.binds("address")],
            "paths": [name for name, kind in self._parameters.items() if kind.binds("path")],
        }

    def _asked(self, method: str, request: Dict[str, Any]) -> Dict[str, Any]:
        work = _Work(self._pool(request), _usable(request["timeout"]))
        if _sees_values(self._kind, method):
            self._hush()
        try:
            provider = work.do(lambda: self._prepared(request, work.deadline))
            self._is_changing = method == "write"
            answer = _METHODS[method](work, provider, request)
            return {"requests": provider._sent, **answer}
        finally:
            self.stuck = self.stuck or work.stuck

    def _pool(self, request: Dict[str, Any]) -> concurrent.futures.Executor:
        """As many threads as both the user and the provider allow: the same ones for all requests."""
        width = max(1, min(request.get("concurrency") or self._kind.concurrency, self._kind.concurrency))
        if self._threads is None or width != self._width:
            self._width, self._threads = width, concurrent.futures.ThreadPoolExecutor(width, "zsv")
            self._provider = None  # which may belong to its thread
        return self._threads

    def _prepared(self, request: Dict[str, Any], deadline: float) -> Provider:
        """The provider of the request's block: that of the request before, where nothing has changed."""
        block, trusted = request["provider"], request["trusted"]
        made = (block, trusted, request["directory"])
        if self._provider is None or made != self._made:
            self._provider = None
            provider = _new(self._kind, self._parameters, request, deadline)
            self._provider, self._made = provider, made
        provider = self._provider
        provider.read_values = request["read_values"]
        provider._deadline, provider._sent, provider._sent_before = deadline, 0, 0
        provider.begin()
        provider._sent_before = provider._sent
        return provider


def _new(
    kind: Type[Provider], parameters: Mapping[str, _Kind], request: Dict[str, Any], deadline: float
) -> Provider:
    """A provider that has its arguments. What its __init__ uses of them is there already."""
    provider = kind.__new__(kind)
    provider._lock, provider._deadline, provider._sent = threading.Lock(), deadline, 0
    provider.directory, provider.read_values = pathlib.Path(request["directory"]), request["read_values"]
    provider._origins = {_origin(address) for address in request["trusted"].get("addresses") or ()} - {""}
    provider._paths = [pathlib.Path(os.path.realpath(path)) for path in request["trusted"].get("paths") or ()]
    _take_arguments(provider, parameters, request["provider"].get("arguments") or {})
    provider.__init__()  # type: ignore[misc]
    return provider


def _well_formed(method: str, request: Dict[str, Any]) -> Dict[str, Any]:
    """The request with all that its method needs, if it has a form."""
    known = {**_DEFAULTS, **{name: value for name, value in request.items() if value is not None}}
    for name, default in _DEFAULTS.items():
        if not isinstance(known[name], (int, float) if isinstance(default, float) else type(default)):
            raise Invalid(f"the member {name!r} of the request makes no sense")
    if method in ("check", "keys", "fetch"):
        known["queries"] = [_query(given) for given in known["queries"]]
    if method == "check" and known.get("level") not in (SECRET_EXISTS, SECRET_AND_KEY_EXISTS):
        raise Invalid(f"there is no level {_shown(str(known.get('level')))}")
    if method == "write":
        known["change"] = _change(known.get("change"))
    return known


_DEFAULTS: Dict[str, Any] = {
    "provider": {},
    "trusted": {},
    "directory": "/",
    "timeout": 30.0,
    "concurrency": 0,
    "read_values": "fallback",
    "queries": [],
    "prefix": "",
}


def _query(given: Any) -> Dict[str, Any]:
    keys = given.get("keys") or [] if isinstance(given, dict) else None
    if not _are_names(keys) or not isinstance(given.get("location"), str) or "id" not in given:
        raise Invalid("a query of the request makes no sense")
    return {"id": given["id"], "location": given["location"], "keys": keys}


def _change(given: Any) -> Change:
    if not isinstance(given, dict) or not isinstance(given.get("location"), str):
        raise Invalid("the change of the request makes no sense")
    values, remove, condition = given.get("set") or {}, given.get("remove") or [], given.get("condition", "always")
    if not isinstance(values, dict) or not _are_names(remove):
        raise Invalid("the change of the request makes no sense")
    if condition not in ("always", "if_missing", "if_present"):
        raise Unsupported(f"there is no condition {_shown(str(condition))}")
    decoded = {key: _decoded(value) for key, value in values.items()}
    return Change(given["location"], decoded, tuple(remove), condition, bool(given.get("keep")))


def _usable(seconds: float) -> float:
    """The time that the provider has, so that the answer is there in time."""
    return max(0.0, seconds - min(1.0, seconds / 10))


# --- The methods


def _check(work: _Work, provider: Provider, request: Dict[str, Any]) -> Dict[str, Any]:
    level = request["level"]

    def one(query: Dict[str, Any]) -> Dict[str, Any]:
        answer = provider.check(query["location"], query["keys"], level)
        return _answer(answer, query["keys"] if level == SECRET_AND_KEY_EXISTS else [])

    answers = _each(work, request, one)
    if any(answer["secret"] == "missing" for answer in answers) and _has(provider, "locations") and not work.stuck:
        names = work.do_all([lambda: _beside(provider)], _COURTESY)[0]
        _suggest(request, answers, names[0] if names else [])
    return {"answers": answers}


_COURTESY = 2.0
"""Seconds: longer than that nobody waits for names that might have been meant."""


def _beside(provider: Provider) -> List[str]:
    """The names for "did you mean": a courtesy, which spoils nothing."""
    try:
        return sorted(set(_names(provider.locations(""))))
    except Exception:  # noqa: BLE001: whatever it is, nobody asked
        return []


def _suggest(request: Dict[str, Any], answers: List[Dict[str, Any]], names: List[str]) -> None:
    for query, answer in zip(request["queries"], answers):
        if answer["secret"] == "missing" and "available" not in answer:
            near = names if len(names) <= 100 else difflib.get_close_matches(query["location"], names, 5)
            answer["available"] = near


def _keys(work: _Work, provider: Provider, request: Dict[str, Any]) -> Dict[str, Any]:
    def one(query: Dict[str, Any]) -> Dict[str, Any]:
        held, values_read = provider._held(query["location"], ())
        if held is None:
            return {"secret": "missing", "values_read": values_read}
        _raise_first(held.values())
        return {"secret": "present", "keys": sorted(held), "values_read": values_read}

    return {"answers": _each(work, request, one)}


def _fetch(work: _Work, provider: Provider, request: Dict[str, Any]) -> Dict[str, Any]:
    def one(query: Dict[str, Any]) -> Dict[str, Any]:
        found = provider._fetched(query["location"], query["keys"])
        if found is None:
            return {"secret": "missing"}
        wanted = query["keys"] or sorted(found)
        if not query["keys"]:
            _raise_first(found.values())
        values = {key: found[key] for key in wanted if key in found and not isinstance(found[key], Error)}
        return {
            "secret": "present",
            "values": {key: _encoded(value) for key, value in values.items()},
            "keys": {key: _status(found, key) for key in wanted if key not in values},
        }

    return {"answers": _each(work, request, one)}


def _list(work: _Work, provider: Provider, request: Dict[str, Any]) -> Dict[str, Any]:
    return {"secrets": work.do(lambda: sorted(set(_names(provider.locations(request["prefix"])))))}


def _write(work: _Work, provider: Provider, request: Dict[str, Any]) -> Dict[str, Any]:
    done = work.do(lambda: provider.write(request["change"]))
    if not isinstance(done, Written):
        raise TypeError(f"write returned a {type(done).__name__}, not a Written")
    names = {what: sorted(set(_names(getattr(done, what)))) for what in ("set", "kept", "removed")}
    warnings = list(dict.fromkeys(_names(done.warnings)))  # each once, as the protocol has it
    return {"written": {"created": bool(done.created), **names, "warnings": warnings}}


_METHODS: Dict[str, Callable[[_Work, Provider, Dict[str, Any]], Dict[str, Any]]] = {
    "check": _check,
    "keys": _keys,
    "fetch": _fetch,
    "list": _list,
    "write": _write,
}


def _each(
    work: _Work, request: Dict[str, Any], one: Callable[[Dict[str, Any]], Dict[str, Any]]
) -> List[Dict[str, Any]]:
    """An answer to each query, as many at a time as there are threads. An error is that of one, a defect of all."""

    def answered(query: Dict[str, Any]) -> Dict[str, Any]:
        try:
            return one(query)
        except Exception as error:  # noqa: BLE001: only those that are foreseen
            known = error if isinstance(error, Error) else _foreseen(error)
            if known is None:
                raise
            return {"secret": "unverified", **_reasoned(known)}

    def bound(query: Dict[str, Any]) -> Callable[[], Dict[str, Any]]:
        return lambda: answered(query)

    done = work.do_all([bound(query) for query in request["queries"]])
    late = {"secret": "unverified", **_reasoned(_late())}
    return [{"id": query["id"], **(found[0] if found else late)} for query, found in zip(request["queries"], done)]


def _answer(given: Answer, keys: Sequence[str]) -> Dict[str, Any]:
    """An answer of check as the protocol has it."""
    if not isinstance(given, Answer):
        raise TypeError(f"check returned a {type(given).__name__}, not an Answer")
    answer: Dict[str, Any] = {**_stated(given.secret, given.reason, given.detail), "values_read": int(given.values_read)}
    answer["secret"] = answer.pop("status")
    stated = {key: _key_stated(one) for key, one in given.keys.items()}
    if given.secret != "present" and any(one["status"] == "present" for one in stated.values()):
        raise TypeError(f"check returned a present key of a secret that is {given.secret}")
    if given.secret == "present" and keys:
        answer["keys"] = {key: _of_key(stated, key) for key in keys}
    available = sorted(set(_names(given.available)))
    return {**answer, "available": available} if available else answer


def _of_key(stated: Mapping[str, Dict[str, str]], key: str) -> Union[str, Dict[str, str]]:
    """The status of a key that was asked for. Silence is no answer."""
    if key not in stated:
        raise TypeError(f"check returned no status for the key {_shown(key)}")
    return stated[key] if "reason" in stated[key] else stated[key]["status"]


def _stated(status: str, reason: str = "", detail: str = "", *, empty: str = "") -> Dict[str, str]:
    """A status with why it is so. A wrong one would make all that the program says worthless. What is present may have
    the reason empty, where that is one."""
    if status not in ("present", "missing", "unverified"):
        raise TypeError("a status is present, missing or unverified")
    if (status == "unverified") > bool(reason):
        raise TypeError("what is unverified has a reason")
    if status == "present" and reason not in ("", empty):
        raise TypeError("what is present has no reason why not")
    if status == "missing" and reason in _IGNORANT:
        raise TypeError(f"what is missing is so for no reason by which nobody knows, such as {reason}")
    said = {"reason": _checked_reason(reason) if reason else "", "detail": " ".join(detail.split())}
    return {"status": status, **{name: text for name, text in said.items() if text}}


_IGNORANT = (
    *(kind.reason for kind in (Denied, Unauthenticated, Unreachable, TimedOut, Throttled, ServerError)),
    *(kind.reason for kind in (Untrusted, Invalid, Unsupported)),
)
"""Reasons by which nothing is known of what was asked for."""


def _key_stated(given: Union[str, Mapping[str, str]]) -> Dict[str, str]:
    return _stated(given) if isinstance(given, str) else _stated(**given, empty="empty")


def _status(held: Mapping[str, Any], key: str) -> Union[str, Dict[str, str]]:
    """The status of a key of a secret that holds others, and what is wrong with some."""
    if key not in held:
        return "missing"
    return {"status": "unverified", **_reasoned(held[key])} if isinstance(held[key], Error) else "present"


def _raise_first(found: Iterable[Any]) -> None:
    """Raises what is wrong with one of several keys: nothing but all of them is an answer."""
    for one in found:
        if isinstance(one, Error):
            raise one


def _as_value(key: str, value: Any) -> Union[Value, Error]:
    """A value that a store holds, or what is wrong with it."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value)
    if not isinstance(value, str):
        return Invalid(f"what the store holds for the key {_shown(key)} is neither text nor bytes")
    try:
        value.encode()
    except UnicodeEncodeError:
        return Invalid(f"the value of the key {_shown(key)} is no text: it is for the provider to give it as bytes")
    return value


def _encoded(value: Value) -> Any:
    if isinstance(value, str):
        return value
    try:
        return value.decode()
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(value).decode()}


def _decoded(value: Any) -> Value:
    if isinstance(value, str):
        return value
    if isinstance(value, dict) and isinstance(value.get("base64"), str):
        try:
            return base64.b64decode(value["base64"], validate=True)
        except ValueError:
            pass
    raise Invalid("a value of the change is neither a string nor base64") from None


def _names(given: Iterable[str]) -> List[str]:
    names = list(given)
    if isinstance(given, (str, bytes)) or not _are_names(names):
        raise TypeError("names are a list of str")
    return names


def _are_names(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(name, str) for name in given)


def _is_whole(number: Any) -> bool:
    return isinstance(number, int) and not isinstance(number, bool)


# --- What went wrong


def _late() -> Error:
    return TimedOut(
        "the store did not answer in time; raise --timeout or the argument timeout of the provider, if it needs longer"
    )


def _uncertain(error: Error) -> Error:
    """What a change ended with, after which nobody knows whether it was made."""
    kind = TimedOut if error.reason == TimedOut.reason else Unreachable
    return kind(f"{error}; the change may have been made")


def _checked_reason(reason: str) -> str:
    """A reason as the protocol has it: another word would make all that the program says worthless."""
    if not re.fullmatch("[a-z][a-z0-9_]{0,63}", reason):
        raise ValueError("a reason is a word of letters in lower case, digits and _")
    if reason in ("interrupted", "optional", "internal"):
        raise ValueError(f"the reason {reason} is zsv's own")
    return reason


def _reasoned(error: Error) -> Dict[str, str]:
    return {"reason": error.reason, "detail": " ".join(str(error).split())}


def _foreseen(error: BaseException) -> Optional[Error]:
    """What errors mean that the standard library and clients of HTTP raise. Their text may hold anything."""
    inner = _attribute(error, "reason")  # of a urllib.error.URLError
    status: Any = _attribute(_attribute(error, "response"), "status_code") or _attribute(error, "code")
    if isinstance(error, Exception) and _is_whole(status) and 300 <= status <= 599:
        return _of_status(status)
    if isinstance(inner, Exception) and isinstance(error, OSError):
        return _foreseen(inner) or Unreachable("the store cannot be reached")
    if isinstance(error, TimeoutError) or type(error).__name__ in (
        "timeout",
        "Timeout",
        "ReadTimeout",
        "ConnectTimeout",
    ):
        return _late()
    if isinstance(error, ConnectionError) or type(error).__name__ in (
        "gaierror",
        "ConnectionError",
        "ConnectError",
        "SSLError",
    ):
        return Unreachable(f"the store cannot be reached ({type(error).__name__})")
    if isinstance(error, PermissionError):
        return Denied("this user may not read where the store is kept")
    return None


def _attribute(thing: Any, name: str) -> Any:
    """An attribute of what others made, which may compute it, and fail."""
    try:
        return getattr(thing, name, None)
    except Exception:  # noqa: BLE001: then it is not there
        return None


def _of_status(status: int) -> Error:
    text = f"the store answered with HTTP status {status}"
    kinds: Dict[int, Type[Error]] = {401: Unauthenticated, 403: Denied, 408: TimedOut, 429: Throttled, 504: TimedOut}
    return kinds.get(status, ServerError)(text)


def _defect(error: BaseException) -> Error:
    """What people learn of an unforeseen exception: its type and its place. Its text may hold a value."""
    kind, own = type(error).__name__, list(traceback.extract_tb(error.__traceback__))
    while any(frame.filename == __file__ for frame in own):
        own = own[1:]
    lines = [f"  {frame.filename}:{frame.lineno} in {frame.name}" for frame in own]
    told = _told or sys.stderr
    print("\n".join([f"{kind}, whose text may hold a value and is not shown:", *lines]), file=told, flush=True)
    if not own:
        said = f": {error}" if isinstance(error, (AttributeError, TypeError)) else ""  # which tell types
        return Error(f"the provider returned what it must not return ({kind}{said})", reason="plugin")
    place = own[-1]
    return Error(
        f"the provider has a defect: {kind} at {os.path.basename(place.filename)}:{place.lineno} in {place.name}",
        reason="plugin",
    )


# --- The program


def run(kind: Type[Provider]) -> NoReturn:
    """Answers the requests on standard input until it ends, and then exits. It is the last thing that a program does.

    What the provider prints goes to standard error from here on, and what it starts has no part in the conversation.
    What it printed before goes there too, unless it was flushed. From the first request on by which it may come by values,
    what it prints goes nowhere: zsv shows standard error to people, and does not know what is a value in it.
    """
    requests, answers = _streams()
    threading.excepthook = lambda given: _forget(_defect(given.exc_value)) if given.exc_value else None
    code = 0
    try:
        _converse(_Session(kind, _type_name(), hush=_hush), requests, answers)
        _flush()
    except _Misdeclared as error:
        code = 1
        print(f"zsv_provider: {error}", file=sys.stderr, flush=True)
    except BrokenPipeError:  # zsv has gone
        pass
    except KeyboardInterrupt:
        code = 130
    except BaseException as error:
        code = 1
        _defect(error)
    finally:
        os._exit(code)  # without waiting for threads


def _converse(session: _Session, requests: BinaryIO, answers: BinaryIO) -> None:
    for line in requests:
        if line.strip():
            answers.write(_line(session.answer(_parsed(line))))
            answers.flush()
        if session.stuck:  # a thread cannot be ended, but a process can: zsv starts it anew
            return


def ask(kind: Type[Provider], request: Mapping[str, Any]) -> Dict[str, Any]:
    """What a provider answers to one request: for its tests. "protocol", "id", "level" and the ids of queries may be left
    out. What nobody foresaw, such as a KeyError in a method, is raised here, where zsv is told its type and place."""
    queries = request.get("queries")
    if isinstance(queries, list):
        queries = [{"id": number, **one} if isinstance(one, dict) else one for number, one in enumerate(queries)]
        request = {**request, "queries": queries}
    level = {"level": SECRET_AND_KEY_EXISTS} if request.get("method") == "check" else {}
    return _Session(kind, reveals=True).answer({"protocol": PROTOCOL, "id": 1, **level, **request})


def _streams() -> Tuple[BinaryIO, BinaryIO]:
    """The streams of the conversation, out of reach of everything else in the process and of what it starts."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    os.close(nothing)
    _flush()  # what was printed before
    sys.stdout = sys.stderr
    setattr(sys, "__stdout__", sys.stderr)
    return requests, answers


_told: Optional[TextIO] = None
"""The standard error of a process that is hushed, for this module alone."""


def _hush() -> None:
    """Has all that is printed go nowhere, by what is started and by libraries in C too."""
    global _told
    if _told is not None:
        return
    _flush()  # what was printed before
    _told = os.fdopen(os.dup(2), "w", errors="backslashreplace")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(nowhere, stream)
    os.close(nowhere)


def _flush() -> None:
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (AttributeError, OSError, ValueError):  # nobody listens
            pass


def _forget(_error: Error) -> None:
    """For hooks, which return nothing."""


def _type_name() -> str:
    """The type that this program serves, as its name says."""
    stem = pathlib.Path(sys.argv[0]).name
    stem = stem[:-4] if stem.lower().endswith(".exe") else stem
    return stem[len(_PREFIX) :] if stem.startswith(_PREFIX) else ""


_PREFIX = "zsv-provider-"


def _parsed(line: bytes) -> Any:
    try:
        return json.loads(line.decode())
    except (ValueError, RecursionError):
        return None  # which is no request


_LARGEST = 16 << 20
"""Bytes: zsv reads no longer answer."""


def _line(answer: Dict[str, Any]) -> bytes:
    """An answer as it is sent. ASCII alone, so that no name can break a line or be no UTF-8."""
    try:
        line = json.dumps(answer, allow_nan=False, separators=(",", ":")).encode() + b"\n"
    except (TypeError, ValueError):
        line = _line(
            {**_head(answer), "error": _reasoned(Error("the provider returned what is no JSON", reason="plugin"))}
        )
    if len(line) > _LARGEST:
        return _line(
            {**_head(answer), "error": _reasoned(Unsupported("the answer is larger than 16 MiB: ask for less"))}
        )
    return line


def _head(answer: Dict[str, Any]) -> Dict[str, Any]:
    return {"protocol": answer["protocol"], "id": answer["id"]}
