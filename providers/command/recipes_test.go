package command_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
)

// Each recipe is a definition without errors, and the documentation shows it as it is.
func TestRecipes(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/providers/command.md")
	if err != nil {
		t.Fatal(err)
	}
	paths, _ := filepath.Glob("recipes/*.hcl")
	if len(paths) == 0 {
		t.Fatal("there are none")
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".hcl")
		user, diags := config.LoadUser(".", path, true)
		for _, d := range diags {
			t.Errorf("%s: %s: %s at %v", path, d.Summary, d.Detail, d.Range)
		}
		if len(user.Commands.Names()) != 1 || user.Commands.Named(name) == nil || user.Commands.Named(name).Broken {
			t.Errorf("%s does not define the command %q", path, name)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(page), "```hcl\n"+string(text)+"```\n") {
			t.Errorf("the page does not show %s", path)
		}
	}
}
