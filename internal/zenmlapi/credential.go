package zenmlapi

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/zsv-dev/zsv/providers"
)

// A credential is what proves to the server who asks: a token, or what to log in with, or both.
type credential struct {
	token       providers.Value
	tokenSource string // the variable that it came from
	login       map[string]providers.Value
	loginSource string
}

// proKeyPrefix begins the keys of ZenML Pro's organizations, which are exchanged for a token at ZenML Pro and not at the
// server.
const proKeyPrefix = "ZENPROKEY_"

// credential looks for a token, an API key, and a user with a password. A token comes first, as for ZenML's own client;
// what there is to log in with serves when the token has expired.
func (e environment) credential(address string) (credential, error) {
	var found credential
	if text := e.get(tokenNames); text != "" {
		found.token, found.tokenSource = providers.NewValue(text), e.name(tokenNames)
		if isOdd(text) {
			return found, odd(found.tokenSource)
		}
	}
	switch key := e.get(keyNames); {
	case strings.HasPrefix(key, proKeyPrefix) && !found.token.IsSet():
		return found, &providers.Error{Reason: providers.Unsupported, Detail: fmt.Sprintf("%s holds a key of a ZenML Pro "+
			"organization, which zsv cannot exchange for a token; make a key of a service account of this server (zenml "+
			"service-account create zsv), or set %s to a token", e.name(keyNames), tokenNames[0])}
	case isOdd(key):
		return found, odd(e.name(keyNames))
	case key != "" && !strings.HasPrefix(key, proKeyPrefix):
		found.login = map[string]providers.Value{"password": providers.NewValue(key)}
		found.loginSource = e.name(keyNames)
	case e.get(userNames) != "":
		found.login = map[string]providers.Value{
			"username": providers.NewValue(e.get(userNames)), "password": providers.NewValue(e.get(passwordNames)),
		}
		found.loginSource = e.name(userNames) + " and " + e.name(passwordNames)
	}
	if !found.token.IsSet() && found.login == nil {
		return found, &providers.Error{Reason: providers.Unauthenticated, Detail: fmt.Sprintf("there are no credentials for %s: "+
			"set %s to the key of a service account (zenml service-account create NAME makes one)", address, keyNames[0])}
	}
	return found, nil
}

// isOdd says whether a text holds what no token and no key has, and what must not get into a header.
func isOdd(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r >= 0x7f })
}

func odd(source string) error {
	return &providers.Error{Reason: providers.Unauthenticated, Detail: fmt.Sprintf(
		"%s holds white space or other characters that no token and no key has; set it anew", source)}
}

// form returns the body of the login.
func (c credential) form() string {
	form := url.Values{}
	for name, value := range c.login {
		form.Set(name, value.Reveal())
	}
	return form.Encode()
}
