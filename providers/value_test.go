package providers_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/zsv-dev/zsv/providers"
)

func TestValuesAreOnlyRevealed(t *testing.T) {
	t.Parallel()
	const secret = "hunter2"
	value := providers.NewValue(secret)
	var log bytes.Buffer
	slog.New(slog.NewJSONHandler(&log, nil)).Info("value", "v", value, "group", []any{value, &value})
	encoded, err := json.Marshal(map[string]any{"v": value, "p": &value, "l": []providers.Value{value}})
	if err != nil {
		t.Fatal(err)
	}
	text, err := value.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	shown := []string{log.String(), string(encoded), string(text), value.String(), value.GoString(),
		fmt.Errorf("with %w and %v", errors.New("x"), value).Error()}
	in := struct {
		Named  providers.Value
		hidden providers.Value
		Slice  []providers.Value
	}{value, value, []providers.Value{value}}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%10.3s"} {
		shown = append(shown, fmt.Sprintf(verb, value), fmt.Sprintf(verb, &value), fmt.Sprintf(verb, in), fmt.Sprintf(verb, &in))
	}
	for _, text := range shown {
		if strings.Contains(text, secret) || strings.Contains(text, fmt.Sprintf("%x", secret)) || text == "" {
			t.Errorf("the value shows in %q", text)
		}
	}
	if got := value.Reveal(); got != secret {
		t.Errorf("Reveal() = %q, want %q", got, secret)
	}
}

func TestTheZeroValueHoldsNothing(t *testing.T) {
	t.Parallel()
	var none providers.Value
	if none.IsSet() || none.Reveal() != "" || none.String() != "(redacted)" {
		t.Errorf("the zero value: set %t, %q, %s", none.IsSet(), none.Reveal(), none)
	}
	if empty := providers.NewValue(""); !empty.IsSet() || empty.Reveal() != "" {
		t.Errorf("the empty value: set %t, %q", empty.IsSet(), empty.Reveal())
	}
}
