package zenml_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/storetest"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
)

var bothLevels = []providers.Level{providers.SecretExists, providers.SecretAndKeyExists}

// Names that contain one another, and the empty one, are apart.
func TestNamesThatContainOneAnother(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	key := server.ServiceAccount(t, "owner")
	mine := zenmltest.Unique("ml")
	server.Fill(t, key, []zenmltest.Secret{
		{Name: mine + "flow_secret", Private: true, Values: map[string]string{"password": "x"}},
		{Name: mine + "flow_secret_2", Private: true, Values: map[string]string{"token": "x", "": "empty name"}},
		{Name: mine + "FLOW", Private: true, Values: map[string]string{"password": ""}},
	})
	p := newProvider(t, fmt.Sprintf("prefix = %q", mine), server.Environ(key)...)
	got := storetest.Ask(t, p, providers.SecretAndKeyExists, []string{"", "password"}, "flow", "flow_secret", "flow_secret_2", "FLOW", "")
	storetest.WantVerdicts(t, got, map[string]providers.Answer{
		"flow":          {Secret: providers.Missing},
		"flow_secret":   {Secret: providers.Present, Keys: storetest.Keys("password", "-"), ValuesRead: 1},
		"flow_secret_2": {Secret: providers.Present, Keys: storetest.Keys("-password", ""), ValuesRead: 2},
		"FLOW":          {Secret: providers.Present, Keys: storetest.Keys("password", "-"), ValuesRead: 1},
		"":              {Secret: providers.Missing},
	})
	if !slices.Contains(got["flow"].Available, mine+"flow_secret") {
		t.Errorf("beside the missing one there are %q", got["flow"].Available)
	}
	if want := []string{"", "token"}; !slices.Equal(got["flow_secret_2"].Available, want) {
		t.Errorf("its keys are %q, want %q", got["flow_secret_2"].Available, want)
	}
	storetest.WantRequests(t, p, 1+1+3) // the login, the list, and one for each that is there
}

func TestSecretExistsIsOneList(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	key := server.ServiceAccount(t, "owner")
	server.Create(t, key, zenmltest.Secret{Name: "there", Private: true, Values: map[string]string{"password": "x"}})
	p := newProvider(t, "", server.TokenEnviron(t, key)...)
	got := storetest.Ask(t, p, providers.SecretExists, []string{"token"}, "there", "gone", strings.Repeat("x", 300), "contains:there", "a\nb")
	storetest.WantVerdicts(t, got, map[string]providers.Answer{
		"there": {Secret: providers.Present}, "gone": {Secret: providers.Missing},
		strings.Repeat("x", 300): {Secret: providers.Missing}, "contains:there": {Secret: providers.Missing}, "a\nb": {Secret: providers.Missing},
	})
	storetest.WantRequests(t, p, 1)
}

// A private secret is its owner's alone; of a public one and a private one with the same name ZenML takes the public one.
func TestPrivateSecrets(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	owner, other := server.ServiceAccount(t, "owner"), server.ServiceAccount(t, "other")
	both, mine := zenmltest.Unique("both"), zenmltest.Unique("mine")
	server.Create(t, owner,
		zenmltest.Secret{Name: both, Private: true, Values: map[string]string{"private": "x"}},
		zenmltest.Secret{Name: mine, Private: true, Values: map[string]string{"private": "x"}},
		zenmltest.Secret{Name: both, Values: map[string]string{"public": "x"}},
	)
	wanted := []string{"private", "public"}
	got := storetest.Ask(t, newProvider(t, "", server.TokenEnviron(t, owner)...), providers.SecretAndKeyExists, wanted, both, mine)
	storetest.WantVerdicts(t, got, map[string]providers.Answer{
		both: {Secret: providers.Present, Keys: storetest.Keys("-private", "public"), ValuesRead: 1},
		mine: {Secret: providers.Present, Keys: storetest.Keys("private", "-public"), ValuesRead: 1},
	})
	got = storetest.Ask(t, newProvider(t, "", server.TokenEnviron(t, other)...), providers.SecretAndKeyExists, wanted, both, mine)
	storetest.WantVerdicts(t, got, map[string]providers.Answer{
		both: {Secret: providers.Present, Keys: storetest.Keys("-private", "public"), ValuesRead: 1},
		mine: {Secret: providers.Missing},
	})
	if slices.Contains(got[mine].Available, mine) {
		t.Error("another's private secret is named")
	}
}

// A caller who may not read values sees all keys, and is sent no value.
func TestWithoutTheRightToReadValues(t *testing.T) {
	t.Parallel()
	server := zenmltest.StartWithRoles(t)
	name := zenmltest.Unique("mlflow")
	server.Create(t, server.APIKey, zenmltest.Secret{Name: name, Values: map[string]string{"password": "x", "username": "y"}})
	p := newProvider(t, "", server.TokenEnviron(t, server.ServiceAccount(t, "keyreader"))...)
	storetest.WantVerdicts(t, storetest.Ask(t, p, providers.SecretAndKeyExists, []string{"password", "token"}, name), map[string]providers.Answer{
		name: {Secret: providers.Present, Keys: storetest.Keys("password", "-token")},
	})
	err := p.Fetch(t.Context(), []providers.Query{{Location: name, Keys: []string{"password"}}}, func(_ int, f providers.Fetched) {
		if f.Keys["password"].Reason != providers.Denied || len(f.Values) != 0 {
			t.Errorf("fetched %+v, want that the value is denied", f)
		}
	})
	if err != nil {
		t.Error(err)
	}
	outsider := newProvider(t, "", server.TokenEnviron(t, server.ServiceAccount(t, "outsider"))...)
	for _, level := range bothLevels {
		storetest.WantVerdicts(t, storetest.Ask(t, outsider, level, []string{"password"}, name), map[string]providers.Answer{
			name: {Secret: providers.Missing},
		})
	}
}

func TestValuesAreNotReadWhereThatIsForbidden(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	name := zenmltest.Unique("mlflow")
	server.Create(t, server.APIKey, zenmltest.Secret{Name: name, Values: map[string]string{"password": "x"}})
	p := newProvider(t, `read_values = "never"`, server.TokenEnviron(t, server.APIKey)...)
	storetest.WantVerdicts(t, storetest.Ask(t, p, providers.SecretAndKeyExists, []string{"password"}, name), map[string]providers.Answer{
		name: {Secret: providers.Present, Keys: map[string]providers.Key{"password": {Reason: providers.Unsupported}}},
	})
	list, err := p.ListKeys(t.Context(), name)
	if err != nil || list.Secret != providers.Unverified || list.Reason != providers.Unsupported || list.ValuesRead != 0 {
		t.Errorf("ListKeys says %+v, %v; want unverified, unsupported", list, err)
	}
	storetest.WantRequests(t, p, 2)
}
