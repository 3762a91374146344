package vault_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/json"

	"github.com/zsv-dev/zsv/providers/vault"
)

func TestArguments(t *testing.T) {
	t.Parallel()
	for block, want := range map[string]string{ // want is "" or LINE:COLUMN and a part of the detail
		``:                                 "",
		`mount = "a/b"`:                    "",
		`prefix = ""`:                      "",
		`address = null`:                   "",
		`auth "kubernetes" { role = "r" }`: "",
		`auth "jwt" {}`:                    "",
		`kv_version = 2`:                   "",
		`timeout = "30s"`:                  "",
		`concurrency = 8`:                  "",
		`read_values = "never"`:            "",
		`address = "https://v:8200/below"`: "",

		`prefx = "ml"`:                    `1:1: Did you mean "prefix"?`,
		`address = "vault.example.com"`:   `1:11: https://`,
		`address = "https://u:pw@v:8200"`: `1:11: password`,
		`address = "https://v?x=y"`:       `1:11: query`,
		`address = "https://v/../x"`:      `1:11: ".."`,
		`address = 8200`:                  `1:11: https://`,
		`mount = ""`:                      `1:9: empty segment`,
		`mount = "secret/../sys"`:         `1:9: ".."`,
		`mount = "a//b"`:                  `1:9: empty segment`,
		`mount = "/a"`:                    `1:9: empty segment`,
		`mount = "secret/"`:               `1:9: neither starts nor ends with a slash`,
		`prefix = "/ml/"`:                 `1:10: empty segment`,
		`prefix = "ml/./x"`:               `1:10: "."`,
		`prefix = "../x"`:                 `1:10: ".."`,
		`namespace = "a//b"`:              `1:13: empty segment`,
		`kv_version = 3`:                  `1:14: from 1 to 2`,
		`read_values = "nevr"`:            `1:15: Did you mean "never"?`,
		`timeout = "soon"`:                `1:11: "30s"`,
		`concurrency = 0`:                 `1:15: from 1 to`,

		`skip_verify = true`:                   "1:1: VAULT_SKIP_VERIFY",
		`ca_cert = "x"`:                        "1:1: VAULT_CACERT",
		`token = "x"`:                          "1:1: VAULT_TOKEN",
		`secret_id = "x"`:                      "1:1: VAULT_SECRET_ID",
		`proxy = "x"`:                          "1:1: VAULT_PROXY_ADDR",
		`auth "approle" { secret_id = "x" }`:   "1:18: VAULT_SECRET_ID",
		`auth "jwt" { jwt_file = "/etc/x" }`:   "1:14: VAULT_JWT_FILE",
		`auth "jwt" { jwt = "x" }`:             "1:14: VAULT_JWT",
		`auth "token" { token = "x" }`:         "1:16: VAULT_TOKEN",
		`auth "token" { mount = "x" }`:         `1:16: no argument "mount"`,
		`auth "aprole" {}`:                     `1:6: Did you mean "approle"?`,
		`auth "kubernetes" {}`:                 `1:1: "role"`,
		`auth "approle" { mount = "a/../b" }`:  `1:26: ".."`,
		`auth "approle" { role = "x" }`:        `1:18: no argument "role"`,
		"auth \"token\" {}\nauth \"token\" {}": "2:1: one method",
		`auth {}`:                              `1:6: type`,
		`auth = "approle"`:                     `1:1: blocks NAME`,
	} {
		around, _ := surroundings(t)
		p, diags := decode(t, block, around)
		switch {
		case want == "" && diags.HasErrors():
			t.Errorf("%s is refused: %v", block, diags)
		case want != "" && (p != nil || len(diags) != 1):
			t.Errorf("%s gives a provider or not one diagnostic: %v", block, diags)
		case want != "":
			place, says, _ := strings.Cut(want, ": ")
			if got := diags[0].Subject.String(); !strings.HasPrefix(got, "test.zsv.hcl:"+strings.Replace(place, ":", ",", 1)+"-") ||
				!strings.Contains(diags[0].Detail, says) {
				t.Errorf("%s: %s: %s; want it at %s, saying %s", block, got, diags[0].Detail, place, says)
			}
		}
	}
}

func TestSummariesHoldNoTextOfTheUsers(t *testing.T) {
	t.Parallel()
	around, _ := surroundings(t)
	_, diags := decode(t, `
		address     = "canary"
		mount       = "canary/.."
		read_values = "canary"
		kv_version  = 9
		auth "canary" {}
	`, around)
	if len(diags) != 5 {
		t.Errorf("got %d diagnostics, want each mistake by itself: %v", len(diags), diags)
	}
	for _, diagnostic := range diags {
		if strings.Contains(diagnostic.Summary, "canary") || diagnostic.Summary == "" || diagnostic.Subject == nil {
			t.Errorf("a diagnostic without a place, or with text of the user's in its summary: %+v", diagnostic)
		}
	}
}

func TestArgumentsInJSON(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{"mount": "kv", "auth": {"approle": {"mount": "x"}}}`: "",
		`{"mount": "kv", "skip_verify": true}`:                 "VAULT_SKIP_VERIFY",
		`{"auth": {"approle": {"secret_id": "x"}}}`:            "VAULT_SECRET_ID",
		`{"mont": "kv"}`: `Did you mean "mount"?`,
	} {
		file, diags := json.Parse([]byte(text), "test.zsv.json")
		if diags.HasErrors() {
			t.Fatal(diags)
		}
		around, _ := surroundings(t)
		_, diags = vault.New(file.Body, nil, around)
		if diags.HasErrors() != (want != "") || want != "" && !strings.Contains(diags[0].Detail, want) {
			t.Errorf("%s: %v, want %q", text, diags, want)
		}
		for _, diagnostic := range diags {
			if diagnostic.Severity != hcl.DiagError {
				t.Errorf("%s: a diagnostic that is no error: %v", text, diagnostic)
			}
		}
	}
}
