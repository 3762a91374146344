package vault_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
	"github.com/zsv-dev/zsv/providers/vault/vaulttest"
)

func TestList(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	for _, version := range []int{1, 2} {
		kv := server.KV(t, version)
		data := map[string]any{"k": "x"}
		for _, path := range []string{"top", "ml/a", "ml/a/b", "ml/z/y/x/w", "ml/sp ace/é", "mlx/no", "ml/gone/only", "other/c"} {
			kv.Put(t, path, data)
		}
		kv.Delete(t, "ml/gone/only")
		all := []string{"ml/a", "ml/a/b", "ml/sp ace/é", "ml/z/y/x/w", "mlx/no", "other/c", "top"}
		for prefix, with := range map[string]struct {
			want     []string
			requests int
		}{
			"":        {all, 9}, // the mount, ml, ml/a, ml/gone, ml/sp ace, ml/z, ml/z/y, ml/z/y/x, mlx, other
			"ml":      {[]string{"a", "a/b", "sp ace/é", "z/y/x/w"}, 7},
			"ml/z":    {[]string{"y/x/w"}, 3},
			"nowhere": {nil, 1},
			"top":     {nil, 1}, // a secret is no directory
		} {
			token := server.Token(t, kv.Mount, map[int]string{
				1: `path "MOUNT/*" { capabilities = ["list"] }`, 2: `path "MOUNT/metadata/*" { capabilities = ["list"] }`}[version])
			p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = %q", kv.Mount, prefix), server.Environ(token)...)
			got, err := p.List(t.Context())
			if err != nil {
				t.Errorf("KV v%d below %q: %v", version, prefix, err)
			}
			wantEqual(t, fmt.Sprintf("names of KV v%d below %q", version, prefix), with.want, got)
			if want := 1 + with.requests; prefix != "" && version == 2 {
				wantRequests(t, p, want)
			}
			for _, name := range got {
				if answer := ask(t, p, providers.SecretExists, nil, name)[name]; answer.Secret != present {
					t.Errorf("%s was listed and is %+v", name, answer)
				}
			}
		}
	}
}

func TestListOfManyDirectories(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	secrets, want := map[string]map[string]any{}, []string{}
	for i := range 200 {
		name := fmt.Sprintf("d%03d/s", i)
		secrets["ml/"+name], want = map[string]any{"k": "x"}, append(want, name)
	}
	kv.Fill(t, secrets)
	p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"\nconcurrency = 4", kv.Mount), server.Environ(server.RootToken)...)
	got, err := p.List(t.Context())
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %d names and %v, want %d, sorted", len(got), err, len(want))
	}
	wantRequests(t, p, 1+1+200)
}

// TestDeniedLists: what cannot be listed is not left out silently.
func TestDeniedLists(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	kv.Put(t, "ml/a", map[string]any{"k": "x"})
	kv.Put(t, "ml/hidden/b", map[string]any{"k": "x"})
	for rules, path := range map[string]string{
		dataOnly: "/metadata/ml/",
		`path "MOUNT/metadata/ml/" { capabilities = ["list"] }`: "/metadata/ml/hidden/",
	} {
		p := newProvider(t, fmt.Sprintf("mount = %q\nprefix = \"ml\"", kv.Mount), server.Environ(server.Token(t, kv.Mount, rules))...)
		names, err := p.List(t.Context())
		wantProblem(t, err, providers.Denied, "permission denied on "+kv.Mount+path,
			fmt.Sprintf(`path "%s/metadata/ml/*" { capabilities = ["list"] }`, kv.Mount))
		if len(names) > 0 {
			t.Errorf("%q are named beside the error", names)
		}
	}
}

func TestListKeys(t *testing.T) {
	t.Parallel()
	server := vaulttest.Start(t)
	kv := server.KV(t, 2)
	situations(t, kv)
	kv.Put(t, "ml/bare", map[string]any{})
	keys := []string{"nested", "password", "username"}
	for name, with := range map[string]struct {
		rules  string
		never  bool
		secret string
		want   providers.KeyList
		says   string
	}{
		"subkeys":     {subkeysOnly, false, "mlflow", providers.KeyList{Secret: present, Keys: keys}, ""},
		"data":        {dataOnly, false, "mlflow", providers.KeyList{Secret: present, Keys: keys, ValuesRead: 3}, ""},
		"data, never": {dataOnly, true, "mlflow", providers.KeyList{Reason: providers.Denied}, "/subkeys/ml/*"},
		"metadata": {metadataOnly, false, "mlflow", providers.KeyList{Reason: providers.Denied},
			`add to the policy: path "` + kv.Mount + `/subkeys/ml/*" { capabilities = ["read"] } and path "`},
		"nothing":   {elsewhere, false, "mlflow", providers.KeyList{Reason: providers.Denied}, "/subkeys/ml/*"},
		"no keys":   {subkeysOnly, false, "bare", providers.KeyList{Secret: present}, ""},
		"missing":   {subkeysOnly, false, "absent", providers.KeyList{Secret: missing}, ""},
		"deleted":   {subkeysOnly, false, "deleted", providers.KeyList{Secret: missing, Reason: providers.Deleted}, "deleted on"},
		"destroyed": {subkeysOnly, false, "destroyed", providers.KeyList{Secret: missing, Reason: providers.Deleted}, "destroyed"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			block := fmt.Sprintf("mount = %q\nprefix = \"ml\"\n", kv.Mount)
			if with.never {
				block += `read_values = "never"`
			}
			p := newProvider(t, block, server.Environ(server.Token(t, kv.Mount, with.rules))...)
			got, err := p.ListKeys(t.Context(), p.Locate(with.secret, ""))
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(got.Detail, with.says) {
				t.Errorf("the detail lacks %q: %s", with.says, got.Detail)
			}
			got.Detail = ""
			wantEqual(t, "list", with.want, got)
		})
	}
}
