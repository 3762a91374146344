"""Reading and writing on a real Vault, to which VAULT_ADDR and VAULT_TOKEN lead. VAULT_MOUNT names an engine, KV v2."""

from __future__ import annotations

import os

import zsv
from tests.project import CANARY, Project, given_away
from tests.test_stores import BYTES, TEXTS


class OnVault(Project):
    configuration = f'provider "vault" "main" {{ mount = "{os.environ["VAULT_MOUNT"]}" }}\n'

    def setUp(self) -> None:
        super().setUp()
        self.environ.update({name: value for name, value in os.environ.items() if name.startswith("VAULT_")})

    def test_the_life_of_a_secret(self) -> None:
        client = self.client()
        client.create_secret("team/mlflow", TEXTS)
        self.assertEqual(dict(client.get_secret("team/mlflow").secret_values), TEXTS)
        with self.assertRaises(zsv.SecretExistsError):
            client.create_secret("team/mlflow", {"k": "v"})
        client.update_secret("team/mlflow", {"k": "v"}, remove_keys=TEXTS)
        self.assertEqual(client.get_secret_keys("team/mlflow"), ("k",))
        self.assertIn("team/mlflow", client.list_secrets())
        self.assertEqual(dict(client.require("team/mlflow.k")), {"team/mlflow.k": "v"})
        client.delete_secret("team/mlflow")
        self.assertNotIn("team/mlflow", client.list_secrets())
        with self.assertRaises(zsv.NoSecretError):
            client.get_secret("team/mlflow")

    def test_bytes_that_are_no_text_are_refused(self) -> None:
        for value in BYTES.values():
            with self.assertRaisesRegex(zsv.UsageError, "Nothing was written"):
                self.client().create_secret("bytes", {"k": value})
        with self.assertRaises(zsv.NoSecretError):
            self.client().get_secret("bytes")

    def test_a_token_that_may_not(self) -> None:
        self.client().create_secret("denied", {"k": CANARY})
        client = self.client(environ={**self.environ, "VAULT_TOKEN": CANARY})
        for call in (
            lambda: client.get_secret("denied"),
            lambda: client.get_secret_keys("denied"),
            lambda: client.update_secret("denied", {"k": CANARY}),
        ):
            with self.assertRaises(zsv.NotVerifiedError) as caught:
                call()
            self.assertIn(caught.exception.reason, ("denied", "unauthenticated"))
            self.assertNotIn(CANARY, given_away(caught.exception))
