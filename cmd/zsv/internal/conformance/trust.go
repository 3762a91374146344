package conformance

import (
	"fmt"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
	"github.com/zsv-dev/zsv/internal/pluginwire"
	"github.com/zsv-dev/zsv/providers"
)

// addressArguments are the names of the arguments that hold addresses.
func (b *bench) addressArguments() []string {
	names := b.judge.addresses()
	slices.Sort(names)
	if names = slices.Compact(names); len(names) == 0 {
		b.skip("its hello names no arguments that hold addresses, and --address-argument does not either")
	}
	return names
}

// A loopback is a listener of this machine that says who came.
type loopback struct {
	net.Listener
	port string
	came atomic.Int64
}

// Accept counts.
func (l *loopback) Accept() (net.Conn, error) {
	connection, err := l.Listener.Accept()
	if err == nil {
		l.came.Add(1)
	}
	return connection, err
}

// listen serves every request of HTTP in one way.
func (b *bench) listen(serve http.HandlerFunc) *loopback {
	listener, err := (&net.ListenConfig{}).Listen(b.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		b.skip("this machine gives no loopback address: %v", err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	l := &loopback{Listener: listener, port: port}
	server := &http.Server{Handler: serve, ReadHeaderTimeout: time.Minute}
	parallel.Go(func() { _ = server.Serve(l) })
	b.Cleanup(func() { _ = server.Close() })
	return l
}

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
		listener := b.listen(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
		for _, a := range approaches(listener.port) {
			what := fmt.Sprintf("with %s set to %s (%s)", name, a.what, a.address)
			b.wantUntrusted(what, a.orInvalid, b.open(func(o *pluginwire.Options) {
				o.Arguments, o.Trusted.Addresses = with(o.Arguments, name, a.address), a.trusted
			}))
			if listener.came.Swap(0) > 0 {
				b.Errorf("%s, that is contacted", what)
			}
		}
	}
}

// wantUntrusted demands that nothing but that is said of any question.
func (b *bench) wantUntrusted(what string, orInvalid bool, p *pluginwire.Provider) {
	for _, level := range bothLevels {
		for _, answer := range b.ask(p, level, providers.Query{Location: random(), Keys: []string{"password"}}) {
			isRefused := answer.Reason == providers.Untrusted || orInvalid && answer.Reason == providers.Invalid
			if answer.Secret != providers.Unverified || !isRefused {
				b.Errorf("%s, a secret is %s, in place of unverified for the reason untrusted%s", what,
					strings.Join(verdicts([]providers.Answer{answer}), ""), detailed(answer.Detail))
			}
		}
	}
}

func detailed(detail string) string {
	if detail == "" {
		return ""
	}
	return fmt.Sprintf("; its detail is %q. If it needs other arguments, give them with --argument", detail)
}

func (b *bench) trustedAddress() {
	for _, name := range b.addressArguments() {
		elsewhere := b.listen(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotFound) })
		for what, serve := range map[string]http.HandlerFunc{
			"redirects to another": func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Location", "http://127.0.0.1:"+elsewhere.port+"/")
				w.WriteHeader(http.StatusTemporaryRedirect)
			},
			"answers with 500": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusInternalServerError) },
		} {
			address := "http://127.0.0.1:" + b.listen(serve).port
			what = fmt.Sprintf("with %s set to a trusted address that %s", name, what)
			b.wantDoubt(what, b.open(func(o *pluginwire.Options) {
				o.Arguments, o.Trusted.Addresses = with(o.Arguments, name, address), []string{address}
			}))
			if elsewhere.came.Swap(0) > 0 {
				b.Errorf("%s, the other one is contacted", what)
			}
		}
	}
}

// wantDoubt demands that nothing is known of any secret, and not for want of trust.
func (b *bench) wantDoubt(what string, p *pluginwire.Provider) {
	for _, level := range bothLevels {
		for _, answer := range b.ask(p, level, providers.Query{Location: random(), Keys: []string{"password"}}) {
			redirected := strings.Contains(what, "redirect") // which may be called untrusted, too
			if answer.Secret != providers.Unverified || answer.Reason == providers.Untrusted && !redirected {
				b.Errorf("%s, a secret is %s, in place of unverified for another reason%s", what,
					strings.Join(verdicts([]providers.Answer{answer}), ""), detailed(answer.Detail))
			}
		}
	}
}

func (b *bench) untrustedPaths() {
	if len(b.judge.candidate.PathArguments) == 0 {
		b.skip("--path-argument names no arguments that hold paths")
	}
	inside, routes := b.routesOutside()
	for _, name := range b.judge.candidate.PathArguments {
		for what, path := range routes {
			b.wantUntrusted(fmt.Sprintf("with %s set to %s", name, what), false, b.open(func(o *pluginwire.Options) {
				o.Arguments, o.Trusted.Paths, o.Directory = with(o.Arguments, name, path), []string{inside}, inside
			}))
		}
	}
}

// routesOutside returns a directory that is trusted, and paths that lead out of it.
func (b *bench) routesOutside() (inside string, routes map[string]string) {
	root := b.TempDir()
	inside = filepath.Join(root, "inside")
	outside, beside := filepath.Join(root, "outside"), filepath.Join(root, "inside-not")
	for _, directory := range []string{inside, outside, beside} {
		if err := os.Mkdir(directory, 0o700); err != nil {
			b.Fatalf("no directory can be made for the case: %v", err)
		}
	}
	routes = map[string]string{
		"an absolute path outside":                 outside,
		"a relative path outside":                  filepath.Join("..", "outside"),
		"a path that goes outside on its way":      inside + string(filepath.Separator) + filepath.Join("..", "outside"),
		"a path that begins with a trusted one":    beside,
		"a path outside at which there is nothing": filepath.Join(outside, "nothing"),
	}
	if os.Symlink(outside, filepath.Join(inside, "link")) == nil { // Not everybody may make links on Windows.
		routes["a link that leads outside"] = filepath.Join(inside, "link")
		routes["a path through a link that leads outside"] = filepath.Join("link", "nothing")
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
