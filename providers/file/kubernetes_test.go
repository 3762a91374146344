package file

import (
	"encoding/base64"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// Each manifest is what a user could have written; verdicts says what zsv makes of it, by secret and key.
var manifestTests = map[string]struct {
	arguments, text string
	verdicts        map[string]string
}{
	"data and stringData": {``, `
apiVersion: v1
kind: Secret
metadata: {name: db, namespace: ml}
type: Opaque
immutable: true
data:
  user: bWw=
  empty: ""
  nothing:
  lines: |
    bWxm
    bG93
  clear: hunter2!
  number: 1234
  both: ...
stringData:
  password: hunter2
  port: 5432
  both: text
  map: {a: b}
  blank: ''
`, map[string]string{
		"db.user": "present", "db.empty": "present, empty: it is set to an empty string", "db.nothing": "missing", "db.lines": "present",
		"db.clear": "unverified, invalid: its value in line 14 is not in Base64, as data in a Secret is; encode it, or write it " +
			"under stringData",
		"db.number":   "unverified, invalid: its value in line 15 is not text, which is all that Kubernetes takes; write it in quotes",
		"db.password": "present", "db.both": "present", "db.blank": "present, empty: it is set to an empty string",
		"db.port": "unverified, invalid: its value in line 19 is not text, which is all that Kubernetes takes; write it in quotes",
		"db.map":  "unverified, invalid: it is set to a map in line 21" + oneValue,
		"db.typo": "missing", "metadata.name": "missing secret", "data.user": "missing secret",
	}},
	"several documents, lists and other kinds": {``, `# first
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
---
---
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: Secret, metadata: {name: a}, stringData: {k: v}}
  - {apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {k: v}}
---
apiVersion: v1
kind: SecretList
items:
  - {metadata: {name: b}, data: {k: dg==}}
---
{apiVersion: v1, kind: Secret, metadata: {generateName: b-}, data: {k: dg==}}
---
{apiVersion: v1, kind: Secret, metadata: {name: bare}}
`, map[string]string{"a.k": "present", "b.k": "present", "c.k": "missing secret", "web.k": "missing secret", "bare.k": "missing"}},
	"of what the cluster makes secrets": {``, `
apiVersion: bitnami.com/v1alpha1
kind: SealedSecret
metadata: {name: sealed}
spec: {encryptedData: {k: Ag}}
---
apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata: {name: both}
---
{apiVersion: v1, kind: Secret, metadata: {name: both}, stringData: {k: v}}
`, map[string]string{
		"sealed.k": "unverified secret, unsupported: the file has a SealedSecret (line 2), of which the cluster makes the " +
			"Secret of that name; zsv reads manifests of kind Secret, and cannot see what will be in this one",
		"both.k": "present",
	}},
	"one name in two namespaces": {``, twoNamespaces, map[string]string{
		"db.k": "unverified secret, invalid: the file has one of that name in several namespaces: \"dev\", \"prod\"; write namespace = " +
			"\"dev\" in the provider's block to say which one is meant",
		"own.k": "present", "any.k": "present",
	}},
	"a namespace": {`namespace = "prod"`, twoNamespaces, map[string]string{
		"db.k": "missing", "db.p": "present", "own.k": "missing secret", "any.k": "present"}},
	"with and without a namespace": {`namespace = "a"`, `
{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {k: v}}
---
{apiVersion: v1, kind: Secret, metadata: {name: s, namespace: a}, stringData: {k: v}}
`, map[string]string{"s.k": "unverified secret, invalid: the file has it in the namespace \"a\" and, in another object, without one " +
		"(lines 2 and 4); name the namespace in both, or remove one"}},
	"twice": {``, `
{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {k: v, k: w, m: x}}
---
{apiVersion: v1, kind: Secret, metadata: {name: t}, stringData: {k: v}}
---
{apiVersion: v1, kind: Secret, metadata: {name: t}, stringData: {k: v}}
`, map[string]string{
		"s.k": "unverified, invalid: it is set twice, in lines 2 and 2; remove one", "s.m": "present",
		"t.k": "unverified secret, invalid: it is set twice, in lines 4 and 6; remove one"}},
	"two names": {``, "{apiVersion: v1, kind: Secret, metadata: {name: s, name: t}, stringData: {k: v}}", map[string]string{
		"s.k": "unverified secret, invalid: its \"name\" is set twice, in lines 1 and 1; remove one",
		"t.k": "unverified secret, invalid: its \"name\" is set twice, in lines 1 and 1; remove one"}},
	"metadata twice": {``, "{apiVersion: v1, kind: Secret, metadata: {name: s},\n metadata: {name: t}, stringData: {k: v}}", map[string]string{
		"s.k": "unverified secret, invalid: its \"metadata\" is set twice, in lines 1 and 2; remove one",
		"t.k": "unverified secret, invalid: its \"metadata\" is set twice, in lines 1 and 2; remove one"}},
	"two kinds": {``, "{apiVersion: v1, kind: ConfigMap, kind: Secret, metadata: {name: s}, stringData: {k: v}}", map[string]string{
		"s.k": "unverified secret, invalid: its \"kind\" is set twice, in lines 1 and 1; remove one"}},
	"data twice": {``, "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {k: dg==},\n data: {m: dg==}}", map[string]string{
		"s.k": "unverified secret, invalid: its \"data\" is set twice, in lines 1 and 2; remove one",
		"s.m": "unverified secret, invalid: its \"data\" is set twice, in lines 1 and 2; remove one"}},
	"items twice": {``, "{apiVersion: v1, kind: List, items: [],\n items: []}", map[string]string{
		"s.k": `error invalid: "s.yaml" cannot be read as yaml: line 1: expected a list in which each name stands once, and nothing is merged`}},
	"merged metadata": {``, "{apiVersion: v1, kind: Secret, metadata: {name: s, <<: {namespace: x}}, stringData: {k: v}}", map[string]string{
		"s.k": "unverified secret, invalid: a part of it is merged with \"<<\" (line 1); write it out"}},
	"names that controllers give": {``, `
{apiVersion: external-secrets.io/v1, kind: ExternalSecret, metadata: {name: foo}, spec: {target: {name: mlflow}}}
---
{apiVersion: bitnami.com/v1alpha1, kind: SealedSecret, metadata: {name: bar}, spec: {template: {metadata: {name: aws}}}}
`, map[string]string{
		"mlflow.k": "unverified secret, unsupported: the file has an ExternalSecret (line 2), of which the cluster makes the Secret of " +
			"that name; zsv reads manifests of kind Secret, and cannot see what will be in this one",
		"aws.k": "unverified secret, unsupported: the file has a SealedSecret (line 4), of which the cluster makes the Secret of " +
			"that name; zsv reads manifests of kind Secret, and cannot see what will be in this one"}},
	"data that is none": {``, `
{apiVersion: v1, kind: Secret, metadata: {name: s}, data: [v]}
---
{apiVersion: v1, kind: Secret, metadata: {name: t}, data: {<<: {k: dg==}}}
---
{apiVersion: v1, kind: Secret, metadata: {name: u}, data: null, stringData: null}
`, map[string]string{
		"s.k": "unverified secret, invalid: its data is not a map of keys (line 2)",
		"t.k": "unverified secret, invalid: its keys are merged with \"<<\" (line 4); write them out", "u.k": "missing"}},
	"no name": {``, "apiVersion: v1\nkind: Secret\nmetadata: {name: 5}\n", map[string]string{
		"s.k": `error invalid: "s.yaml" cannot be read as yaml: line 1: expected a name, as text, in the metadata of the Secret that begins here`}},
	"no object": {`format = "kubernetes"`, "s: {k: v}\n", map[string]string{
		"s.k": `error invalid: "s.yaml" cannot be read as kubernetes: line 1: expected an object of Kubernetes, with apiVersion and kind`}},
	"no list": {``, "{apiVersion: v1, kind: List, items: {}}\n", map[string]string{
		"s.k": `error invalid: "s.yaml" cannot be read as yaml: line 1: expected a list of objects as items`}},
	"aliases": {``, "apiVersion: v1\nkind: List\nitems: &all\n  - &s {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {k: v}}\n" +
		"  - *s\n  - {apiVersion: v1, kind: List, items: *all}\n", map[string]string{"s.k": "present"}},
	"nothing": {`format = "kubernetes"`, "---\n", map[string]string{"s.k": "missing secret"}},
	"what the block says is plain": {`format = "yaml"`, "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {k: v}\n", map[string]string{
		"metadata.name": "present", "data.k": "present", "s.k": "missing secret"}},
	"secrets with such names": {``, "apiVersion: {k: v}\nkind: {k: v}\n", map[string]string{"kind.k": "present"}},
}

const twoNamespaces = `
{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: prod}, stringData: {p: v}}
---
{apiVersion: v1, kind: Secret, metadata: {name: db, namespace: dev}, stringData: {k: v}}
---
{apiVersion: v1, kind: Secret, metadata: {name: own, namespace: dev}, stringData: {k: v}}
---
{apiVersion: v1, kind: Secret, metadata: {name: any}, stringData: {k: v}}
`

func TestManifests(t *testing.T) {
	t.Parallel()
	for name, test := range manifestTests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			write(t, dir, "s.yaml", test.text)
			checker := newChecker(t, dir, "path = \"s.yaml\"\n"+test.arguments, nil)
			got := map[string]string{}
			for name := range test.verdicts {
				got[name] = verdict(t, checker, name)
			}
			if diff := cmp.Diff(test.verdicts, got); diff != "" {
				t.Errorf("verdicts (-want +got):\n%s", diff)
			}
		})
	}
}

// A manifest in JSON, as kubectl get -o json prints it, is one too.
func TestAManifestInJSON(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write(t, dir, "s.json", `{"apiVersion": "v1", "kind": "List", "items": [
		{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"k": "aHVudGVyMg=="}, "stringData": {"e": "\ud83d\ude00", "h": "\ud83d"}}]}`)
	checker := newChecker(t, dir, `path = "s.json"`, nil)
	want := map[string]string{"k": "hunter2", "e": "\U0001F600"}
	if got := fetchedOf(t, checker, "s", "k", "e"); !cmp.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	wantVerdict := "unverified, invalid: its value in line 2 has a tag that zsv does not read; write plain text"
	if got := verdict(t, checker, "s.h"); got != wantVerdict {
		t.Errorf("half a character: %s", got)
	}
}

// fetchedOf fetches keys of a secret.
func fetchedOf(t *testing.T, checker providers.Checker, secret string, keys ...string) map[string]string {
	t.Helper()
	if locator, ok := checker.(providers.Locator); ok {
		secret = locator.Locate(secret, "")
	}
	values := map[string]string{}
	err := checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: secret, Keys: keys}}, func(_ int, f providers.Fetched) {
		for key, value := range f.Values {
			values[key] = value.Reveal()
		}
	})
	must(t, err)
	return values
}

// A manifest is not written: what is to be done instead is said before anything is.
func TestManifestsAreNotChanged(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	const text = "{apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {k: v}}\n"
	write(t, dir, "s.yaml", text)
	for _, arguments := range []string{`path = "s.yaml"`, "path = \"s.yaml\"\nformat = \"kubernetes\"", "path = \"new\"\nformat = \"kubernetes\""} {
		checker := newChecker(t, dir, arguments, nil)
		_, err := writeTo(t, checker, settingKey("k", "x"))
		if reason, detail := providers.ReasonOf(err); reason != providers.Unsupported || !strings.Contains(detail, "stringData") {
			t.Errorf("%s: writing gives %v", arguments, err)
		}
	}
	checker := newChecker(t, dir, `path = "s.yaml"`, nil)
	_, deleting := checker.(providers.Deleter).Delete(t.Context(), "s")
	for _, err := range []error{deleting, checker.(providers.Renamer).Rename(t.Context(), "s", "t")} {
		if reason, _ := providers.ReasonOf(err); reason != providers.Unsupported {
			t.Errorf("got %v", err)
		}
	}
	if got := contentOf(t, dir+"/s.yaml"); got != text {
		t.Errorf("the file has %q", got)
	}
	if entries, err := os.ReadDir(dir); err != nil || len(entries) != 1 {
		t.Errorf("beside it there is something: %v, %v", entries, err)
	}
}

// A manifest with values that git tracks is a store in clear text, as Base64 hides nothing.
func TestATrackedManifest(t *testing.T) {
	t.Parallel()
	dir := newRepository(t)
	write(t, dir, "s.yaml", "{apiVersion: v1, kind: Secret, metadata: {name: s}, data: {k: dg==}}\n")
	run(t, dir, "add", "s.yaml")
	checker := checkerWith(t, dir, "s.yaml", []string{"PATH=" + os.Getenv("PATH")})
	if got := verdict(t, checker, "s.k"); got != "present" {
		t.Errorf("the verdict is %s", got)
	}
	if diff := cmp.Diff([]providers.Warning{plaintextStore("s.yaml")}, checker.(providers.Warner).Warnings()); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
}

func TestManifestConformance(t *testing.T) {
	t.Parallel()
	providertest.Run(t, providertest.Subject{
		New: func(t providertest.T, store providertest.Store, log *slog.Logger) providers.Checker {
			dir := t.TempDir()
			write(t, dir, "s.yaml", manifestOf(store))
			return newChecker(t, dir, "path = \"s.yaml\"\nformat = \"kubernetes\"", log)
		},
		Holds: func(secret, _ string) bool { return secret != "" },
		Powers: []providertest.Power{providertest.Fetching, providertest.Writing, providertest.Deleting, providertest.Renaming,
			providertest.Listing, providertest.ListingKeys},
		Refused: []providertest.Power{providertest.Writing, providertest.Deleting, providertest.Renaming},
	})
}

// manifestOf writes a store as kubectl writes it: all values in data.
func manifestOf(store providertest.Store) string {
	var text strings.Builder
	for name, values := range store {
		fmt.Fprintf(&text, "---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: %s\ndata:\n", spellYAML(name))
		for key, value := range values {
			fmt.Fprintf(&text, "  %s: %q\n", spellYAML(key), base64.StdEncoding.EncodeToString([]byte(value)))
		}
	}
	return text.String()
}
