package functions_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/config/internal/functions"
)

// TestRefused names the functions that are refused, and holds that none of them can be called all the same.
func TestRefused(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"file":              "reads files",
		"core::file":        "reads files",
		"filebase64sha256":  "reads files",
		"templatefile":      "reads files",
		"fileset":           "reads files",
		"abspath":           "depends on the machine",
		"pathexpand":        "depends on the machine",
		"timestamp":         "reads the clock",
		"plantimestamp":     "reads the clock",
		"uuid":              "random",
		"bcrypt":            "random",
		"rsadecrypt":        "decrypted secret",
		"templatestring":    "template",
		"ephemeralasnull":   "ephemeral",
		"type":              "console",
		"list":              "tolist([...])",
		"map":               "tomap({...})",
		"provider::aws::f":  "providers",
		"provider::a::b::c": "providers",
	} {
		reason, refused := functions.Refused(name)
		if !refused || !strings.Contains(reason, want) {
			t.Errorf("Refused(%q) = %q, %v, want a reason with %q", name, reason, refused, want)
		}
		if _, callable := functions.Table()[name]; callable {
			t.Errorf("%s is refused and can be called", name)
		}
	}
	for _, name := range append(functions.Names(), "nothing", "") {
		if reason, refused := functions.Refused(name); refused {
			t.Errorf("Refused(%q) = %q, want none", name, reason)
		}
	}
}

// TestNames holds that the names are sorted, and that each can be called, with and without its namespace.
func TestNames(t *testing.T) {
	t.Parallel()
	names := functions.Names()
	if !slices.IsSorted(names) {
		t.Error("not sorted")
	}
	table := functions.Table()
	if len(table) != 2*len(names) {
		t.Errorf("%d functions for %d names", len(table), len(names))
	}
	for _, name := range names {
		_, plain := table[name]
		_, qualified := table["core::"+name]
		if !plain || !qualified {
			t.Errorf("%s: plain %v, in the namespace %v", name, plain, qualified)
		}
	}
}

// TestEveryFunctionOfTerraform holds that each is either offered or refused, by Terraform's own list.
func TestEveryFunctionOfTerraform(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("terraform"); err != nil {
		t.Skip("terraform is not installed; put the binary of Terraform 1.11 on PATH to compare the names with its list")
	}
	command := exec.CommandContext(t.Context(), "terraform", "metadata", "functions", "-json")
	command.Dir = t.TempDir()
	command.Env = append(os.Environ(), "CHECKPOINT_DISABLE=1")
	output, err := command.Output()
	if err != nil {
		t.Fatal(err)
	}
	var list struct {
		Signatures map[string]any `json:"function_signatures"`
	}
	if err := json.Unmarshal(output[strings.Index(string(output), "{"):], &list); err != nil {
		t.Fatal(err)
	}
	table := functions.Table()
	for name := range list.Signatures {
		_, offered := table[name]
		if _, refused := functions.Refused(name); offered == refused {
			t.Errorf("%s: offered %v, refused %v", name, offered, refused)
		}
	}
	var beyond []string
	for _, name := range functions.Names() {
		if _, known := list.Signatures[name]; !known {
			beyond = append(beyond, name)
		}
	}
	if diff := cmp.Diff([]string{"base64gunzip", "urldecode"}, beyond); diff != "" {
		t.Error(diff)
	}
}
