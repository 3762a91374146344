package file

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// A person has an identity, and a directory for it.
type person struct {
	identity
	home string
}

func newPerson(t providertest.T) *person {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	must(t, err)
	p := &person{key, filepath.Join(t.TempDir(), "zsv")}
	must(t, os.MkdirAll(p.home, 0o700))
	must(t, os.WriteFile(p.keyFile(), []byte("# made for a test\n"+key.String()+"\n"), 0o600))
	return p
}

func (p *person) public() string { return p.Recipient().String() }

func (p *person) keyFile() string { return filepath.Join(p.home, keyFileName) }

// around returns what a person's zsv is surrounded with, in a project at dir.
func (p *person) around(dir string) providers.Surroundings {
	return providers.Surroundings{Dir: dir, ProjectDir: dir, ConfigDir: p.home, Log: slog.New(slog.DiscardHandler)}
}

// open returns a person's provider over the project at dir.
func (p *person) open(t providertest.T, dir, source string) named {
	t.Helper()
	return openWith(t, source, p.around(dir))
}

func openWith(t providertest.T, source string, around providers.Surroundings) named {
	t.Helper()
	checker, diags := New(body(t, source), nil, around)
	if diags.HasErrors() {
		t.Fatalf("%v", diags)
	}
	if encrypted, ok := checker.(encryptedChecker); ok {
		return encrypted.named
	}
	return checker.(named)
}

// sealFor puts a store with secrets where people keep one.
func sealFor(t providertest.T, dir string, store providertest.Store, recipients ...string) {
	t.Helper()
	held := payload{recipients: recipients, secrets: map[string]map[string]providers.Value{}}
	for name, values := range store {
		held.secrets[name] = map[string]providers.Value{}
		for key, value := range values {
			held.secrets[name][key] = providers.NewValue(value)
		}
	}
	plain, err := held.text()
	must(t, err)
	text, err := seal(plain, recipients)
	must(t, err)
	write(t, dir, defaultPath, string(text))
}

func TestConformanceOfEncryptedStores(t *testing.T) {
	t.Parallel()
	me := newPerson(t)
	around := func(dir string, log *slog.Logger) providers.Surroundings {
		surroundings := me.around(dir)
		surroundings.Log = log
		return surroundings
	}
	providertest.Run(t, providertest.Subject{
		New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
			dir := t.TempDir()
			sealFor(t, dir, store, me.public())
			return openWith(t, "", around(dir, log))
		},
		Reopen: func(t providertest.T, checker providers.Checker, log *slog.Logger) providers.Checker {
			return openWith(t, "", around(within(checker).trust.dir, log))
		},
		Powers: []providertest.Power{providertest.Fetching, providertest.Writing, providertest.Deleting, providertest.Renaming,
			providertest.Listing, providertest.ListingKeys},
	})
}

// setKey writes one key and fails the test where that fails.
func setKey(t testing.TB, store providers.Writer, secret, key, value string) providers.Written {
	t.Helper()
	written, err := store.Write(t.Context(), sealedChange(secret, key, value))
	must(t, err)
	return written
}

func sealedChange(secret, key, value string) providers.Change {
	return providers.Change{Location: secret, Set: map[string]providers.Value{key: providers.NewValue(value)}}
}

// valuesOf returns the values of a secret.
func valuesOf(t testing.TB, store providers.Fetcher, secret string) map[string]string {
	t.Helper()
	values := map[string]string{}
	must(t, store.Fetch(t.Context(), []providers.Query{{Location: secret}}, func(_ int, f providers.Fetched) {
		for key, value := range f.Values {
			values[key] = value.Reveal()
		}
	}))
	return values
}

// wantRefused demands an error of a reason, with words in it.
func wantRefused(t testing.TB, err error, reason providers.Reason, words ...string) {
	t.Helper()
	got, detail := providers.ReasonOf(err)
	if err == nil || got != reason {
		t.Fatalf("got %v, want an error with the reason %s", err, reason)
	}
	for _, word := range words {
		if !strings.Contains(detail, word) {
			t.Errorf("the detail lacks %q: %s", word, detail)
		}
	}
}

func readText(t testing.TB, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	return string(text)
}
