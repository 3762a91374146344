package resolve

import "testing"

// Files that do not parse: CANARY must not show, whatever stands between a name and its value, or before both.
func TestMaskLines(t *testing.T) {
	t.Parallel()
	for file, lines := range map[string][]string{
		"a.zsv.hcl": {
			"“password” = “CANARY”", `password ?= "CANARY"`, `password #= "CANARY"`, `password ]= "CANARY"`, `password = }["CANARY"]`,
			`x["password"] = "CANARY"`, `x = { ("password") = "CANARY", bogus }`, `x = { "db_${"password"}" = "CANARY", y=bogus }`,
			"password = <<EOTCANARY\nCANARY\nEOT", "password = <<\nEOT\nCANARY\nEOT", `a = "b, secret = "CANARY//CANARY"`,
			"password\n  = \"CANARY\"", "password = [\n    x = \"CANARY\"\n", `x = "https:/u:CANARY@h/" +`, `x = "https://u:CANARYh/" +`,
			`x = "https://uCANARY@h/" +`, `x = "https:/hooks.slack.com/services/CANARY" +`, "variable \"a\" {\n  defualt = \"CANARY\"",
			`password = "CANARY{{a.b}}CANARY`, `password = secret.a.b CANARY`,
		},
		"a.zsv.json": {
			"“password”: “CANARY”", `'secret': 'CANARY'`, `"password", "CANARY"`, `secret, "CANARY"`, `"password"#: "CANARY"`,
			`"password"): "CANARY"`, `"secret ":"CANARY",,`, `"secret:":"CANARY",,`, `"secret: "CANARY#CANARY",`, `"secret: "a\"CANARY",`,
			`"flavor": "s3, "secret": "CANARY", "url": "https://h/"`, `"pass\u0077ord": "CANARY",,`, `"variable": {"a": {"defualt": "CANARY"}},,`,
			"\"api_key\": {]\n    \"x\": \"CANARY\",\n    \"y\": \"CANARY\"\n  }", "\"password\":\n  \"CANARY\",,",
		},
		"prod.zsvars": {"a = \"CANARY\" b\nb = CANARY", "CANARY", "a = {\n b = CANARY\n]"},
	} {
		begin, end := "locals {\n  ", "\n}\n"
		switch file {
		case "a.zsv.json":
			begin, end = "{\"locals\": {\n  ", "\n}}\n"
		case "prod.zsvars":
			begin, end = "", "\n"
		}
		for _, line := range lines {
			checkShown(t, file, begin+line+end, "")
		}
	}
}

// A name in a file that parses may be computed. What is a condition or a for expression is no name.
func TestMaskComputedNames(t *testing.T) {
	t.Parallel()
	for source, keep := range map[string]string{
		`x = { ("password") = "CANARY", y = "last" }`:                            "password last",
		`x = { "db_${"password"}" = "CANARY", y = "last" }`:                      "password last",
		`x = { x["password"] = "CANARY", y = "last" }`:                           "password last",
		`x = { (lower("PASSWORD")) : "CANARY", y : "last" }`:                     "PASSWORD last",
		`x = { y = var.password == "p1" ? "a1" : "last" }`:                       "a1 last",
		`x = { for k, v in var.password : k => "last" }`:                         "last",
		`x = { "a" = "password", b = "last" }`:                                   "password last",
		"x = {\n  (\"api_key\") = {\n    a = \"CANARY\"\n  }\n  b = \"last\"\n}": "api_key last",
	} {
		checkShown(t, "a.zsv.hcl", source+"\n", keep)
	}
}

// What zsv's users write stays readable around a mistake.
func TestMaskLinesStayReadable(t *testing.T) {
	t.Parallel()
	const source = `zsv {
  required_version = ">= 0.1"
}
provider "vault" "main" {
  address = "https://vault.example.com:8200" # or VAULT_ADDR
  mount   = "secret"
}
component "experiment_tracker" "mlflow" {
  flavor   = "mlflow
  uri      = "https://mlflow.example.com"
  password = secret.mlflow.password
  token    = "{{mlflow.token}}"
  key      = {{mlflow.key}}
  region   = "eu"
  # a note
}
stack "prod" {
  secrets    = provider.vault.main # who answers
  components = [component.experiment_tracker.token]
}
secret "mlflow" {
  path        = "shared/mlflow"
  description = "Login"
  key "password" {
    generate = { length = 32 }
  }
  key "token" { optional = true }
}
variable "token" {
  type = string
  validation {
    condition = var.token != 1
  }
}
`
	if got := shown("a.zsv.hcl", source); got+"\n" != source {
		t.Errorf("shown as\n%s", got)
	}
}
