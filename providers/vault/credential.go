package vault

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// A credential is what proves to Vault who asks: a token, or what to log in with. Its zero value proves nothing, which
// is right for an agent that brings the token itself.
type credential struct {
	token  providers.Value
	login  *login // nil where there is a token already
	source string // where it came from, for messages
	remedy string // what to do when Vault does not accept it
}

// A login is the request that gives a token.
type login struct {
	method *authMethod
	fields map[string]providers.Value
}

const logInAgain = "log in again (vault login) or set VAULT_TOKEN"

// findCredential looks at the token in the environment, then at the auth block, then at the file in which Vault's and
// OpenBao's own tools keep the token of the last login. An auth block whose variables are not set gives way to the
// file: what a CI job says by variables, a developer says by `vault login`.
func (p *Provider) findCredential(e environment) (credential, error) {
	if token := e.get("TOKEN"); token != "" {
		return tokenFrom(e.name("TOKEN"), token, "set it to a valid one, or unset it to use another way of logging in")
	}
	login, missing, err := p.auth.login(e)
	if err != nil {
		return credential{}, err
	}
	if login != nil {
		source := fmt.Sprintf("the login by %s at auth/%s", p.auth.kind, p.auth.mount)
		return credential{login: login, source: source, remedy: "check the policies and limits of its role"}, nil
	}
	file, found, err := e.tokenFile()
	if err != nil || found {
		return file, err
	}
	if missing != "" {
		return credential{}, &providers.Error{Reason: providers.Unauthenticated, Detail: missing + ", and there is no " +
			"VAULT_TOKEN and no token of an earlier `vault login`"}
	}
	return credential{}, nil
}

// tokenFrom refuses what cannot be a token before a header is made of it.
func tokenFrom(source, token, remedy string) (credential, error) {
	odd := func(r rune) bool { return r <= ' ' || r >= 0x7f }
	if strings.ContainsFunc(token, odd) {
		return credential{}, &providers.Error{Reason: providers.Unauthenticated, Detail: fmt.Sprintf(
			"%s holds white space or other characters that no token has; %s", source, remedy)}
	}
	return credential{token: providers.NewValue(token), source: source, remedy: remedy}, nil
}

// tokenFile reads the file of the token helper that is built into Vault's and OpenBao's tools. External helpers are
// programs, which are not run.
func (e environment) tokenFile() (credential, bool, error) {
	path := e.get("TOKEN_PATH")
	if path == "" {
		home := e.getenv("HOME")
		if home == "" {
			home = e.getenv("USERPROFILE")
		}
		if home == "" {
			return credential{}, false, nil
		}
		path = filepath.Join(home, ".vault-token")
	}
	text, err := readCredentialFile(path)
	if errors.Is(err, fs.ErrNotExist) || err == nil && text == "" {
		return credential{}, false, nil
	}
	if err != nil {
		return credential{}, false, unreadableCredential("the token file "+path, logInAgain)
	}
	found, err := tokenFrom(path, text, logInAgain)
	return found, true, err
}

// maxCredentialBytes is above any token, however many claims it carries.
const maxCredentialBytes = 1 << 20

// readCredentialFile returns the text of a file without the white space round it.
func readCredentialFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // it was only read
	text, err := io.ReadAll(io.LimitReader(file, maxCredentialBytes))
	return strings.TrimSpace(string(text)), err
}

func unreadableCredential(what, remedy string) error {
	return &providers.Error{Reason: providers.Unauthenticated, Detail: fmt.Sprintf("%s cannot be read; %s", what, remedy)}
}
