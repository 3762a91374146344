package vaulttest

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// A Request is one that the server says it was sent.
type Request struct {
	// Operation is read, list, create, update or delete.
	Operation string
	// Path is without /v1/.
	Path string
}

// A Mark is a moment in the server's audit log.
type Mark int64

// enableAudit lets the server log every request before it answers.
func (s *Server) enableAudit() error {
	_, err := s.send("POST", "sys/audit/file", map[string]any{
		"type": "file", "options": map[string]string{"file_path": s.auditFile(), "log_raw": "true"},
	})
	return err
}

func (s *Server) auditFile() string { return filepath.Join(s.process.Directory, "audit.log") }

// Mark returns the present moment.
func (s *Server) Mark(t T) Mark {
	t.Helper()
	information, err := os.Stat(s.auditFile())
	if err != nil {
		t.Fatalf("the server's audit log: %v", err)
	}
	return Mark(information.Size())
}

// Requests returns the requests since a moment in which text occurs: a token that no other test uses, or the name of a
// mount of the test's own, which stands in the path or, for questions about capabilities, in the body.
func (s *Server) Requests(t T, since Mark, text string) []Request {
	t.Helper()
	log, err := s.auditSince(since)
	if err != nil {
		t.Fatalf("the server's audit log: %v", err)
	}
	var requests []Request
	for line := range bytes.Lines(log) {
		var entry struct {
			Type    string
			Request Request
		}
		if !bytes.Contains(line, []byte(text)) {
			continue
		}
		if err := json.Unmarshal(line, &entry); err != nil {
			t.Fatalf("the server's audit log: %v", err)
		}
		if entry.Type == "request" {
			requests = append(requests, entry.Request)
		}
	}
	return requests
}

func (s *Server) auditSince(since Mark) ([]byte, error) {
	file, err := os.Open(s.auditFile())
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	if _, err := file.Seek(int64(since), io.SeekStart); err != nil {
		return nil, err
	}
	return io.ReadAll(file)
}

// Below returns those requests whose path begins with prefix.
func Below(requests []Request, prefix string) []Request {
	var below []Request
	for _, request := range requests {
		if strings.HasPrefix(request.Path, prefix) {
			below = append(below, request)
		}
	}
	return below
}
