package file

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/sops"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/file/sopstest"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// withSOPS returns a provider of a user with an environment.
func withSOPS(t providertest.T, dir, source string, environ []string, log *slog.Logger) providers.Checker {
	t.Helper()
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	checker, diags := New(body(t, source), nil, providers.Surroundings{
		Dir: dir, ProjectDir: dir, ConfigDir: homeIn(dir), Environ: environ, Log: log, ConfigFile: "/home/me/zsv.hcl"})
	if diags.HasErrors() {
		t.Fatalf("%v", diags)
	}
	return checker
}

// What SOPS writes for a value, and notes in the map "sops", as far as it can be told from without a key.
const (
	encrypted = "ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]"
	notes     = "mac: '" + encrypted + "', lastmodified: '2026-01-01T00:00:00Z'"
	jsonNotes = `"mac": "` + encrypted + `", "lastmodified": "2026-01-01T00:00:00Z"`
)

const clearYAML = `
mlflow:
  password: hunter2
  port: 5432
  ratio: 1.5
  "on": true
  empty: ""
  nothing: null
  list: [a, b]
  map: {x: y}
  lines: |
    a
    b
  shown_unencrypted: visible
bare: {}
gone:
top: text
`

var sealedVerdicts = map[string]string{
	"mlflow.password": "present", "mlflow.port": "present", "mlflow.on": "present", "mlflow.lines": "present",
	"mlflow.shown_unencrypted": "present", "mlflow.empty": "present, empty: it is set to an empty " +
		"string", "mlflow.nothing": "missing",
	"mlflow.typo": "missing", "bare.k": "missing", "gone.k": "missing secret", "other.k": "missing secret",
	"sops.mac": "missing secret", "sops.age": "missing secret",
}

// A file that SOPS encrypted is checked by someone who has neither a key nor sops: its names are in clear.
func TestSealedFilesAreCheckedWithoutAKey(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	for _, source := range []string{`path = "s.yaml"`, "path = \"s.yaml\"\nformat = \"sops\"", "path = \"s.yaml\"\nformat = " +
		"\"yaml\""} {
		dir := t.TempDir()
		write(t, dir, "s.yaml", key.Encrypt(t, "yaml", clearYAML))
		checker := newChecker(t, dir, source, nil)
		got := map[string]string{}
		for name := range sealedVerdicts {
			got[name] = verdict(t, checker, name)
		}
		if diff := cmp.Diff(sealedVerdicts, got); diff != "" {
			t.Errorf("%s: verdicts (-want +got):\n%s", source, diff)
		}
		for name, want := range map[string]string{"mlflow.list": "a list", "mlflow.map": "a map", "top.k": "not a map of keys"} {
			if got := verdict(t, checker, name); !strings.HasPrefix(got, "unverified") || !strings.Contains(got, want) {
				t.Errorf("%s is %s", name, got)
			}
		}
		names, err := checker.(providers.Lister).List(t.Context())
		if want := []string{"bare", "mlflow"}; err != nil || !cmp.Equal(names, want) {
			t.Errorf("listed %q, %v, want %q", names, err, want)
		}
	}
}

func TestSealedValues(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	dir := t.TempDir()
	write(t, dir, "s.yaml", key.Encrypt(t, "yaml", clearYAML))
	write(t, dir, "s.json", key.Encrypt(t, "json", `{"mlflow": {"password": "hunter2", "port": 5432, "emoji": "\ud83d\ude00\n"}}`))
	write(t, dir, ".env", key.Encrypt(t, "dotenv", "MLFLOW_PASSWORD=hunter2\nMLFLOW_QUOTED=\"q\" # no comment\nMLFLOW_EMPTY=\n"))
	for path, want := range map[string]map[string]string{
		"s.yaml": {"password": "hunter2", "port": "5432", "ratio": "1.5", "on": "true", "lines": "a\nb\n", "shown_unencrypted": "visible",
			"empty": ""},
		"s.json": {"password": "hunter2", "port": "5432", "emoji": "\U0001F600\n"},
		".env":   {"password": "hunter2", "quoted": `"q" # no comment`, "empty": ""},
	} {
		checker := withSOPS(t, dir, "path = \""+path+"\"", key.Environ(), nil)
		got := fetchedOf(t, checker, "mlflow", keysOf(want)...)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: values (-want +got):\n%s", path, diff)
		}
	}
}

func keysOf(values map[string]string) (keys []string) {
	for key := range values {
		keys = append(keys, key)
	}
	return keys
}

// A manifest that is kept in git by SOPS, as GitOps tools want it.
func TestSealedManifests(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	dir := t.TempDir()
	const one = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\ndata: {k: aHVudGVyMg==}\nstringData: {l: text}\n"
	const other = "---\napiVersion: v1\nkind: Secret\nmetadata: {name: b}\nstringData: {k: x}\n"
	for path, text := range map[string]string{"one.yaml": one, "two.yaml": one + other} {
		write(t, dir, path, key.Encrypt(t, "yaml", text, "--encrypted-regex", "^(data|stringData)$"))
		checker := withSOPS(t, dir, "path = \""+path+"\"", key.Environ(), nil)
		if got := verdict(t, checker, "a.k"); got != "present" {
			t.Errorf("%s: %s", path, got)
		}
		if got, want := fetchedOf(t, checker, "a"), (map[string]string{"k": "hunter2", "l": "text"}); !cmp.Equal(got, want) {
			t.Errorf("%s: fetched %q", path, got)
		}
		if _, err := writeTo(t, checker, settingKey("k", "v")); err == nil || !strings.Contains(err.Error(), "manifests") {
			t.Errorf("%s: writing gives %v", path, err)
		}
	}
	write(t, dir, "nameless.yaml", key.Encrypt(t, "yaml", one))
	if got := verdict(t, withSOPS(t, dir, `path = "nameless.yaml"`, key.Environ(), nil), "a.k"); !strings.HasPrefix(got, "error "+
		"unsupported: ") {
		t.Errorf("with names that are encrypted: %s", got)
	}
	if got := fetchedOf(t, withSOPS(t, dir, `path = "two.yaml"`, key.Environ(), nil), "b", "k"); got["k"] != "x" {
		t.Errorf("of the second document: %q", got)
	}
}

// Why values cannot be had is said with what to do, and without what sops says, which quotes values.
func TestSealedFilesThatDoNotOpen(t *testing.T) {
	t.Parallel()
	key, other := sopstest.NewKey(t), sopstest.NewKey(t)
	text := key.Encrypt(t, "yaml", "s: {a: hunter2, b: x, c_unencrypted: y}\n")
	inProject := t.TempDir()
	must(t, os.Symlink(sopstest.Binary(t), filepath.Join(inProject, "sops")))
	const run = "; to see why, run: sops decrypt 's x.yaml'"
	tests := map[string]struct {
		text    string
		environ []string
		want    string
	}{
		"another's": {text, other.Environ(), `locked: "s x.yaml" is encrypted with SOPS, and none of your keys opens it for ` +
			`sops` + run},
		"no key": {text, key.Keyless(), `locked: "s x.yaml" is encrypted with SOPS, and none of your keys opens it for sops` + run},
		"changed": {strings.Replace(text, "c_unencrypted: \"y\"", "c_unencrypted: z", 1), key.Environ(), `invalid: "s x.yaml" is ` +
			`encrypted with SOPS, and sops refuses it, because it was changed by something else than sops since it was encrypted` + run},
		"no program": {text, nil, `plugin: "s x.yaml" is encrypted with SOPS, and there is no program sops to read or change its ` +
			`values in the absolute directories of PATH outside the project; install it (https://getsops.io), so that this works: ` +
			`sops decrypt 's x.yaml'`},
		"programs that do not count": {text, []string{"PATH=bin:.:" + inProject}, `plugin: "s x.yaml" is encrypted with SOPS, and ` +
			`there is no program sops to read or change its values in the absolute directories of PATH outside the project; install ` +
			`it (https://getsops.io), so that this works: sops decrypt 's x.yaml'`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			if name == "programs that do not count" {
				dir = inProject
			}
			write(t, dir, "s x.yaml", test.text)
			checker := withSOPS(t, dir, `path = "s x.yaml"`, test.environ, nil)
			err := checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: "s", Keys: []string{"a"}}},
				func(int, providers.Fetched) { t.Error("there is an answer") })
			if err == nil || err.Error() != test.want {
				t.Errorf("got  %v\nwant %s", err, test.want)
			}
			if got := verdict(t, checker, "s.a"); got != "present" {
				t.Errorf("the check says %s", got)
			}
		})
	}
}

// Who writes a value into a sealed file by hand is told: sops would refuse it all, and git may have it in clear text.
func TestBareValuesInSealedFiles(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	dir := newRepository(t)
	sealed := key.Encrypt(t, "yaml", "s:\n  a: x\n  b: y\n")
	write(t, dir, "sealed.yaml", sealed)
	write(t, dir, "bare.yaml", strings.Replace(sealed, "    b: ", "    new: "+providertest.Canary+"\n    b: ", 1))
	write(t, dir, ".env", key.Encrypt(t, "dotenv", "S_A=x\n")+"S_NEW="+providertest.Canary+"\n")
	run(t, dir, "add", "sealed.yaml", "bare.yaml", ".env")
	const why = "unverified, invalid: its value%s stands there in clear text, where SOPS would have encrypted it, so that sops " +
		"refuses the file; take it out, and set it with: sops edit "
	for path, want := range map[string]string{
		"sealed.yaml": "missing",
		"bare.yaml":   strings.Replace(why, "%s", " in line 3", 1) + "bare.yaml",
		".env":        strings.Replace(why, "%s", "", 1) + ".env",
	} {
		checker := withSOPS(t, dir, "path = \""+path+"\"", []string{"PATH=" + os.Getenv("PATH")}, nil)
		if got := verdict(t, checker, "s.new"); got != want {
			t.Errorf("%s: got  %s\nwant %s", path, got, want)
		}
		if got := verdict(t, checker, "s.a"); got != "present" {
			t.Errorf("%s: the other key is %s", path, got)
		}
		if warnings := checker.(providers.Warner).Warnings(); len(warnings) != 0 != (path != "sealed.yaml") {
			t.Errorf("%s: warnings %v", path, warnings)
		}
	}
}

// Which values are not encrypted on purpose, SOPS notes in the file.
func TestPartialEncryption(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	for _, options := range [][]string{
		{"--encrypted-regex", "^(password|b)$"}, {"--unencrypted-regex", "^user$"}, {"--unencrypted-suffix", "er"},
		{"--encrypted-suffix", "word"},
	} {
		dir := t.TempDir()
		text := key.Encrypt(t, "yaml", "s:\n  password: hunter2\n  user: ml\n", options...)
		if strings.Contains(text, "hunter2") || !strings.Contains(text, "user: ml") {
			t.Fatalf("%q encrypts\n%s", options, text)
		}
		write(t, dir, "s.yaml", text)
		checker := withSOPS(t, dir, `path = "s.yaml"`, key.Environ(), nil)
		for _, name := range []string{"s.password", "s.user"} {
			if got := verdict(t, checker, name); got != "present" {
				t.Errorf("%q: %s is %s", options, name, got)
			}
		}
		if got := fetchedOf(t, checker, "s", "user"); got["user"] != "ml" {
			t.Errorf("%q: got %q", options, got)
		}
	}
}

// Where comments say what is encrypted, what is not may have been written by hand.
func TestEncryptionByComments(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "s.yaml", "s:\n  a: clear\n  b: "+encrypted+"\nsops: {"+notes+", encrypted_comment_regex: secret}\n")
	const want = "unverified, unsupported: its value in line 2 is in clear text, and in this file comments say what SOPS encrypts, " +
		"which zsv does not judge; give the file another rule, such as encrypted_regex"
	checker := newChecker(t, dir, `path = "s.yaml"`, nil)
	if got := verdict(t, checker, "s.a"); got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if got := verdict(t, checker, "s.b"); got != "present" {
		t.Errorf("what is encrypted is %s", got)
	}
}

// A file that is said to be encrypted and is not, is not used; nor one of which no names are in clear.
func TestFilesThatAreNotSealed(t *testing.T) {
	t.Parallel()
	const plain = `error invalid: "%s" cannot be read as sops: expected what SOPS notes in a file that it encrypted, "sops", and ` +
		`a value that it encrypted; this one is in clear text: encrypt it with sops encrypt --in-place %s`
	for path, test := range map[string]struct{ text, want string }{
		"s.yaml": {"s: {a: x}\nsops: {version: x}\n", strings.ReplaceAll(plain, "%s", "s.yaml")},
		"s.json": {`{"s": {"a": "x"}}`, strings.ReplaceAll(plain, "%s", "s.json")},
		".env":   {"S_A=x\n", strings.ReplaceAll(plain, "%s", ".env")},
		"w.json": {`{"data": "` + encrypted + `", "sops": {` + jsonNotes + `}}`, `error unsupported: "w.json" was encrypted as a ` +
			`whole (SOPS calls that binary), so that no names are in clear; encrypt it as YAML, JSON or dotenv`},
		"r.yaml": {"s: {a: x}\nsops: {" + notes + ", encrypted_regex: '('}\n", `error invalid: "r.yaml" cannot be read as sops: ` +
			`line 2: expected a regular expression as encrypted_regex in what SOPS notes`},
		"d.yaml": {"s: {a: '" + encrypted + "'}\nsops: {" + notes + "}\n---\nt: {}\n", `error invalid: "d.yaml" cannot be read as ` +
			`sops: line 4: expected the end of the text: zsv reads one document, and here a second one begins`},
	} {
		dir := t.TempDir()
		write(t, dir, path, test.text)
		if got := verdict(t, newChecker(t, dir, "path = \""+path+"\"\nformat = \"sops\"", nil), "s.a"); got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

// A secret that is called sops is one, as long as SOPS has not been there.
func TestASecretCalledSOPS(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "s.yaml", "sops: {user: ml, version: 3}\n")
	write(t, dir, ".env", "SOPS_USER=ml\nsops_mac=x\n")
	for _, path := range []string{"s.yaml", ".env"} {
		if got := verdict(t, newChecker(t, dir, "path = \""+path+"\"", nil), "sops.user"); got != "present" {
			t.Errorf("%s: %s", path, got)
		}
	}
}

// A file can name any server as the one that has its key, and sops would send the user's token for Vault there.
func TestTheVaultOfASealedFileIsOneThatTheUserChose(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	const notes = "    hc_vault:\n        - vault_address: ADDRESS\n          engine_path: transit\n          key_name: " +
		"k\n          created_at: \"2026-01-01T00:00:00Z\"\n          enc: vault:v1:x\n    lastmodified:"
	texts := map[string]string{
		"s.yaml": strings.Replace(key.Encrypt(t, "yaml", "s: {a: x}\n"), "    lastmodified:", notes, 1),
		"s.json": strings.Replace(key.Encrypt(t, "json", `{"s": {"a": "x"}}`), `"lastmodified"`, `"key_groups": [{"hc_vault": `+
			`[{"Vault_Address": "ADDRESS"}]}], "lastmodified"`, 1),
		"twice.json": strings.Replace(key.Encrypt(t, "json", `{"s": {"a": "x"}}`), `"sops"`, `"Sops": {"hc_vault": `+
			`[{"vault_address": "ADDRESS"}]}, "sops"`, 1),
		".env": key.Encrypt(t, "dotenv", "S_A=x\n") + "sops_hc_vault__list_0__map_vault_address=ADDRESS\n",
	}
	for path, text := range texts {
		for address, where := range map[string]string{
			"https://Evil.example:443/x": "https://evil.example:443", "http://vault.example": "http://vault.example:80",
			"https://vault.example:8200@evil.example": "an address that is no URL of a server",
		} {
			dir := t.TempDir()
			write(t, dir, path, strings.ReplaceAll(text, "ADDRESS", address))
			checker := withSOPS(t, dir, "path = "+
				"\""+path+"\"", append(key.Environ(), "VAULT_ADDR=https://vault.example", "VAULT_TOKEN=t"), nil)
			secret := "s"
			if path == ".env" {
				secret = "S"
			}
			err := checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: secret, Keys: []string{"a"}}},
				func(int, providers.Fetched) {})
			reason, detail := providers.ReasonOf(err)
			if reason != providers.Untrusted || !strings.Contains(detail, where) {
				t.Errorf("%s with %s: got %v", path, address, err)
			}
		}
	}
	dir := t.TempDir()
	write(t, dir, "s.yaml", strings.ReplaceAll(texts["s.yaml"], "ADDRESS", "https://vault.example:443/"))
	checker := withSOPS(t, dir, `path = "s.yaml"`, append(key.Environ(), "VAULT_ADDR=https://vault.example"), nil)
	if got := fetchedOf(t, checker, "s", "a"); got["a"] != "x" {
		t.Errorf("with the user's own Vault: %q", got)
	}
}

// Aliases that make a document huge, or put it into itself, take no time.
func TestAliasesInWhatSOPSNotes(t *testing.T) {
	t.Parallel()
	text := "s: {a: x}\nsops:\n  mac: " + encrypted + "\n  lastmodified: 2026-01-01T00:00:00Z\n  itself: &i [*i]\n  l0: &l0 [x]\n"
	for i := range 40 {
		text += fmt.Sprintf("  l%d: &l%d [*l%d, *l%d, *l%d]\n", i+1, i+1, i, i, i)
	}
	dir := t.TempDir()
	write(t, dir, "s.yaml", text)
	if got := verdict(t, newChecker(t, dir, `path = "s.yaml"`, nil), "s.a"); !strings.Contains(got, "in clear text") {
		t.Errorf("the verdict is %s", got)
	}
}

// A sops that hangs, floods or is none ends within its time, and nothing of what it says is passed on.
func TestProgramsThatAreNotSOPS(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the programs are scripts of a shell")
	}
	for name, test := range map[string]struct{ script, want string }{
		"hangs":  {"sleep 60 & echo $! >\"$0.child\"; wait", "sops did not end within"},
		"floods": {"exec cat /dev/zero", "what is encrypted has more than 8 MiB"},
		"talks":  {"echo " + providertest.Canary + " >&2; exit 7", "sops exited with code 7"},
		"lies":   {"echo " + providertest.Canary, "what sops prints is not what it encrypted"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir, bin, timeout := t.TempDir(), t.TempDir(), "1m"
			if name == "hangs" {
				timeout = "1s"
			}
			must(t, os.WriteFile(filepath.Join(bin, "sops"), []byte("#!/bin/sh\n"+test.script+"\n"), 0o700))
			write(t, dir, "s.yaml", "s: {a: '"+encrypted+"'}\nsops: {"+notes+"}\n")
			checker := withSOPS(t, dir, "path = \"s.yaml\"\ntimeout = \""+timeout+"\"", []string{"PATH=" + bin + ":/usr/bin:/bin"}, nil)
			err := checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: "s", Keys: []string{"a"}}},
				func(int, providers.Fetched) { t.Error("there is an answer") })
			if err == nil || !strings.Contains(err.Error(), test.want) || providertest.ShowsValue(err.Error()) {
				t.Errorf("got %v", err)
			}
			endsWithIt(t, filepath.Join(bin, "sops.child"))
		})
	}
}

// endsWithIt demands that the process whose number is in a file has ended. Where sops could have asked the user at a terminal, it
// is left alone.
func endsWithIt(t *testing.T, path string) {
	t.Helper()
	child, err := os.ReadFile(path)
	if err != nil {
		return
	}
	if terminal, err := os.Open("/dev/tty"); err == nil {
		_ = terminal.Close()
		return
	}
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		state, _ := exec.Command("ps", "-o", "stat=", "-p", strings.TrimSpace(string(child))).Output()
		if len(state) == 0 || state[0] == 'Z' {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the process %s is left", child)
		}
	}
}

// What sops sets is encrypted for those who could read the file before, and nothing else in it changes.
func TestSealedFilesAreChangedBySOPS(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	dir := t.TempDir()
	write(t, dir, "s.yaml", key.Encrypt(t, "yaml", "# a comment\nmlflow:\n  password: old\n  user: ml\nother: {a: x}\n"))
	checker := withSOPS(t, dir, `path = "s.yaml"`, key.Environ(), nil)
	_, err := writeTo(t, checker, providers.Change{Location: "mlflow", Remove: []string{"user"}, Set: map[string]providers.Value{
		"password": providers.NewValue("hunter2\n\"'$"), "port": providers.NewValue("5432"), "empty": providers.NewValue("")}})
	must(t, err)
	_, err = writeTo(t, checker, providers.Change{Location: "new/name.x", Set: map[string]providers.Value{"k": providers.NewValue("v")}})
	must(t, err)
	_, err = checker.(providers.Deleter).Delete(t.Context(), "other")
	must(t, err)
	want := "# a comment\nmlflow:\n    password: |-\n        hunter2\n        \"'$\n    empty: \"\"\n    port: " +
		"\"5432\"\nnew/name.x:\n    k: v\n"
	if got := key.Decrypt(t, "yaml", contentOf(t, dir+"/s.yaml")); got != want {
		t.Errorf("the file has\n%s\nwant\n%s", got, want)
	}
	for what, err := range map[string]error{
		"rename":  checker.(providers.Renamer).Rename(t.Context(), "mlflow", "x"),
		"a quote": second(writeTo(t, checker, settingKey(`a"b`, "v"))),
		"no key":  second(writeTo(t, withSOPS(t, dir, `path = "s.yaml"`, key.Keyless(), nil), settingKey("a", providertest.Canary))),
		"a new file": second(writeTo(t, withSOPS(t, dir, "path = \"new.yaml\"\nformat = \"sops\"", key.Environ(), nil),
			settingKey("a", providertest.Canary))),
	} {
		if err == nil || !strings.Contains(err.Error(), "sops ") || providertest.ShowsValue(err.Error()) {
			t.Errorf("%s: got %v", what, err)
		}
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 2 {
		t.Errorf("the directory has %v, %v, want the file and what zsv needs to write it", entries, err)
	}
}

// The variables of a dotenv file, likewise.
func TestSealedVariablesAreChangedBySOPS(t *testing.T) {
	t.Parallel()
	key := sopstest.NewKey(t)
	dir := t.TempDir()
	write(t, dir, ".env", key.Encrypt(t, "dotenv", "# a comment\nS_A=old\nS_B=x\nT_A=y\n"))
	checker := withSOPS(t, dir, `path = ".env"`, key.Environ(), nil)
	const odd = `"q" \n # 'x' $HOME`
	_, err := writeTo(t, checker, providers.Change{Location: "S", Remove: []string{"b"}, Set: map[string]providers.Value{
		"a": providers.NewValue(odd), "empty": providers.NewValue(""), "lines": providers.NewValue("a\nb")}})
	must(t, err)
	want := map[string]string{"a": odd, "empty": "", "lines": "a\nb"}
	if got := fetchedOf(t, checker, "s", "a", "b", "empty", "lines"); !cmp.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := contentOf(t, dir+"/.env"); strings.Contains(got, "HOME") || !strings.Contains(got, "sops_mac=") {
		t.Errorf("the file has\n%s", got)
	}
}

func second[A any](_ A, err error) error { return err }

func TestSealedConformance(t *testing.T) {
	t.Parallel()
	for path, syntax := range map[string]string{"s.yaml": "yaml", "s.json": "json", ".env": "dotenv"} {
		t.Run(syntax, func(t *testing.T) {
			t.Parallel()
			key := sopstest.NewKey(t)
			source := "path = \"" + path + "\"\nformat = \"sops\""
			subject := providertest.Subject{
				New: func(tt providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
					dir := tt.TempDir()
					write(tt, dir, path, sealStore(tt, t, key, syntax, store))
					return withSOPS(tt, dir, source, key.Environ(), log)
				},
				Reopen: func(t providertest.T, checker providers.Checker, log *slog.Logger) providers.Checker {
					return withSOPS(t, within(checker).trust.dir, source, key.Environ(), log)
				},
				HoldsValue: utf8.ValidString,
				Holds:      func(secret, key string) bool { return sops.VetName(secret) == nil && sops.VetName(key) == nil },
				Powers: []providertest.Power{providertest.Fetching, providertest.Writing, providertest.Deleting, providertest.Renaming,
					providertest.Listing, providertest.ListingKeys},
				Refused: []providertest.Power{providertest.Renaming},
			}
			if syntax == "dotenv" {
				subject.KeysMakeSecrets, subject.Holds = true, isVariable
				subject.Powers, subject.Refused = []providertest.Power{providertest.Fetching, providertest.Writing}, nil
				subject.HoldsValue = func(value string) bool { return utf8.ValidString(value) && !strings.Contains(value, "\x00") }
			}
			for _, c := range providertest.Cases() {
				if syntax != "yaml" && strings.Contains(c.Name, "writ") { // a call of sops for each key: YAML stands for all
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

// sealStore encrypts a store in a syntax.
func sealStore(t providertest.T, tb testing.TB, key sopstest.Key, syntax string, store providertest.Store) string {
	t.Helper()
	if syntax == "dotenv" { // as JSON, since sops reads a dotenv file's "\\n" as a line break, with no way to say otherwise
		values := map[string]string{}
		for secret, keys := range store {
			for key, value := range keys {
				values[providers.VariableOf(providers.VariableName(secret), key)] = value
			}
		}
		text, err := json.Marshal(values)
		must(t, err)
		return key.Encrypt(tb, syntax, string(text), "--input-type", "json")
	}
	var text []byte
	blank, err := plainFormats[syntax].parse([]byte("{}\n"))
	must(t, err)
	for secret, values := range store {
		change := providers.Change{Location: secret, Set: map[string]providers.Value{}}
		for key, value := range values {
			change.Set[key] = providers.NewValue(value)
		}
		text, _, err = blank.write(change)
		must(t, err)
		blank, err = plainFormats[syntax].parse(text)
		must(t, err)
	}
	if text == nil {
		text = []byte("{}\n")
	}
	return key.Encrypt(tb, syntax, string(text))
}
