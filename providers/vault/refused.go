package vault

import (
	"fmt"

	"github.com/hashicorp/hcl/v2"
)

// setByEnvironment maps arguments that users of other tools look for to the variables that set them. A configuration
// may come from an untrusted change, so it says neither whom to trust nor which file holds a credential.
var setByEnvironment = map[string]string{
	"token":           "VAULT_TOKEN",
	"token_file":      "VAULT_TOKEN_PATH",
	"role_id":         "VAULT_ROLE_ID",
	"secret_id":       "VAULT_SECRET_ID",
	"jwt":             "VAULT_JWT",
	"skip_verify":     "VAULT_SKIP_VERIFY",
	"skip_tls_verify": "VAULT_SKIP_VERIFY",
	"tls_skip_verify": "VAULT_SKIP_VERIFY",
	"insecure":        "VAULT_SKIP_VERIFY",
	"cacert":          "VAULT_CACERT",
	"ca_cert":         "VAULT_CACERT",
	"ca_cert_file":    "VAULT_CACERT",
	"ca_file":         "VAULT_CACERT",
	"ca_cert_dir":     "VAULT_CAPATH",
	"ca_path":         "VAULT_CAPATH",
	"capath":          "VAULT_CAPATH",
	"client_cert":     "VAULT_CLIENT_CERT",
	"client_key":      "VAULT_CLIENT_KEY",
	"cert_file":       "VAULT_CLIENT_CERT",
	"key_file":        "VAULT_CLIENT_KEY",
	"tls_server_name": "VAULT_TLS_SERVER_NAME",
	"proxy":           "VAULT_PROXY_ADDR",
	"proxy_address":   "VAULT_PROXY_ADDR",
	"http_proxy":      "VAULT_PROXY_ADDR",
	"agent_address":   "VAULT_AGENT_ADDR",
	"headers":         "VAULT_HEADERS",
}

// setInAuthByEnvironment is the same for auth blocks, where role_id may stand: it names a role and proves nothing.
var setInAuthByEnvironment = map[string]string{
	"token":                   "VAULT_TOKEN",
	"token_file":              "VAULT_TOKEN_PATH",
	"secret_id":               "VAULT_SECRET_ID",
	"secret_id_file":          "VAULT_SECRET_ID",
	"jwt":                     "VAULT_JWT",
	"jwt_file":                "VAULT_JWT_FILE",
	"jwt_path":                "VAULT_JWT_FILE",
	"service_account_token":   "VAULT_JWT",
	"token_path":              "VAULT_JWT_FILE",
	"service_account_jwt":     "VAULT_JWT",
	"kubernetes_token_path":   "VAULT_JWT_FILE",
	"role_id_file":            "VAULT_ROLE_ID",
	"client_token":            "VAULT_TOKEN",
	"token_reviewer_jwt_file": "VAULT_JWT_FILE",
}

// refuse returns body without the arguments that only the environment sets, and a diagnostic for each of them.
func refuse(body hcl.Body, variables map[string]string) (hcl.Body, hcl.Diagnostics) {
	wanted := &hcl.BodySchema{}
	for name := range variables {
		wanted.Attributes = append(wanted.Attributes, hcl.AttributeSchema{Name: name})
	}
	content, rest, _ := body.PartialContent(wanted)
	var diags hcl.Diagnostics
	for name, attribute := range content.Attributes {
		diags = append(diags, &hcl.Diagnostic{
			Severity: hcl.DiagError,
			Summary:  "Argument set by the environment",
			Detail: fmt.Sprintf("A configuration cannot set %q, because it may come from someone whom the owner of the "+
				"credentials does not trust. The environment sets it: %s.", name, variables[name]),
			Subject: attribute.NameRange.Ptr(),
		})
	}
	return rest, diags
}
