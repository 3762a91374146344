package vault

import (
	"context"
	"net/http"
	"net/url"
	"strconv"

	"github.com/zsv-dev/zsv/providers"
)

// A sight is what one answer says of one secret.
type sight struct {
	said outcome
	// answer says whether the secret is there, and why not or why that is not known.
	answer providers.Answer
	// version is, on KV v2, that of the newest version, be it deleted: what check-and-set compares with. 0 means that there
	// never was one.
	version int
	// names are those of the keys, nil where they are not seen.
	names map[string]bool
	// values are nil where they were not asked for.
	values map[string]held
}

func (s sight) there() bool { return s.answer.Secret == providers.Present }

// The answers of KV v2, by what was asked. Their values are of a type that keeps as much as is needed.
type (
	subkeysAnswer struct {
		Data once[struct {
			Subkeys  once[map[string]nothing] `json:"subkeys"`
			Metadata once[*version]           `json:"metadata"`
		}] `json:"data"`
	}
	dataAnswer[V any] struct {
		Data once[struct {
			Data     once[map[string]V] `json:"data"`
			Metadata once[*version]     `json:"metadata"`
		}] `json:"data"`
	}
	metadataAnswer struct {
		Data once[struct {
			Current  *int                     `json:"current_version"`
			Versions once[map[string]version] `json:"versions"`
		}] `json:"data"`
	}
	dataAnswerV1[V any] struct {
		Data once[map[string]V] `json:"data"`
	}
)

// newest asks for the newest version of a secret.
const newest = 0

// see asks about one secret by one rung, which is no listing. Only metadata cannot be asked for an old version.
func (s *session) see(ctx context.Context, r rung, place string, number int) sight {
	query := url.Values{}
	if number != newest {
		query.Set("version", strconv.Itoa(number))
	}
	path := s.path(r, place)
	switch {
	case r == subkeys:
		query.Set("depth", s.provider.layout.depth()) // no others can be referenced
		if s.provider.layout == storeLayout {
			return s.seeNestedSubkeys(ctx, path, query)
		}
		return s.seeSubkeys(ctx, path, query)
	case r == metadata:
		return s.seeMetadata(ctx, path)
	case s.engine.version == 1:
		return s.seeValuesV1(ctx, path)
	case s.provider.layout == storeLayout:
		return s.seeNestedValues(ctx, path, query)
	default:
		return s.seeValues(ctx, path, query)
	}
}

func (s *session) get(ctx context.Context, path string, query url.Values, into any) (reply, error) {
	return s.ask(ctx, request{method: http.MethodGet, path: path, query: query}, into)
}

func (s *session) seeSubkeys(ctx context.Context, path string, query url.Values) sight {
	var answer subkeysAnswer
	reply, err := s.get(ctx, path, query, &answer)
	if err != nil || !reply.ok() {
		return s.noSight(path, reply, err)
	}
	names, v := answer.Data.value.Subkeys.value, answer.Data.value.Metadata.value
	if answer, problem := s.judgeVersion(path, reply, v, names != nil); problem {
		return goneSight(answer, v)
	}
	return sight{said: answered, answer: isThere, version: v.Number, names: namesOf(names)}
}

func (s *session) seeValues(ctx context.Context, path string, query url.Values) sight {
	var answer dataAnswer[held]
	reply, err := s.get(ctx, path, query, &answer)
	if err != nil || !reply.ok() {
		return s.noSight(path, reply, err)
	}
	values, v := answer.Data.value.Data.value, answer.Data.value.Metadata.value
	if answer, problem := s.judgeVersion(path, reply, v, values != nil); problem {
		return goneSight(answer, v)
	}
	if values == nil {
		values = map[string]held{} // a secret without keys
	}
	return sight{said: answered, answer: isThere, version: v.Number, names: namesOf(values), values: values}
}

func (s *session) seeValuesV1(ctx context.Context, path string) sight {
	var answer dataAnswerV1[held]
	reply, err := s.get(ctx, path, nil, &answer)
	values := answer.Data.value
	switch {
	case err != nil || !reply.ok():
		return s.noSight(path, reply, err)
	case values == nil:
		return sight{said: answered, answer: s.strange(path, reply)}
	}
	return sight{said: answered, answer: isThere, names: namesOf(values), values: values}
}

func (s *session) seeMetadata(ctx context.Context, path string) sight {
	var answer metadataAnswer
	reply, err := s.get(ctx, path, nil, &answer)
	data := &answer.Data.value
	switch {
	case err != nil || !reply.ok():
		return s.noSight(path, reply, err)
	case data.Current == nil:
		return sight{said: answered, answer: s.strange(path, reply)}
	case *data.Current == 0: // metadata was written, a secret never
		return sight{said: answered, answer: providers.Answer{Secret: providers.Missing}}
	}
	current, known := data.Versions.value[strconv.Itoa(*data.Current)]
	current.Number = *data.Current
	switch {
	case !known || !current.legible():
		return sight{said: answered, answer: s.strange(path, reply)}
	case current.Destroyed || current.deletedBy(reply.date):
		return goneSight(s.deleted(path, current), &current)
	}
	return sight{said: answered, answer: isThere, version: current.Number}
}

var isThere = providers.Answer{Secret: providers.Present}

// noSight makes a sight of a reply that holds no secret.
func (s *session) noSight(path string, r reply, err error) sight {
	var seen sight
	seen.answer, seen.said = s.withoutData(path, r, err)
	if gone, ok := goneVersion(r); ok && err == nil {
		seen.version = gone.Number
	}
	return seen
}

// goneSight is of a version that is there no more, or that contradicts itself.
func goneSight(answer providers.Answer, v *version) sight {
	seen := sight{said: answered, answer: answer}
	if v != nil {
		seen.version = v.Number
	}
	return seen
}

// namesOf is never nil.
func namesOf[V any](keys map[string]V) map[string]bool {
	names := make(map[string]bool, len(keys))
	for name := range keys {
		names[name] = true
	}
	return names
}
