package command_test

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/command"
	"github.com/zsv-dev/zsv/providers/providertest"
)

// filled puts the tests' own program and a store's directory into a definition.
func filled(t providertest.T, definition, directory string) string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatalf("%v", err)
	}
	return strings.NewReplacer("PROGRAM", fmt.Sprintf("%q", self), "DIR", fmt.Sprintf("%q", directory)).Replace(definition)
}

// define reads a block command "it" with this body, as zsv does.
func define(t providertest.T, definition string) providers.Commands {
	t.Helper()
	if skipper, ok := t.(interface{ Skip(...any) }); ok && runtime.GOOS == "windows" && strings.Contains(definition, "/bin/sh") {
		skipper.Skip("there is no shell")
	}
	directory := t.TempDir()
	text := "command \"it\" {\n" + definition + "\n}\n"
	if err := os.WriteFile(filepath.Join(directory, "config.hcl"), []byte(text), 0o600); err != nil {
		t.Fatalf("%v", err)
	}
	user, diags := config.LoadUser(directory, "config.hcl", true)
	for _, d := range diags {
		t.Fatalf("the definition has an error: %s: %s at %v", d.Summary, d.Detail, d.Range)
	}
	return user.Commands
}

// newProvider returns a provider of a block command = "it" with more arguments.
func newProvider(t providertest.T, definition, block string, log *slog.Logger) *command.Provider {
	t.Helper()
	checker, diags := command.New(parse(t, "command = \"it\"\n"+block), nil, around(t, define(t, definition), log))
	if diags.HasErrors() {
		t.Fatalf("%v", diags)
	}
	return checker.(*command.Provider)
}

func around(t providertest.T, commands providers.Commands, log *slog.Logger) providers.Surroundings {
	t.Helper()
	project := t.TempDir()
	return providers.Surroundings{Dir: project, ProjectDir: project, Environ: []string{"PATH=" + os.Getenv("PATH"), "SECRET=canary"},
		Commands: commands, ConfigFile: "/home/me/.config/zsv/config.hcl", Log: log}
}

func parse(t providertest.T, source string) hcl.Body {
	t.Helper()
	file, diags := hclsyntax.ParseConfig([]byte(source), "main.zsv.hcl", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%v", diags)
	}
	return file.Body
}

// check asks for one secret.
func check(t *testing.T, checker providers.Checker, level providers.Level, location string,
	keys ...string) (answer providers.Answer) {
	t.Helper()
	err := checker.Check(t.Context(), level, []providers.Query{{Location: location, Keys: keys}},
		func(_ int, a providers.Answer) { answer = a })
	if err != nil {
		t.Errorf("Check failed: %v", err)
	}
	return answer
}
