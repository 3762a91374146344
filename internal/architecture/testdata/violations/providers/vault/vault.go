package vault

import (
	_ "example.com/house/providers"
	_ "github.com/hashicorp/vault/api"
	_ "github.com/hashicorp/vault/api/auth/approle"
	_ "github.com/hashicorp/vaultlike"
)
