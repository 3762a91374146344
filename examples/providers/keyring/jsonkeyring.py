"""A keyring in a file, {"SERVICE": {"USER": "PASSWORD"}}, for tests on machines that have none."""

import json
import os
import pathlib

import keyring.backend


class Keyring(keyring.backend.KeyringBackend):
    priority = 1

    def __init__(self):
        super().__init__()
        self.file = pathlib.Path(os.environ["KEYRING_FILE"])

    def get_password(self, service, username):
        return self._held().get(service, {}).get(username)

    def set_password(self, service, username, password):
        held = self._held()
        held.setdefault(service, {})[username] = password
        self.file.write_text(json.dumps(held))

    def delete_password(self, service, username):
        raise NotImplementedError

    def _held(self):
        return json.loads(self.file.read_text()) if self.file.exists() else {}
