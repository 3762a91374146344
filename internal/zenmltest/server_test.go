package zenmltest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/internal/zenmltest"
)

func TestAServer(t *testing.T) {
	t.Parallel()
	server := zenmltest.Start(t)
	key := server.ServiceAccount(t, "anyone")
	server.Create(t, key, zenmltest.Secret{Name: "mlflow", Private: true, Values: map[string]string{"password": "x"}})
	var page struct {
		Items []struct{ Name string }
	}
	server.DoAs(t, key, http.MethodGet, "secrets", nil, &page)
	if len(page.Items) != 1 || page.Items[0].Name != "mlflow" {
		t.Errorf("got %v, want the one secret", page.Items)
	}
	if got := server.Zenml(t, "stack", "list"); !strings.Contains(got, "default") {
		t.Errorf("zenml stack list prints no default stack:\n%s", got)
	}
}

// The roles are the server's own: it asks for them wherever it hands out values.
func TestRoles(t *testing.T) {
	t.Parallel()
	server := zenmltest.StartWithRoles(t)
	name := zenmltest.Unique("shared")
	server.Create(t, server.APIKey, zenmltest.Secret{Name: name, Values: map[string]string{"password": "x"}})
	var page struct {
		Items []struct{ ID string }
	}
	server.Do(t, http.MethodGet, "secrets?name=equals:"+name, nil, &page)
	for role, want := range map[string]any{"keyreader": nil, "owner": "x"} {
		var secret struct {
			Body struct{ Values map[string]any }
		}
		server.DoAs(t, server.ServiceAccount(t, role), http.MethodGet, "secrets/"+page.Items[0].ID, nil, &secret)
		if got, there := secret.Body.Values["password"]; !there || got != want {
			t.Errorf("a %s sees %v", role, secret.Body.Values)
		}
	}
}
