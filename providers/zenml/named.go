package zenml

import (
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/zenmlapi"
)

// A named secret is one of the server's list, of which nothing but its name is known.
type named struct {
	id, name string
	// private secrets are their owner's alone. No others of them are in a list.
	private bool
	// scoped says that the server calls it a scope, as servers before ZenML 0.80 did.
	scoped bool
	// another of this name, of the other kind, is there as well.
	another bool
}

// isNotAlone says that what is said of a secret is not all that there is of its name; "" where it is.
func (n named) isNotAlone() string {
	if !n.another {
		return ""
	}
	kinds := [2]string{"public", "private"}
	if n.private {
		kinds = [2]string{"private", "public"}
	}
	return fmt.Sprintf("there was also a %s secret %q beside this %s one, and it is untouched: it is what ZenML takes where "+
		"there is no %s one.", kinds[1], n.name, kinds[0], kinds[0])
}

// names are the secrets of a server, by name.
type names struct {
	secrets map[string][]named
	// whole says that a secret which is not among them is not there.
	whole bool
}

// listNames lists all secrets.
func (s *session) listNames(ctx context.Context) (names, error) { return s.listWhere(ctx, nil) }

// listNamed lists the secrets of one name.
func (s *session) listNamed(ctx context.Context, name string) (names, error) {
	return s.listWhere(ctx, url.Values{"name": {"equals:" + name}})
}

func (s *session) listWhere(ctx context.Context, query url.Values) (names, error) {
	list, err := s.List(ctx, "secrets", query)
	if err != nil {
		return names{}, err
	}
	found := names{map[string][]named{}, list.Whole}
	for _, item := range list.Items {
		found.secrets[item.Name] = append(found.secrets[item.Name], nameOf(item))
	}
	return found, nil
}

func nameOf(item zenmlapi.Item) named {
	secret := named{id: item.ID, name: item.Name}
	secret.private, _ = item.Body["private"].(bool)
	if scope, ok := item.Body["scope"].(string); ok {
		secret.private, secret.scoped = scope == "user", true
	}
	return secret
}

// find returns the secret that ZenML takes for a name, which may be that of a public secret and of a private one of the
// caller's: since 0.80 the public one, before that the private one; of several of a kind the oldest, which lists have first.
// ZenML's databases may compare names without case; here only the same name is the same.
func (n names) find(name string) (named, bool) {
	all := n.secrets[name]
	taken := func(secret named) bool { return secret.private == secret.scoped }
	if len(all) == 0 {
		return named{}, false
	}
	found := all[max(slices.IndexFunc(all, taken), 0)]
	found.another = slices.ContainsFunc(all, func(other named) bool { return other.private != found.private })
	return found, true
}

// beginningWith returns the names that begin with the provider's prefix, sorted.
func (n names) beginningWith(prefix string) []string {
	all := make([]string, 0, len(n.secrets))
	for name := range n.secrets {
		if strings.HasPrefix(name, prefix) {
			all = append(all, name)
		}
	}
	slices.Sort(all)
	return all
}
