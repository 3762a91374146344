package file

import (
	"log/slog"
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/dotenv"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/file/sopstest"
	"github.com/zsv-dev/zsv/providers/providertest"
)

const familyBlock = `paths = [".env", ".env.local", ".env.production", ".env.production.local"]`

// What a later file sets counts, be it set to nothing, and the report says which file that is.
func TestLaterFilesCount(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, ".env", "S_A=base\nS_B=base\nS_C=base\n")
	write(t, dir, ".env.local", "S_B=local\nS_C=\n")
	write(t, dir, ".env.production", "S_D=production\nS_B=production\nS_B=twice\n")
	checker := newChecker(t, dir, familyBlock, nil)
	want := map[string]string{
		"s.a": `present: it is set in ".env"`, "s.b": `present: it is set in ".env.production"`,
		"s.c": `present, empty: it is set to an empty string in ".env.local"`, "s.d": `present: it is set in ".env.production"`,
		"s.e": "missing secret", "t.a": "missing secret",
	}
	got := map[string]string{}
	for name := range want {
		got[name] = verdictWithFile(t, checker, name)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("verdicts (-want +got):\n%s", diff)
	}
	values := map[string]string{"a": "base", "b": "twice", "c": "", "d": "production"}
	if got := fetchedOf(t, checker, "s", "a", "b", "c", "d", "e"); !cmp.Equal(got, values) {
		t.Errorf("fetched %q, want %q", got, values)
	}
	if got, want := checker.(providers.Describer).Describe(), ".env, .env.local, .env.production, .env.production.local"; got != want {
		t.Errorf("it is described as %q", got)
	}
	for path, want := range map[string]bool{".env": true, ".env.production.local": true, ".env.other": false} {
		if got := checker.(providers.Keeper).Keeps(dir + "/" + path); got != want {
			t.Errorf("Keeps(%s) = %t", path, got)
		}
	}
}

// verdictWithFile is verdict, with where a key is set that is simply present.
func verdictWithFile(t *testing.T, checker providers.Checker, name string) string {
	t.Helper()
	said := verdict(t, checker, name)
	secret, key, _ := strings.Cut(name, ".")
	queries := []providers.Query{{Location: strings.ToUpper(secret), Keys: []string{key}}}
	must(t, checker.Check(t.Context(), providers.SecretAndKeyExists, queries, func(_ int, a providers.Answer) {
		if said == "present" {
			said += ": " + a.Keys[key].Detail
		}
	}))
	return said
}

// A file that cannot be read might set anything. One that is not there sets nothing.
func TestFilesOfAFamilyThatCannotBeRead(t *testing.T) {
	t.Parallel()
	dir := newRepository(t)
	checker := func() providers.Checker {
		return withSOPS(t, dir, familyBlock, []string{"PATH=" + os.Getenv("PATH")}, nil)
	}
	none := checker()
	if got := verdict(t, none, "s.a"); got != "missing secret" {
		t.Errorf("without any: %s", got)
	}
	if warnings := none.(providers.Warner).Warnings(); len(warnings) != 1 || warnings[0].Rule != "missing-store" {
		t.Errorf("without any: %v", warnings)
	}
	write(t, dir, ".env", "S_A=x\n")
	write(t, dir, ".env.production", "S_A=y\n")
	run(t, dir, "add", ".env.production")
	tracked := checker()
	if got := verdictWithFile(t, tracked, "s.a"); got != `present: it is set in ".env.production"` {
		t.Errorf("with two: %s", got)
	}
	if diff := cmp.Diff([]providers.Warning{plaintextStore(".env.production")}, tracked.(providers.Warner).Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	write(t, dir, ".env.local", "broken "+providertest.Canary)
	const want = `error invalid: ".env.local" cannot be read as dotenv: line 1: expected NAME=VALUE, the name of ASCII letters, digits and _`
	if got := verdict(t, checker(), "s.a"); got != want {
		t.Errorf("with a broken one: %s", got)
	}
	must(t, os.Remove(dir+"/.env.local"))
	must(t, os.Symlink("/etc/hostname", dir+"/.env.local"))
	if got := verdict(t, checker(), "s.a"); !strings.HasPrefix(got, "error untrusted: ") {
		t.Errorf("with one that leads out: %s", got)
	}
}

// A file that is encrypted may be one of them. It is decrypted only where a value in it counts.
func TestASealedFileInAFamily(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	dir := t.TempDir()
	write(t, dir, ".env", "S_A=base\nS_B=base\n")
	write(t, dir, ".env.production", key.Encrypt(t, "dotenv", "S_B=hunter2\nS_C=\n"))
	keyless := withSOPS(t, dir, familyBlock, nil, nil)
	if got := verdictWithFile(t, keyless, "s.b"); got != `present: it is set in ".env.production"` {
		t.Errorf("checked: %s", got)
	}
	if got := fetchedOf(t, keyless, "s", "a"); got["a"] != "base" {
		t.Errorf("what is not encrypted is %q", got)
	}
	err := keyless.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: "S", Keys: []string{"b"}}}, func(int, providers.Fetched) {})
	if reason, _ := providers.ReasonOf(err); reason != providers.Plugin {
		t.Errorf("without sops: %v", err)
	}
	want := map[string]string{"a": "base", "b": "hunter2", "c": ""}
	if got := fetchedOf(t, withSOPS(t, dir, familyBlock, key.Environ(), nil), "s", "a", "b", "c"); !cmp.Equal(got, want) {
		t.Errorf("with the key: %q, want %q", got, want)
	}
}

func TestInvalidFamilies(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"path = \".env\"\npaths = [\".env\"]": `exclude each other`, `paths = []`: `must name files`, `paths = [""]`: `must name files`,
		`paths = [".env", "s.yaml"]`: `by its name "s.yaml" is none`, "paths = [\".env\"]\nformat = \"yaml\"": `is for dotenv files`,
		"paths = [\".env\"]\nformat = \"dotnev\"": `Did you mean "dotenv"?`, "paths = [\".env\"]\nnamespace = \"x\"": `is for dotenv files`,
	} {
		checker, diags := New(body(t, source), nil, providers.Surroundings{})
		if checker != nil || len(diags) != 1 || !strings.Contains(diags[0].Detail, want) || diags[0].Subject == nil {
			t.Errorf("%s: got %v and %v, want a diagnostic with %q", source, checker, diags, want)
		}
	}
	for _, source := range []string{`paths = [".env"]`, "paths = [\"settings\"]\nformat = \"dotenv\""} {
		if _, diags := New(body(t, source), nil, providers.Surroundings{}); len(diags) != 0 {
			t.Errorf("%s: %v", source, diags)
		}
	}
}

func TestFamilyConformance(t *testing.T) {
	t.Parallel()
	providertest.Run(t, providertest.Subject{
		New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
			dir, texts := t.TempDir(), []strings.Builder{{}, {}}
			layer := 0
			for secret, values := range store {
				for key, value := range values {
					name := providers.VariableOf(providers.VariableName(secret), key)
					texts[0].WriteString(name + "=" + map[bool]string{true: "hidden", false: dotenv.Quote(value)}[layer == 1] + "\n")
					if layer == 1 {
						texts[1].WriteString(name + "=" + dotenv.Quote(value) + "\n")
					}
					layer = 1 - layer
				}
			}
			write(t, dir, ".env", texts[0].String())
			write(t, dir, ".env.production", texts[1].String())
			return newChecker(t, dir, familyBlock, log)
		},
		KeysMakeSecrets: true, Holds: isVariable,
		HoldsValue: func(value string) bool { return utf8.ValidString(value) && !strings.Contains(value, "\x00") },
		Powers:     []providertest.Power{providertest.Fetching, providertest.Writing},
		Refused:    []providertest.Power{providertest.Writing},
	})
}
