package config_test

import (
	"strings"
	"testing"
)

// A comment without an end takes in what follows it, and nothing of what is above.
func TestUnclosedComment(t *testing.T) {
	t.Parallel()
	const before = "component \"a\" \"z\" {\n x = \"s3://bucket/*\"\n}\n"
	tests := map[string]struct{ source, want string }{
		"between blocks": {"/* a\ncomponent \"a\" \"b\" {\n x = \n}\n", "4:1 Unclosed comment"},
		"in a block":     {"component \"a\" \"b\" {\n x = 1\n /*/ a\n}\n", "6:2 Unclosed comment"},
		"another's end":  {"/* a */ /* b\n", "4:9 Unclosed comment"},
		"many":           {strings.Repeat("/* ", 300_000), "4:1 Unclosed comment"},
		"in text":        {"component \"a\" \"b\" { x = \"/*\" }\n", ""},
		"in a comment":   {"# /*\n", ""},
		"with its end":   {"/* /* a */\n", ""},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, diags := loadSource(t, before+test.source)
			checkOnly(t, diags, test.want)
			if len(cfg.Components) == 0 || len(cfg.Components[0].Values) != 1 {
				t.Error("what is above is not read")
			}
		})
	}
}

// No part of a file takes the lexer for ever either, broken as the rest may be.
func TestUnclosedCommentInPart(t *testing.T) {
	t.Parallel()
	many := strings.Repeat("/* ", 300_000)
	for name, source := range map[string]string{
		"a block":      "component \"a\" \"b\" { x = \n }\ncomponent \"c\" \"d\" { " + many + "\n}\ncomponent \"e\" \"f\" {\n x = \"*/\"\n}",
		"a line":       "component \"a\" \"b\" {\n x = \"a\n" + many + "\n y = \"*/\"\n}\n",
		"an argument":  "component \"a\" \"b\" {\n x = ]\n y = 1 " + many + "\n z = \"*/\"\n}\n",
		"an ignore":    "# zsv:ignore embedded-reference\n" + many,
		"interpolated": "component \"a\" \"b\" {\n x = \"${ " + many + "\n}\"\n}\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, diags := loadSource(t, source); len(diags) == 0 {
				t.Error("no diagnostics")
			}
		})
	}
	for name, source := range map[string]string{
		"a template": `{"component": {"a": {"b": {"x": "${ ` + many + `"}}}}`,
		"escapes":    `{"component": {"a": {"b": {"x": "${ ` + strings.Repeat(`\/\u002a `, 100_000) + `"}}}}`,
		"a type":     `{"variable": {"a": {"type": "` + many + `"}}}`,
	} {
		t.Run("JSON "+name, func(t *testing.T) {
			t.Parallel()
			if _, diags := loadJSON(t, source); len(diags) == 0 {
				t.Error("no diagnostics")
			}
		})
	}
}
