package file

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"
	"go.yaml.in/yaml/v3"

	"github.com/zsv-dev/zsv/internal/dotenv"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	writers := map[string]func(t providertest.T, dir string, store providertest.Store){
		"secrets.yaml": func(t providertest.T, dir string, store providertest.Store) {
			text, err := yaml.Marshal(store)
			must(t, err)
			write(t, dir, "secrets.yaml", string(text))
		},
		"secrets.json": func(t providertest.T, dir string, store providertest.Store) {
			text, err := json.Marshal(store)
			must(t, err)
			write(t, dir, "secrets.json", string(text))
		},
		".env": func(t providertest.T, dir string, store providertest.Store) {
			var text strings.Builder
			for secret, values := range store {
				for key, value := range values {
					text.WriteString(providers.VariableOf(providers.VariableName(secret), key) + "=" + dotenv.Quote(value) + "\n")
				}
			}
			write(t, dir, ".env", text.String())
		},
		"mounted": func(t providertest.T, dir string, store providertest.Store) {
			must(t, os.Mkdir(filepath.Join(dir, "mounted"), 0o700))
			for secret, values := range store {
				must(t, os.MkdirAll(filepath.Join(dir, "mounted", secret), 0o700))
				for key, value := range values {
					write(t, dir, "mounted/"+secret+"/"+key, value)
				}
			}
		},
	}
	for path, fill := range writers {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			var subject providertest.Subject
			subject.New = func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
				dir := t.TempDir()
				fill(t, dir, store)
				return newChecker(t, dir, fmt.Sprintf("path = %q", path), log)
			}
			subject.Reopen = func(t providertest.T, checker providers.Checker, log *slog.Logger) providers.Checker {
				return newChecker(t, within(checker).trust.dir, fmt.Sprintf("path = %q", path), log)
			}
			subject.Powers = []providertest.Power{providertest.Fetching, providertest.Writing, providertest.Deleting,
				providertest.Renaming, providertest.Listing, providertest.ListingKeys}
			switch path {
			case ".env":
				subject.KeysMakeSecrets = true
				subject.Holds = isVariable
				subject.HoldsValue = func(value string) bool { return utf8.ValidString(value) && !strings.Contains(value, "\x00") }
				subject.Powers = []providertest.Power{providertest.Fetching, providertest.Writing}
			case "secrets.json":
				subject.HoldsValue = utf8.ValidString
			}
			for _, c := range providertest.Cases() {
				if path == "mounted" && c.Name == takenName {
					continue
				}
				t.Run(c.Name, func(t *testing.T) {
					t.Parallel()
					c.Run(t, subject)
				})
			}
		})
	}
}

// takenName is a case that a directory cannot pass: it wants a secret "mlflow/password" beside the key "password" of
// "mlflow", where Vet, which opens nothing, has nothing against it. That Write refuses it is among TestDirectoryEdits.
const takenName = "writing by names that lead elsewhere"

// within returns what all providers of the package have in common.
func within(provider providers.Checker) *checker {
	switch provider := provider.(type) {
	case dotenvChecker:
		return provider.checker
	case encryptedChecker:
		return provider.checker
	default:
		return provider.(named).checker
	}
}

// isVariable leaves the names that the upper-casing of variables keeps apart, and that shells can set.
func isVariable(secret, key string) bool {
	return (secret == "" || !unicode.IsDigit(rune(secret[0]))) && strings.Trim(secret+key, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`path = "secrets.yaml"`:                        "secrets.yaml",
		`path = "a/secrets.yml"`:                       "a/secrets.yml",
		`path = "SECRETS.JSON"`:                        "SECRETS.JSON",
		`path = ".env"`:                                ".env",
		`path = ".env.local"`:                          ".env.local",
		`path = "prod.env"`:                            "prod.env",
		`path = "/run/secrets"`:                        "/run/secrets, directory",
		"path = \"secrets\"\nformat = \"json\"":        "secrets, json",
		"path = \"secrets.yaml\"\nformat = \"dotenv\"": "secrets.yaml, dotenv",
		``:                                  ".zsv/secrets.age, age",
		`path = null`:                       ".zsv/secrets.age, age",
		`path = "team.age"`:                 "team.age, age",
		"path = \"team\"\nformat = \"age\"": "team, age",
	} {
		if got := newChecker(t, t.TempDir(), source, nil).(providers.Describer).Describe(); got != want {
			t.Errorf("Describe() = %q, want %q", got, want)
		}
	}
}

func TestFormatOfANamedPath(t *testing.T) {
	t.Parallel()
	for path, want := range map[string]string{
		"secrets.yaml": formatYAML, "a/secrets.yml": formatYAML, "SECRETS.JSON": formatJSON,
		".env": formatDotenv, ".env.local": formatDotenv, "prod.env": formatDotenv, "/run/secrets": "",
		".zsv/secrets.age": formatAge, "secrets.yaml.AGE": formatAge,
	} {
		if got := formatOf(path); got != want {
			t.Errorf("formatOf(%q) = %q, want %q", path, got, want)
		}
	}
}

func TestLocateAndMap(t *testing.T) {
	t.Parallel()
	variables := newChecker(t, t.TempDir(), `path = ".env"`, nil).(dotenvChecker)
	for want, got := range map[string]string{
		"MLFLOW":          variables.Locate("mlflow", ""),
		"SHARED_ML":       variables.Locate("mlflow", "shared/ml"),
		"MLFLOW_PASSWORD": variables.Map("MLFLOW", "password"),
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if _, maps := newChecker(t, t.TempDir(), `path = "x.yaml"`, nil).(providers.Mapper); maps {
		t.Error("YAML keeps names as they are, so that none collide")
	}
}

func TestInvalidArguments(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		`path = ""`: `The argument "path" is empty. Write the path of a file or directory, relative to the directory of the ` +
			`configuration, or leave it out for a store that zsv keeps, encrypted.`,
		`path = []`: `The argument "path" must be a string, not tuple.`,
		"path = \"x\"\nformat = \"yml\"": `The argument "format" must be "age", "directory", "dotenv", "json", "kubernetes", ` +
			`"sops", "yaml" or "zenml". Did you mean "yaml"?`,
		"path = \"x.yaml\"\nformat = \"kubernets\"": `The argument "format" must be "age", "directory", "dotenv", "json", ` +
			`"kubernetes", "sops", "yaml" or "zenml". Did you mean "kubernetes"?`,
		"path = \"x.enc\"\nformat = \"sops\"": `The name of a file that SOPS encrypted must tell what is in it, as for sops ` +
			`itself: .yaml, .json or .env at its end. Give the file such a name, and write it as the "path".`,
		"path = \"x.env\"\nnamespace = \"ml\"": `The argument "namespace" is for manifests of Kubernetes, and this store is ` +
			`none. Leave it out.`,
		"path = \"x\"\nfromat = \"yaml\"": `This block has no argument "fromat". Did you mean "format"?`,
	} {
		checker, diags := New(body(t, source), nil, providers.Surroundings{})
		if checker != nil || len(diags) != 1 || diags[0].Detail != want || diags[0].Subject == nil {
			t.Errorf("%s: got %v and %v, want the diagnostic %q", source, checker, diags, want)
		}
	}
}

// Under validate a variable without a value is unknown, and what depends on it is not judged.
func TestAnUnknownPathIsNotJudged(t *testing.T) {
	t.Parallel()
	evaluation := &hcl.EvalContext{Variables: map[string]cty.Value{"unset": cty.UnknownVal(cty.String)}}
	checker, diags := New(body(t, "path = unset\nformat = unset"), evaluation, providers.Surroundings{})
	if checker == nil || len(diags) != 0 {
		t.Errorf("got %v and %v, want a provider and no diagnostics", checker, diags)
	}
}

// The store is read anew for each Check, so that a second one sees what changed.
func TestCheckReadsAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	checker := newChecker(t, dir, `path = "s.yaml"`, nil)
	if got, want := verdict(t, checker, "a.b"), "missing secret"; got != want {
		t.Errorf("before: %s, want %s", got, want)
	}
	write(t, dir, "s.yaml", "a: {b: x}")
	if got, want := verdict(t, checker, "a.b"), "present"; got != want {
		t.Errorf("afterwards: %s, want %s", got, want)
	}
}

func TestAMissingStore(t *testing.T) {
	t.Parallel()
	want := []providers.Warning{{Rule: "missing-store", Summary: "Secrets file not found", Detail: `There is no file or ` +
		`directory "none/s.yaml", so all of its secrets count as missing. Create it, or correct the argument "path"; a ` +
		`relative path starts at the directory of the configuration.`}}
	checker := newChecker(t, t.TempDir(), `path = "none/s.yaml"`, nil)
	if got, want := verdict(t, checker, "a.b"), "missing secret"; got != want {
		t.Errorf("the verdict is %s, want %s", got, want)
	}
	if diff := cmp.Diff(want, checker.(providers.Warner).Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

// What is between a file and its secrets is said without its text: an error of a parser quotes values.
func TestUnusableStores(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		source string
		make   func(t *testing.T, dir string)
		want   string
	}{
		"too large": {`path = "s.yaml"`, func(t *testing.T, dir string) {
			write(t, dir, "s.yaml", "a: "+strings.Repeat("x", maxSize))
		}, `invalid: "s.yaml" has more than 8 MiB; split it into several files`},
		"a directory instead of a file": {`path = "s.yaml"`, func(t *testing.T, dir string) {
			must(t, os.Mkdir(filepath.Join(dir, "s.yaml"), 0o700))
		}, `invalid: "s.yaml" is a directory, not a file in the format yaml; name a file, or write format = "directory"`},
		"a file instead of a directory": {"path = \"s\"\nformat = \"directory\"", func(t *testing.T, dir string) {
			write(t, dir, "s", "x")
		}, `invalid: "s" is a file, not a directory; write the file's format in the provider's block`},
		"an extension that tells nothing": {`path = "s.txt"`, func(t *testing.T, dir string) {
			write(t, dir, "s.txt", "x")
		}, `invalid: the name of "s.txt" does not tell its format; write format = "yaml", "json" or "dotenv" in the ` +
			`provider's block`},
		"links in a circle": {`path = "s.yaml"`, func(t *testing.T, dir string) {
			must(t, os.Symlink("s.yaml", filepath.Join(dir, "s.yaml")))
		}, `invalid: "s.yaml" leads through more than 40 links, or in a circle`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			test.make(t, dir)
			if got := verdict(t, newChecker(t, dir, test.source, nil), "a.b"); got != "error "+test.want {
				t.Errorf("got  %s\nwant error %s", got, test.want)
			}
		})
	}
}

func TestExplainPermission(t *testing.T) {
	t.Parallel()
	err := (&checker{path: "s.yaml"}).explain(&fs.PathError{Op: "open", Path: "s.yaml", Err: syscall.EACCES})
	want := `denied: "s.yaml" cannot be read: permission denied; allow it to be read by the user who runs zsv`
	if err.Error() != want {
		t.Errorf("got %s, want %s", err, want)
	}
	err = (&checker{path: "s.yaml"}).explain(&fs.PathError{Op: "read", Path: "s.yaml", Err: syscall.EIO})
	if want := `server_error: "s.yaml" cannot be read: input/output error`; err.Error() != want {
		t.Errorf("got %s, want %s", err, want)
	}
}

// A file that the user may not read is unverified, whatever is in it.
func TestAnUnreadableFile(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root reads every file: run the tests as another user to see this one")
	}
	dir := t.TempDir()
	write(t, dir, "s.yaml", "a: {b: x}")
	write(t, dir, "d/a/b", "x")
	must(t, os.Chmod(filepath.Join(dir, "s.yaml"), 0))
	must(t, os.Chmod(filepath.Join(dir, "d/a/b"), 0))
	for _, path := range []string{"s.yaml", "d"} {
		if got := verdict(t, newChecker(t, dir, fmt.Sprintf("path = %q", path), nil), "a.b"); !strings.Contains(got, "denied") {
			t.Errorf("%s: the verdict is %s, want denied", path, got)
		}
	}
}

// What people are told about names files as the directory does that zsv was started in, not the configuration's.
func TestShownFromElsewhere(t *testing.T) {
	t.Parallel()
	top := t.TempDir()
	for _, test := range []struct{ workingDir, path, want string }{
		{"", "s.yaml", "s.yaml"},
		{"team/a", "./s.yaml", "s.yaml"},
		{".", "s.yaml", "team/a/s.yaml"},
		{".", "../s.yaml", "team/s.yaml"},
		{"team/b", "s.yaml", "../a/s.yaml"},
		{".", ".env", "team/a/.env"},
		{".", "/srv/s.yaml", "/srv/s.yaml"},
	} {
		around := providers.Surroundings{Dir: filepath.Join(top, "team/a")}
		if test.workingDir != "" {
			around.WorkingDir = filepath.Join(top, test.workingDir)
		}
		if got := shownFrom(around, test.path); got != test.want {
			t.Errorf("in %q %q is shown as %q, want %q", test.workingDir, test.path, got, test.want)
		}
	}
}

// What an orchestrator mounts is not written by zsv.
func TestMountsAreNotWritten(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"/run/secrets", "/var/run/secrets/db.yaml", "/run/secrets/../secrets/x"} {
		checker := newChecker(t, t.TempDir(), fmt.Sprintf("path = %q", path), nil)
		change := providers.Change{Location: "s", Set: map[string]providers.Value{"k": providers.NewValue("canary")}}
		_, err := checker.(providers.Writer).Write(t.Context(), change)
		for _, err := range []error{checker.(providers.Writer).Vet(change), err} {
			if reason, detail := providers.ReasonOf(err); reason != providers.Unsupported || !strings.Contains(detail, "mounted") {
				t.Errorf("%s: %v", path, err)
			}
		}
	}
}

// verdict asks for one key, "secret.key", and puts the answer into words.
func verdict(t testing.TB, checker providers.Checker, name string) string {
	t.Helper()
	secret, key, _ := strings.Cut(name, ".")
	if locator, ok := checker.(providers.Locator); ok {
		secret = locator.Locate(secret, "")
	}
	var answer providers.Answer
	err := checker.Check(t.Context(), providers.SecretAndKeyExists, []providers.Query{{Location: secret, Keys: []string{key}}},
		func(_ int, a providers.Answer) { answer = a })
	found := answer.Keys[key]
	switch {
	case err != nil:
		return "error " + err.Error()
	case answer.Secret == providers.Missing:
		return "missing secret"
	case answer.Secret == providers.Unverified:
		return fmt.Sprintf("unverified secret, %s: %s", answer.Reason, answer.Detail)
	case found.Reason != "":
		return fmt.Sprintf("%s, %s: %s", found.Status, found.Reason, found.Detail)
	default:
		return found.Status.String()
	}
}

// newChecker returns a provider over a project at dir.
func newChecker(t providertest.T, dir, source string, log *slog.Logger) providers.Checker {
	t.Helper()
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	checker, diags := New(body(t, source), nil, providers.Surroundings{Dir: dir, ProjectDir: dir, ConfigDir: homeIn(dir), Log: log})
	if diags.HasErrors() {
		t.Fatalf("%v", diags)
	}
	return checker
}

// homeIn returns the directory of the user's own files in a project's directory: tests have no other.
func homeIn(dir string) string { return filepath.Join(dir, "home") }

func body(t providertest.T, source string) hcl.Body {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(source), "test.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%v", diags)
	}
	return file.Body
}

// write puts a file into a directory, and the directories on the way to it.
func write(t providertest.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	must(t, os.MkdirAll(filepath.Dir(path), 0o700))
	must(t, os.WriteFile(path, []byte(text), 0o600))
}

func must(t providertest.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%v", err)
	}
}
