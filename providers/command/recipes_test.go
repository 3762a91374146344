package command_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/command"
)

// What a new machine says first is explained.
func TestNewMachine(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"aws": "aws configure set region REGION", "gcloud": "gcloud config set project PROJECT"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := exec.LookPath(name); err != nil {
				t.Skipf("there is no %s: %v", name, err)
			}
			user, diags := config.LoadUser("recipes", name+".hcl", true)
			if len(diags) > 0 {
				t.Fatal(diags)
			}
			surroundings := around(t, user.Commands, nil)
			surroundings.Environ = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + t.TempDir(), "AWS_EC2_METADATA_DISABLED=true"}
			checker, hclDiags := command.New(parse(t, "command = \""+name+"\""), nil, surroundings)
			if hclDiags.HasErrors() {
				t.Fatal(hclDiags)
			}
			answer := check(t, checker, providers.SecretAndKeyExists, "mlflow", "value")
			if answer.Secret != providers.Unverified || answer.Reason != providers.Invalid || !strings.HasSuffix(answer.Detail, ": "+want) {
				t.Errorf("got %+v, want: %s", answer, want)
			}
		})
	}
}

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
		for parameter, p := range user.Commands.Named(name).Parameters {
			if p.Default == nil { // who takes the definition over from the report has said nothing of it in the project
				t.Errorf("%s: the parameter %q has no default", path, parameter)
			}
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
