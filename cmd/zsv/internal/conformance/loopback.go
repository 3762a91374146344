package conformance

import (
	"bufio"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/zsv-dev/zsv/internal/parallel"
)

// A loopback is a server of this machine that gives every request of HTTP the same answer, and knows who came. It is a listener
// and little more: a whole server of net/http would be a part of every zsv.
type loopback struct {
	port, answer string
	// reach connects to it.
	reach func() (net.Conn, error)

	lock     sync.Mutex
	accepted *sync.Cond
	isClosed bool
	// visitors are the addresses of those who came since they were last asked for.
	visitors []string
	// changes says that one of their requests had a method that changes things.
	changes bool
}

// listen begins to answer, with a status and what else stands in the answer's header.
func (b *bench) listen(status string, header ...string) *loopback {
	listener, err := (&net.ListenConfig{}).Listen(b.ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		b.skip("this machine gives no loopback address: %v", err)
	}
	b.Cleanup(func() { _ = listener.Close() })
	lines := slices.Concat([]string{"HTTP/1.1 " + status}, header, []string{"Content-Length: 0", "Connection: close", "", ""})
	l := &loopback{answer: strings.Join(lines, "\r\n"), reach: func() (net.Conn, error) {
		return (&net.Dialer{}).DialContext(b.ctx, "tcp", listener.Addr().String())
	}}
	l.accepted = sync.NewCond(&l.lock)
	_, l.port, _ = net.SplitHostPort(listener.Addr().String())
	parallel.Go(func() { l.accept(listener) })
	return l
}

func (l *loopback) accept(listener net.Listener) {
	for {
		connection, err := listener.Accept()
		l.lock.Lock()
		if l.isClosed = err != nil; !l.isClosed {
			l.visitors = append(l.visitors, connection.RemoteAddr().String())
		}
		l.accepted.Broadcast()
		l.lock.Unlock()
		if err != nil {
			return
		}
		parallel.Go(func() { l.serve(connection) })
	}
}

// longestBody is how much of a request's body is read, so that its sender is there to read the answer.
const longestBody = 1 << 20

// serve answers one request. What is no HTTP, such as the beginning of TLS, gets no answer.
func (l *loopback) serve(connection net.Conn) {
	defer func() { _ = connection.Close() }()
	_ = connection.SetDeadline(time.Now().Add(time.Minute))
	request, err := http.ReadRequest(bufio.NewReader(connection))
	if err != nil {
		return
	}
	if request.Method != http.MethodGet && request.Method != http.MethodHead {
		l.lock.Lock()
		l.changes = true
		l.lock.Unlock()
	}
	_, _ = io.CopyN(io.Discard, request.Body, longestBody)
	_, _ = io.WriteString(connection, l.answer)
}

// visited says whether anybody came since it was last asked, and whether to change something. Connections are accepted one after
// the other, so that all who came are known when a connection of its own is.
func (l *loopback) visited() (anybody, changes bool) {
	own, err := l.reach()
	if err == nil {
		defer func() { _ = own.Close() }()
	}
	l.lock.Lock()
	defer l.lock.Unlock()
	isOwn := func(address string) bool { return err == nil && address == own.LocalAddr().String() }
	for err == nil && !l.isClosed && !slices.ContainsFunc(l.visitors, isOwn) {
		l.accepted.Wait()
	}
	anybody, changes = slices.ContainsFunc(l.visitors, func(one string) bool { return !isOwn(one) }), l.changes
	l.visitors, l.changes = nil, false
	return anybody, changes
}
