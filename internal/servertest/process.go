// Package servertest runs servers by others for tests. A server ends with the process that started it, however that ends,
// and leaves nothing behind.
package servertest

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// A Process is a server under a shell that ends it.
type Process struct {
	// Directory is for all of the server's files. It goes away with the server.
	Directory string

	shell *exec.Cmd
	// lifeline is the shell's standard input. The system closes it when this process ends, even by a signal or a panic in
	// a goroutine, which no cleanup of a test would survive.
	lifeline io.Closer
	ended    chan struct{}
	stopping sync.Once
}

// supervise runs the server until it ends or the lifeline does. What is left behind is removed in either case.
const supervise = `
directory=$1; shift
trap '' HUP INT TERM
exec 3<&0
"$@" >"$directory/log" 2>&1 </dev/null 3<&- & server=$!
{ cat <&3 >/dev/null; kill -9 "$server"; rm -rf "$directory"; } >/dev/null 2>&1 &
wait "$server" 2>/dev/null`

// FreeAddress returns an address of the loopback, HOST:PORT, where nothing listens yet. Another process may take it before
// the server does.
func FreeAddress() (string, error) {
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// MakeDirectory makes a directory for a server's files, named for the server.
func MakeDirectory(name string) (string, error) { return os.MkdirTemp("", "zsv-"+name+"-") }

// Start starts a server, whose files are to be below directory. It gives it no variable of ours but those without which
// no program runs, and environ.
func Start(directory string, arguments, environ []string) (*Process, error) {
	arguments = append([]string{"-c", supervise, filepath.Base(arguments[0]), directory}, arguments...)
	shell := exec.CommandContext(context.Background(), "/bin/sh", arguments...)
	shell.Env = append([]string{"HOME=" + directory, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + directory}, environ...)
	input, lifeline, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer func() { _ = input.Close() }()
	shell.Stdin = input
	if err := shell.Start(); err != nil {
		return nil, errors.Join(err, lifeline.Close())
	}
	p := &Process{Directory: directory, shell: shell, lifeline: lifeline, ended: make(chan struct{})}
	go func() {
		_ = shell.Wait()
		close(p.ended)
	}()
	return p, nil
}

// Stop ends the server and returns when nothing is left of it.
func (p *Process) Stop() {
	p.stopping.Do(func() { _ = p.lifeline.Close() })
	<-p.ended
	_ = os.RemoveAll(p.Directory) // the shell does so too, but later
}

// Runs says whether the server has not ended.
func (p *Process) Runs() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

// Log returns what the server wrote so far.
func (p *Process) Log() string {
	text, _ := os.ReadFile(filepath.Join(p.Directory, "log"))
	return string(text)
}
