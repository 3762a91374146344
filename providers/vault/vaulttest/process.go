package vaulttest

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// A process is a server under a shell that ends it.
type process struct {
	shell *exec.Cmd
	// lifeline is the shell's standard input. The system closes it when this process ends, even by a signal or a panic in
	// a goroutine, which no cleanup of a test would survive.
	lifeline  io.Closer
	directory string // for all of the server's files
	ended     chan struct{}
	stopping  sync.Once
}

// supervise runs the server until it ends or the lifeline does. What is left behind is removed in either case.
const supervise = `
directory=$1; shift
trap '' HUP INT TERM
exec 3<&0
"$@" >"$directory/log" 2>&1 </dev/null 3<&- & server=$!
{ cat <&3 >/dev/null; kill -9 "$server"; rm -rf "$directory"; } >/dev/null 2>&1 &
wait "$server" 2>/dev/null`

const (
	tries     = 3 // another process may take the port before the server does
	startTime = time.Minute
	pollTime  = 20 * time.Millisecond
)

// launch starts a server in dev mode and waits until it answers.
func launch(binary string, flags ...string) (server *Server, err error) {
	for range tries {
		if server, err = launchOnce(binary, flags); err == nil {
			return server, nil
		}
	}
	return nil, err
}

func launchOnce(binary string, flags []string) (*Server, error) {
	directory, err := os.MkdirTemp("", "zsv-vault-")
	if err != nil {
		return nil, err
	}
	address, err := freeAddress()
	if err != nil {
		return nil, errors.Join(err, os.RemoveAll(directory))
	}
	server := &Server{Address: "http://" + address, RootToken: unique("root")}
	arguments := append([]string{binary, "server", "-dev", "-dev-no-store-token", "-dev-root-token-id=" + server.RootToken,
		"-dev-listen-address=" + address}, flags...)
	if slices.Contains(flags, "-dev-tls") {
		server.Address = "https://" + address
		server.CACert = filepath.Join(directory, "vault-ca.pem")
		arguments = append(arguments, "-dev-tls-cert-dir="+directory)
	}
	if server.process, err = startProcess(directory, arguments); err != nil {
		return nil, errors.Join(err, os.RemoveAll(directory))
	}
	if err := server.await(); err != nil {
		log, _ := os.ReadFile(filepath.Join(directory, "log"))
		server.process.stop()
		return nil, fmt.Errorf("%w; its log:\n%s", err, log)
	}
	return server, nil
}

func freeAddress() (string, error) {
	var config net.ListenConfig
	listener, err := config.Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return listener.Addr().String(), listener.Close()
}

// startProcess gives the server no variable of ours but those without which no program runs.
func startProcess(directory string, arguments []string) (*process, error) {
	arguments = append([]string{"-c", supervise, "vault", directory}, arguments...)
	shell := exec.CommandContext(context.Background(), "/bin/sh", arguments...)
	shell.Env = []string{"HOME=" + directory, "PATH=" + os.Getenv("PATH"), "TMPDIR=" + directory}
	input, lifeline, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer func() { _ = input.Close() }()
	shell.Stdin = input
	if err := shell.Start(); err != nil {
		return nil, errors.Join(err, lifeline.Close())
	}
	p := &process{shell: shell, lifeline: lifeline, directory: directory, ended: make(chan struct{})}
	go func() {
		_ = shell.Wait()
		close(p.ended)
	}()
	return p, nil
}

// stop ends the server and returns when nothing is left of it.
func (p *process) stop() {
	p.stopping.Do(func() { _ = p.lifeline.Close() })
	<-p.ended
	_ = os.RemoveAll(p.directory) // the shell does so too, but later
}

// await returns when the server answers and audits. That it knows the token shows that it is the one that was started.
func (s *Server) await() error {
	var err error
	for deadline := time.Now().Add(startTime); time.Now().Before(deadline) && s.process.runs(); time.Sleep(pollTime) {
		if s.http, err = s.newHTTPClient(); err != nil {
			continue // its certificate is still to be written
		}
		if _, err = s.send(http.MethodGet, "auth/token/lookup-self", nil); err == nil {
			return s.enableAudit()
		}
	}
	return fmt.Errorf("it did not answer within %s, or ended before: %w", startTime, err)
}

func (p *process) runs() bool {
	select {
	case <-p.ended:
		return false
	default:
		return true
	}
}

func (s *Server) newHTTPClient() (*http.Client, error) {
	transport := &http.Transport{MaxIdleConnsPerHost: fillers}
	if s.CACert != "" {
		certificate, err := os.ReadFile(s.CACert)
		if err != nil {
			return nil, err
		}
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(certificate)
		transport.TLSClientConfig = &tls.Config{RootCAs: roots}
	}
	return &http.Client{Transport: transport}, nil
}
