package vault_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

// situations are one of each that a secret can be in.
func situations(t *testing.T, kv *vaulttest.KV) {
	t.Helper()
	kv.Put(t, "ml/mlflow", map[string]any{"password": "x", "username": "y", "nested": map[string]any{"inner": "z"}})
	kv.Put(t, "ml/slack_secret", map[string]any{"password": "x"})
	kv.Put(t, "ml/folder/inside", map[string]any{"password": "x"})
	kv.Put(t, "ml/deleted", map[string]any{"password": "x"})
	kv.Delete(t, "ml/deleted")
	if kv.Version == 2 {
		kv.Put(t, "ml/destroyed", map[string]any{"password": "x"})
		kv.Destroy(t, "ml/destroyed")
	}
}

var allNames = []string{"mlflow", "slack", "folder", "folder/inside", "deleted", "destroyed", "nowhere/else"}

func TestEverySituationOfKVv2(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	situations(t, kv)
	gone := providers.Answer{Secret: missing, Reason: providers.Deleted}
	block := fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount)
	for name, rules := range map[string]string{"root": `path "*" { capabilities = ["read", "list", "update"] }`, "least": subkeysOnly} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			environ := server.Environ(server.Token(t, kv.Mount, rules))

			p := newProvider(t, block, environ...)
			answers := ask(t, p, providers.SecretAndKeyExists, []string{"inner", "pasword", "password"}, allNames...)
			wantVerdicts(t, answers, map[string]providers.Answer{
				"mlflow":        {Secret: present, Keys: keys("password", "-pasword", "-inner")},
				"slack":         {Secret: missing},
				"folder":        {Secret: missing},
				"folder/inside": {Secret: present, Keys: keys("password", "-pasword", "-inner")},
				"deleted":       gone,
				"destroyed":     gone,
				"nowhere/else":  {Secret: missing},
			})
			wantSuggestions(t, answers, kv.Mount)
			wantRequests(t, p, 1+len(allNames)+2) // the mount, each secret, and the two directories that lack one

			p = newProvider(t, block, environ...)
			wantVerdicts(t, ask(t, p, providers.SecretExists, nil, allNames...), map[string]providers.Answer{
				"mlflow": {Secret: present}, "slack": {Secret: missing}, "folder": {Secret: missing},
				"folder/inside": {Secret: present}, "deleted": {Secret: missing},
				"destroyed":    {Secret: present}, // a listing names it: documented
				"nowhere/else": {Secret: missing},
			})
			wantRequests(t, p, 1+3) // the mount, and each directory
		})
	}
}

func wantSuggestions(t *testing.T, answers map[string]providers.Answer, mount string) {
	t.Helper()
	if available := answers["mlflow"].Available; !contains(available, "password") {
		t.Errorf("the keys beside a missing one are %q, want password among them", available)
	}
	if available := answers["slack"].Available; !contains(available, mount+"/ml/slack_secret") ||
		strings.Contains(strings.Join(available, " "), "folder") {
		t.Errorf("the secrets beside a missing one are %q, want slack_secret and no directory", available)
	}
	today := time.Now().UTC()
	for _, day := range []time.Time{today, today.AddDate(0, 0, -1)} { // the test may run over midnight
		if answers["deleted"].Detail == fmt.Sprintf("deleted on %s; to bring it back: vault kv undelete -versions=1 -mount=%s ml/deleted",
			day.Format(time.DateOnly), mount) {
			return
		}
	}
	t.Errorf("the detail of a deleted secret is %q, want the date and the command", answers["deleted"].Detail)
}

func TestEverySituationOfKVv1(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 1)
	situations(t, kv)
	block := fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount)
	for name, stated := range map[string]string{"found out": "", "stated": "\nkv_version = 1", "stated wrongly": "\nkv_version = 2"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newProvider(t, block+stated, server.Environ(server.RootToken)...)
			answers := ask(t, p, providers.SecretAndKeyExists, []string{"inner", "password"}, allNames...)
			wantVerdicts(t, answers, map[string]providers.Answer{
				"mlflow":        {Secret: present, Keys: keys("password", "-inner"), ValuesRead: 3},
				"slack":         {Secret: missing},
				"folder":        {Secret: missing},
				"folder/inside": {Secret: present, Keys: keys("password", "-inner"), ValuesRead: 1},
				"deleted":       {Secret: missing},
				"destroyed":     {Secret: missing},
				"nowhere/else":  {Secret: missing},
			})
			if available := answers["slack"].Available; !contains(available, kv.Mount+"/ml/slack_secret") {
				t.Errorf("the secrets beside a missing one are %q, want slack_secret among them", available)
			}
			wantRequests(t, p, 1+len(allNames)+2)
		})
	}
}

func TestKVv1WithoutReadingValues(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 1)
	situations(t, kv)
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"\nread_values = \"never\"", kv.Mount),
		server.Environ(server.RootToken)...)
	mark := server.Mark(t)
	wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "mlflow", "slack"),
		map[string]providers.Answer{
			"mlflow": {Secret: present, Keys: unverifiedKeys(providers.Unsupported, "password")},
			"slack":  {Secret: missing},
		})
	for _, request := range server.Requests(t, mark, kv.Mount) {
		if request.Operation == "read" && !strings.HasPrefix(request.Path, "sys/") {
			t.Errorf("%s was read", request.Path)
		}
	}
}

func TestSecretsWithoutAVersion(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	server.Write(t, kv.Mount+"/metadata/planned", map[string]any{"max_versions": 3})
	server.Write(t, kv.Mount+"/metadata/passing", map[string]any{"delete_version_after": "1h"})
	kv.Put(t, "passing", map[string]any{"password": "x"})
	want := map[string]providers.Answer{
		"planned": {Secret: missing},
		"passing": {Secret: present, Keys: keys("password")},
	}
	block := fmt.Sprintf("mount = %q", kv.Mount)
	t.Run("by subkeys", func(t *testing.T) {
		t.Parallel()
		p := newProvider(t, block, server.Environ(server.RootToken)...)
		wantVerdicts(t, ask(t, p, providers.SecretAndKeyExists, []string{"password"}, "planned", "passing"), want)
	})
	t.Run("by metadata", func(t *testing.T) {
		t.Parallel()
		token := server.Token(t, kv.Mount, metadataOnly)
		p := newProvider(t, block, server.Environ(token)...)
		wantVerdicts(t, ask(t, p, providers.SecretExists, nil, "planned", "passing"), map[string]providers.Answer{
			"planned": {Secret: missing}, "passing": {Secret: present},
		})
	})
}

// metadataOnly shows one secret at a time, without its keys.
const metadataOnly = `path "MOUNT/metadata/*" { capabilities = ["read"] }`

func TestEverySituationByMetadata(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	situations(t, kv)
	kv.Put(t, "ml/again", map[string]any{"password": "x"})
	kv.Delete(t, "ml/again")
	kv.Put(t, "ml/again", map[string]any{"password": "x"})
	gone := providers.Answer{Secret: missing, Reason: providers.Deleted}
	for _, level := range bothLevels {
		there := providers.Answer{Secret: present}
		if level == providers.SecretAndKeyExists {
			there.Keys = unverifiedKeys(providers.Denied, "password")
		}
		p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount),
			server.Environ(server.Token(t, kv.Mount, metadataOnly))...)
		answers := ask(t, p, level, []string{"password"}, "mlflow", "slack", "deleted", "destroyed", "again")
		wantVerdicts(t, answers, map[string]providers.Answer{
			"mlflow": there, "slack": {Secret: missing}, "deleted": gone, "destroyed": gone, "again": there,
		})
	}
}
