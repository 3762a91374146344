package action

import (
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each input reaches the scripts as the variable of its name, and nothing of a workflow stands in their text.
func TestInputsAreHandedOver(t *testing.T) {
	t.Parallel()
	action := metadata(t)
	handed := map[string]string{}
	for _, step := range action.Runs.Steps {
		if strings.Contains(step.Run, "${{") {
			t.Errorf("the step %s has an expression in its script: hand it over in env", step.ID)
		}
		for name, value := range step.Env {
			handed[name] = value
		}
	}
	want := map[string]string{"ZSV_PROGRAM": "${{ steps.install.outputs.program }}"}
	for input := range action.Inputs {
		want[variable(input)] = "${{ inputs." + input + " }}"
	}
	if diff := cmp.Diff(want, handed); diff != "" {
		t.Errorf("the variables of the scripts (-wanted +got):\n%s", diff)
	}
}

// Each variable that the scripts read is one of an input, and each input is read.
func TestInputsAreRead(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("*.sh")
	if err != nil {
		t.Fatal(err)
	}
	read := map[string]bool{}
	for _, script := range scripts {
		text, err := os.ReadFile(script)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range regexp.MustCompile(`ZSV_INPUT_[A-Z_]+`).FindAllString(string(text), -1) {
			read[name] = true
		}
	}
	var inputs []string
	for input := range metadata(t).Inputs {
		inputs = append(inputs, variable(input))
	}
	slices.Sort(inputs)
	if diff := cmp.Diff(inputs, slices.Sorted(maps.Keys(read))); diff != "" {
		t.Errorf("the variables that the scripts read (-inputs +read):\n%s", diff)
	}
}

// Everything that a workflow may give or take is described, in action.yml and on the page.
func TestMetadataIsDescribed(t *testing.T) {
	t.Parallel()
	action := metadata(t)
	page := content(t, filepath.Join("..", "..", "docs", "ci.md"))
	for _, name := range slices.Concat(slices.Collect(maps.Keys(action.Inputs)), slices.Collect(maps.Keys(action.Outputs))) {
		if !regexp.MustCompile("(?m)^\\| .*`" + name + "`.* \\|").MatchString(page) {
			t.Errorf("no table of docs/ci.md has %s", name)
		}
	}
	for name, input := range action.Inputs {
		if input.Description == "" {
			t.Errorf("the input %s is not described", name)
		}
	}
	for name, output := range action.Outputs {
		if output.Description == "" {
			t.Errorf("the output %s is not described", name)
		}
	}
}
