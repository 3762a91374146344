package vault

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"

	"github.com/zsv-dev/zsv/providers"
)

// serviceAccountToken is where Kubernetes puts the token of a pod's service account.
const serviceAccountToken = "/var/run/secrets/kubernetes.io/serviceaccount/token"

// login returns what to log in with, or a clause that says what is missing for it. Both are empty for the method token
// and without an auth block.
func (m *authMethod) login(e environment) (*login, string, error) {
	switch {
	case m == nil || m.kind == "token":
		return nil, "", nil
	case m.kind == "approle":
		return m.appRoleLogin(e)
	default:
		return m.jwtLogin(e)
	}
}

func (m *authMethod) appRoleLogin(e environment) (*login, string, error) {
	roleID, secretID := e.get("ROLE_ID"), e.get("SECRET_ID")
	if roleID == "" {
		roleID = m.roleID
	}
	switch {
	case roleID == "":
		return nil, "to log in by AppRole set VAULT_ROLE_ID and VAULT_SECRET_ID", nil
	case secretID == "":
		return nil, "to log in by AppRole set VAULT_SECRET_ID", nil
	}
	return &login{m, map[string]providers.Value{
		"role_id": providers.NewValue(roleID), "secret_id": providers.NewValue(secretID),
	}}, "", nil
}

// jwtLogin serves JWT and Kubernetes, which is the same request. The two variables also serve pods whose token for Vault
// is a projected one, with an audience of its own.
func (m *authMethod) jwtLogin(e environment) (*login, string, error) {
	jwt, source := e.get("JWT"), e.get("JWT_FILE")
	if source == "" && m.kind == "kubernetes" {
		source = serviceAccountToken
	}
	if jwt == "" && source != "" {
		var err error
		if jwt, err = readCredentialFile(source); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, "", unreadableCredential("the file "+source, "correct "+e.name("JWT_FILE"))
		}
	}
	if jwt == "" {
		return nil, fmt.Sprintf("to log in by %s %s", m.kind, m.missingJWT(e)), nil
	}
	fields := map[string]providers.Value{"jwt": providers.NewValue(jwt)}
	if m.role != "" {
		fields["role"] = providers.NewValue(m.role)
	}
	return &login{m, fields}, "", nil
}

func (m *authMethod) missingJWT(e environment) string {
	switch {
	case e.get("JWT_FILE") != "":
		return fmt.Sprintf("%s must name a file that holds a token", e.name("JWT_FILE"))
	case m.kind == "kubernetes":
		return "run in a pod with a service account token, or set VAULT_JWT or VAULT_JWT_FILE"
	default:
		return "set VAULT_JWT or VAULT_JWT_FILE"
	}
}

// logIn gives the client a token where it has only something to log in with.
func (c *client) logIn(ctx context.Context) error {
	login := c.credential.login
	if login == nil {
		return nil
	}
	body := map[string]string{}
	for name, value := range login.fields {
		body[name] = value.Reveal()
	}
	var answer struct {
		Auth struct {
			Token string `json:"client_token"`
			MFA   *struct {
				ID string `json:"mfa_request_id"`
			} `json:"mfa_requirement"`
		} `json:"auth"`
	}
	path := "auth/" + login.method.mount + "/login"
	reply, err := c.ask(ctx, request{method: http.MethodPost, path: path, body: body}, &answer)
	switch {
	case err != nil:
		return err
	case !reply.ok():
		return c.loginRefused(path, reply)
	case answer.Auth.Token == "" && answer.Auth.MFA != nil:
		return &providers.Error{Reason: providers.Unauthenticated, Detail: fmt.Sprintf(
			"the login at %s needs a second factor, which zsv does not ask for; log in by `vault login`", path)}
	case answer.Auth.Token == "":
		return c.fail(providers.ServerError, "the login at %s gave no token", path).Problem
	}
	c.credential.login, c.credential.token = nil, providers.NewValue(answer.Auth.Token)
	return nil
}

// loginRefused says what to check. Vault's own text stays out: it may quote claims of the token.
func (c *client) loginRefused(path string, reply reply) error {
	method := c.credential.login.method
	check := map[string]string{
		"approle":    "VAULT_ROLE_ID and VAULT_SECRET_ID",
		"jwt":        "VAULT_JWT or VAULT_JWT_FILE, whether its token has expired, and the role",
		"kubernetes": "the role, and which service accounts and namespaces it is bound to",
	}[method.kind]
	return &providers.Error{Reason: providers.Unauthenticated, Detail: fmt.Sprintf(
		"%s refused the login at %s (HTTP %d); check %s, and the argument mount of the auth block",
		c.shown, path, reply.status, check)}
}
