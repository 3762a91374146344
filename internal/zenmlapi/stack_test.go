package zenmlapi_test

import (
	"errors"
	"log/slog"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/internal/zenmlapi"
	"github.com/zsv-dev/zsv/internal/zenmltest"
	"github.com/zsv-dev/zsv/providers"
)

func TestStacks(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	name := zenmltest.Unique("prod")
	server.Stack(t, name,
		zenmltest.Component{Name: name, Type: "orchestrator", Flavor: "local"},
		zenmltest.Component{Name: name, Type: "artifact_store", Flavor: "s3", Configuration: map[string]any{
			"path": "s3://bucket", "key": "{{aws.key}}"}},
	)
	client := newClient(t, server.Environ(server.APIKey)...)
	names, err := client.StackNames(t.Context())
	if err != nil || !slices.Contains(names, name) || !slices.Contains(names, "default") {
		t.Errorf("got %q, %v; want %s among the stacks", names, err, name)
	}
	stack, err := client.Stack(t.Context(), name)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, component := range stack.Components {
		got = append(got, component.Type+" "+component.Name+" "+component.Flavor)
	}
	want := []string{"artifact_store " + name + " s3", "orchestrator " + name + " local"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("components (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(strictjson.Object{"path": "s3://bucket", "key": "{{aws.key}}"}, stack.Components[0].Configuration); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
	if _, err := client.Stack(t.Context(), name[:len(name)-1]); !errors.Is(err, zenmlapi.ErrNoStack) {
		t.Errorf("of a name that another stack's contains: %v", err)
	}
}

func newClient(t *testing.T, environ ...string) *zenmlapi.Client {
	t.Helper()
	client, err := zenmlapi.New(zenmlapi.Options{
		Surroundings: providers.Surroundings{Environ: environ, Log: slog.New(slog.DiscardHandler)}, Connections: 4,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}
