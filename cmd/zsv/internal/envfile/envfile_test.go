package envfile_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/zsv-dev/zsv/cmd/zsv/internal/envfile"
	"github.com/zsv-dev/zsv/internal/dotenv"
)

// TestText reads back what it writes.
func TestText(t *testing.T) {
	t.Parallel()
	variables := []string{"EMPTY=", "PLAIN=a/b:c@d", "ODD= $1 `x` \"y\" \\n # z ", "LINES='a'\r\n\tb\n", "BYTES=\xff\x01", "EQUALS=a=b"}
	text, err := envfile.Text(variables)
	if err != nil {
		t.Fatal(err)
	}
	var read []string
	err = dotenv.Parse(text, func(s dotenv.Setting) { read = append(read, s.Name+"="+s.Value) })
	if diff := cmp.Diff(variables, read); diff != "" || err != nil {
		t.Errorf("error %v; variables (-want +got):\n%s", err, diff)
	}
}

func TestTextRefuses(t *testing.T) {
	t.Parallel()
	for _, variable := range []string{"A B=1", "A=\x00", "Ä=1", "#A=1", "A\nB=1"} {
		if text, err := envfile.Text([]string{variable}); !errors.Is(err, envfile.ErrValue) || strings.Contains(err.Error(), "=") {
			t.Errorf("%q: text %q, error %v", variable, text, err)
		}
	}
}

// TestServe has one reader after the other get the text, also one that is more than a pipe holds.
func TestServe(t *testing.T) {
	t.Parallel()
	for _, length := range []int{0, 1000, 300_000} {
		pipe, text := makePipe(t), strings.Repeat("x", length)
		stop, err := envfile.Serve(pipe, text)
		if err != nil {
			t.Fatal(err)
		}
		for i := range 3 {
			if got := readAll(t, pipe); !strings.HasPrefix(got, text) {
				t.Errorf("reader %d got %d bytes, want %d", i, len(got), length)
			}
		}
		if err := stop(); err != nil {
			t.Error(err)
		}
		if info, err := os.Stat(pipe); err != nil || info.Mode()&os.ModeNamedPipe == 0 {
			t.Errorf("the pipe is gone: %v", err)
		}
	}
}

// TestAReaderWhoLeaves does not keep the text from others. One who comes in that moment may get the rest, as with any
// named pipe; the next one gets all.
func TestAReaderWhoLeaves(t *testing.T) {
	t.Parallel()
	pipe, text := makePipe(t), strings.Repeat("x", 300_000)
	stop, err := envfile.Serve(pipe, text)
	if err != nil {
		t.Fatal(err)
	}
	readAndLeave(t, pipe)
	readAll(t, pipe)
	if got := readAll(t, pipe); !strings.HasPrefix(got, text) {
		t.Errorf("a reader got %d bytes, want %d", len(got), len(text))
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func readAll(t *testing.T, pipe string) string {
	t.Helper()
	text, err := os.ReadFile(pipe)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestStopServing stops while nobody reads, and while somebody has stopped reading.
func TestStopServing(t *testing.T) {
	t.Parallel()
	for name, reads := range map[string]bool{"nobody": false, "one who is stuck": true} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			pipe := makePipe(t)
			stop, err := envfile.Serve(pipe, strings.Repeat("x", 1<<20))
			if err != nil {
				t.Fatal(err)
			}
			if reads {
				reader, err := os.Open(pipe)
				if err != nil {
					t.Fatal(err)
				}
				defer reader.Close()
				if _, err := reader.Read(make([]byte, 10)); err != nil {
					t.Fatal(err)
				}
			}
			if err := stop(); err != nil {
				t.Error(err)
			}
		})
	}
}

func readAndLeave(t *testing.T, pipe string) {
	t.Helper()
	reader, err := os.Open(pipe)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	if _, err := reader.Read(make([]byte, 10)); err != nil {
		t.Fatal(err)
	}
}

func makePipe(t *testing.T) string {
	t.Helper()
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no named pipes among its files: run this test elsewhere")
	}
	path := filepath.Join(t.TempDir(), "pipe")
	if err := mkfifo(path); err != nil {
		t.Fatal(err)
	}
	return path
}
