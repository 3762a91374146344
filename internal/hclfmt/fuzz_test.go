package hclfmt_test

import (
	"bytes"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/config"
	"github.com/zsv-dev/zsv/internal/hclfmt"
	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/builtin"
	"github.com/zsv-dev/zsv/resolve"
)

// What formatting may do to no source: lose a comment, change what the configuration says, or need a second time.
func FuzzFormat(f *testing.F) {
	for _, source := range repositorySources(f) {
		f.Add(source)
	}
	for _, name := range glob(f, "testdata/corpus/*.hcl") {
		f.Add(read(f, name))
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, source []byte) {
		const most = 4 << 10
		if len(source) > most || config.Syntax(source, "main.zsv.hcl").HasErrors() {
			return
		}
		checkFormat(t, dir, source)
	})
}

// The same for all that the fuzzer begins with, which go test runs one by one.
func checkFormat(t *testing.T, dir string, source []byte) {
	t.Helper()
	formatted, err := hclfmt.Format(source)
	if errors.Is(err, hclfmt.ErrSyntax) {
		t.Fatalf("zsv reads what cannot be formatted: %q", source)
	} else if err != nil {
		t.Fatalf("%v: %q", err, source)
	}
	if again, err := hclfmt.Format(formatted); err != nil || !bytes.Equal(again, formatted) {
		t.Errorf("once %q, twice %q, error %v, of %q", formatted, again, err, source)
	}
	if diff := cmp.Diff(comments(source), comments(formatted)); diff != "" {
		t.Errorf("%q: comments (-before +after):\n%s", source, diff)
	}
	if diff := cmp.Diff(meaning(dir, source), meaning(dir, formatted), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%q became %q (-before +after):\n%s", source, formatted, diff)
	}
}

func comments(source []byte) []string {
	tokens, _ := hclsyntax.LexConfig(source, "", hcl.InitialPos)
	var found []string
	for _, token := range tokens {
		if token.Type == hclsyntax.TokenComment {
			found = append(found, strings.TrimRight(string(token.Bytes), "\r\n"))
		}
	}
	return found
}

// place matches one in the text of a diagnostic.
var place = regexp.MustCompile(`main\.zsv\.hcl:\d+:\d+`)

// meaning returns what zsv makes of a configuration, but for the places and their texts.
func meaning(dir string, source []byte) *resolve.Report {
	cfg, diags := config.Load(config.Options{WorkingDir: dir, Dir: ".", Static: true,
		Overlay: map[string][]byte{"main.zsv.hcl": source}})
	report := resolve.NewPlan(cfg, diags, resolve.Options{Registry: builtin.Registry(),
		Surroundings: providers.Surroundings{Dir: dir, ProjectDir: dir}}).Static()
	for i := range report.Diagnostics {
		d := &report.Diagnostics[i]
		d.Range, d.Snippet, d.Detail = nil, nil, place.ReplaceAllString(d.Detail, "")
	}
	for i := range report.Checks {
		for j := range report.Checks[i].Uses {
			use := &report.Checks[i].Uses[j]
			use.Line, use.Column, use.EndLine, use.EndColumn = 0, 0, 0, 0
		}
	}
	for i := range report.Loosened {
		report.Loosened[i].Line, report.Loosened[i].Column = 0, 0
	}
	return report
}
