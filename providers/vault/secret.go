package vault

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/zsv-dev/zsv/providers"
)

// An outcome says what became of a question.
type outcome uint8

const (
	unheard    outcome = iota // the context ended before the answer came
	answered                  // there is an answer, be it that something went wrong
	refusal403                // the token may not ask that; another question may be answered
)

// unread takes the place of a value: it is skipped and never kept.
type unread struct{}

// UnmarshalJSON keeps nothing.
func (*unread) UnmarshalJSON([]byte) error { return nil }

// nothing is the value that subkeys gives for each key. With any other, the answer is not one to that question.
type nothing struct{}

// UnmarshalJSON takes null alone.
func (*nothing) UnmarshalJSON(text []byte) error {
	if string(text) != "null" {
		return errors.New("a value in place of null")
	}
	return nil
}

// A version is what KV v2 says of one version of a secret.
type version struct {
	Number       int    `json:"version"`
	DeletionTime string `json:"deletion_time"`
	Destroyed    bool   `json:"destroyed"`
}

// askSecret asks about one secret by one rung.
func (c *check) askSecret(r rung, member int) (providers.Answer, outcome) {
	switch {
	case r == subkeys, r == metadata:
		return c.seeKeys(r, member)
	case c.engine.version == 1:
		return c.askValuesV1(member)
	case c.provider.layout == storeLayout:
		return c.askNestedValues(member)
	default:
		return c.askValues(member)
	}
}

// seeKeys answers from what subkeys or metadata show.
func (c *check) seeKeys(r rung, member int) (providers.Answer, outcome) {
	switch seen := c.see(c.ctx, r, c.places[member], newest); {
	case !seen.there():
		return seen.answer, seen.said
	case seen.names == nil:
		return c.thereWithoutKeys(member), answered
	default:
		return thereWithKeys(c, member, seen.names, 0), answered
	}
}

func (c *check) askValues(member int) (providers.Answer, outcome) {
	var answer dataAnswer[unread]
	path := c.pathOf(values, member)
	reply, err := c.get(c.ctx, path, nil, &answer)
	if err != nil || !reply.ok() {
		return c.withoutData(path, reply, err)
	}
	data := &answer.Data.value
	disclosed := len(data.Data.value)
	if answer, problem := c.judgeVersion(path, reply, data.Metadata.value, data.Data.value != nil); problem {
		answer.ValuesRead = disclosed
		return answer, answered
	}
	return thereWithKeys(c, member, data.Data.value, disclosed), answered
}

func (c *check) askValuesV1(member int) (providers.Answer, outcome) {
	var answer dataAnswerV1[unread]
	path := c.pathOf(values, member)
	reply, err := c.get(c.ctx, path, nil, &answer)
	names := answer.Data.value
	switch {
	case err != nil || !reply.ok():
		return c.withoutData(path, reply, err)
	case names == nil:
		return c.strange(path, reply), answered
	}
	return thereWithKeys(c, member, names, len(names)), answered
}

// deletedBy says whether the version was deleted at a time of the server's clock, which shows whole seconds. Versions may
// be due for deletion in the future.
func (v version) deletedBy(now time.Time) bool {
	at, err := time.Parse(time.RFC3339, v.DeletionTime)
	return err == nil && at.Before(now.Add(time.Second))
}

// withoutData makes an answer of a reply that holds no secret.
func (s *session) withoutData(path string, r reply, err error) (providers.Answer, outcome) {
	var known *providers.Error
	switch {
	case err != nil && !errors.As(err, &known):
		return providers.Answer{}, unheard
	case err != nil:
		return asAnswer(err), answered
	case r.denied():
		return providers.Answer{}, refusal403
	case r.noRoute():
		return providers.Answer{Reason: providers.NoMount}, answered
	case r.status == http.StatusNotFound && r.refusal.bare:
		return s.bare(path), answered
	}
	if gone, ok := goneVersion(r); ok {
		return s.deleted(path, gone), answered
	}
	return s.strange(path, r), answered
}

// bare judges a 404 that says nothing else.
func (s *session) bare(path string) providers.Answer {
	if s.engine.known {
		return providers.Answer{Secret: providers.Missing}
	}
	return providers.Answer{Reason: providers.Denied, Detail: fmt.Sprintf(
		"%s gave nothing, but permission is denied on sys/internal/ui/mounts/%s, so it is not known whether the mount is "+
			"KV v2; if it is, write kv_version = 2 in the provider", path, s.provider.mount)}
}

// strange answers for a reply that Vault does not give to that question.
func (s *session) strange(path string, r reply) providers.Answer {
	return providers.Answer{Reason: providers.ServerError, Detail: fmt.Sprintf(
		"%s answered HTTP %d on %s in a way that Vault does not; check %s, and proxies on the way",
		s.shown, r.status, path, s.environment.name("ADDR"))}
}

// thereWithKeys answers for a secret whose keys are known.
func thereWithKeys[V any](c *check, member int, names map[string]V, valuesRead int) providers.Answer {
	answer := providers.Answer{Secret: providers.Present, ValuesRead: valuesRead}
	if c.level != providers.SecretAndKeyExists {
		return answer
	}
	answer.Keys = map[string]providers.Key{}
	names = visible(c.provider.layout, names)
	for _, key := range c.queries[member].Keys {
		status := providers.Missing
		if _, there := names[key]; there {
			status = providers.Present
		}
		answer.Keys[key] = providers.Key{Status: status}
	}
	answer.Available = slices.Sorted(maps.Keys(names))
	return answer
}

// thereWithoutKeys answers for a secret that is there, whose keys could not be seen.
func (c *check) thereWithoutKeys(member int) providers.Answer {
	answer := providers.Answer{Secret: providers.Present}
	if c.level != providers.SecretAndKeyExists {
		return answer
	}
	reason, detail, advice := c.whyNoKeys(member)
	answer.Advice = advice
	answer.Keys = map[string]providers.Key{}
	for _, key := range c.queries[member].Keys {
		answer.Keys[key] = providers.Key{Reason: reason, Detail: detail}
	}
	return answer
}
