package file

import (
	"errors"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// A secret is updated where a variable may be one of its keys, and created where none of those given is there: of two
// secrets whose stems overlap neither is refused because of the other.
func TestConditionsOnVariables(t *testing.T) {
	t.Parallel()
	const always, missing, present = providers.Always, providers.IfMissing, providers.IfPresent
	set := func(stem string, keys ...string) providers.Change {
		change := providers.Change{Location: stem, Set: map[string]providers.Value{}}
		for _, key := range keys {
			change.Set[key] = providers.NewValue("x")
		}
		return change
	}
	remove := func(stem, key string) providers.Change {
		return providers.Change{Location: stem, Remove: []string{key}}
	}
	for name, test := range map[string]struct {
		text      string
		change    providers.Change
		condition providers.Condition
		created   bool
		err       error
	}{
		"update, another key":       {"MLFLOW_PASSWORD=x", set("MLFLOW", "token"), present, false, nil},
		"update, this key":          {"MLFLOW_TOKEN=x", set("MLFLOW", "token"), present, false, nil},
		"update, an empty key":      {"MLFLOW_PASSWORD=", set("MLFLOW", "token"), present, false, nil},
		"update, an absent removal": {"MLFLOW_PASSWORD=x", remove("MLFLOW", "token"), present, false, nil},
		"update, nothing":           {"MLFLOW_PASSWORD=x", set("MLFLOW"), present, false, nil},
		"update, none":              {"SLACK_TOKEN=x", set("MLFLOW", "token"), present, false, providers.ErrSecretMissing},
		"update, removal of none":   {"SLACK_TOKEN=x", remove("MLFLOW", "token"), present, false, providers.ErrSecretMissing},
		"update, half a word":       {"MLFLOW_X=x", set("ML", "token"), present, false, providers.ErrSecretMissing},
		"update, the stem alone":    {"MLFLOW=x", set("MLFLOW", "token"), present, false, providers.ErrSecretMissing},
		"update, another case":      {"mlflow_password=x", set("MLFLOW", "token"), present, false, providers.ErrSecretMissing},
		"update, the shorter stem":  {"ML_FLOW_X=x", set("ML", "token"), present, false, nil},
		"update, the longer stem":   {"ML_FLOW_X=x", set("ML_FLOW", "token"), present, false, nil},
		"create, another key":       {"MLFLOW_PASSWORD=x", set("MLFLOW", "token"), missing, true, nil},
		"create, this key":          {"MLFLOW_TOKEN=x", set("MLFLOW", "token"), missing, false, providers.ErrSecretExists},
		"create, one of the keys":   {"MLFLOW_TOKEN=x", set("MLFLOW", "token", "url"), missing, false, providers.ErrSecretExists},
		"create, the shorter stem":  {"ML_FLOW_X=x", set("ML", "token"), missing, true, nil},
		"apply, none":               {"SLACK_TOKEN=x", set("MLFLOW", "token"), always, true, nil},
		"apply, another key":        {"MLFLOW_PASSWORD=x", set("MLFLOW", "token"), always, false, nil},
	} {
		document, err := parseVariables([]byte(test.text))
		must(t, err)
		test.change.Condition = test.condition
		_, written, err := document.write(test.change)
		if written.Created != test.created || !errors.Is(err, test.err) {
			t.Errorf("%s: created %t and %v, want %t and %v", name, written.Created, err, test.created, test.err)
		}
	}
}
