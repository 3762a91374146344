package hclfmt_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/hclfmt"
)

func TestFormat(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct{ source, want string }{
		"nothing":            {"", ""},
		"blank lines":        {"\n\na=1\n\n\n", "\n\na = 1\n\n\n"},
		"spaces":             {"a=[1,2 , 3]\nb  = c ? d:e\n", "a = [1, 2, 3]\nb = c ? d : e\n"},
		"alignment":          {"a = 1\nlong = 2 # x\nb = 3   # y\n", "a    = 1\nlong = 2 # x\nb    = 3 # y\n"},
		"indentation":        {"a {\nb {\nc = [\n1,\n]\n}\n}\n", "a {\n  b {\n    c = [\n      1,\n    ]\n  }\n}\n"},
		"tabs":               {"a {\n\tb\t=\t1\n}\n", "a {\n  b = 1\n}\n"},
		"empty blocks":       {"a { }\nb {\n}\nc { d=1 }\n", "a {}\nb {\n}\nc { d = 1 }\n"},
		"no line break":      {"a=1", "a = 1"},
		"byte order mark":    {"\ufeffa = 1\n", "a = 1\n"},
		"carriage returns":   {"a=1\r\nbb=2 # x\r\n", "a  = 1\r\nbb = 2 # x\r\n"},
		"heredoc":            {"a=<<-EOT\n      x\n    ${ y }   \n    EOT\nb=1\n", "a = <<-EOT\n      x\n    ${y}   \n    EOT\nb = 1\n"},
		"references":         {`a="{{ s.k }}"` + "\n", `a = "{{ s.k }}"` + "\n"},
		"comments":           {"//x\n#y\n/* z */\na=1//b\n", "//x\n#y\n/* z */\na = 1 //b\n"},
		"labels":             {"a b c {}\n", `a "b" "c" {}` + "\n"},
		"label with comment": {"a /* x */ b {}\n", `a /* x */ "b" {}` + "\n"},
		"template":           {`a="${b}"` + "\nc {\nd=\"${ e }\"\n}\n", "a = b\nc {\n  d = e\n}\n"},
		"template in a list": {`a=["${b}"]` + "\n", `a = ["${b}"]` + "\n"},
		"two templates":      {`a="${b}${c}"` + "\n", `a = "${b}${c}"` + "\n"},
		"template in a template": {
			`a="${"${b}"}"` + "\n", "a = b\n"}, // terraform fmt does that in two runs
		"template of an object": {
			"a = \"${{b=1}}\"\n", "a = { b = 1 }\n"},
		"template over lines": {
			"a = \"${b+1\n+2}\"\n", "a = (b + 1\n+ 2)\n"},
		"template with parentheses over lines": {
			"a = \"${(b)+\n(c)}\"\n", "a = ((b) +\n(c))\n"},
		"template on lines of its own": {
			"a = \"${\n  b\n}\"\n", "a = \"${\n  b\n}\"\n"},
		"template with a comment": {
			"a = \"${b # x\n}\"\n", "a = \"${b # x\n}\"\n"},
		"types of old Terraform": {
			"variable \"a\" {\ntype=\"string\"\n}\n", "variable \"a\" {\n  type = \"string\"\n}\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := hclfmt.Format([]byte(tt.source))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, string(got)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", tt.source, diff)
			}
			again, err := hclfmt.Format(got)
			if diff := cmp.Diff(string(got), string(again)); diff != "" || err != nil {
				t.Errorf("formatted again, error %v (-once +twice):\n%s", err, diff)
			}
		})
	}
}

func TestFormatOfWhatIsNoHCL(t *testing.T) {
	t.Parallel()
	for _, source := range []string{"a =", "a {", "a = \"${{s.k}}\"\n", "a = 'b'\n", "a = <<EOT\n", "\xff"} {
		if got, err := hclfmt.Format([]byte(source)); !errors.Is(err, hclfmt.ErrSyntax) {
			t.Errorf("%q: %q, error %v", source, got, err)
		}
	}
}

// A long name among many short ones, and many brackets before many lines, would be blanks for the most part.
func TestFormatOfWhatGrows(t *testing.T) {
	t.Parallel()
	var names strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&names, "a%d=1\n", i)
	}
	short := names.String()
	for name, tt := range map[string]struct {
		source string
		want   error
	}{
		"long name":               {strings.Repeat("b", 300_000) + "=1\n" + short, hclfmt.ErrSize},
		"long name in paragraphs": {strings.Repeat("b", 300_000) + "=1\n\n" + short, nil},
		"brackets":                {"a=" + strings.Repeat("[\n", 2000) + strings.Repeat("1,\n", 70_000) + strings.Repeat("]", 2000) + "\n", hclfmt.ErrSize},
		"many lines":              {strings.Repeat("b {\n  a = 1\n}\n", 1<<12), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := hclfmt.Format([]byte(tt.source)); !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}
