"""Who may do what on the ZenML server of zsv's tests, by the names of users and service accounts.

A plain server lets everyone do everything. It asks a class of this interface, where
ZENML_SERVER_RBAC_IMPLEMENTATION_SOURCE names one: the way by which ZenML Pro brings its roles in.
"""

from zenml.zen_server.rbac.models import Action
from zenml.zen_server.rbac.rbac_interface import RBACInterface

# What those whose name begins so may do with secrets; all others may do everything.
ROLES = {
    "keyreader": {Action.READ},
    "writer": {Action.READ, Action.CREATE, Action.UPDATE, Action.DELETE},
    "outsider": set(),
}


def may(user, resource, action):
    """Says whether a user may perform an action on a resource."""
    if resource.type != "secret":
        return True
    role = user.name.partition("-")[0]
    return role not in ROLES or action in ROLES[role]


class Roles(RBACInterface):
    """Decides by ROLES."""

    def check_permissions(self, user, resources, action):
        return {resource: may(user, resource, action) for resource in resources}

    def list_allowed_resource_ids(self, user, resource, action):
        return may(user, resource, action), []

    def update_resource_membership(self, sharing_user, resource, actions, user_id=None, team_id=None):
        pass

    def delete_resources(self, resources):
        pass
