"""Runs ZenML's own validation of stacks. Standard input has their references, {STACK: [REFERENCE, …]}; for each stack it
prints a line of JSON: [STACK, the error's text or "", seconds]."""

import json
import sys
import time
from uuid import uuid4

from pydantic import ConfigDict
from zenml.alerter import BaseAlerter, BaseAlerterConfig
from zenml.client import Client
from zenml.enums import StackComponentType
from zenml.stack import Stack
from zenml.utils.time_utils import utc_now


class Config(BaseAlerterConfig):
    """A configuration that may hold any attribute."""

    model_config = ConfigDict(extra="allow")


class Alerter(BaseAlerter):
    """A component that does nothing."""

    def post(self, *args, **kwargs):
        """Does nothing."""

    def ask(self, *args, **kwargs):
        """Does nothing."""


def stack_of(name, references, base):
    """Makes a stack that has the references in one component."""
    now = utc_now()
    attributes = {f"attribute_{i}": reference for i, reference in enumerate(references)}
    alerter = Alerter(
        name="alerter", id=uuid4(), config=Config(**attributes), flavor="any", type=StackComponentType.ALERTER,
        user=None, created=now, updated=now,
    )
    return Stack(
        id=uuid4(), name=name, orchestrator=base.orchestrator, artifact_store=base.artifact_store, alerter=alerter
    )


base = Stack.from_model(Client().get_stack("default"))
for name, references in json.load(sys.stdin).items():
    stack = stack_of(name, references, base)
    start, said = time.monotonic(), ""
    try:
        stack.validate(fail_if_secrets_missing=True)
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
    print(json.dumps([name, said, time.monotonic() - start]), flush=True)
