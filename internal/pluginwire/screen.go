package pluginwire

import (
	"encoding/base64"
	"slices"
	"sync"

	"github.com/zsv-dev/zsv/internal/mask"
	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// A screen takes out of a text what must not be shown. A program must put no value into a text for people, but a store that
// quotes what it was sent, in what it says of an error, is a usual thing.
type screen func(text string) string

// screenOf takes out credentials of an environment, and values.
func screenOf(environ []string, values []providers.Value) screen {
	made := sync.OnceValue(func() *mask.Mask { return mask.New(append(mask.Credentials(environ), values...)) })
	return func(text string) string {
		if text == "" {
			return ""
		}
		return made().Text(text)
	}
}

// screen returns that for the texts of an answer.
func (s *session) screen(values []providers.Value) screen { return screenOf(s.program.Environ, values) }

// values are those that the request holds, and those of its answer.
func (x *exchange) values(a answer) []providers.Value {
	if !x.isSecret {
		return nil
	}
	values := slices.Clone(x.sends)
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
