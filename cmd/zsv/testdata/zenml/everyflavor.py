"""Makes stacks on the ZenML server that, between them, have a component of every flavor of every type, exports them into a
directory, and writes what ZenML knows of each into known.json there: {stack: [{"type", "name", "flavor", "configuration"}]}.

Each attribute of a flavor gets a value of its type; some texts are references to secrets. Flavors that ZenML cannot configure
without their integration are left out. The arguments are what all names begin with, and the directory."""

import json
import sys

from zenml.cli.stack import export_stack
from zenml.client import Client
from zenml.enums import StackComponentType
from zenml.stack import Flavor

PREFIX, DIRECTORY = sys.argv[1:]
# Of every type that an attribute may have, and of the texts that flavors insist on.
VALUES = [
    "{{SECRET.KEY}}", "\u00e9\U0001f600: # ${a} %{b}\t\"'\\", 0.25, 2**70, 7, True,
    "s3://bucket/x", "gs://bucket/x", "az://box/x", "abfs://box/x", "b2://bucket/x", "fra1", "/tmp/x", "https://server.example.com/x",
    "123.dkr.ecr.eu-west-1.amazonaws.com", "gcr.io/project", "x.azurecr.io", "registry.digitalocean.com/x", "ghcr.io/x",
    ["x", "${y}", "%{z}", ""], {"a b": {"x": [1, None, "{{nested.key}}"], "for": {}}, "c": "line\nline\n"}, {"a": "b"}, {"a": 1},
    [1, 2], "A", "local", None,
]


def no_secret(*arguments, **named):
    raise KeyError("no secret is looked up while configurations are tried")


Client.get_secret_by_name_and_private_status = no_secret


def valid(config, values):
    try:
        made = config(**values)
        return made.is_valid and made.is_local in (True, False) and made.is_remote in (True, False)
    except ModuleNotFoundError:
        raise
    except Exception:
        return False


def filled(values, key, value, flavor):
    if value == "{{SECRET.KEY}}":
        value = "{{%s_%s.%s}}" % (flavor.type, flavor.name, key)
    return {**values, key: value}


def least(config, flavor, keys, values):
    """The values without which the flavor does not do."""
    if not keys:
        return values if valid(config, values) else None
    for value in VALUES:
        found = least(config, flavor, keys[1:], filled(values, keys[0], value, flavor)) if fits(config, keys[0], value) else None
        if found is not None:
            return found
    return None


def fits(config, key, value):
    """Whether an attribute by itself takes a value."""
    try:
        config.__pydantic_validator__.validate_assignment(config.model_construct(), key, value)
        return True
    except Exception as error:
        return not any(problem["loc"][:1] == (key,) for problem in getattr(error, "errors", list)())


def configuration(flavor):
    config = Flavor.from_model(flavor).config_class
    required = [key for key, field in config.model_fields.items() if field.is_required()]
    values, others = None, sorted(set(config.model_fields) - set(required))
    for also in [[], *([key] for key in others)]:  # some flavors do not say what they insist on
        if values is None:
            values = least(config, flavor, required + also, {})
    if values is None:
        raise SystemExit("no configuration of %s %s" % (flavor.type, flavor.name))
    for number, key in enumerate(key for key in others if key not in values):
        for value in VALUES[number % 4 :]:
            if valid(config, filled(values, key, value, flavor)):
                values = filled(values, key, value, flavor)
                break
    return values


def flavors():
    read = Client().list_flavors(size=1000, hydrate=True)
    if read.total_pages != 1:
        raise SystemExit("there are too many flavors for one page")
    return sorted(read.items, key=lambda flavor: (flavor.type, flavor.name))


def main():
    client, components = Client(), {kind: [] for kind in StackComponentType}
    for flavor in flavors():
        name = "%s-%s" % (PREFIX, flavor.name)
        try:
            values = configuration(flavor)
        except ModuleNotFoundError:  # ZenML itself cannot configure it here, for want of its integration
            continue
        made = client.create_stack_component(name, flavor.name, flavor.type, values)
        components[flavor.type].append(made)
    missing = [kind for kind, made in components.items() if not made]
    if missing:
        raise SystemExit("no flavors of %s" % missing)
    known = {}
    for number in range(max(len(made) for made in components.values())):
        members = {kind: made[number % len(made)] for kind, made in components.items()}
        stack = client.create_stack("%s-%d" % (PREFIX, number), {kind: [made.id] for kind, made in members.items()})
        export_stack.callback(stack.name, "%s/%s.yaml" % (DIRECTORY, stack.name))
        known[stack.name] = [
            {"type": str(kind), "name": made.name, "flavor": made.flavor_name, "configuration": made.configuration}
            for kind, made in members.items()
        ]
    with open(DIRECTORY + "/known.json", "w") as file:
        json.dump(known, file)


main()
