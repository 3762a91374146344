package vault

import (
	"context"
	"maps"
	"net/http"
	"slices"

	"github.com/zsv-dev/zsv/internal/parallel"
)

// permits are what the token may do, as far as the store says it.
type permits struct {
	known  bool
	byPath map[string][]string
}

// maxPaths is how many paths one question names. Vault would take 10,000, but spends about as long on each as on a
// request, so that several questions at a time are answered sooner.
const maxPaths = 500

// permitted asks what the token may do on the paths of all rungs for all members. Most tokens may ask that; where it is
// refused, nothing is known.
func (c *check) permitted(members []int, ladder []rung) permits {
	questions := slices.Collect(slices.Chunk(c.pathsOf(members, ladder), maxPaths))
	answers := make([]map[string][]string, len(questions))
	parallel.Each(len(questions), c.provider.concurrency, func(i int) { answers[i] = c.capabilities(c.ctx, questions[i]) })
	found := permits{known: true, byPath: map[string][]string{}}
	for _, answer := range answers {
		if answer == nil {
			return permits{}
		}
		maps.Copy(found.byPath, answer)
	}
	return found
}

// capabilities returns what the token may do on some paths, nil where the store does not say.
func (s *session) capabilities(ctx context.Context, paths []string) map[string][]string {
	var answer struct {
		Data once[map[string][]string] `json:"data"`
	}
	reply, err := s.ask(ctx, request{
		method: http.MethodPost, path: "sys/capabilities-self", body: map[string]any{"paths": paths},
	}, &answer)
	if err != nil || !reply.ok() {
		return nil
	}
	return answer.Data.value
}

// pathsOf returns each path once, in the order of the members.
func (c *check) pathsOf(members []int, ladder []rung) (paths []string) {
	seen := map[string]bool{}
	for _, member := range members {
		for _, rung := range ladder {
			if path := c.pathOf(rung, member); !seen[path] {
				seen[path] = true
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// allow says whether a question may be allowed: it is, or nothing is known.
func (p permits) allow(r rung, path string) bool { return p.grant(r.capability(), path) }

// grant says whether something may be allowed on a path: it is, or nothing is known.
func (p permits) grant(capability, path string) bool {
	capabilities := p.byPath[path]
	return !p.known || slices.Contains(capabilities, capability) || slices.Contains(capabilities, "root")
}
