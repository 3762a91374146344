"""Secrets in the steps of a pipeline, through the command zsv.

    import zsv

    mlflow = zsv.get_secret("mlflow")
    log_in(mlflow["username"], mlflow["password"])

The secrets are those of the zsv configuration (*.zsv.hcl) in the working directory, or in the directory of a Client.
The module is one file and needs nothing but Python 3.9 and the command zsv, which is looked for in the directories of
PATH, or is the file that ZSV_BINARY names.

Every call starts the command once and keeps nothing: what is returned is what the store holds now. A program that
fetches a secret once and keeps it works with the old value when the secret is rotated.

Values are passed to the command by standard input and come back by standard output: they stand in no list of arguments
and in no file. A Secret, an exception and the traceback of one never show a value, to whoever writes them down.
"""

from __future__ import annotations

import base64
import contextlib
import errno
import json
import logging
import numbers
import os
import re
import subprocess
from typing import Any, Callable, Iterable, Iterator, Mapping, NoReturn, Optional, Sequence, Tuple, TypeVar, Union

__version__ = "0.1.0"

__all__ = [
    "Client",
    "Secret",
    "Value",
    "Values",
    "get_secret",
    "get_value",
    "require",
    "Error",
    "NoStoreError",
    "NoSecretError",
    "NoKeyError",
    "NotVerifiedError",
    "SecretExistsError",
    "RequirementError",
    "UsageError",
    "ZsvNotFoundError",
]

Value = Union[str, bytes]
"""A value: str where it is UTF-8, else bytes."""

_T = TypeVar("_T")

_log = logging.getLogger("zsv")


class Error(Exception):
    """What this module raises. Its text is zsv's own and never holds a value: first what failed, then what else zsv
    found wrong with the configuration, each with its file, line and column.

    secret and key name what it is about, where it is about one.
    """

    def __init__(self, message: str, *, secret: Optional[str] = None, key: Optional[str] = None) -> None:
        super().__init__(message)
        self.secret = secret
        self.key = key

    def __str__(self) -> str:  # that of KeyError is in quotes
        return str(self.args[0])


class NoStoreError(Error):
    """Nothing says which store answers for the secret, or the configuration has an error."""


class NoSecretError(Error, LookupError):
    """The store says that there is no such secret."""


class NoKeyError(Error, KeyError):
    """The store says that the secret has no such key."""


class NotVerifiedError(Error):
    """The store did not say, or did not make the change: denied, out of reach, late.

    reason is zsv's word for why, such as "denied", "unreachable", "timeout" or "locked". The list is open.
    """

    def __init__(
        self, message: str, *, reason: str = "", secret: Optional[str] = None, key: Optional[str] = None
    ) -> None:
        super().__init__(message, secret=secret, key=key)
        self.reason = reason


class SecretExistsError(Error):
    """The secret that was to be created, or the name that one was to get, is there already. Nothing was written."""


class RequirementError(Error):
    """Some of what require() was asked for is not there. errors has one error for each problem."""

    def __init__(self, message: str, errors: Sequence[Error] = ()) -> None:
        super().__init__(message)
        self.errors = tuple(errors)


class UsageError(Error, ValueError):
    """What was asked for cannot be: a name or a value that has no form, an option that zsv does not know."""


class ZsvNotFoundError(Error):
    """There is no command zsv."""


class _Redacted:
    """Something that shows itself to nobody and cannot be pickled: the base of whatever holds a value."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(redacted)"

    def __str__(self) -> str:
        return repr(self)

    def __format__(self, _spec: str) -> str:
        return repr(self)

    def sentry_repr(self) -> str:  # Sentry looks into mappings that have no such method
        return repr(self)

    def __reduce_ex__(self, _protocol: Any) -> NoReturn:
        raise TypeError("a secret is not pickled, or its values would be stored: fetch it in the step that uses it")

    def __copy__(self) -> Any:  # it does not change
        return self

    def __deepcopy__(self, _memo: Any) -> Any:
        return self


class Values(_Redacted, Mapping[str, Value]):
    """Values by key, for reading. Only a value that is taken out shows itself; dict(values) takes out all."""

    __slots__ = ("_values",)

    _values: dict[str, Value]

    def __init__(self, values: Mapping[str, Value]) -> None:
        given, self._values = _hidden(values), {}
        del values
        self._values = _discreetly(lambda: _fit(given.reveal()))

    def __getitem__(self, key: str) -> Value:
        if key not in self._values:
            raise NoKeyError(f"There is no {key!r} here, only {', '.join(map(repr, self)) or 'nothing'}.", key=key)
        return self._values[key]

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self._values))

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return "{" + ", ".join(f"{key!r}: (redacted)" for key in self) + "}"


class Secret(_Redacted):
    """A secret with its values, as it was when it was fetched."""

    __slots__ = ("name", "secret_values")

    name: str
    secret_values: Values

    def __init__(self, name: str, values: Mapping[str, Value]) -> None:
        given = _hidden(values)
        del values
        self.name, self.secret_values = name, Values({})
        self.secret_values = Values(given)

    def __getitem__(self, key: str) -> Value:
        try:
            return self.secret_values[key]
        except NoKeyError as error:
            error.secret = self.name
            raise

    def __iter__(self) -> Iterator[str]:  # without it, Python would ask for the keys 0, 1 and so on
        return iter(self.secret_values)

    def __contains__(self, key: object) -> bool:
        return key in self.secret_values

    @property
    def content(self) -> Values:
        """The values by key: another name for secret_values."""
        return self.secret_values

    @property
    def keys(self) -> Tuple[str, ...]:
        """The names of the keys, sorted."""
        return tuple(self.secret_values)

    def get_bytes(self, key: str) -> bytes:
        """The value of a key as the bytes that are stored."""
        return _discreetly(lambda: _bytes(self.secret_values[key]))

    def __repr__(self) -> str:
        return f"<zsv.Secret {self.name!r}: {self.secret_values!r}>"


class Client:
    """Works on the secrets of one configuration. It holds no connection and no value, and is safe for many threads.

    directory    where the configuration (*.zsv.hcl) is
    stack        the stack whose store is meant (default: ZSV_STACK, else the configuration's default_stack)
    provider     the store, "TYPE.NAME", where the configuration has several
    variables    variables of the configuration; they stand in the arguments of the command, so none may be a secret
    binary       the command zsv: a path, or a name to look for in PATH (default: ZSV_BINARY, else zsv)
    environ      the environment of the command, with the store's credentials (default: that of this process)
    timeout      seconds to wait for the store in one call
    """

    def __init__(
        self,
        directory: Union[str, os.PathLike[str]] = ".",
        *,
        stack: Optional[str] = None,
        provider: Optional[str] = None,
        variables: Optional[Mapping[str, str]] = None,
        binary: Union[str, os.PathLike[str], None] = None,
        environ: Optional[Mapping[str, str]] = None,
        timeout: float = 60,
    ) -> None:
        given = None if environ is None else _hidden(environ)
        del environ
        self.directory = "."  # so that this object can be shown, whatever fails
        self.directory = _path("directory", directory) or "."
        self.stack = stack
        self.provider = provider
        self.variables = {} if variables is None else _texts("variables", variables)
        self.timeout = timeout
        self._binary = None if binary is None else _path("binary", binary)
        self._environ = None if given is None else _Environ(given)

    def __repr__(self) -> str:
        return f"<zsv.Client of {self.directory!r}>"

    def get_secret(self, name: str) -> Secret:
        """Fetches a secret with all its keys.

        Raises NoStoreError, NoSecretError or NotVerifiedError.
        """
        return self._get(name)

    def get_value(self, name: str, key: str) -> Value:
        """Fetches the value of one key, and no other where the store allows that.

        Raises what get_secret raises, and NoKeyError.
        """
        return self._get(name, _text("The name of a key", key)).secret_values[key]

    def get_secret_keys(self, name: str) -> Tuple[str, ...]:
        """The names of a secret's keys, sorted. No value is read where the store allows that."""
        return self._ask("get", name, secret=name).keys()

    def list_secrets(self) -> Tuple[str, ...]:
        """The names of the secrets that the store has, sorted. No value is read."""
        return self._ask("list").names()

    def create_secret(self, name: str, values: Mapping[str, Value]) -> None:
        """Creates a secret. Raises SecretExistsError where there is one."""
        given = _hidden(values)
        del values
        self._write("create", name, given)

    def update_secret(
        self, name: str, values: Optional[Mapping[str, Value]] = None, remove_keys: Iterable[str] = ()
    ) -> None:
        """Sets and removes keys of a secret that is there; its other keys stay as they are.

        Raises a NoKeyError where all there is to do is to remove keys that are not there.
        """
        given = _hidden({} if values is None else values)
        del values
        if isinstance(remove_keys, str) or not isinstance(remove_keys, Iterable):
            raise UsageError("remove_keys is a list of names, not one name.", secret=name)
        removed = [_text("A name in remove_keys", key) for key in remove_keys]
        self._write("update", name, given, [f"--remove-key={key}" for key in removed])

    def rename_secret(self, name: str, new_name: str) -> None:
        """Gives a secret another name in its store. Raises SecretExistsError where there is a secret of that name."""
        self._ask("rename", name, _unbraced(_text("The new name", new_name)), secret=name)

    def delete_secret(self, name: str) -> None:
        """Deletes a secret with all its keys."""
        self._ask("delete", name, options=["--yes"], secret=name)

    def require(self, *references: str) -> Values:
        """Fetches the values of references, "SECRET.KEY" each, by reference.

        Raises RequirementError, with everything that is missing or not verified in one error.
        """
        wanted: dict[str, list[str]] = {}
        for reference in references:
            name, dot, key = _unbraced(_text("A reference", reference)).partition(".")
            if not (name and dot and key):
                raise UsageError(f"{reference!r} is no reference: write SECRET.KEY, such as mlflow.password.")
            wanted.setdefault(name, []).append(key)
        found: dict[str, Secret] = {}
        problems: dict[str, Error] = {}
        for name, keys in wanted.items():
            self._collect(name, keys, found, problems)
        if problems:
            lines = dict.fromkeys(line for problem in problems for line in problem.splitlines())
            raise RequirementError("\n".join(lines), list(problems.values()))
        return Values({r: secret.secret_values[r.partition(".")[2]] for r, secret in found.items()})

    def _collect(self, name: str, keys: Sequence[str], found: dict[str, Secret], problems: dict[str, Error]) -> None:
        """Fetches keys of one secret: in one call, if it has them all."""
        whole: Sequence[str] = ()
        try:
            secret = self._get(name)
            whole = secret.keys
        except Error as error:
            if isinstance(error, NotVerifiedError) and error.reason not in _OF_ONE_KEY:
                problems.setdefault(str(error), error)
                return
        for key in keys:
            try:
                found[f"{name}.{key}"] = secret if key in whole else self._get(name, key)
            except Error as error:
                problems.setdefault(str(error), error)

    def _get(self, name: str, key: Optional[str] = None) -> Secret:
        arguments = [name] if key is None else [name, key]
        return self._ask("get", *arguments, options=["--reveal"], secret=name, key=key).revealed(name, key)

    def _write(self, verb: str, name: str, given: _Hidden, options: Sequence[str] = ()) -> None:
        _text("The name of a secret", name)
        try:
            values = _Given(Values(given))
        except UsageError as error:
            error.secret = name
            raise
        if values or not options:
            options = ["--values=-", *options]
        self._ask(verb, name, options=options, given=values, secret=name)

    def _ask(
        self,
        verb: str,
        *arguments: str,
        options: Sequence[str] = (),
        given: Optional[_Given] = None,
        secret: Optional[str] = None,
        key: Optional[str] = None,
    ) -> _Reply:
        """Runs zsv secret once, and raises what it says."""
        for word in arguments:
            _text("A name", word)
        _unbraced(secret or "")
        if not all(_is_text(word) and "\0" not in word for word in (*options, *arguments)):
            raise UsageError(
                "A name holds a NUL byte or half a surrogate pair, which no command can be given.", secret=secret
            )
        command = [self._find(), "secret", verb, *self._options(), *options, "--", *arguments]
        try:
            reply = _run(command, self._environ, given, self.timeout + _MARGIN)
            for line in reply.notes():
                _log.warning("%s", line)
            if reply.code != 0:
                raise reply.failure()
        except Error as error:
            error.secret, error.key = secret, key
            raise
        return reply

    def _options(self) -> list[str]:
        if not (isinstance(self.timeout, numbers.Real) and 0 < self.timeout <= _LONGEST):
            raise UsageError(f"timeout is a number of seconds, greater than zero and no more than {_LONGEST}.")
        options = ["--format=json", f"--timeout={float(self.timeout):.3f}s"]
        options += [f"--chdir={self.directory}"] if self.directory != "." else []
        options += [f"--stack={_text('stack', self.stack)}"] if self.stack is not None else []
        options += [f"--provider={_text('provider', self.provider)}"] if self.provider is not None else []
        return options + [f"--var={name}={value}" for name, value in _texts("variables", self.variables).items()]

    def _find(self) -> str:
        """The path of the command. Entries of PATH that are relative lead into projects, whose programs are not run."""
        name = self._binary or self._variable("ZSV_BINARY") or "zsv"
        endings = ("", ".exe") if os.name == "nt" else ("",)
        directories = [directory for directory in self._directories(name) if os.path.isabs(directory)]
        for file in (os.path.join(directory, name + ending) for directory in directories for ending in endings):
            if os.path.isfile(file) and os.access(file, os.X_OK):
                return file
        raise ZsvNotFoundError(f"There is no program {name}{'' if os.path.dirname(name) else ' in PATH'}. {_INSTALL}")

    def _directories(self, name: str) -> list[str]:
        """Where to look for a program."""
        if os.path.isabs(name):
            return [os.path.dirname(name)]
        if not os.path.dirname(name):
            return self._variable("PATH").split(os.pathsep)
        with contextlib.suppress(OSError):  # that the working directory is gone
            return [os.getcwd()]
        return []

    def _variable(self, name: str) -> str:
        """A variable of the environment of the command. The environment itself stays out of the caller's variables."""
        return (os.environ if self._environ is None else self._environ.variables).get(name, "")


def get_secret(name: str, **options: Any) -> Secret:
    """Fetches a secret with all its keys. The options are those of Client."""
    return _client(options).get_secret(name)


def get_value(name: str, key: str, **options: Any) -> Value:
    """Fetches the value of one key, and no other where the store allows that. The options are those of Client."""
    return _client(options).get_value(name, key)


def require(*references: str, **options: Any) -> Values:
    """Fetches the values of references, "SECRET.KEY" each, by reference. The options are those of Client."""
    return _client(options).require(*references)


def _client(options: dict[str, Any]) -> Client:
    """Makes a client and empties its options, which hold an environment and are a variable of the caller."""
    given = _Hidden(dict(options))
    options.clear()
    return Client(**given.reveal())


_INSTALL = "Install zsv with go install github.com/zsv-dev/zsv/cmd/zsv@latest, or name its file in ZSV_BINARY."

_OF_ONE_KEY = ("", "empty", "invalid", "unsupported")
"""The reasons for which one key may be had though the whole secret may not."""

_LONGEST = 1_000_000
"""Seconds: eleven days. Systems can wait for no more than twice that."""

_MARGIN = 10.0
"""Seconds that the command gets beyond its own timeout, by which it ends in order."""

_PATIENCE = 3.0
"""Seconds that the command gets to end when it is told to."""


class _Hidden(_Redacted):
    """What a caller gave, environment or values, until it is known to have a form.

    A function puts it in here before it does anything that can fail, and drops what it was given: a traceback shows the
    variables of all functions that an error came through.
    """

    __slots__ = ("_given",)

    def __init__(self, given: Any) -> None:
        self._given = given

    def reveal(self) -> Any:
        return self._given


def _hidden(given: Any) -> Any:
    """Hides what is not hidden yet. It is typed as what it stands for where it is passed on in its place."""
    return given if isinstance(given, _Hidden) else _Hidden(given)


def _discreetly(work: Callable[[], _T]) -> _T:
    """Does what keeps values or an environment in variables, and raises what that raises without its traceback."""
    try:
        return work()
    except BaseException as error:  # KeyboardInterrupt, and what handlers of signals raise
        failure = _without_traceback(error)
    try:
        raise failure
    finally:
        del failure  # or the error, its traceback and the caller's variables would hold each other


def _without_traceback(error: BaseException) -> BaseException:
    error.__cause__ = error.__context__ = None
    return error.with_traceback(None)


class _Environ(_Redacted):
    """An environment, in which credentials stand."""

    __slots__ = ("variables",)

    variables: dict[str, str]

    def __init__(self, given: _Hidden) -> None:
        self.variables = _discreetly(lambda: _environment(given.reveal()))


def _environment(given: Any) -> dict[str, str]:
    """The variables of an environment, as text, if they have a form. It is for _discreetly."""
    if not isinstance(given, Mapping):
        raise UsageError(f"environ is a mapping of names to values, such as os.environ, not {type(given).__name__}.")
    try:
        return {os.fsdecode(name): os.fsdecode(value) for name, value in given.items()}
    except TypeError:
        raise UsageError("environ has a name or a value that is not str.") from None


class _Given(_Redacted):
    """Values on their way to the command."""

    __slots__ = ("_values",)

    def __init__(self, values: Values) -> None:
        self._values = values

    def __bool__(self) -> bool:
        return len(self._values) > 0

    def reveal(self) -> bytes:
        """A map in YAML. Of the formats that the command reads, it is the one that has a form for all bytes."""
        lines = (f"? {_quoted(key)}\n: !!binary {_quoted(_base64(value))}\n" for key, value in self._values.items())
        return ("".join(lines) or "{}").encode()


def _fit(given: Any) -> dict[str, Value]:
    """Values by key, if they have a form. It is for _discreetly."""
    if not isinstance(given, Mapping):
        raise UsageError(f"Values are given by key, such as in a dict, not as {type(given).__name__}.")
    values = dict(given)
    for key, value in values.items():
        problem = _unfit(key, value)
        if problem:
            raise UsageError(problem, key=key if isinstance(key, str) else None)
    return values


def _unfit(key: Any, value: Any) -> str:
    """Says why a key cannot be set to a value."""
    if not isinstance(key, str):
        return f"The name of a key is a str, not {type(key).__name__}."
    if not isinstance(value, (str, bytes)):
        return f"The value of {key!r} is {type(value).__name__}: give it as str or bytes."
    if not (_is_text(key) and _is_text(value)):
        return f"The name or the value of {key!r} holds half a surrogate pair, which is no text: give a value as bytes."
    return ""


def _text(what: str, given: Any) -> str:
    """Passes on what is a str, and raises UsageError for all else."""
    if not isinstance(given, str):
        raise UsageError(f"{what} is a str, not {type(given).__name__}.")
    return given


def _unbraced(given: str) -> str:
    """Passes on a name or a reference, and refuses one in braces: two as in a configuration, one as in an f-string."""
    inside = given.strip()
    if inside.startswith("{") and inside.endswith("}"):
        bare = inside.strip("{}").strip()
        raise UsageError(f"{given!r} is how the configuration refers to a secret; here, write {bare} without braces.")
    return given


def _texts(what: str, given: Any) -> dict[str, str]:
    if not isinstance(given, Mapping):
        raise UsageError(f"{what} is a mapping of names to values, such as a dict, not {type(given).__name__}.")
    return {_text(f"A name in {what}", name): _text(f"A value in {what}", value) for name, value in given.items()}


def _path(what: str, given: Any) -> str:
    try:
        return os.fsdecode(given)
    except TypeError:
        raise UsageError(f"{what} is a path, not {type(given).__name__}.") from None


def _is_text(value: Value) -> bool:
    try:
        return _bytes(value) is not None
    except UnicodeEncodeError:  # which holds the value
        return False


def _bytes(value: Value) -> bytes:
    return value if isinstance(value, bytes) else value.encode()


def _base64(value: Value) -> str:
    return base64.b64encode(_bytes(value)).decode()


def _quoted(text: str) -> str:
    """Writes text as YAML does in double quotes."""
    return '"' + re.sub(r"[^ !#-\[\]-~]", lambda match: f"\\U{ord(match[0]):08x}", text) + '"'


class _Reply(_Redacted):
    """What the command answered."""

    __slots__ = ("code", "_program", "_stdout", "_stderr")

    def __init__(self, process: subprocess.Popen[bytes], program: str, streams: Tuple[bytes, bytes]) -> None:
        self.code = process.returncode
        self._program = program
        self._stdout, self._stderr = streams

    def _read(self, take: Callable[[Any], Optional[_T]]) -> Optional[_T]:
        """Takes something out of the answer. What went wrong holds the answer, so it is not passed on."""
        try:
            return _discreetly(lambda: take(json.loads(self._stdout)))
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
            return None

    def _expect(self, take: Callable[[Any], _T]) -> _T:
        found = self._read(take)
        if found is None:
            raise Error(f"{self._program} gave an answer that makes no sense: is it zsv {__version__} or newer?")
        return found

    def notes(self) -> list[str]:
        """What the command says beside its answer. What a program says that fails without a report is not zsv's."""
        found = self._diagnostics() if self.code != 0 else []
        if self.code != 0 and not found:
            return []
        lines = self._stderr.decode(errors="replace").splitlines()
        return [f"{d.place}{d.detail}" for d in found if not d.is_error] + [line for line in lines if line.strip()]

    def names(self) -> Tuple[str, ...]:
        return self._expect(lambda answer: tuple(sorted(secret["name"] for secret in answer["secrets"])))

    def keys(self) -> Tuple[str, ...]:
        return self._expect(lambda answer: tuple(sorted(answer["keys"].keys())))

    def revealed(self, name: str, key: Optional[str]) -> Secret:
        secret = self._expect(lambda answer: Secret(name, {k: _value(v) for k, v in answer["keys"].items()}))
        if key is not None and key not in secret.secret_values:
            raise Error(f"{self._program} answered without the key {key!r}.", secret=name, key=key)
        return secret

    def failure(self) -> Error:
        """The error that the command reported, with all else that it found wrong."""
        found = self._diagnostics()
        errors = [diagnostic for diagnostic in found if diagnostic.is_error]
        if not errors:
            return Error(f"{self._program} ended with the exit code {self.code} and without a report.")
        first = next((error for error in errors if error.kind in _OF_SECRETS), errors[0])
        others = [error for error in errors if error is not first]
        warnings = [diagnostic for diagnostic in found if not diagnostic.is_error]
        text = "\n".join(str(diagnostic) for diagnostic in (first, *others, *warnings))
        if first.kind == "unverified":
            return NotVerifiedError(text, reason=first.reason)
        return _ERRORS.get(first.kind, Error)(text)

    def _diagnostics(self) -> list[_Diagnostic]:
        """What the command's report says is wrong: nothing, if it made none."""
        return self._read(lambda report: [_Diagnostic(found) for found in report["diagnostics"]]) or []


class _Diagnostic:
    """A problem that the command reports."""

    def __init__(self, found: Mapping[str, Any]) -> None:
        self.is_error = found["severity"] == "error"
        self.reason = str(found.get("reason", ""))
        self.kind = "secret-exists" if self.reason == "exists" else str(found.get("rule"))
        self.detail, self.place = _in_own_words(str(found.get("detail"))), ""
        with contextlib.suppress(LookupError, TypeError):  # not all have a place
            start = found["range"]["start"]
            self.place = f"{found['range']['filename']}:{start['line']}:{start['column']}: "

    def __str__(self) -> str:
        return f"{self.place}{'' if self.is_error else 'Warning: '}{self.detail}"


def _in_own_words(detail: str) -> str:
    """Calls the options of the command as they are called here, but not in a command for people to copy."""
    detail = re.sub(r"^--chdir ", "directory=", detail)
    return re.sub(r"(^|\b(?:with|which) )--(stack|provider)\b", r"\1\2=", detail)


_ERRORS = {
    "configuration": NoStoreError,
    "no-provider": NoStoreError,
    "missing-secret": NoSecretError,
    "missing-key": NoKeyError,
    "secret-exists": SecretExistsError,
    "usage": UsageError,
}

_OF_SECRETS = ("no-provider", "missing-secret", "missing-key", "secret-exists", "unverified")
"""The rules that say what became of a secret; errors beside one of them are its cause."""


def _value(found: Mapping[str, str]) -> Value:
    if found["encoding"] == "base64":
        return base64.b64decode(found["value"], validate=True)
    if found["encoding"] != "utf-8":
        raise ValueError
    return found["value"]


def _run(command: Sequence[str], environ: Optional[_Environ], given: Optional[_Given], limit: float) -> _Reply:
    """Runs a command to its end, or ends it.

    The functions of subprocess keep values in variables, which some tools show with a traceback. So what they raise is
    raised here once more, without that traceback.
    """
    process = None
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=None if environ is None else environ.variables,
        )
        return _Reply(process, command[0], process.communicate(None if given is None else given.reveal(), limit))
    except BaseException as error:  # KeyboardInterrupt, and what handlers of signals raise
        failure = _explained(error, process is not None, command[0], limit)
    try:
        if process is not None:
            _end(process)
        raise failure
    finally:
        del failure  # or the error, its traceback and the caller's variables would hold each other


def _explained(error: BaseException, started: bool, program: str, limit: float) -> BaseException:
    """What to raise for an error of subprocess."""
    if isinstance(error, subprocess.TimeoutExpired):
        return NotVerifiedError(f"{program} had not answered after {limit:g} seconds, and was ended.", reason="timeout")
    if isinstance(error, OSError) and not started:
        return _not_started(error, program)
    if isinstance(error, ValueError) and not started:
        return UsageError("An option of the client holds a NUL byte or another one that no command can be given.")
    return _without_traceback(error)


def _not_started(error: OSError, program: str) -> Error:
    if error.errno == errno.E2BIG or getattr(error, "winerror", None) == _TOO_LONG_FOR_WINDOWS:
        return UsageError(
            f"{program} was not started: what it is to be told is too long for this system, which limits the length of "
            "a name, and of all names, options and variables of the environment together."
        )
    if error.errno in _NO_PROGRAM:
        return ZsvNotFoundError(f"{program} cannot be executed: {error.strerror}. {_INSTALL}")
    return Error(f"{program} could not be started: {error.strerror}. Try again when this machine has what it lacks.")


_NO_PROGRAM = (errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.EPERM, errno.ENOEXEC, errno.ELOOP, errno.EISDIR)
"""What the system says of a file that is no program, or none for this user."""

_TOO_LONG_FOR_WINDOWS = 206


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process in order, or by force if it takes too long. What it was writing to a store, the store survives."""
    try:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):  # that what it holds was not read
                    stream.close()
