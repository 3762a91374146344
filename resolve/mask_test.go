package resolve

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
)

// shown returns all that snippets show of a source, a line at a time.
func shown(filename, source string) string {
	s := newSnippets(func(string) []byte { return []byte(source) })
	var lines []string
	offset := 0
	for line := range strings.Lines(source) {
		r := hcl.Range{Filename: filename, Start: hcl.Pos{Byte: offset}, End: hcl.Pos{Byte: offset + len(line)}}
		if snippet := s.at(r); snippet != nil {
			lines = append(lines, snippet.Code)
		}
		offset += len(line)
	}
	return strings.Join(lines, "\n")
}

// The sources hold CANARY wherever a secret may stand; want is what is left of them.
func TestMask(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ file, source, want string }{
		"string": {"a.zsv.hcl", `password = "CANARY"`, `password = "***"`},
		"what is no secret stays": {
			"a.zsv.hcl", `flavor = "mlflow" # note` + "\n" + `path = "s3://b/{{a.b}}"`,
			`flavor = "mlflow" # note` + "\n" + `path = "s3://b/{{a.b}}"`,
		},
		"references stay": {
			"a.zsv.hcl", `password = "CANARY{{a.b}}CANARY{{ c.d }}"`, `password = "***{{a.b}}***"`,
		},
		"a whole reference with blanks": {"a.zsv.hcl", `password = "{{ a.b }}"`, `password = "{{ a.b }}"`},
		"glued references":              {"a.zsv.hcl", `password = "{{a.b}}CANARY{{c.d}}"`, `password = "{{a.b}}***{{c.d}}"`},
		"a computed reference": {
			"a.zsv.hcl", `password = "{{${local.n}.${var.k}}}CANARY"`, `password = "{{${local.n}.${var.k}}}***"`,
		},
		"native names": {
			"a.zsv.hcl", `password = secret["team/x"].k` + "\n" + `token = var.a` + "\n" + `key = local.b.c`,
			`password = secret["team/x"].k` + "\n" + `token = var.a` + "\n" + `key = local.b.c`,
		},
		"number":   {"a.zsv.hcl", `password = 12345`, `password = ***`},
		"keywords": {"a.zsv.hcl", "password = null\ntoken = true", "password = null\ntoken = true"},
		"conditional": {
			"a.zsv.hcl", "password = var.p ? \"CANARY\" : var.q ? \"CANARY\" : null\nx = \"y\"",
			"password = var.p ? \"***\" : var.q ? \"***\" : null\nx = \"y\"",
		},
		"function": {
			"a.zsv.hcl", `password = format("%s-CANARY", lower("CANARY"), var.x)`, `password = format("***", lower("***"), var.x)`,
		},
		"template": {
			"a.zsv.hcl", `password = "%{ if var.x }CANARY%{ else }${"CANARY"}%{ endif }"`,
			`password = "%{ if var.x }***%{ else }${"***"}%{ endif }"`,
		},
		"escapes": {"a.zsv.hcl", `password = "CAN\"CANARY\"$${CANARY}"`, `password = "***"`},
		"object": {
			"a.zsv.hcl", "password = {\n  a = \"CANARY\"\n  b = { c = \"CANARY\", \"CANARY\" = 1 }\n}\nx = \"y\"",
			"password = {\n  a = \"***\"\n  b = { c = \"***\", \"***\" = *** }\n}\nx = \"y\"",
		},
		"list": {
			"a.zsv.hcl", "password = [\n  \"CANARY\", # CANARY\n  # CANARY\n  \"{{a.b}}\",\n]\nx = \"y\"",
			"password = [\n  \"***\", # ***\n  # ***\n  \"{{a.b}}\",\n]\nx = \"y\"",
		},
		"parentheses": {
			"a.zsv.hcl", "password = (\n  \"CANARY\"\n)\nx = \"y\"", "password = (\n  \"***\"\n)\nx = \"y\"",
		},
		"heredoc": {
			"a.zsv.hcl", "password = <<EOT\nCANARY {{a.b}}\n\n  CANARY\nEOT\nx = \"y\"", "password = <<EOT\n*** {{a.b}}\n\n  ***\nEOT\nx = \"y\"",
		},
		"heredoc that names secrets": {
			"a.zsv.hcl", "script = <<-EOT\n  key = CANARY\n  export DB_PASSWORD='CANARY CANARY'\n  echo ok\n  EOT\n",
			"script = <<-EOT\n  key = ***\n  export DB_PASSWORD=***\n  echo ok\n  EOT",
		},
		"interpolation over lines": {
			"a.zsv.hcl", "password = \"a${\n  lower(\"CANARY\")\n}CANARY\"\nx = \"y\"", "password = \"***${\n  lower(\"***\")\n}***\"\nx = \"y\"",
		},
		"inside an object on one line": {
			"a.zsv.hcl", `s = { "a.b" = { client_password = "CANARY", region = "eu" }, "api-key" = "CANARY", y = ["z"] }`,
			`s = { "a.b" = { client_password = "***", region = "eu" }, "api-key" = "***", y = ["z"] }`,
		},
		"a colon for the equals sign": {"a.zsv.hcl", `s = { password : "CANARY", x : "y" }`, `s = { password : "***", x : "y" }`},
		"a computed name":             {"a.zsv.hcl", `s = { "${var.x}_password" = "CANARY" }`, `s = { "${var.x}_password" = "***" }`},
		"the default of a variable": {
			"a.zsv.hcl", "variable \"x\" {\n  default = { a = \"CANARY\" }\n  type = string\n}", "variable \"x\" {\n  default = { a = \"***\" }\n  type = string\n}",
		},
		"blocks of secrets and keys": {
			"a.zsv.hcl", "secret \"mlflow\" {\n  path = \"x\"\n  key \"password\" {\n    description = \"y\"\n  }\n}",
			"secret \"mlflow\" {\n  path = \"x\"\n  key \"password\" {\n    description = \"y\"\n  }\n}",
		},
		"comment beside a secret": {"a.zsv.hcl", "password = var.x # was CANARY\nx = 1 # y", "password = var.x # ***\nx = 1 # y"},
		"ignore comment": {
			"a.zsv.hcl", "password = \"CANARY\" # zsv:ignore plaintext-secret", "password = \"***\" # zsv:ignore plaintext-secret",
		},
		"commented out": {
			"a.zsv.hcl", "# tracking_password = \"CANARY\"\n/*\nkey = \"CANARY\"\n*/\nx = 1", "# tracking_password = ***\n/*\nkey = ***\n*/\nx = 1",
		},
		"commented out, over lines": {
			"a.zsv.hcl", "# private_key = <<EOT\n# CANARY\n# EOT\n# token = [\n#   \"CANARY\",\n# ]\n# note\nx = 1\n# y", "# private_key = ***\n# ***\n# ***\n# token = ***\n#   ***\n# ***\n# note\nx = 1\n# y",
		},
		"URLs": {
			"a.zsv.hcl", "a = \"postgres://ml:CANARY@db:5432/ml\"\nb = \"redis://:CANARY@h\"\nc = \"x://u:CAN/CANARY@h\"\nd = \"x://u:{{a.b}}@h\"\n" +
				"e = \"x://u:{{a.b}}CANARY@h\"\nf = \"http://h:80/a@b\"\ng = \"x://u:${var.p}@h\" # x://u:CANARY@h\nh = \"x://u:CA@CANARY@h/p@q\"\n" +
				"i = \"x://u:1234@h/p@q\"\nj = \"x://h:1234?p@q\"",
			"a = \"postgres://ml:***@db:5432/ml\"\nb = \"redis://:***@h\"\nc = \"x://u:***@h\"\nd = \"x://u:{{a.b}}@h\"\n" +
				"e = \"x://u:{{a.b}}***@h\"\nf = \"http://h:80/a@b\"\ng = \"x://u:${var.p}@h\" # x://u:***@h\nh = \"x://u:***@h/p@q\"\n" +
				"i = \"x://u:***@h/p@q\"\nj = \"x://h:1234?p@q\"",
		},
		"a string that names secrets": {
			"a.zsv.hcl", `dsn = "host=h password=CANARY{{a.b}}CANARY"` + "\n" + `url = "https://h/?token=${x}CANARY"`,
			`dsn = "host=h password=***{{a.b}}***"` + "\n" + `url = "https://h/?token=${x}***"`,
		},
		"line breaks of Windows": {"a.zsv.hcl", "password = \"CANARY\"\r\nx = \"y\"\r\n", "password = \"***\"\nx = \"y\""},
		"other letters":          {"a.zsv.hcl", "x = \"é😀\"\npassword = \"CANARY😀é\"", "x = \"é😀\"\npassword = \"***\""},

		"JSON": {
			"a.zsv.json", "{\"component\": {\"a\": {\"b\": {\n\"password\":\n\"CANARY\",\n\"api_key\": [\"CANARY\", {\"CANARY\": 1}],\n\"x\": \"{{a.b}}\"}}}}",
			"{\"component\": {\"a\": {\"b\": {\n\"password\":\n\"***\",\n\"api_key\": [\"***\", {\"***\": ***}],\n\"x\": \"{{a.b}}\"}}}}",
		},
		"JSON's escapes":    {"a.zsv.json", `{"pass\u0077ord": "CANARY", "u": "x:\/\/u:CANARY@h"}`, `{"pass\u0077ord": "***", "u": "x:\/\/u:***@h"}`},
		"JSON's variables":  {"a.zsv.json", `{"variable": {"db_password": {"type": "string", "default": "CANARY"}}}`, `{"variable": {"db_password": {"type": "string", "default": "***"}}}`},
		"JSON's secrets":    {"a.zsv.json", `{"secret": {"a": {"key": {"password": {"description": "y"}}}}}`, `{"secret": {"a": {"key": {"password": {"description": "y"}}}}}`},
		"a secret in JSON":  {"a.zsv.json", `{"component": {"a": {"b": {"secret": {"c": "CANARY"}, "key": "CANARY"}}}}`, `{"component": {"a": {"b": {"secret": {"***": "***"}, "key": "***"}}}}`},
		"values":            {"prod.zsvars", "# CANARY\na = \"CANARY\"\nb = { c = \"CANARY\" }\nd = [\n  12345\n]\n", "# ***\na = \"***\"\nb = { c = \"***\" }\nd = [\n  ***\n]"},
		"values in JSON":    {"x.zsvars.json", `{"a": "CANARY", "b": {"CANARY": 1}}`, `{"a": "***", "b": {"***": ***}}`},
		"other value files": {"secrets.tfvars", `a = "CANARY"`, `a = "***"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := shown(test.file, test.source); got != test.want {
				t.Errorf("%s\nis shown as\n%s\nwant\n%s", test.source, got, test.want)
			}
		})
	}
}

// In files that do not parse, CANARY must not show and the words of keep must.
func TestMaskBroken(t *testing.T) {
	t.Parallel()
	const rest = "\n}\ncomponent \"a\" \"b\" {\n  x = \"y\"\n  last = \"shown\"\n}\n"
	tests := map[string]struct{ source, keep string }{
		"no closing quote":               {`password = "CANARY` + rest, "last shown"},
		"no opening quote":               {`password = CANARY"` + rest, "last shown"},
		"no quotes":                      {`password = CANARY` + rest, "x y last shown"},
		"no quotes, odd characters":      {`password = CAN@NARY#CANARY!CANARY$CANARY` + rest, "x y last shown"},
		"a number that is none":          {`password = 12CANARY.CANARY` + rest, "x y last shown"},
		"other quotes":                   {`password = 'CANARY CANARY'` + rest, "x y last shown"},
		"backquotes":                     {"password = `CANARY`" + rest, "x y last shown"},
		"no equals sign":                 {`password "CANARY"` + rest, "x y last shown"},
		"no equals sign, no quotes":      {`password CANARY` + rest, "x y last shown"},
		"no equals sign, no quote":       {`password "CANARY` + rest, "last shown"},
		"no equals sign, an object":      {"password {\n a = \"CANARY\"\n}" + rest, "x y last shown"},
		"no equals sign, in JSON":        {`s = { "password" "CANARY" }` + rest, "x y last shown"},
		"a secret without equals sign":   {"c {\nsecret \"CANARY\"\n}" + rest, "x y last shown"},
		"two equals signs":               {`password == "CANARY"` + rest, "x y last shown"},
		"another's sign":                 {`password := "CANARY"` + rest, "x y last shown"},
		"an arrow":                       {`password => "CANARY"` + rest, "x y last shown"},
		"the value on the next line":     {"password =\n  \"CANARY\"" + rest, "x y last shown"},
		"the value after blank lines":    {"password = # c\n\n\n  CANARY" + rest, "x y last shown"},
		"a conditional over lines":       {"password = var.x ?\n \"CANARY\"\n : \"CANARY\"" + rest, "x y last shown"},
		"two values":                     {`password = "a" "CANARY", "CANARY"` + rest, "x y last shown"},
		"a value after the value":        {"password = \"a\"\n\"CANARY\"\nCANARY" + rest, "x y last shown"},
		"a dotted name":                  {`settings.password = "CANARY"` + rest, "x y last shown"},
		"no closing brace":               {"s = { password = \"CANARY\"" + rest, "x y last shown"},
		"no opening brace":               {"password = a = \"CANARY\" }" + rest, "x y last shown"},
		"an object without closing":      {"password = { a = \"CANARY\"\n b = \"CANARY\"" + rest, ""},
		"a list without closing":         {"c {\npassword = [\"CANARY\",\n \"CANARY\"\n}" + rest, "x y last shown"},
		"a call without closing":         {"c {\npassword = f(\"CANARY\",\n \"CANARY\"\n}" + rest, "x y last shown"},
		"an interpolation left open":     {"password = \"${var.x CANARY\"" + rest, "last"},
		"a heredoc without end":          {"password = <<EOT\nCANARY\nCANARY \"\nlast" + rest, "password ="},
		"another's heredoc without end":  {"d = <<EOT\ntext\npassword = \"CANARY\"" + rest, "text x y last shown"},
		"one heredoc swallows another":   {"d = <<EOT\ntext\npassword = [\n\"CANARY\"]\ne = <<EOT\nz\nEOT" + rest, "text x y last shown"},
		"a quote too many before":        {"a = \"b\"\"\npassword = \"CANARY\"" + rest, "b x y last shown"},
		"a quote missing before":         {"a = \"b\npassword = \"CANARY\"" + rest, "b x y last shown"},
		"a quote missing on the line":    {`s = { a = "b, password = "CANARY" }` + rest, "last shown"},
		"a quote missing in a list":      {"password = [\"CANARY,\n \"CANARY\",\n \"CANARY\",\n]" + rest, "password"},
		"a quote missing in an object":   {"password = {\n a = \"CANARY\n b = \"CANARY\"\n c = \"CANARY\"\n}" + rest, "password"},
		"a string over lines":            {"password = \"CANARY\nCANARY = \"CANARY\"" + rest, "last shown"},
		"a key in PEM":                   {"private_key = \"-----BEGIN\nCANARYabc+/\nCANARY=\nCANARY==\n-----END\"" + rest, "last shown"},
		"JSON in quotes":                 {"password = \"{\n \"a\": \"CANARY\",\n \"b\": \"CANARY\"\n}\"" + rest, "password"},
		"a quote at the end of the file": {`x = "y"` + "\n" + `password = "CANARY`, "x y"},
		"bytes that are no UTF-8":        {"password = \"\xffCANARY\xfe\"" + rest, "x y last shown"},
		"a null byte":                    {"password = \"\x00CANARY\"" + rest, "x y last shown"},
		"a comment left open":            {"/* password = \"CANARY\"" + rest, "x y last shown"},
		"old line breaks":                {"password = \"CANARY\"\rpassword = \"CANARY\"" + rest, "last shown"},
		"in a list of names":             {`names = ["password", "shown"]` + rest, "password shown x y last"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := shown("a.zsv.hcl", test.source)
			if strings.Contains(got, "CANARY") {
				t.Errorf("%s\nis shown as\n%s", test.source, got)
			}
			for word := range strings.FieldsSeq(test.keep) {
				if !strings.Contains(got, word) {
					t.Errorf("%s\nis shown without %q:\n%s", test.source, word, got)
				}
			}
		})
	}
}

func TestMaskBrokenJSON(t *testing.T) {
	t.Parallel()
	for name, source := range map[string]string{
		"no closing quote":        "{\n \"password\": \"CANARY,\n \"x\": \"y\",\n \"last\": \"shown\"\n}",
		"no opening quote":        "{\n \"password\": CANARY\",\n \"x\": \"y\",\n \"last\": \"shown\"\n}",
		"no quotes":               "{\n \"password\": CANARY,\n \"last\": \"shown\"\n}",
		"no colon":                "{\n \"password\" \"CANARY\",\n \"last\": \"shown\"\n}",
		"no quotes about a name":  "{\n password: \"CANARY\",\n \"last\": \"shown\"\n}",
		"half a name":             "{\n \"password: \"CANARY\",\n \"x\": 1,\n \"last\": \"shown\"\n}",
		"a quote missing before":  "{\n \"a\": \"b,\n \"password\": \"CANARY\",\n \"last\": \"shown\"\n}",
		"a quote missing in line": "{\n {\"a\": \"b, \"password\": \"CANARY\", \"z\": \"CANARY\"},\n \"last\": \"shown\"}",
		"no braces":               " \"password\": \"CANARY\",\n \"last\": \"shown\"\n",
		"no closing bracket":      "{\n \"password\": [\"CANARY\", {\"a\": \"CANARY\"\n}, \"x\": 1\n}, \"last\": \"shown\"\n",
		"a block's label":         "{\"secret\": {\"a\": {\"key\": {\"password\": \"CANARY\"}}}, \"last\": \"shown\"}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := shown("a.zsv.json", source)
			if strings.Contains(got, "CANARY") || !strings.Contains(got, "shown") && name != "no closing bracket" {
				t.Errorf("%s\nis shown as\n%s", source, got)
			}
		})
	}
}

// Files on which a masker that looks ahead again and again would take very long.
func TestMaskTakesLinearTime(t *testing.T) {
	t.Parallel()
	const n = 1 << 16
	for name, unit := range map[string]string{
		"brackets": "[", "closing brackets": "}", "unlike brackets": "[{(}", "interpolations": `"${`, "heredocs": "a = <<A\nb = <<B\n",
		"open quotes": "password = \"x\n", "references": "{{a.b}}", "words": "a@", "assignments": "password=", "URLs": "x://u:p@",
		"arguments": "password = \"x\"\n", "comments": "# password = x\n", "names": "key ", "dots": "password = var.a.", "colons": "a:",
		"hooks": "x://hooks.a/", "hooks in paths": "x://a/hooks/", "parameters": "?sig=a&", "pairs": "{name=1,value=2",
		"keys": "key \"a\" {", "key words": ";key a", "headers": "variable \"a\"\n", "lists of braces": "[{",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			source := strings.Repeat(unit, n/len(unit))
			for begin, file := range map[string]string{
				"": "a.zsv.hcl", "password = ": "a.zsv.hcl", "password = <<EOT\n": "a.zsv.hcl", "x = \"": "a.zsvars", "{": "a.zsv.json",
				"variable \"x\" {\n": "a.zsv.hcl",
			} {
				if newMaskedFile(file, []byte(begin+source)) == nil {
					t.Errorf("%s was not read", file)
				}
			}
		})
	}
}

// A valid file, with each of its quotes, brackets, signs and line breaks left out or doubled in turn, shows no canary.
func TestMaskOneMistakeAnywhere(t *testing.T) {
	t.Parallel()
	const source = `zsv {
  default_stack = "prod"
}
component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_password = "CANARY ${var.x} CANARY"
  settings          = { "orchestrator.kubeflow" = { client_password = "CANARY", region = "eu" }, x = ["a", 1] }
  api_key           = var.prod ? "CANARY" : format("%s-CANARY", local.b)
  script            = <<EOT
echo ok
EOT
  private_key       = <<-END
    CANARY
    CANARY
  END
  token = [
    "CANARY",
    { x = "CANARY", y = "{{a.b}}" },
  ]
  client_secret = {
    a = "CANARY"
    b = "CANARY"
  }
  secret = lower(
    "CANARY"
  )
  path = "s3://bucket"
}
variable "x" {
  default = "CANARY"
}
`
	for i, c := range source {
		if !strings.ContainsRune("\"{}[](),=<$?:\n", c) {
			continue
		}
		for what, broken := range map[string]string{
			"without": source[:i] + source[i+1:], "with a second": source[:i] + string(c) + source[i:],
		} {
			if got := shown("a.zsv.hcl", broken); strings.Contains(got, "CANARY") {
				t.Errorf("%s %q at byte %d, %q:\n%s", what, c, i, source[max(0, i-20):min(len(source), i+20)], got)
			}
		}
	}
}

func TestMaskOneMistakeAnywhereInJSON(t *testing.T) {
	t.Parallel()
	const source = `{
  "component": {
    "experiment_tracker": {
      "mlflow": {
        "flavor": "mlflow",
        "tracking_password": "CANARY ${var.x}",
        "settings": {"a": {"client_password": "CANARY", "region": "eu"}},
        "token": [
          "CANARY",
          {"x": "CANARY"}
        ],
        "api_key": {
          "a": "CANARY",
          "b": "CANARY"
        },
        "path": "s3://bucket"
      }
    }
  },
  "variable": {"x": {"default": "CANARY"}}
}
`
	for i, c := range source {
		if !strings.ContainsRune("\"{}[],:\n", c) {
			continue
		}
		for what, broken := range map[string]string{
			"without": source[:i] + source[i+1:], "with a second": source[:i] + string(c) + source[i:],
		} {
			if got := shown("a.zsv.json", broken); strings.Contains(got, "CANARY") {
				t.Errorf("%s %q at byte %d, %q:\n%s", what, c, i, source[max(0, i-20):min(len(source), i+20)], got)
			}
		}
	}
}
