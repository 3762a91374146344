package storetest

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

// A Spill is a set of places where a value could show.
type Spill struct {
	logs *Journal
	said strings.Builder
}

// NewSpill returns a spill into a log, and into what is kept.
func NewSpill(logs *Journal) *Spill { return &Spill{logs: logs} }

// Keep keeps something, and an error, in every way in which they can be printed.
func (s *Spill) Keep(something any, err error) {
	text, _ := json.Marshal(something)
	fmt.Fprintf(&s.said, "%s %s %+v %#v", text, something, something, something)
	for ; err != nil; err = errors.Unwrap(err) {
		fmt.Fprintf(&s.said, "%v %+v %#v", err, err, err)
	}
}

// Search demands that none of the secrets shows.
func (s *Spill) Search(t *testing.T, secrets ...string) {
	t.Helper()
	for _, secret := range secrets {
		for where, text := range map[string]string{"the answers": s.said.String(), "the log": s.logs.String()} {
			if i := strings.Index(text, secret); i >= 0 {
				t.Errorf("%s show a secret: …%s…", where, text[max(i-80, 0):min(i+len(secret)+20, len(text))])
			}
		}
	}
	if !strings.Contains(s.logs.String(), "level=DEBUG") {
		t.Errorf("the log is not at its most talkative:\n%s", s.logs)
	}
}
