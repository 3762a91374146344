package vault

import (
	"net/http"
	"slices"
)

// permits are what the token may do, as far as the store says it.
type permits struct {
	known  bool
	byPath map[string][]string
}

// maxPaths is how many paths one question names: Vault takes 10,000 elements in all.
const maxPaths = 5000

// permitted asks what the token may do on the paths of all rungs for all members. Most tokens may ask that; where it is
// refused, nothing is known.
func (c *check) permitted(members []int, ladder []rung) permits {
	found := permits{known: true, byPath: map[string][]string{}}
	for paths := range slices.Chunk(c.pathsOf(members, ladder), maxPaths) {
		var answer struct {
			Data map[string][]string `json:"data"`
		}
		question := request{method: http.MethodPost, path: "sys/capabilities-self", body: map[string]any{"paths": paths}}
		reply, err := c.ask(c.ctx, question, &answer)
		if err != nil || !reply.ok() {
			return permits{}
		}
		for path, capabilities := range answer.Data {
			found.byPath[path] = capabilities
		}
	}
	return found
}

// pathsOf returns each path once, in the order of the members.
func (c *check) pathsOf(members []int, ladder []rung) (paths []string) {
	seen := map[string]bool{}
	for _, member := range members {
		for _, rung := range ladder {
			if path := c.path(rung, member); !seen[path] {
				seen[path] = true
				paths = append(paths, path)
			}
		}
	}
	return paths
}

// allow says whether a question may be allowed: it is, or nothing is known.
func (p permits) allow(r rung, path string) bool {
	capabilities := p.byPath[path]
	return !p.known || slices.Contains(capabilities, r.capability()) || slices.Contains(capabilities, "root")
}
