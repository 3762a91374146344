package stackfile_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/stackfile"
	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/hclfmt"
)

// Exports of stacks, in the shapes that ZenML and others have written over the years, mean the same in HCL.
func TestStacksAreReadBack(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/*.*")
	if err != nil || len(files) == 0 {
		t.Fatal("no stack files", err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			source, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			stack := parse(t, string(source))
			if len(stack.Components) == 0 {
				t.Error("no components")
			}
			checkReadBack(t, t.TempDir(), stack)
		})
	}
}

var provider = config.ProviderAddr{Type: "env", Name: "ci"}

// checkReadBack writes a stack in HCL, which is to be in its layout and to say what the stack says.
func checkReadBack(t *testing.T, dir string, stack *stackfile.Stack) {
	t.Helper()
	if strings.TrimSpace(stack.Name) == "" { // which the command asks for
		stack.Name = "stack"
	}
	text, err := stack.HCL(stackfile.Writing{Provider: provider, NewProvider: true})
	if err != nil {
		t.Fatal(err)
	}
	if again, err := hclfmt.Format(text); err != nil || string(again) != string(text) {
		t.Errorf("it is not in its layout, error %v:\n%s", err, text)
	}
	cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: ".", Static: true,
		Overlay: map[string][]byte{"stack.zsv.hcl": text}})
	if diags.HasErrors() {
		t.Fatalf("%v\n%s", diags, text)
	}
	if len(cfg.Components) != len(stack.Components) || len(cfg.Stacks) != 1 || len(cfg.Providers) != 1 {
		t.Fatalf("%d components, %d stacks, %d providers of\n%s", len(cfg.Components), len(cfg.Stacks), len(cfg.Providers), text)
	}
	for i := range stack.Components {
		if found := stack.Components[i].Differences(&cfg.Components[i]); found != nil || stack.Components[i].Addr != cfg.Components[i].Addr {
			t.Errorf("%s: other %q in\n%s", stack.Components[i].Addr, found, text)
		}
	}
	if found := stack.Differences(&cfg.Stacks[0]); found != nil || cfg.Stacks[0].Name != stack.Name ||
		len(cfg.Stacks[0].Components) != len(stack.Components) {
		t.Errorf("stack: other %q in\n%s", found, text)
	}
}

// Whatever a file holds, it is refused with a reason, or its HCL says the same.
func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("testdata/*.*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(source)
	}
	for _, tt := range scalars {
		f.Add([]byte("components: {a: {name: b, configuration: {c: " + tt.source + "}}}"))
	}
	f.Add([]byte(`{"components": [{"type": "a", "name": "b", "configuration": "{'c': (1, '\\x41', None)}"}]}`))
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, source []byte) {
		stack, err := stackfile.Parse(source)
		var problems stackfile.Problems
		switch {
		case errors.As(err, &problems):
			checkProblems(t, problems, source)
		case err != nil:
			t.Errorf("another error: %v", err)
		default:
			checkReadBack(t, dir, stack)
		}
	})
}

func checkProblems(t *testing.T, problems stackfile.Problems, source []byte) {
	t.Helper()
	if len(problems) == 0 {
		t.Error("an error without problems")
	}
	lines := 2                                                               // the one behind the end, too
	for _, end := range []string{"\n", "\r", "\u0085", "\u2028", "\u2029"} { // as YAML has them
		lines += bytes.Count(source, []byte(end))
	}
	for _, p := range problems {
		if p.Detail == "" || !utf8.ValidString(p.Detail) || p.Line < 0 || p.Line > lines || p.Column < 0 {
			t.Errorf("problem %+v", p)
		}
	}
}
