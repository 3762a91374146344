package docs

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/checkertest"
	"github.com/zsv-dev/zsv/internal/pythontest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// A provision is what the commands of a page get beside zsv.
type provision struct {
	variables []string // of the environment
	path      []string // directories of programs
}

// provided maps what the commands of a page may need to what starts it, until the test ends.
var provided = map[string]func(t *testing.T) provision{
	"":        func(*testing.T) provision { return provision{} },
	"vault":   startVault,
	"zenml":   startZenML,
	"python":  findPython,
	"keyring": findKeyring,
	"jq":      findJQ,
}

// startVault starts an empty Vault. Its program, which is its client too, is on the path, as it is for its users.
func startVault(t *testing.T) provision {
	t.Helper()
	server := vaulttest.StartOwn(t)
	binary, err := exec.Command("sh", filepath.Join(root, "tools/vault/build.sh")).Output() // It is built: this says where.
	if err != nil {
		t.Fatal(err)
	}
	directory := filepath.Dir(strings.TrimSpace(string(binary)))
	return provision{server.Environ(server.RootToken), []string{directory}}
}

// startZenML starts a ZenML server without secrets, of which the commands have an API key. ZenML's own tool is on the path.
func startZenML(t *testing.T) provision {
	t.Helper()
	server := zenmltest.StartOwn(t, zenmltest.Options{})
	return provision{server.Environ(server.APIKey), []string{filepath.Dir(zenmltest.Program(t, "zenml"))}}
}

// findPython puts python3 on the path. It knows the client as if it were installed, and leaves no compiled files behind.
func findPython(t *testing.T) provision {
	t.Helper()
	client, err := filepath.Abs(filepath.Join(root, "clients", "python"))
	if err != nil {
		t.Fatal(err)
	}
	return provision{[]string{"PYTHONPATH=" + client, "PYTHONDONTWRITEBYTECODE=1"}, []string{filepath.Dir(pythontest.Binary(t))}}
}

// findKeyring puts a python3 on the path that has the library keyring, too.
func findKeyring(t *testing.T) provision {
	t.Helper()
	found := findPython(t)
	found.path = []string{filepath.Dir(checkertest.Program(t, "python"))}
	return found
}

// findJQ looks for jq, which the system must have.
func findJQ(t *testing.T) provision {
	t.Helper()
	checkertest.OnPath(t, "jq")
	return provision{}
}
