package zenml

import (
	"fmt"
	"maps"
	"slices"

	"github.com/zsv-dev/zsv/providers"
)

// answer says what the secret means for a query of these keys.
func (s secret) answer(keys []string) providers.Answer {
	answer := providers.Answer{Secret: s.status, ValuesRead: s.disclosed, Keys: map[string]providers.Key{}}
	if s.status != providers.Present {
		answer.Reason, answer.Detail = s.reason, s.detail
	}
	for _, key := range keys {
		answer.Keys[key] = s.key(key)
	}
	if s.status == providers.Present {
		answer.Available = slices.Sorted(maps.Keys(s.keys))
	}
	return answer
}

// key says whether the secret has a key. That its value is not shown makes it no less there.
func (s secret) key(key string) providers.Key {
	_, there := s.keys[key]
	switch {
	case s.status != providers.Present || s.reason != "":
		return providers.Key{Status: withoutKeys(s.status), Reason: s.reason, Detail: s.detail}
	case there:
		return providers.Key{Status: providers.Present}
	default:
		return providers.Key{Status: providers.Missing}
	}
}

// withoutKeys is what a secret's status means for its keys where they are not seen.
func withoutKeys(status providers.Status) providers.Status {
	if status == providers.Missing {
		return providers.Missing
	}
	return providers.Unverified
}

// keysUnread answers for a secret that is there and must not be looked into.
func keysUnread(keys []string, listed named) providers.Answer {
	return secret{named: listed, status: providers.Present, reason: providers.Unsupported, detail: fmt.Sprintf(
		`ZenML shows the keys of the secret %q together with their values, and read_values is "never"; allow reading values, or `+
			`check at the level SECRET_EXISTS`, listed.name)}.answer(keys)
}
