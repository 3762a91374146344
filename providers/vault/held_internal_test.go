package vault

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

// Only the body of a request has the text of a value that is passed on.
func TestHeldShowsNothing(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	value := hold(providers.NewValue(secret))
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("value", "v", value)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("value", "v", value)
	shown := []string{log.String()}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		shown = append(shown, fmt.Sprintf(verb, value), fmt.Sprintf(verb, &value), fmt.Sprintf(verb, sight{values: map[string]held{"k": value}}))
	}
	for _, text := range shown {
		if strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) || text == "" {
			t.Errorf("the value shows in %q", text)
		}
	}
}

// Whatever Vault sends comes back as short as it gets and means the same.
func TestHeldKeepsItsText(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		`1.0`: `1.0`, `12345678901234567890.50`: `12345678901234567890.50`, `true`: `true`, `null`: `null`,
		`{"a": [1.50, null]}`: `{"a":[1.50,null]}`, `"\u003c\u0026\u0000\n"`: `"<&\u0000\n"`, `""`: `""`,
	} {
		var values map[string]held
		if err := json.Unmarshal([]byte(`{"k": `+sent+`}`), &values); err != nil {
			t.Fatal(err)
		}
		text, err := encode(values)
		if got := strings.TrimSpace(string(text)); err != nil || got != `{"k":`+want+`}` {
			t.Errorf("%s became %s (%v), want %s", sent, got, err, want)
		}
	}
}
