package vaulttest

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
	"strings"
	"time"
)

// Policy writes a policy for the test and returns its name. In rules, MOUNT stands for a mount.
func (s *Server) Policy(t T, mount, rules string) string {
	t.Helper()
	name := unique("policy")
	s.Write(t, "sys/policies/acl/"+name, map[string]any{"policy": strings.ReplaceAll(rules, "MOUNT", mount)})
	t.Cleanup(func() { s.Remove(t, "sys/policies/acl/"+name) })
	return name
}

// Token returns a token that may do what rules say, and what Vault's default policy does.
func (s *Server) Token(t T, mount, rules string) string {
	t.Helper()
	auth := s.Write(t, "auth/token/create", map[string]any{"policies": []string{s.Policy(t, mount, rules)}, "ttl": "1h"})
	return s.revokeLater(t, auth)
}

// BareToken returns a token that may do what rules say and nothing else.
func (s *Server) BareToken(t T, mount, rules string) string {
	t.Helper()
	auth := s.Write(t, "auth/token/create", map[string]any{
		"policies": []string{s.Policy(t, mount, rules)}, "ttl": "1h", "no_default_policy": true,
	})
	return s.revokeLater(t, auth)
}

func (s *Server) revokeLater(t T, auth map[string]any) string {
	token, _ := auth["client_token"].(string)
	t.Cleanup(func() { s.Write(t, "auth/token/revoke", map[string]any{"token": token}) })
	return token
}

// A Login is what a method of logging in needs.
type Login struct {
	// Mount is the method's path below auth/.
	Mount string
	// Role is the role of JWT.
	Role string
	// JWT logs in by JWT, and by Kubernetes, which is the same request.
	JWT string
	// RoleID and SecretID log in by AppRole.
	RoleID, SecretID string
}

// AppRole mounts the method AppRole for the test, with a role that has the policy.
func (s *Server) AppRole(t T, policy string) Login {
	t.Helper()
	mount := s.mountAuth(t, "approle")
	role := "auth/" + mount + "/role/zsv"
	s.Write(t, role, map[string]any{"token_policies": []string{policy}, "token_ttl": "1h"})
	answer, err := s.send("GET", role+"/role-id", nil)
	if err != nil {
		t.Fatalf("%v", err)
	}
	secret := s.Write(t, role+"/secret-id", map[string]any{"num_uses": 1})
	return Login{Mount: mount, RoleID: fmt.Sprint(answer["role_id"]), SecretID: fmt.Sprint(secret["secret_id"])}
}

// JWT mounts the method JWT for the test, with a role that has the policy and a key that was made for it.
func (s *Server) JWT(t T, policy string) Login {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatalf("%v", err)
	}
	public, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		t.Fatalf("%v", err)
	}
	mount := s.mountAuth(t, "jwt")
	s.Write(t, "auth/"+mount+"/config", map[string]any{
		"jwt_validation_pubkeys": []string{string(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public}))},
	})
	s.Write(t, "auth/"+mount+"/role/zsv", map[string]any{
		"role_type": "jwt", "user_claim": "sub", "bound_audiences": []string{"vault"}, "token_policies": []string{policy},
		"token_ttl": "1h",
	})
	return Login{Mount: mount, Role: "zsv", JWT: sign(t, key)}
}

func (s *Server) mountAuth(t T, kind string) string {
	t.Helper()
	mount := unique(kind)
	s.Write(t, "sys/auth/"+mount, map[string]any{"type": kind})
	t.Cleanup(func() { s.Remove(t, "sys/auth/"+mount) })
	return mount
}

// sign makes a token as an issuer such as GitHub or Kubernetes would.
func sign(t T, key *ecdsa.PrivateKey) string {
	t.Helper()
	now := time.Now()
	text := part(t, map[string]any{"alg": "ES256", "typ": "JWT"}) + "." + part(t, map[string]any{
		"sub": "job", "aud": "vault", "iat": now.Unix(), "nbf": now.Add(-time.Minute).Unix(), "exp": now.Add(time.Hour).Unix(),
	})
	digest := sha256.Sum256([]byte(text))
	r, s, err := ecdsa.Sign(rand.Reader, key, digest[:])
	if err != nil {
		t.Fatalf("%v", err)
	}
	signature := make([]byte, 64)
	r.FillBytes(signature[:32])
	s.FillBytes(signature[32:])
	return text + "." + base64.RawURLEncoding.EncodeToString(signature)
}

func part(t T, claims map[string]any) string {
	t.Helper()
	text, err := json.Marshal(claims)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return base64.RawURLEncoding.EncodeToString(text)
}
