package pluginwire

import (
	"encoding/base64"
	"maps"
	"slices"
	"sync"

	"github.com/zsv-dev/zsv/internal/mask"
	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// A screen takes out of a text what must not be shown. A program must put no value into a text for people, but a store that
// quotes what it was sent, in what it says of an error, is a usual thing.
type screen func(text string) string

// A memory screens all that a session's programs say: by the credentials of their environment, and by the values of all
// requests and answers until then. A program may tell later, and by another process, what it was given before. It is safe for
// concurrent use.
type memory struct {
	lock   sync.Mutex
	values map[string]providers.Value
	made   *mask.Mask // of the environment and the values; nil: not made yet
}

// add remembers values.
func (m *memory) add(values []providers.Value) {
	m.lock.Lock()
	defer m.lock.Unlock()
	for _, value := range values {
		if _, known := m.values[value.Reveal()]; known {
			continue
		}
		if m.values == nil {
			m.values = map[string]providers.Value{}
		}
		m.values[value.Reveal()], m.made = value, nil
	}
}

// screen returns what may be shown of a text of a program with an environment. The mask is made for the first text there is.
func (m *memory) screen(environ []string, text string) string {
	if text == "" {
		return ""
	}
	m.lock.Lock()
	defer m.lock.Unlock()
	if m.made == nil {
		m.made = mask.New(slices.AppendSeq(mask.Credentials(environ), maps.Values(m.values)))
	}
	return m.made.Text(text)
}

// screen returns what may be shown of a text of the program's.
func (s *session) screen(text string) string { return s.memory.screen(s.program.Environ, text) }

// values are those of an answer.
func (x *exchange) values(a answer) (values []providers.Value) {
	if !x.isSecret {
		return nil
	}
	for _, one := range a.each("answers") {
		given, _ := one["values"].(strictjson.Object)
		for _, value := range given {
			values = append(values, revealed(value))
		}
	}
	return values
}

// revealed returns a value as an answer has it, whether it may have this form or not.
func revealed(value any) providers.Value {
	if wrapped, ok := value.(strictjson.Object); ok {
		encoded, _ := wrapped["base64"].(string)
		text, err := base64.StdEncoding.DecodeString(encoded)
		if err != nil {
			return providers.NewValue(encoded)
		}
		return providers.NewValue(string(text))
	}
	text, _ := value.(string)
	return providers.NewValue(text)
}

// each returns the objects in an array, whether all is in its form or not.
func (a answer) each(name string) []strictjson.Object {
	items, _ := a.members[name].([]any)
	var all []strictjson.Object
	for _, item := range items {
		if one, ok := item.(strictjson.Object); ok {
			all = append(all, one)
		}
	}
	return all
}

// disclosed says whether values were read for an answer.
func (a answer) disclosed() bool {
	for _, one := range a.each("answers") {
		if read, ok := one["values_read"].(strictjson.Number); ok {
			if n, isWhole := read.Whole(); !isWhole || n != 0 {
				return true
			}
		}
	}
	return false
}
