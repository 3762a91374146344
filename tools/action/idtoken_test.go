package action

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// An issuer makes id tokens as GitHub and GitLab do.
type issuer struct {
	key    *ecdsa.PrivateKey
	claims map[string]any
	// asked are the audiences that tokens were asked for.
	asked requests
}

func newIssuer(t *testing.T, claims map[string]any) *issuer {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return &issuer{key: key, claims: claims}
}

// publicKey is what Vault knows of the issuer.
func (i *issuer) publicKey(t *testing.T) string {
	t.Helper()
	public, err := x509.MarshalPKIXPublicKey(&i.key.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))
}

// token makes a token for an audience.
func (i *issuer) token(audience string) string {
	claims := maps.Clone(i.claims)
	claims["aud"], claims["exp"] = audience, time.Now().Add(time.Hour).Unix()
	claims["iat"], claims["nbf"] = time.Now().Unix(), time.Now().Add(-time.Minute).Unix()
	text := segment(map[string]any{"alg": "ES256", "typ": "JWT"}) + "." + segment(claims)
	digest := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, i.key, digest[:])
	if err != nil {
		panic(err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func segment(claims map[string]any) string {
	text, err := json.Marshal(claims)
	if err != nil {
		panic(err)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}

const requestToken = "canary-request-token"

// ServeHTTP answers as GitHub does when a job asks for its id token.
func (i *issuer) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	query := request.URL.Query()
	if request.Header.Get("Authorization") != "Bearer "+requestToken || query.Get("api-version") != "2.0" {
		http.Error(w, "no", http.StatusUnauthorized)
		return
	}
	i.asked.add(query.Get("audience"))
	_, _ = fmt.Fprintf(w, `{"count": 1, "value": %q}`, i.token(query.Get("audience")))
}

// settings are those of a job that may ask for id tokens.
func (i *issuer) settings(t *testing.T) []string {
	t.Helper()
	server := httptest.NewServer(i)
	t.Cleanup(server.Close)
	return []string{"ACTIONS_ID_TOKEN_REQUEST_URL=" + server.URL + "/?api-version=2.0", "ACTIONS_ID_TOKEN_REQUEST_TOKEN=" + requestToken}
}

// The page on CI gives this audience.
const audience = "https://vault.example.com"

func githubClaims() map[string]any {
	return map[string]any{
		"iss": "https://token.actions.githubusercontent.com", "sub": "repo:acme/ml:pull_request",
		"repository": "acme/ml", "repository_id": "123456789", "event_name": "pull_request", "ref": "refs/pull/7/merge",
	}
}

func gitlabClaims() map[string]any {
	return map[string]any{
		"iss": "https://gitlab.com", "sub": "project_path:acme/ml:ref_type:branch:ref:main", "project_path": "acme/ml",
		"project_id": "12345678", "namespace_id": "7", "ref": "main", "ref_type": "branch",
	}
}

// block returns the block of the page on CI that is shown as a file.
func block(t *testing.T, file string) string {
	t.Helper()
	page := content(t, filepath.Join("..", "..", "docs", "ci.md"))
	_, rest, ok := strings.Cut(page, "<!-- file: "+file+" -->\n")
	_, rest, opened := strings.Cut(rest, "\n")
	text, _, closed := strings.Cut(rest, "\n```")
	if !ok || !opened || !closed {
		t.Fatalf("docs/ci.md shows no file %s", file)
	}
	return text
}

// vaultOf is a Vault that is set up as the page on CI says, with one secret of two.
func vaultOf(t *testing.T, issuer *issuer, role string) *vaulttest.Server {
	t.Helper()
	server := vaulttest.StartOwn(t)
	server.Write(t, "sys/policies/acl/zsv-ci", map[string]any{"policy": block(t, "zsv-ci.hcl")})
	server.Write(t, "sys/auth/"+role, map[string]any{"type": "jwt"})
	server.Write(t, "auth/"+role+"/config", map[string]any{"jwt_validation_pubkeys": []string{issuer.publicKey(t)}})
	server.WriteText(t, "auth/"+role+"/role/zsv-ci", block(t, role+"-role.json"))
	server.Write(t, "secret/data/ml/prod/mlflow", map[string]any{"data": map[string]any{"password": "canary"}})
	return server
}

func vaultConfiguration(mount string) string {
	return `provider "vault" "main" {
  prefix = "ml/prod"

  auth "jwt" {
    mount = "` + mount + `"
    role  = "zsv-ci"
  }
}

component "experiment_tracker" "mlflow" {
  flavor            = "mlflow"
  tracking_password = "{{mlflow.password}}"
}

component "alerter" "slack" {
  flavor      = "slack"
  slack_token = "{{slack.token}}"
}
`
}

// A job of GitHub's logs in with its own token, and plans with the policy of the page, without a value being read.
func TestAJobLogsInWithItsIDToken(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	github := newIssuer(t, githubClaims())
	server := vaultOf(t, github, "github")
	j.write(t, "main.zsv.hcl", vaultConfiguration("github"))
	settings := append(github.settings(t), "ZSV_PROGRAM="+program(t), "ZSV_INPUT_ID_TOKEN_AUDIENCE="+audience, "VAULT_ADDR="+server.Address)
	step := j.step(t, "check.sh", settings...)
	if step.code != 2 || step.outputs["present"] != "1" || step.outputs["missing"] != "1" || step.outputs["unverified"] != "0" {
		t.Errorf("the step ended with %d and %v:\n%s", step.code, step.outputs, step.log)
	}
	if !strings.Contains(step.log, "0 secret values read") || strings.Contains(step.log, "canary") {
		t.Errorf("the log is\n%s", step.log)
	}
	if asked := github.asked.all(); !slices.Equal(asked, []string{audience}) {
		t.Errorf("tokens were asked for %q", asked)
	}
	mask, rest, _ := strings.Cut(step.log, "\n")
	token, masked := strings.CutPrefix(mask, "::add-mask::")
	if !masked || strings.Count(token, ".") != 2 || strings.Contains(rest, token) {
		t.Errorf("the token is not masked first:\n%s", step.log)
	}
}

// A job of GitLab's gets its token from the runner.
func TestAJobOfGitLab(t *testing.T) {
	t.Parallel()
	j := newJob(t)
	gitlab := newIssuer(t, gitlabClaims())
	server := vaultOf(t, gitlab, "gitlab")
	j.write(t, "main.zsv.hcl", vaultConfiguration("gitlab"))
	step := j.step(t, "check.sh", "ZSV_PROGRAM="+program(t), "VAULT_ADDR="+server.Address, "VAULT_JWT="+gitlab.token(audience))
	if step.code != 2 || step.outputs["present"] != "1" || step.outputs["missing"] != "1" {
		t.Errorf("the step ended with %d and %v:\n%s", step.code, step.outputs, step.log)
	}
}

// The roles of the page let in nobody else.
func TestOthersAreNotLetIn(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		role, claim string
		value       any
		audience    string
	}{
		"another repository":    {"github", "repository_id", "1", audience},
		"another audience":      {"github", "repository_id", "123456789", "https://github.com/acme"},
		"another project":       {"gitlab", "project_id", "1", audience},
		"another GitLab's job":  {"gitlab", "project_id", "12345678", "https://gitlab.example.com"},
		"no claim of a project": {"gitlab", "project_id", nil, audience},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			claims := githubClaims()
			if test.role == "gitlab" {
				claims = gitlabClaims()
			}
			claims[test.claim] = test.value
			if test.value == nil {
				delete(claims, test.claim)
			}
			issuer := newIssuer(t, claims)
			server := vaultOf(t, issuer, test.role)
			j := newJob(t)
			j.write(t, "main.zsv.hcl", vaultConfiguration(test.role))
			step := j.step(t, "check.sh", "ZSV_PROGRAM="+program(t), "VAULT_ADDR="+server.Address, "VAULT_JWT="+issuer.token(test.audience))
			if step.code != 3 || step.outputs["unverified"] != "2" {
				t.Errorf("the step ended with %d and %v:\n%s", step.code, step.outputs, step.log)
			}
		})
	}
}

// Without an id token nothing is checked, and the credential with which one is asked for shows nowhere.
func TestNoIDToken(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]string{
		"no token": `{"count": 0}`, "not JSON": "<html>", "a command": `{"value": "a\n::set-output name=x::y"}`, "refused": "",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				if answer == "" {
					http.Error(w, "::error::no", http.StatusForbidden)
					return
				}
				_, _ = w.Write([]byte(answer))
			}))
			t.Cleanup(server.Close)
			j := newJob(t)
			j.write(t, "zsv", "#!/bin/sh\necho zsv was started\n")
			if err := os.Chmod(filepath.Join(j.workspace, "zsv"), 0o755); err != nil {
				t.Fatal(err)
			}
			step := j.step(t, "check.sh", "ZSV_PROGRAM="+filepath.Join(j.workspace, "zsv"), "ZSV_INPUT_ID_TOKEN_AUDIENCE=a b&c",
				"ACTIONS_ID_TOKEN_REQUEST_URL="+server.URL+"/?a=b", "ACTIONS_ID_TOKEN_REQUEST_TOKEN="+requestToken)
			if step.code != 1 || !strings.Contains(step.log, "::error title=zsv::GitHub gave ") || strings.Contains(step.log, "was started") {
				t.Errorf("the step ended with %d:\n%s", step.code, step.log)
			}
			if strings.Contains(step.log, "canary") || strings.Contains(step.log, "set-output") {
				t.Errorf("the log is\n%s", step.log)
			}
		})
	}
}
