package file

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/providers"
)

// mountGeneration makes what the kubelet does: a directory with the keys, then a link to it in the place of the last one's,
// then the links of the keys, and at last the old directory goes.
func mountGeneration(t *testing.T, mount string, number int, values map[string]string) {
	t.Helper()
	next := fmt.Sprintf("..2026_11_22_%09d", number)
	for key, value := range values {
		write(t, mount, next+"/"+key, value)
	}
	old, _ := os.Readlink(filepath.Join(mount, dataLink))
	must(t, os.Symlink(next, filepath.Join(mount, "..data_tmp")))
	must(t, os.Rename(filepath.Join(mount, "..data_tmp"), filepath.Join(mount, dataLink)))
	for key := range values {
		if _, err := os.Lstat(filepath.Join(mount, key)); err != nil {
			must(t, os.Symlink(filepath.Join(dataLink, key), filepath.Join(mount, key)))
		}
	}
	if old != "" {
		must(t, os.RemoveAll(filepath.Join(mount, old)))
	}
}

// A Secret that Kubernetes mounts has its keys behind two links, and nothing else is a key or a secret.
func TestWhatKubernetesMounts(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mountGeneration(t, filepath.Join(dir, "mounts/mlflow"), 1, map[string]string{"password": "hunter2", "tls.crt": "x"})
	mountGeneration(t, filepath.Join(dir, "mounts/mlflow"), 2, map[string]string{"password": "hunter3", "tls.crt": "x"})
	// A volume with items whose paths have directories.
	write(t, dir, "projected/..2026/db/user", "ml")
	must(t, os.Symlink("..2026", filepath.Join(dir, "projected", dataLink)))
	must(t, os.Symlink(dataLink+"/db", filepath.Join(dir, "projected/db")))
	checker := newChecker(t, dir, `path = "mounts"`, nil)
	for name, want := range map[string]string{
		"mlflow.password": "present", "mlflow.tls.crt": "present", "mlflow.typo": "missing",
		"mlflow...data": `unverified, invalid: names that begin with ".." are left to Kubernetes`,
	} {
		if got := verdict(t, checker, name); got != want {
			t.Errorf("%s is %s, want %s", name, got, want)
		}
	}
	if got, want := fetchedOf(t, checker, "mlflow"), (map[string]string{"password": "hunter3", "tls.crt": "x"}); !cmp.Equal(got, want) {
		t.Errorf("all keys are %q, want %q", got, want)
	}
	if got, err := checker.(providers.Lister).List(t.Context()); err != nil || !cmp.Equal(got, []string{"mlflow"}) {
		t.Errorf("the secrets are %q, %v", got, err)
	}
	if got := fetchedOf(t, newChecker(t, dir, `path = "projected"`, nil), "db"); got["user"] != "ml" {
		t.Errorf("of a projected volume: %q", got)
	}
}

// While Kubernetes brings a mount up to date, again and again, what is read is of one generation, and no key is missing that
// all of them have.
func TestAMountThatIsReplaced(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	mount := filepath.Join(dir, "mounts/s")
	values := func(number int) map[string]string {
		text := fmt.Sprint(number)
		return map[string]string{"a": text, "b": text, "c": text}
	}
	mountGeneration(t, mount, 0, values(0))
	checker := newChecker(t, dir, `path = "mounts"`, nil)
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for number := 1; ; number++ {
			select {
			case <-end:
				return
			default:
				mountGeneration(t, mount, number, values(number))
			}
		}
	}()
	steady := 0
	for round := 0; round < 500 || steady == 0 && round < 1_000_000; round++ {
		queries := []providers.Query{{Location: "s", Keys: []string{"a", "b", "c"}}}
		must(t, checker.(providers.Fetcher).Fetch(t.Context(), queries, func(_ int, f providers.Fetched) {
			switch {
			case f.Secret == providers.Missing, f.Secret == providers.Present && len(f.Values) != 3:
				t.Errorf("a key, or the secret, is gone: %v", f)
			case f.Secret == providers.Present:
				if steady++; f.Values["a"].Reveal() != f.Values["b"].Reveal() || f.Values["b"].Reveal() != f.Values["c"].Reveal() {
					t.Errorf("two generations are mixed")
				}
			}
		}))
		must(t, checker.Check(t.Context(), providers.SecretAndKeyExists, queries, func(_ int, a providers.Answer) {
			if a.Secret == providers.Missing || a.Secret == providers.Present && a.Keys["b"].Status != providers.Present {
				t.Errorf("a key, or the secret, is gone: %v", a)
			}
		}))
	}
	close(end)
	<-ended
}
