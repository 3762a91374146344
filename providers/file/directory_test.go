package file

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

// mounted lays out a directory as the kubelet does, with what else may be there.
func mounted(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, "outside", "x")
	write(t, dir, "m/mlflow/..2025_01_02/password", "x")
	write(t, dir, "m/mlflow/..2025_01_02/empty", "")
	write(t, dir, "m/team/db/password", "x")
	write(t, dir, "m/docker", "x")
	write(t, dir, "m/mlflow/folder/x", "x")
	for name, target := range map[string]string{
		"mlflow/..data":    "..2025_01_02",
		"mlflow/password":  "..data/password",
		"mlflow/empty":     "..data/empty",
		"mlflow/absolute":  filepath.Join(dir, "m/team/db/password"),
		"mlflow/out":       "../../outside",
		"mlflow/outside":   filepath.Join(dir, "outside"),
		"mlflow/dangling":  "..data/none",
		"mlflow/circle":    "circle",
		"mlflow/nowhere":   "../../nowhere",
		"linked":           "mlflow",
		"secrets-outside":  "..",
		"secrets-absolute": dir,
	} {
		must(t, os.Symlink(target, filepath.Join(dir, "m", name)))
	}
	return dir
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	checker := newChecker(t, mounted(t), `path = "m"`, nil)
	const leaves, noFile = "it is a link that leads out of the directory", "a key with a slash cannot be the name of a file"
	const kubernetes = `names that begin with ".." are left to Kubernetes`
	for name, want := range map[string]string{
		"mlflow.password":           "present",
		"mlflow.empty":              "present, empty: it is set to an empty string",
		"mlflow.absolute":           "present",
		"mlflow.none":               "missing",
		"mlflow.dangling":           "missing",
		"mlflow.out":                "unverified, invalid: " + leaves,
		"mlflow.outside":            "unverified, invalid: " + leaves,
		"mlflow.nowhere":            "unverified, invalid: " + leaves,
		"mlflow.circle":             "unverified, invalid: it is a link that leads in a circle",
		"mlflow.folder":             "unverified, invalid: it is a directory, and a secret's key is a file",
		"mlflow.folder/x":           "unverified, invalid: " + noFile,
		"mlflow.../mlflow/password": "unverified, invalid: " + noFile,
		"mlflow...data":             "unverified, invalid: " + kubernetes,
		"mlflow...2025_01_02":       "unverified, invalid: " + kubernetes,
		"linked.password":           "present",
		"team/db.password":          "present",
		"team/none.password":        "missing secret",
		"docker/x.password":         "missing secret",
		"none.password":             "missing secret",
		"docker.password": "unverified secret, invalid: it is a file; a secret is a directory, with a file for each of " +
			"its keys",
		"secrets-outside.outside":  "unverified secret, invalid: " + leaves,
		"secrets-absolute.outside": "unverified secret, invalid: " + leaves,
		"/mlflow.password": `unverified secret, invalid: "/mlflow" has an empty segment: a path neither starts nor ends ` +
			`with a slash, nor has two in a row`,
	} {
		if got := verdict(t, checker, name); got != want {
			t.Errorf("%s: %s\nwant %s", name, got, want)
		}
	}
}

func TestDirectoryAvailable(t *testing.T) {
	t.Parallel()
	checker := newChecker(t, mounted(t), `path = "m"`, nil)
	want := [][]string{
		{"absolute", "circle", "dangling", "empty", "nowhere", "out", "outside", "password"},
		{"linked", "mlflow", "secrets-absolute", "secrets-outside", "team"},
		{"team/db"},
	}
	got := make([][]string, len(want))
	queries := []providers.Query{{Location: "mlflow"}, {Location: "none"}, {Location: "team/none"}}
	must(t, checker.Check(t.Context(), providers.SecretExists, queries,
		func(i int, answer providers.Answer) { got[i] = answer.Available }))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("available (-want +got):\n%s", diff)
	}
}

// What Kubernetes keeps beside the keys, and whatever is called like that, is no secret, however a block leads there.
func TestNamesThatAreLeftToKubernetes(t *testing.T) {
	t.Parallel()
	dir := mounted(t)
	write(t, dir, "m/..secret/password", "x")
	checker := newChecker(t, dir, `path = "m"`, nil)
	for _, location := range []string{"mlflow/..data", "mlflow/..2025_01_02", "..secret"} {
		query := providers.Query{Location: location, Keys: []string{"password"}}
		err := checker.Check(t.Context(), providers.SecretAndKeyExists, []providers.Query{query}, func(_ int, answer providers.Answer) {
			if answer.Secret != providers.Unverified || answer.Reason != providers.Invalid {
				t.Errorf("%s: got %+v", location, answer)
			}
		})
		must(t, err)
	}
}
