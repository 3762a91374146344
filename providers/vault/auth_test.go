package vault_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

func writeFile(t *testing.T, path, text string) string {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestLogins(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	policy := server.Policy(t, kv.Mount, subkeysOnly)
	token := server.Token(t, kv.Mount, subkeysOnly)
	jwt := server.JWT(t, policy)
	home := t.TempDir()
	writeFile(t, filepath.Join(home, ".vault-token"), token+"\n")
	jwtFile := writeFile(t, filepath.Join(t.TempDir(), "jwt"), jwt.JWT+"\n")
	wrongFile := writeFile(t, filepath.Join(t.TempDir(), "wrong"), "of-another-server")

	type login struct {
		auth     string
		environ  []string
		requests int
	}
	appRole := func(t *testing.T) login {
		made := server.AppRole(t, policy)
		return login{fmt.Sprintf(`auth "approle" { mount = %q }`, made.Mount),
			[]string{"VAULT_ROLE_ID=" + made.RoleID, "VAULT_SECRET_ID=" + made.SecretID}, 3}
	}
	for name, make := range map[string]func(*testing.T) login{
		"a token":           func(*testing.T) login { return login{"", []string{"VAULT_TOKEN=" + token}, 2} },
		"OpenBao's token":   func(*testing.T) login { return login{"", []string{"BAO_TOKEN=" + token}, 2} },
		"a token and auth":  func(*testing.T) login { return login{`auth "token" {}`, []string{"VAULT_TOKEN=" + token}, 2} },
		"the helper's file": func(*testing.T) login { return login{"", []string{"HOME=" + home}, 2} },
		"the helper's file elsewhere": func(*testing.T) login {
			return login{"", []string{"HOME=/nowhere", "BAO_TOKEN_PATH=" + filepath.Join(home, ".vault-token")}, 2}
		},
		"the helper's file where no variable is set for auth": func(*testing.T) login {
			return login{`auth "approle" {}`, []string{"HOME=" + home}, 2}
		},
		"the token wins over all": func(t *testing.T) login {
			return login{appRole(t).auth, []string{"VAULT_TOKEN=" + token, "VAULT_ROLE_ID=x", "VAULT_SECRET_ID=x",
				"VAULT_TOKEN_PATH=" + wrongFile}, 2}
		},
		"AppRole": appRole,
		"AppRole wins over the file": func(t *testing.T) login {
			made := appRole(t)
			made.environ = append(made.environ, "VAULT_TOKEN_PATH="+wrongFile)
			return made
		},
		"AppRole with the role in the block": func(t *testing.T) login {
			made := server.AppRole(t, policy)
			return login{fmt.Sprintf("auth \"approle\" {\nmount = \"/%s/\"\nrole_id = %q\n}", made.Mount, made.RoleID),
				[]string{"VAULT_SECRET_ID=" + made.SecretID}, 3}
		},
		"JWT": func(*testing.T) login {
			return login{fmt.Sprintf("auth \"jwt\" {\nmount = %q\nrole = \"zsv\"\n}", jwt.Mount), []string{"VAULT_JWT=" + jwt.JWT}, 3}
		},
		"JWT in a file": func(*testing.T) login {
			return login{fmt.Sprintf("auth \"jwt\" {\nmount = %q\nrole = \"zsv\"\n}", jwt.Mount), []string{"VAULT_JWT_FILE=" + jwtFile}, 3}
		},
		"Kubernetes": func(*testing.T) login { // its login is the same request as JWT's
			return login{fmt.Sprintf("auth \"kubernetes\" {\nmount = %q\nrole = \"zsv\"\n}", jwt.Mount),
				[]string{"VAULT_JWT_FILE=" + jwtFile}, 3}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			login := make(t)
			p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"\n%s", kv.Mount, login.auth),
				append(login.environ, "VAULT_ADDR="+server.Address)...)
			wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
				map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})
			wantRequests(t, p, login.requests)
		})
	}
}

func TestNoCredentialsOrWrongOnes(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	login := server.AppRole(t, "default")
	jwt := server.JWT(t, "default")
	directory := t.TempDir()
	file := writeFile(t, filepath.Join(directory, "token"), "canary-file-token")
	appRole := fmt.Sprintf(`auth "approle" { mount = %q }`, login.Mount)
	jwtBlock := fmt.Sprintf("auth \"jwt\" {\nmount = %q\nrole = \"zsv\"\n}", jwt.Mount)
	for name, with := range map[string]struct {
		auth     string
		environ  []string
		says     string
		requests int
	}{
		"none":                   {"", nil, "set VAULT_TOKEN", 1},
		"a wrong token":          {"", []string{"VAULT_TOKEN=canary"}, "the token from VAULT_TOKEN", 1},
		"a wrong OpenBao token":  {"", []string{"BAO_TOKEN=canary"}, "the token from BAO_TOKEN", 1},
		"a wrong file":           {"", []string{"VAULT_TOKEN_PATH=" + file}, "vault login", 1},
		"a token with a newline": {"", []string{"VAULT_TOKEN=canary\n"}, "white space", 0},
		"a directory for a file": {"", []string{"VAULT_TOKEN_PATH=" + directory}, "cannot be read", 0},
		"no role":                {appRole, nil, "set VAULT_ROLE_ID and VAULT_SECRET_ID", 0},
		"no secret ID":           {appRole, []string{"VAULT_ROLE_ID=" + login.RoleID}, "set VAULT_SECRET_ID", 0},
		"a wrong secret ID": {appRole, []string{"VAULT_ROLE_ID=" + login.RoleID, "VAULT_SECRET_ID=canary"},
			"refused the login at auth/" + login.Mount + "/login", 1},
		"a wrong auth mount": {`auth "approle" { mount = "nowhere" }`, []string{"VAULT_ROLE_ID=x", "VAULT_SECRET_ID=canary"},
			"refused the login at auth/nowhere/login", 1},
		"no JWT":         {jwtBlock, nil, "set VAULT_JWT or VAULT_JWT_FILE", 0},
		"no JWT file":    {jwtBlock, []string{"VAULT_JWT_FILE=/nowhere/jwt"}, "VAULT_JWT_FILE must name a file", 0},
		"a wrong JWT":    {jwtBlock, []string{"VAULT_JWT=canary"}, "VAULT_JWT", 1},
		"not in a pod":   {`auth "kubernetes" { role = "zsv" }`, nil, "pod", 0},
		"a bad JWT file": {jwtBlock, []string{"VAULT_JWT_FILE=" + directory}, "cannot be read", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, fmt.Sprintf("mount = %q\n%s", kv.Mount, with.auth), append(with.environ, "VAULT_ADDR="+server.Address)...)
			problem := failure(t, p)
			if problem.Reason != providers.Unauthenticated || !strings.Contains(problem.Detail, with.says) {
				t.Errorf("%s: %s; want unauthenticated, saying %q", problem.Reason, problem.Detail, with.says)
			}
			if strings.Contains(problem.Detail, "canary") {
				t.Errorf("the detail shows the credential: %s", problem.Detail)
			}
			wantRequests(t, p, with.requests)
		})
	}
}

func TestAnAgentBringsTheToken(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(1))
	agent := newFront(t, server, adding("X-Vault-Token", server.RootToken))
	for _, variable := range []string{"VAULT_AGENT_ADDR=", "VAULT_ADDR="} {
		p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), variable+agent.address)
		wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0"),
			map[string]providers.Answer{"s0": {Secret: present, Keys: keys("password")}})
	}
}

func TestATokenThatExpiresOnTheWay(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Fill(t, manySecrets(2))
	front := newFront(t, server, below("/v1/"+kv.Mount, answering(403, "application/json",
		`{"errors":["2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"]}`)))
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), front.environ(server.RootToken)...)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "s0", "s1"), map[string]providers.Answer{
		"s0": {Reason: providers.Unauthenticated}, "s1": {Reason: providers.Unauthenticated},
	})
}
