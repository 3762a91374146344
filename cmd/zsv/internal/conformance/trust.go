package conformance

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
)

// addressArguments are the names of the arguments that hold addresses.
func (b *bench) addressArguments() []string {
	names := sortedNames(b.judge.addresses())
	if len(names) == 0 {
		b.skip("hello names no address arguments; name one with --address-argument")
	}
	return names
}

// pathArguments are the names of the arguments that hold paths.
func (b *bench) pathArguments() []string {
	names := sortedNames(b.judge.paths())
	if len(names) == 0 {
		b.skip("hello names no path arguments; name one with --path-argument")
	}
	return names
}

func sortedNames(names []string) []string { return slices.Compact(slices.Sorted(slices.Values(names))) }

// An approach is an address that nobody trusts, and what is trusted beside it.
type approach struct {
	what, address string
	trusted       []string
	// orInvalid says that the address may be called none as well.
	orInvalid bool
}

// approaches lead to a port, in ways that are easily taken for trusted ones.
func approaches(port string) []approach {
	address := "https://127.0.0.1:" + port
	return []approach{
		{what: "an address", address: address},
		{what: "an address that begins with a trusted one", address: address, trusted: []string{address[:len(address)-1]}},
		{what: "an address with which a trusted one begins", address: address, trusted: []string{address + "0"}},
		{what: "a trusted address with another scheme", address: address, trusted: []string{"http://127.0.0.1:" + port}},
		{what: "an address behind the name of a trusted one", address: "https://a.example.com@127.0.0.1:" + port,
			trusted: []string{"https://a.example.com"}, orInvalid: true},
		{what: "an address before a trusted one", address: address + "/https://a.example.com",
			trusted: []string{"https://a.example.com"}},
	}
}

func (b *bench) untrustedAddresses() {
	for _, name := range b.addressArguments() {
		l := b.listen("404 Not Found")
		shape := b.shapeOf(name, "https://127.0.0.1:"+l.port, nil)
		l.visited()
		for _, a := range approaches(l.port) {
			what := fmt.Sprintf("with %s set to %s (%s)", name, a.what, a.address)
			p := b.openBriefly(func(o *pluginwire.Options) {
				o.Arguments, o.Trusted.Addresses = with(o.Arguments, name, shape(a.address)), a.trusted
			})
			b.wantUntrusted(what, a.orInvalid, p, func(q inquiry) {
				if anybody, _ := l.visited(); anybody {
					b.Errorf("%s, that is contacted for %s", what, q.method)
				}
			})
		}
	}
}

// A shape makes an argument of a text: some take one, some a list or a map of them.
type shape func(text string) any

var shapes = []shape{
	func(text string) any { return text },
	func(text string) any { return []any{text} },
	func(text string) any { return map[string]any{"zsv_test": text} },
}

// shapeOf returns the first one that the program does not call invalid; the first of all, if it does so with each.
func (b *bench) shapeOf(name, text string, adjust func(o *pluginwire.Options)) shape {
	for _, s := range shapes {
		p := b.openBriefly(func(o *pluginwire.Options) {
			if adjust != nil {
				adjust(o)
			}
			o.Arguments = with(o.Arguments, name, s(text))
		})
		if t := b.tell(inquiries[0], p); t.reason != providers.Invalid {
			return s
		}
	}
	return shapes[0]
}

// wantUntrusted demands that nothing but that is said of any question, and has a look at each.
func (b *bench) wantUntrusted(what string, orInvalid bool, p *pluginwire.Provider, look func(q inquiry)) {
	b.inquire(p, func(q inquiry, t told) {
		isRefused := t.reason == providers.Untrusted || orInvalid && t.reason == providers.Invalid
		if t.outcome != unverified || !isRefused {
			b.Errorf("%s, the answer to %s is %s, in place of unverified for the reason untrusted%s", what, q.what, t,
				detailed(t.detail))
		}
		look(q)
	})
}

func detailed(detail string) string {
	if detail == "" {
		return ""
	}
	return fmt.Sprintf("; its detail is %q. If it needs other arguments, give them with --argument", detail)
}

func (b *bench) trustedAddress() {
	for _, name := range b.addressArguments() {
		elsewhere := b.listen("404 Not Found")
		redirecting := b.listen("307 Temporary Redirect", "Location: http://127.0.0.1:"+elsewhere.port+"/")
		failing := b.listen("500 Internal Server Error")
		shape := b.shapeOf(name, "http://127.0.0.1:"+failing.port, nil)
		for _, server := range []*loopback{redirecting, failing} {
			what := fmt.Sprintf("with %s set to a trusted address that answers with 500", name)
			if server == redirecting {
				what = fmt.Sprintf("with %s set to a trusted address that redirects to another", name)
			}
			address := "http://127.0.0.1:" + server.port
			p := b.openBriefly(func(o *pluginwire.Options) {
				o.Arguments, o.Trusted.Addresses = with(o.Arguments, name, shape(address)), []string{address}
			})
			b.wantDoubt(what, server == redirecting, p, func(q inquiry, t told) {
				if anybody, _ := elsewhere.visited(); anybody {
					b.Errorf("%s, the other one is contacted for %s", what, q.method)
				}
				_, changes := server.visited()
				b.noteCertainty(what, changes && server == failing, q, t)
			})
		}
	}
}

// wantDoubt demands that nothing is known of any secret, and not for want of trust, which is a word for a redirect as well.
func (b *bench) wantDoubt(what string, redirects bool, p *pluginwire.Provider, look func(q inquiry, t told)) {
	b.inquire(p, func(q inquiry, t told) {
		if t.outcome != unverified || t.reason == providers.Untrusted && !redirects {
			b.Errorf("%s, the answer to %s is %s, in place of unverified for another reason%s", what, q.what, t, detailed(t.detail))
		}
		look(q, t)
	})
}

// noteCertainty says that a change may be thought not to have been made which the store may have made. Nobody knows what the
// request was that got no answer, which may have been a login.
func (b *bench) noteCertainty(what string, changes bool, q inquiry, t told) {
	if q.method == "write" && changes && t.reason != providers.Unreachable && t.reason != providers.Timeout {
		b.note("%s, a write ends with the reason %s: if the store may have made the change, say unreachable", what, t.reason)
	}
}

func (b *bench) untrustedPaths() {
	names := b.pathArguments()
	inside, routes := b.routesOutside()
	within := func(o *pluginwire.Options) { o.Trusted.Paths, o.Directory = []string{inside}, inside }
	for _, name := range names {
		shape := b.shapeOf(name, routes[0].path, within)
		for _, r := range routes {
			p := b.openBriefly(func(o *pluginwire.Options) {
				within(o)
				o.Arguments = with(o.Arguments, name, shape(r.path))
			})
			b.wantUntrusted(fmt.Sprintf("with %s set to %s", name, r.what), false, p, func(inquiry) {})
		}
	}
}

// A route is a path that nobody trusts.
type route struct{ what, path string }

// routesOutside returns a directory that is trusted, and paths that lead out of it, or to what git keeps in it.
func (b *bench) routesOutside() (inside string, routes []route) {
	root := b.TempDir()
	inside = filepath.Join(root, "inside")
	outside, beside, git := filepath.Join(root, "outside"), filepath.Join(root, "inside-not"), filepath.Join(inside, ".git")
	for _, directory := range []string{inside, outside, beside, git} {
		if err := os.Mkdir(directory, 0o700); err != nil {
			b.Fatalf("no directory can be made for the case: %v", err)
		}
	}
	routes = []route{
		{"an absolute path outside", outside},
		{"a relative path outside", filepath.Join("..", "outside")},
		{"a path that goes outside on its way", inside + string(filepath.Separator) + filepath.Join("..", "outside")},
		{"a path that begins with a trusted one", beside},
		{"a path outside at which there is nothing", filepath.Join(outside, "nothing")},
		{"git's own directory, .git", git},
		{"a path in git's own directory, .git", filepath.Join(".git", "nothing")},
	}
	if os.Symlink(outside, filepath.Join(inside, "link")) == nil { // Not everybody may make links on Windows.
		routes = append(routes, route{"a link that leads outside", filepath.Join(inside, "link")},
			route{"a path through a link that leads outside", filepath.Join("link", "nothing")})
	}
	return inside, routes
}

// with returns arguments with one of them set.
func with(arguments map[string]any, name string, value any) map[string]any {
	all := maps.Clone(arguments)
	if all == nil {
		all = map[string]any{}
	}
	all[name] = value
	return all
}
