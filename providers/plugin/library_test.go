package plugin_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/providers/providertest"
	"github.com/zsv-dev/zsv/resolve"
)

// A step fetches its secrets by a program as by any provider, and leaves no process behind.
func TestLibrary(t *testing.T) {
	t.Parallel()
	p := newPlace(t)
	p.install(p.path, "stub")
	store, pids := filepath.Join(t.TempDir(), "store.json"), filepath.Join(t.TempDir(), "pids")
	fill(t, store, providertest.Store{"ml/mlflow": {"password": "not-a-real-password"}})
	configuration := "provider \"stub\" \"main\" {\n  path = \"" + filepath.ToSlash(store) + "\"\n  prefix = \"ml/\"\n}\n"
	if err := os.WriteFile(filepath.Join(p.project, "main.zsv.hcl"), []byte(configuration), 0o600); err != nil {
		t.Fatal(err)
	}
	client, err := resolve.Open(t.Context(), p.project, builtin.Registry(), resolve.OpenOptions{
		Environ: append(p.around.Environ, "STUB_MODE=stays", stubPids+"="+pids)})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		value, err := client.GetValue(t.Context(), "mlflow", "password")
		if err != nil || value.Reveal() != "not-a-real-password" {
			t.Errorf("got %v and the error %v", value, err)
		}
	}
	client.Close()
	text, err := os.ReadFile(pids)
	if err != nil || len(text) == 0 {
		t.Errorf("no process was started: %v", err)
	}
	wantGone(t, pids)
}
