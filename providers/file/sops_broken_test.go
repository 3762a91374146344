package file

import (
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/file/sopstest"
)

// SOPS reads dotenv files in its own way, and both readers have to mean the same variable.
func TestSealedVariablesAreNamedAsInOtherFiles(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	dir := t.TempDir()
	write(t, dir, ".env", key.Encrypt(t, "dotenv", "export S_A=hunter2\nS_B =x\n S_C=y\nexport S_D_unencrypted=\"z\"\nS_E_unencrypted=\n"))
	checker := withSOPS(t, dir, `path = ".env"`, key.Environ(), nil)
	want := map[string]string{"a": "hunter2", "b": "x", "c": "y"}
	for name := range want {
		if got := verdict(t, checker, "S."+name); got != "present" {
			t.Errorf("%s is %s", name, got)
		}
	}
	if got := fetchedOf(t, checker, "S", "a", "b", "c"); !cmp.Equal(got, want) {
		t.Errorf("fetched %q, want %q", got, want)
	}
	_, err := writeTo(t, checker, providers.Change{Location: "S", Remove: []string{"b"}, Set: map[string]providers.Value{
		"a": providers.NewValue("new")}})
	must(t, err)
	if got := fetchedOf(t, checker, "S", "a", "c"); !cmp.Equal(got, map[string]string{"a": "new", "c": "y"}) {
		t.Errorf("fetched %q after the change", got)
	}
	text := key.Decrypt(t, "dotenv", contentOf(t, dir+"/.env"))
	if want := "export S_A=new\n C"; strings.Count(text, "S_A") != 1 || strings.Contains(text, "S_B") {
		t.Errorf("the file has\n%swant it to begin %q", text, want)
	}
}

// Merged maps are merged in what sops prints, too.
func TestMergedMapsOfSealedFiles(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	dir := t.TempDir()
	write(t, dir, "s.yaml", key.Encrypt(t, "yaml", "base: &b {x: hunter2}\ns:\n  <<: *b\n  port: 5432\n"))
	checker := withSOPS(t, dir, `path = "s.yaml"`, key.Environ(), nil)
	if got := verdict(t, checker, "s.x"); got != "present" {
		t.Errorf("the verdict is %s", got)
	}
	if got := fetchedOf(t, checker, "s", "x", "port"); !cmp.Equal(got, map[string]string{"x": "hunter2", "port": "5432"}) {
		t.Errorf("fetched %q", got)
	}
}

// What a file says is there, and sops does not print, is not missing: nobody knows.
func TestWhatSOPSDoesNotPrint(t *testing.T) {
	t.Parallel()
	for path, text := range map[string]string{
		"s.yaml": "s: {a: '" + encrypted + "'}\nsops: {" + notes + "}\n",
		".env":   "S_A=" + encrypted + "\nsops_mac=" + encrypted + "\nsops_lastmodified=2026-01-01T00:00:00Z\n",
	} {
		for _, printed := range []string{"{}", `{"s": {}}`, `{"s": {"b": "x"}}`, `{"S_B": "x"}`} {
			if path == ".env" && strings.Contains(printed, `"s"`) {
				continue // which is no text
			}
			dir := t.TempDir()
			bin := standIn(t, "sops", "echo '"+printed+"'")
			write(t, dir, path, text)
			checker := withSOPS(t, dir, "path = \""+path+"\"", []string{"PATH=" + bin + ":/usr/bin:/bin"}, nil)
			query := providers.Query{Location: strings.ToUpper("s"), Keys: []string{"a"}}
			if path == "s.yaml" {
				query.Location = "s"
			}
			err := checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{query}, func(_ int, fetched providers.Fetched) {
				said := fetched.Detail + fetched.Keys["a"].Detail
				if fetched.Secret == providers.Missing || fetched.Keys["a"].Status != providers.Unverified ||
					!strings.Contains(said, "not in what sops prints") {
					t.Errorf("%s, %s: got %+v", path, printed, fetched)
				}
			})
			must(t, err)
		}
	}
}

// Ciphertext is no value, whatever happened to what SOPS noted with it.
func TestCiphertextWithoutASeal(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	const (
		lost   = "encrypted by SOPS, and what SOPS notes with that is not in the file"
		broken = "cannot be read as"
	)
	for path, text := range map[string]string{
		"s.yaml": key.Encrypt(t, "yaml", "s: {a: hunter2}\n"), "s.json": key.Encrypt(t, "json", `{"s": {"a": "hunter2"}}`),
		".env":   key.Encrypt(t, "dotenv", "S_A=hunter2\n"),
		"m.yaml": key.Encrypt(t, "yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {a: hunter2}\n", "--encrypted-regex", "^stringData$"),
	} {
		for what, damage := range damages {
			dir := t.TempDir()
			damaged := damage.on(text)
			if damaged == text {
				t.Fatalf("%s: %s changes nothing", path, what)
			}
			write(t, dir, path, damaged)
			want := broken
			if damage.isWhole {
				want = lost
			}
			secret := "s.a"
			if path == ".env" {
				secret = "S.a"
			}
			checker := withSOPS(t, dir, "path = \""+path+"\"", key.Environ(), nil)
			if got := verdict(t, checker, secret); !strings.Contains(got, want) {
				t.Errorf("%s, %s: %s", path, what, got)
			}
			err := checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: secret[:1], Keys: []string{"a"}}},
				func(_ int, fetched providers.Fetched) {
					if len(fetched.Values) > 0 || fetched.Secret == providers.Missing {
						t.Errorf("%s, %s: fetched %+v", path, what, fetched)
					}
				})
			if (err != nil) == damage.isWhole {
				t.Errorf("%s, %s: %v", path, what, err)
			}
		}
	}
}

// damages are what merges, and people, do to seals.
var damages = map[string]struct {
	isWhole bool // nothing of the seal is left
	on      func(text string) string
}{
	"no mac":          {false, func(text string) string { return withoutLines(text, `mac: ENC`, `"mac":`, "sops_mac=") }},
	"no lastmodified": {false, func(text string) string { return withoutLines(text, "lastmodified") }},
	"a time that is none": {false, func(text string) string {
		return strings.NewReplacer("lastmodified: \"2", "lastmodified: \"x", "\"lastmodified\": \"2", "\"lastmodified\": \"x",
			"sops_lastmodified=2", "sops_lastmodified=x").Replace(text)
	}},
	"no seal": {true, func(text string) string {
		if before, _, ok := strings.Cut(text, "\nsops:\n"); ok {
			return before + "\n"
		}
		if before, _, ok := strings.Cut(text, ",\n\t\"sops\":"); ok {
			return before + "}\n"
		}
		before, _, _ := strings.Cut(text, "\nsops_")
		return before + "\n"
	}},
}

func withoutLines(text string, parts ...string) string {
	var kept []string
	for _, line := range strings.Split(text, "\n") {
		isIn := func(part string) bool { return strings.Contains(line, part) }
		if !isIn(parts[0]) && (len(parts) == 1 || !isIn(parts[1]) && !isIn(parts[2])) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// What sops refuses, or hands out as it stands, is not present.
func TestValuesThatSOPSWouldNotDecrypt(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ text, want string }{
		"garbled":         {"s: {a: 'ENC[AES256_GCM,]'}\nsops: {" + notes + "}", "does not go on so"},
		"not Base64":      {"s: {a: '" + strings.Replace(encrypted, "data:AAAA", "data:A", 1) + "'}\nsops: {" + notes + "}", "does not go on so"},
		"no such type":    {"s: {a: '" + strings.Replace(encrypted, "type:str", "type:text", 1) + "'}\nsops: {" + notes + "}", "does not go on so"},
		"by no rule":      {"s: {a: '" + encrypted + "', b: x}\nsops: {" + notes + ", encrypted_regex: ^b$}", "would hand it out encrypted"},
		"two rules":       {"s: {a: '" + encrypted + "'}\nsops: {" + notes + ", encrypted_regex: a, unencrypted_suffix: x}", "one rule in what SOPS notes"},
		"two seals":       {"s: {a: '" + encrypted + "'}\nsops: {" + notes + "}\nsops: {" + notes + "}", "line 3: expected what SOPS notes, \"sops\", once"},
		"two times":       {"s: {a: '" + encrypted + "'}\nsops: {" + notes + ", lastmodified: x}", "each name once in what SOPS notes"},
		"all is in clear": {"s: {a: hunter2}\nsops: {" + notes + ", unencrypted_regex: .}", "present"},
	}
	for name, test := range tests {
		dir := t.TempDir()
		write(t, dir, "s.yaml", test.text+"\n")
		if got := verdict(t, newChecker(t, dir, `path = "s.yaml"`, nil), "s.a"); !strings.Contains(got, test.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
	for text, want := range map[string]string{
		"S_A=\"" + encrypted + "\"\n": "stands there in clear text", "S_A=''\n": "stands there in clear text",
		"sops_mac=" + encrypted + "\nS_A=" + encrypted + "\n": "each name once in what SOPS notes",
	} {
		dir := t.TempDir()
		write(t, dir, ".env", text+"sops_mac="+encrypted+"\nsops_lastmodified=2026-01-01T00:00:00Z\n")
		if got := verdict(t, newChecker(t, dir, `path = ".env"`, nil), "S.a"); !strings.Contains(got, want) {
			t.Errorf("%q: %s", text, got)
		}
	}
}

// A seal under which nothing is encrypted hides no file from those who look for secrets in git, and is not what
// format = "sops" insists on.
func TestSealsThatSealNothing(t *testing.T) {
	t.Parallel()
	dir := newRepository(t)
	for name, rule := range map[string]string{"regex.yaml": "unencrypted_regex: .", "comment.yaml": "encrypted_comment_regex: ."} {
		write(t, dir, name, "s: {a: hunter2}\nsops: {"+notes+", "+rule+"}\n")
		run(t, dir, "add", name)
		checker := withSOPS(t, dir, "path = \""+name+"\"", []string{"PATH=" + os.Getenv("PATH")}, nil)
		_ = verdict(t, checker, "s.a")
		if warnings := checker.(providers.Warner).Warnings(); len(warnings) != 1 || warnings[0].Rule != "plaintext-store" {
			t.Errorf("%s: warnings %v", name, warnings)
		}
		got := verdict(t, newChecker(t, dir, "path = \""+name+"\"\nformat = \"sops\"", nil), "s.a")
		if !strings.HasPrefix(got, "error invalid: ") || !strings.Contains(got, "in clear text") {
			t.Errorf("%s, as sops: %s", name, got)
		}
	}
	write(t, dir, ".env", "S_A_unencrypted=x\nsops_mac="+encrypted+"\nsops_lastmodified=2026-01-01T00:00:00Z\n")
	if got := verdict(t, newChecker(t, dir, "path = \".env\"\nformat = \"sops\"", nil), "S.a_unencrypted"); !strings.HasPrefix(got, "error invalid: ") {
		t.Errorf(".env: %s", got)
	}
}

// In a manifest, too, only what is encrypted is beyond judgement, and what is encrypted has to be text.
func TestValuesOfSealedManifests(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	const object = "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\n"
	for name, test := range map[string]struct{ text, rule, want string }{
		"no Base64":       {object + "data: {a: '###'}\nstringData: {other: x}\n", "^other$", "is not in Base64"},
		"a number":        {object + "stringData: {a: 5}\n", "^stringData$", "is not text"},
		"names in a list": {"apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Secret\n    metadata: {name: s}\n    stringData: {a: x}\n", "^items$", "encrypted the names"},
		"text":            {object + "stringData: {a: x}\n", "^stringData$", "present"},
	} {
		dir := t.TempDir()
		write(t, dir, "s.yaml", key.Encrypt(t, "yaml", test.text, "--encrypted-regex", test.rule))
		if got := verdict(t, newChecker(t, dir, `path = "s.yaml"`, nil), "s.a"); !strings.Contains(got, test.want) {
			t.Errorf("%s: %s", name, got)
		}
	}
}

// Where sops will refuse the file, a plan in which all else is present says so.
func TestWhatSOPSRefusesIsTold(t *testing.T) {
	t.Parallel()
	for other, isRefused := range map[string]bool{encrypted: false, "hunter2": true, "ENC[AES256_GCM,data:x]": true, "": false} {
		dir := t.TempDir()
		write(t, dir, "s.yaml", "s: {a: '"+encrypted+"', b: '"+other+"'}\nsops: {"+notes+"}\n")
		var told []string
		checker, diags := New(body(t, `path = "s.yaml"`), nil, providers.Surroundings{Dir: dir, ProjectDir: dir,
			Log: slog.New(slog.DiscardHandler), Tell: func(text string) { told = append(told, text) }})
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		if got := verdict(t, checker, "s.a"); got != "present" {
			t.Errorf("%q: the other key is %s", other, got)
		}
		if isTold := strings.Contains(strings.Join(told, "\n"), "sops refuses \"s.yaml\" as a whole"); isTold != isRefused {
			t.Errorf("%q: told %q", other, told)
		}
	}
}

// standIn returns a directory with a script of a shell under the name of a program.
func standIn(t *testing.T, name, script string) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("the program is a script of a shell")
	}
	directory := t.TempDir()
	must(t, os.WriteFile(filepath.Join(directory, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700))
	return directory
}
