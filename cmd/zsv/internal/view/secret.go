package view

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/resolve"
)

// StoreName names a store in a sentence: "vault main (https://vault.example.com:8200, secret/ml)". The description is the
// provider's own, and may be empty.
func StoreName(provider, description string) string {
	if description == "" {
		return ProviderName(provider)
	}
	return ProviderName(provider) + " (" + scrub(description) + ")"
}

// A Secret is a secret with its keys, and with their values where these were asked for.
type Secret struct {
	Name string               `json:"name"`
	Keys map[string]SecretKey `json:"keys"`
}

// A SecretKey is a key of a Secret. Without a value, none was asked for.
type SecretKey struct {
	Value    *string `json:"value,omitempty"`
	Encoding string  `json:"encoding,omitempty"` // "utf-8", or "base64" for a value that is no text
}

// NewSecret returns a secret without values.
func NewSecret(name string, keys []string) Secret {
	s := Secret{Name: name, Keys: map[string]SecretKey{}}
	for _, key := range keys {
		s.Keys[key] = SecretKey{}
	}
	return s
}

func (s Secret) writeText(w *bufio.Writer, _ style) {
	for _, key := range slices.Sorted(maps.Keys(s.Keys)) {
		_, _ = fmt.Fprintln(w, disarm(name(key)))
	}
}

// A RevealedSecret is a secret whose values are to be seen.
type RevealedSecret struct {
	Secret
	values map[string]providers.Value
}

// NewRevealedSecret returns a secret with values.
func NewRevealedSecret(name string, values map[string]providers.Value) RevealedSecret {
	s := RevealedSecret{NewSecret(name, nil), values}
	for key, value := range values {
		text, encoding := value.Reveal(), "utf-8"
		if !utf8.ValidString(text) {
			text, encoding = base64.StdEncoding.EncodeToString([]byte(text)), "base64"
		}
		s.Keys[key] = SecretKey{&text, encoding}
	}
	return s
}

func (s RevealedSecret) writeText(w *bufio.Writer, _ style) {
	keys := slices.Sorted(maps.Keys(s.values))
	width := 0
	for _, key := range keys {
		width = max(width, displayWidth(name(key)))
	}
	for _, key := range keys {
		shown := name(key)
		_, _ = fmt.Fprintln(w, disarm(shown+strings.Repeat(" ", width-displayWidth(shown)+3)+showValue(s.values[key].Reveal())))
	}
}

// showValue shows a value on one line, safe for a terminal: as it is, or in quotes, as Go writes strings, where that could
// be taken for another one.
func showValue(text string) string {
	ambiguous := text == "" || text[0] == '"' || strings.TrimSpace(text) != text || !utf8.ValidString(text)
	if ambiguous || strings.ContainsFunc(text, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return strconv.Quote(text)
	}
	return text
}

// A PresentKey says that a secret has its one key.
type PresentKey struct {
	Secret
	Store string `json:"-"`
}

func (p PresentKey) writeText(w *bufio.Writer, _ style) {
	for key := range p.Keys {
		_, _ = fmt.Fprintf(w, "The secret %q in %s has the key %q.\n", p.Name, p.Store, key)
	}
}

// SecretNames names the secrets of a store.
type SecretNames struct {
	Provider string       `json:"provider"`
	Secrets  []SecretName `json:"secrets"`
}

// A SecretName is one of them.
type SecretName struct {
	Name string `json:"name"`
}

// NewSecretNames returns the list of a store's secrets.
func NewSecretNames(provider string, names []string) SecretNames {
	l := SecretNames{Provider: provider, Secrets: []SecretName{}}
	for _, name := range names {
		l.Secrets = append(l.Secrets, SecretName{name})
	}
	return l
}

func (l SecretNames) writeText(w *bufio.Writer, _ style) {
	for _, secret := range l.Secrets {
		_, _ = fmt.Fprintln(w, disarm(name(secret.Name)))
	}
}

// A WrittenSecret says what became of a change.
type WrittenSecret struct {
	Name     string   `json:"name"`
	Provider string   `json:"provider"`
	Location string   `json:"location"`
	Created  bool     `json:"created"`
	Set      []string `json:"set"`
	Removed  []string `json:"removed"`
	Warnings []string `json:"warnings"`
	store    string
}

// NewWrittenSecret says what became of a change in a store, which is named as StoreName does.
func NewWrittenSecret(name, provider, location, store string, written providers.Written) WrittenSecret {
	return WrittenSecret{name, provider, location, written.Created, orEmpty(written.Set), orEmpty(written.Removed),
		orEmpty(written.Warnings), store}
}

func (s WrittenSecret) writeText(w *bufio.Writer, _ style) {
	if s.Created {
		_, _ = fmt.Fprintf(w, "Secret %q created in %s: %s.\n", s.Name, s.store, count(len(s.Set), "key"))
		return
	}
	done := countAll(", ", counted{len(s.Set), "key"})
	if done != "" {
		done += " set"
	}
	if len(s.Removed) > 0 {
		if done != "" {
			done += ", "
		}
		done += count(len(s.Removed), "key") + " removed"
	}
	if done == "" {
		done = "no key was changed"
	}
	_, _ = fmt.Fprintf(w, "Secret %q updated in %s: %s.\n", s.Name, s.store, done)
}

// A MovedSecret says that a secret was renamed or deleted, and what still refers to it.
type MovedSecret struct {
	Name     string             `json:"name"`
	NewName  string             `json:"new_name,omitempty"`
	Provider string             `json:"provider"`
	Location string             `json:"location"`
	Restore  string             `json:"restore,omitempty"` // how it can be brought back
	Uses     []resolve.CheckUse `json:"uses"`
	// Store names the store as StoreName does. UsesShown says that people have seen the uses.
	Store     string `json:"-"`
	UsesShown bool   `json:"-"`
}

func (s MovedSecret) writeText(w *bufio.Writer, _ style) {
	if s.NewName != "" {
		_, _ = fmt.Fprintf(w, "Secret %q renamed to %q in %s.\n", s.Name, s.NewName, s.Store)
	} else {
		_, _ = fmt.Fprintf(w, "Secret %q deleted from %s.\n", s.Name, s.Store)
	}
	if s.Restore != "" {
		_, _ = fmt.Fprintln(w, scrub(s.Restore))
	}
	if len(s.Uses) > 0 && !s.UsesShown {
		_, _ = fmt.Fprintf(w, "The configuration still refers to %q:\n%s", s.Name, UseLines(s.Uses))
	}
}

// UseLines writes places of the configuration, one a line.
func UseLines(uses []resolve.CheckUse) string {
	places, width := make([]string, len(uses)), 0
	for i, use := range uses {
		places[i] = scrub(fmt.Sprintf("%s:%d:%d", use.File, use.Line, use.Column))
		width = max(width, displayWidth(places[i]))
	}
	var b strings.Builder
	for i, use := range uses {
		fmt.Fprintf(&b, "  %s%s  %s\n", places[i], strings.Repeat(" ", width-displayWidth(places[i])), attribute(use))
	}
	return b.String()
}
