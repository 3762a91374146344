package resolve

import (
	"strings"
	"testing"
)

// In blocks that say all they may hold, CANARY is hidden whatever it is called, and the words of keep are shown. Where the
// file does not parse, so is the last value.
func TestMaskInBlocks(t *testing.T) {
	t.Parallel()
	const rest = "\ncomponent \"a\" \"b\" {\n  flavor = \"shown\"\n  value = \"last\"\n}\n"
	tests := map[string]struct{ source, keep string }{
		"a value in a key": {
			"secret \"mlflow\" {\n  key \"password\" {\n    value = \"CANARY\"\n  }\n}" + rest, "mlflow password value shown last",
		},
		"on one line":           {`secret "mlflow" { key "password" { value = "CANARY" } }` + rest, "mlflow password value shown"},
		"a key on one line":     {"secret \"mlflow\" {\n key \"password\" { value = \"CANARY\" }\n}" + rest, "mlflow password value shown last"},
		"a secret on one line":  {`secret "mlflow" { value = "CANARY" }` + rest, "mlflow value shown last"},
		"a number":              {"secret \"mlflow\" {\n pin = 55CANARY\n}" + rest, "mlflow pin shown"},
		"an object":             {"secret \"mlflow\" {\n keys = {\n  a = \"CANARY\"\n  b = [\"CANARY\"]\n }\n}" + rest, "mlflow keys shown last"},
		"a heredoc":             {"secret \"mlflow\" {\n text = <<EOT\nCANARY\nEOT\n}" + rest, "mlflow text shown last"},
		"no equals sign":        {"secret \"mlflow\" {\n key \"password\" {\n value \"CANARY\"\n }\n}" + rest, "mlflow password value shown"},
		"a name in quotes":      {"secret \"mlflow\" {\n \"value\" = \"CANARY\"\n}" + rest, "mlflow value shown"},
		"no name":               {"secret \"mlflow\" {\n key \"password\" {\n \"CANARY\"\n }\n}" + rest, "mlflow password shown"},
		"no name but the sign":  {"secret \"mlflow\" {\n value\n = \"CANARY\"\n}" + rest, "mlflow value shown"},
		"a block of values":     {"secret \"mlflow\" {\n data {\n  a = \"CANARY\"\n }\n}" + rest, "mlflow data shown last"},
		"a block with a label":  {"secret \"mlflow\" {\n value \"CANARY\" {\n  a = \"CANARY\"\n }\n}" + rest, "mlflow value shown last"},
		"a value for generate":  {"secret \"mlflow\" {\n key \"password\" { generate = \"CANARY\" }\n}" + rest, "mlflow password generate shown last"},
		"in generate":           {"secret \"mlflow\" {\n key \"password\" { generate = { lenght = 1, seed = \"CANARY\" } }\n}" + rest, "generate lenght shown last"},
		"nested in description": {"secret \"mlflow\" {\n description = { value = \"CANARY\" }\n}" + rest, "description shown last"},
		"commented out":         {"secret \"mlflow\" {\n # value = \"CANARY\"\n # note: noted\n}" + rest, "value note noted shown last"},
		"a key alone":           {"key \"password\" {\n value = \"CANARY\"\n}" + rest, "password value shown last"},
		"a misspelt block":      {"secert \"mlflow\" {\n value = \"CANARY\"\n}" + rest, "mlflow value shown last"},
		"a misspelt key":        {"secret \"mlflow\" {\n keys \"password\" {\n value = \"CANARY\"\n }\n}" + rest, "password value shown last"},
		"what zsv knows": {
			"secret \"mlflow\" {\n provider = provider.vault.main\n path = \"p1\"\n description = \"d1\"\n key \"token\" {\n" +
				" description = \"d2\"\n generate = { length = 32 }\n optional = true\n }\n}" + rest,
			"vault.main p1 d1 token d2 32 true shown last",
		},
		"a misspelt default":       {"variable \"tok\" {\n sensitive = true\n defualt = \"CANARY\"\n}" + rest, "tok true defualt shown last"},
		"another's name":           {"variable \"tok\" {\n sensitive = true\n value = \"CANARY\"\n}" + rest, "tok true value shown last"},
		"a variable on one line":   {`variable "tok" { defualt = "CANARY" }` + rest, "tok defualt shown last"},
		"a misspelt variable":      {"varible \"tok\" {\n defualt = \"CANARY\"\n}" + rest, "tok defualt shown last"},
		"no equals sign, variable": {"variable \"tok\" {\n defualt \"CANARY\"\n}" + rest, "tok defualt shown"},
		"beside a validation": {
			"variable \"tok\" {\n validation {\n  condition = length(var.tok) > 31\n  error_message = \"m1\"\n  value = \"CANARY\"\n }\n" +
				" valeu = \"CANARY\"\n}" + rest,
			"validation condition length 31 m1 shown last",
		},
		"a default in a type": {
			"variable \"tok\" {\n type = object({ a = strng, b = optional(string, \"x\"), c = \"CANARY\" })\n nullable = false\n}" + rest,
			"strng optional string nullable false shown last",
		},
		"the brace on the next line":      {"variable \"tok\"\n{\n defualt = \"CANARY\"\n}" + rest, "shown"},
		"no brace":                        {"variable \"tok\"\n defualt = \"CANARY\"\n}" + rest, "shown"},
		"no brace at a secret":            {"secret \"mlflow\"\n value = \"CANARY\"\n key \"a\" {\n value = \"CANARY\"\n }\n}" + rest, "value shown"},
		"no brace at a key":               {"secret \"mlflow\" {\n key \"a\"\n value = \"CANARY\"\n }\n value = \"CANARY\"\n}" + rest, "value shown"},
		"a brace too many":                {"secret \"mlflow\" {\n key \"a\" {\n }\n }\n value = \"CANARY\"\n}" + rest, "mlflow shown"},
		"no closing brace":                {"secret \"mlflow\" {\n value = \"CANARY\"\n" + rest, "mlflow value shown"},
		"no closing quote in a label":     {"variable \"tok {\n defualt = \"CANARY\"\n}" + rest, "shown"},
		"no closing quote in a value":     {"variable \"tok\" {\n defualt = \"CANARY\n}" + rest, "tok defualt"},
		"no opening quote":                {"variable \"tok\" {\n defualt = CANARY\"\n}" + rest, "tok defualt"},
		"no quotes":                       {"variable \"tok\" {\n defualt = CANARY\n}" + rest, "tok defualt shown last"},
		"a component in an open variable": {"variable \"tok\" {\n type = string\n" + rest, "string shown"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkShown(t, "a.zsv.hcl", test.source, test.keep)
		})
	}
}

// checkShown says what is wrong with how a source is shown: a canary, or a word of keep that is not there.
func checkShown(t *testing.T, file, source, keep string) {
	t.Helper()
	got := shown(file, source)
	if strings.Contains(got, "CANARY") {
		t.Errorf("%s\nis shown as\n%s", source, got)
	}
	for word := range strings.FieldsSeq(keep) {
		if !strings.Contains(got, word) {
			t.Errorf("%s\nis shown without %q:\n%s", source, word, got)
		}
	}
}

func TestMaskInBlocksOfJSON(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ source, keep string }{
		"secret and variable": {
			`{"secret":{"mlflow":{"key":{"password":{"value":"CANARY"}}}},"variable":{"tok":{"sensitive":true,"defualt":"CANARY"}}}`,
			"mlflow key password value tok true defualt",
		},
		"over lines": {
			"{\"secret\":{\"mlflow\":{\n\"value\":\n\"CANARY\",\n\"path\":\"p1\"}},\n\"component\":{\"a\":{\"b\":{\"value\":\"last\"}}}}",
			"mlflow value p1 last",
		},
		"the colon on the next line": {"{\"variable\":{\"tok\":{\"defualt\"\n:\n\"CANARY\"}},\"component\":{\"a\":{\"b\":{\"password\"\n:\"CANARY\"}}}}", "tok defualt password"},
		"what zsv knows": {
			`{"secret":{"a":{"provider":"p1","path":"p2","description":"d1","key":{"b":{"generate":{"length":32},"optional":true}}}},` + "\n" +
				`"variable":{"c":{"type":"string","nullable":false,"validation":{"condition":"${c1}","error_message":"m1"}}}}`,
			"p1 p2 d1 32 true string false c1 m1",
		},
		"a value for generate":     {`{"secret":{"a":{"key":{"b":{"generate":"CANARY"}}}}}`, "generate"},
		"a list for an object":     {`{"variable":{"tok":["CANARY", 55]},"secret":{"a":["CANARY"]}}`, "tok"},
		"a string for an object":   {`{"variable":{"tok":"CANARY"},"secret":"CANARY"}`, "variable tok"},
		"a string for all of them": {`{"variable":"CANARY"}`, "variable"},
		"lists of blocks":          {`{"variable":[{"tok":[{"defualt":"CANARY","type":"string"}]}],"secret":[{"a":{"key":[{"b":{"value":"CANARY"}}]}}]}`, "tok defualt string key value"},
		"a list of all":            {`[{"variable":{"tok":{"defualt":"CANARY"}}},{"secret":{"a":{"value":"CANARY"}}}]`, "variable"},
		"no closing brace":         {`{"variable":{"tok":{"defualt":"CANARY"}`, "variable"},
		"no comma":                 {`{"variable":{"tok":{"sensitive":true "defualt":"CANARY"}}}`, "variable"},
		"in a component":           {`{"component":{"a":{"variable":{"path":"shown","value":"last"}}}}`, "variable shown last"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			checkShown(t, "a.zsv.json", test.source, test.keep)
		})
	}
}

// Secrets that stand in components, stacks and locals under names that do not tell.
func TestMaskElsewhere(t *testing.T) {
	t.Parallel()
	const rest = ", z = \"last\" }\nx = \"shown\"\n"
	for name, test := range map[string]struct{ source, keep string }{
		"name and value":            {`s = { name = "DB_PASSWORD", value = "CANARY"` + rest, "DB_PASSWORD value last shown"},
		"value and name":            {`s = { value = "CANARY", name = "DB_PASSWORD"` + rest, "DB_PASSWORD value last shown"},
		"in a list, over lines":     {"env = [{\n  name = \"DB_PASSWORD\"\n  value = \"CANARY\"\n}]\ns = { y = 1" + rest, "DB_PASSWORD last shown"},
		"in quotes, with colons":    {`s = { "name" : "DB_PASSWORD", "value" : "CANARY"` + rest, "DB_PASSWORD last shown"},
		"with a list between":       {`s = { name = "DB_PASSWORD", l = [{ a = 1 }], value = "CANARY"` + rest, "DB_PASSWORD last shown"},
		"a value without name":      {`s = { value = "shown", t = [{ name = "a" }]` + rest, "last shown"},
		"name and value, no quote":  {`s = { name = "DB_PASSWORD, value = "CANARY"` + rest, "DB_PASSWORD"},
		"PEM":                       {"private_key_pem = \"CANARY\"\nclient_pem = \"CANARY\"\ns = { y = 1" + rest, "last shown"},
		"SAS":                       {"sas = \"CANARY\"\nsas_token = \"CANARY\"\ns = { y = 1" + rest, "last shown"},
		"webhooks":                  {"webhook = \"CANARY\"\nslack_webhook_url = \"CANARY\"\ns = { y = 1" + rest, "last shown"},
		"nested below a secret":     {"pwd = {\n  a = \"CANARY\"\n  b = {\n    c = [\n      \"CANARY\"\n    ]\n  }\n}\ns = { y = 1" + rest, "a b c last shown"},
		"a hook of Slack":           {`s = { u = "https://hooks.slack.com/services/T0CANARY/B0CANARY/CANARY"` + rest, "hooks.slack.com/services/ last shown"},
		"a hook of Discord":         {`s = { u = "https://discord.com/api/webhooks/123CANARY/CANARY"` + rest, "discord.com/api/webhooks/ last shown"},
		"a hook of Teams":           {`s = { u = "https://acme.webhook.office.com/webhookb2/CANARY@CANARY/IncomingWebhook/CANARY"` + rest, "office.com/webhookb2/ last shown"},
		"a hook in a comment":       {"# see https://hooks.slack.com/services/CANARY\ns = { y = 1" + rest, "hooks.slack.com last shown"},
		"a hook with references":    {`s = { u = "https://hooks.slack.com/services/{{a.b}}/CANARY{{ c.d }}CANARY/${var.x}"` + rest, "{{a.b}} ${var.x} last shown"},
		"signed by Azure":           {`s = { u = "https://a.blob.core.windows.net/c?sv=2022&sig=CANARY%3D&se=2030"` + rest, "sv=2022 sig= last shown"},
		"signed by Amazon":          {`s = { u = "https://b.s3.amazonaws.com/k?X-Amz-Date=2022&X-Amz-Signature=CANARY"` + rest, "X-Amz-Date=2022 X-Amz-Signature= last shown"},
		"parameters":                {`s = { u = "https://h/?a=b1&token=CANARY&key=CANARY&password=CANARY&secret=CANARY&signature=CANARY"` + rest, "b1 token= last shown"},
		"a parameter with a call":   {`s = { u = "https://h/?sig=${lower("x")}CANARY"` + rest, "sig= last shown"},
		"a parameter and reference": {`s = { u = "https://h/?sig={{ a.b }}CANARY"` + rest, "sig= last shown"},
		"a password and reference":  {`s = { u = "x://u:{{ a.b }}CANARY@h"` + rest, "last shown"},
		"parameters, no quotes":     {"u = https://h/?sig=CANARY\ns = { y = 1" + rest, "last shown"},
		"a hook, no quotes":         {"u = https://hooks.slack.com/services/CANARY\ns = { y = 1" + rest, "last shown"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, begin := range []string{"component \"a\" \"b\" {\n", "stack \"a\" {\n", "locals {\n"} {
				checkShown(t, "a.zsv.hcl", begin+test.source+"}\n", test.keep)
			}
		})
	}
}

func TestMaskElsewhereInJSON(t *testing.T) {
	t.Parallel()
	for source, keep := range map[string]string{
		`{"locals":{"a":[{"value":"CANARY","name":"DB_PASSWORD","z":"last"}]}}`:      "DB_PASSWORD value last",
		`{"locals":{"a":{"n\u0061me":"DB_PASSWORD","v\u0061lue":"CANARY"}}}`:         "DB_PASSWORD",
		`{"locals":{"pwd":{"a":"CANARY"},"b":"last"}}`:                               "pwd last",
		`{"locals":{"a":"https:\/\/hooks.slack.com\/services\/CANARY\/CANARY"}}`:     "hooks.slack.com",
		`{"locals":{"a":"https://h/?a=b1\u0026sig=CANARY\u0026c=d1","b":"last"}}`:    "b1 sig= last",
		`{"locals":{"a":"https://h/?sig=CANARY&c=d1","b":"last"}}`:                   "sig= last",
		`{"locals":{"a":[{"name":"X" "value":"CANARY"}],"b":"c"}}`:                   "X",
		`{"locals":{"a":[{"name":"X", "value":"CANARY","b":{"value":"last"}}]}}`:     "last",
		`{"locals":{"a":[{"name":"X", "b":{"value":"last"}, "value": ["CANARY"]}]}}`: "last",
	} {
		checkShown(t, "a.zsv.json", source, keep)
	}
}

// As TestMaskOneMistakeAnywhere, for what is hidden by the block that it stands in.
func TestMaskOneMistakeInBlocks(t *testing.T) {
	t.Parallel()
	const source = `secret "mlflow" {
  path = "p"
  value = "CANARY"
  key "password" {
    generate = { length = 32 }
    valeu    = "CANARY"
  }
  key "token" { value = "CANARY" }
  data = {
    a = "CANARY"
  }
}
variable "tok" {
  sensitive = true
  defualt   = "CANARY"
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
