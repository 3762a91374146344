package vault_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

func TestAMissingMountIsNoMissingSecret(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []string{"", "kv_version = 1", "kv_version = 2"} {
		for _, level := range bothLevels {
			t.Run(version+" "+level.String(), func(t *testing.T) {
				t.Parallel()
				p := newProvider(t, "mount = \"secrte\"\n"+version, server.Environ(server.RootToken)...)
				answers, err := try(t, p, level, []string{"password"}, manyNames(10)...)
				reason, detail := providers.ReasonOf(err)
				if reason != providers.NoMount || len(answers) != 0 {
					t.Errorf("Check gave the answers %v and the reason %q (%s), want none and no_mount", answers, reason, detail)
				}
				if !strings.Contains(detail, `"secrte"`) || !strings.Contains(detail, "VAULT_NAMESPACE") {
					t.Errorf("the detail does not say what to check: %s", detail)
				}
				wantRequests(t, p, 2)
			})
		}
	}
}

func TestAMissingMountForATokenThatMaySeeNone(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	token := server.Token(t, "", elsewhere)
	p := newProvider(t, `mount = "secrte"`, server.Environ(token)...)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "mlflow"), allDenied([]string{"mlflow"}))

	p = newProvider(t, "mount = \"secrte\"\nkv_version = 1", server.Environ(token)...)
	if problem := failure(t, p); problem.Reason != providers.Denied {
		t.Errorf("the reason is %q (%s), want denied", problem.Reason, problem.Detail)
	}
}

func TestAMountOfAnotherTypeIsAskedNothing(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	transit := kv.Mount + "-transit"
	server.Mount(t, transit, "transit", nil)
	for mount, want := range map[string]string{
		transit:           "no key-value engine",
		"cubbyhole":       "no key-value engine",
		"sys":             "no key-value engine",
		kv.Mount + "/sub": fmt.Sprintf(`write mount = %q and prefix = "sub"`, kv.Mount),
	} {
		for _, stated := range []string{"", "kv_version = 1", "kv_version = 2"} {
			p := newProvider(t, fmt.Sprintf("mount = %q\n%s", mount, stated), server.Environ(server.RootToken)...)
			problem := failure(t, p)
			if problem.Reason != providers.NoMount || !strings.Contains(problem.Detail, want) {
				t.Errorf("mount %s: %s: %s, want no_mount: %s", mount, problem.Reason, problem.Detail, want)
			}
			wantRequests(t, p, 1)
		}
	}
}

func TestAMountOfAnUnknownVersionIsAskedNothing(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	front := newFront(t, server, below("/v1/sys/internal/", answering(200, "application/json", fmt.Sprintf(
		`{"data":{"type":"kv","path":"%s/","options":{"version":"9"}}}`, kv.Mount))))
	for _, stated := range []string{"", "kv_version = 1", "kv_version = 2"} {
		p := newProvider(t, fmt.Sprintf("mount = %q\n%s", kv.Mount, stated), front.environ(server.RootToken)...)
		problem := failure(t, p)
		if problem.Reason != providers.Unsupported || !strings.Contains(problem.Detail, "zsv knows 1 and 2") {
			t.Errorf("%s: %s: %s, want unsupported, with the versions that are known", stated, problem.Reason, problem.Detail)
		}
		wantRequests(t, p, 1)
	}
}

func TestStatedVersionDecidesWhereTheMountIsNotShown(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "mlflow", map[string]any{"password": "x"})
	// A proxy that does not let the question for the mount through leaves a token that may do much with no answer to it.
	front := newFront(t, server, refusing("/v1/sys/internal/"))
	for version, want := range map[string]providers.Answer{
		"": {Reason: providers.Denied}, "kv_version = 2": {Secret: missing},
	} {
		p := newProvider(t, fmt.Sprintf("mount = %q\n%s", kv.Mount, version), front.environ(server.RootToken)...)
		wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "absent", "mlflow"),
			map[string]providers.Answer{"absent": want, "mlflow": {Secret: present, Keys: keys("password")}})
	}
	p := newProvider(t, fmt.Sprintf("mount = %q\nkv_version = 1", kv.Mount), front.environ(server.RootToken)...)
	if problem := failure(t, p); problem.Reason != providers.Denied {
		t.Errorf("an unseen KV v1: %s: %s, want denied", problem.Reason, problem.Detail)
	}
}

func TestAnUnseenMountOfVersion1IsNeverGuessedMissing(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 1)
	kv.Put(t, "mlflow", map[string]any{"password": "x"})
	front := newFront(t, server, refusing("/v1/sys/internal/"))
	for _, level := range bothLevels {
		p := newProvider(t, fmt.Sprintf("mount = %q", kv.Mount), front.environ(server.RootToken)...)
		for name, answer := range ask(t, p, level, []string{"password"}, "mlflow", "absent") {
			if answer.Secret != providers.Unverified || !strings.Contains(answer.Detail, "kv_version") {
				t.Errorf("%s at %s is %+v, want unverified with what to state", name, level, answer)
			}
		}
	}
}
