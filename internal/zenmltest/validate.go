package zenmltest

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A Validation is what ZenML itself says of a stack.
type Validation struct {
	// Error is the text of its error, "" for a stack that it finds valid.
	Error string
	// Took is how long the validation took, without the start of Python.
	Took time.Duration
}

//go:embed validate.py
var validate string

// Validate has ZenML validate stacks, each of which has these references, as the owner of an API key, at the level of
// ZENML_SECRET_VALIDATION_LEVEL. More variables may be given, such as another ZENML_STORE_URL.
func (s *Server) Validate(t testing.TB, key string, stacks map[string][]string, environ ...string) map[string]Validation {
	t.Helper()
	file := filepath.Join(t.TempDir(), "main.py")
	if err := os.WriteFile(file, []byte(validate), 0o600); err != nil {
		t.Fatal(err)
	}
	input, err := json.Marshal(stacks)
	if err != nil {
		t.Fatal(err)
	}
	command := s.Command(t, key, "python", file)
	command.Env = append(command.Env, environ...)
	command.Stdin = bytes.NewReader(input)
	validations := map[string]Validation{}
	for line := range strings.Lines(output(t, command)) {
		var said []any
		if err := json.Unmarshal([]byte(line), &said); err != nil || len(said) != 3 {
			t.Fatalf("ZenML printed %q", line)
		}
		validations[said[0].(string)] = Validation{said[1].(string), time.Duration(said[2].(float64) * float64(time.Second))}
	}
	return validations
}
