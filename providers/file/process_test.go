package file

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"

	"github.com/zsv-dev/zsv/providers"
)

// writerVariable makes of the test's program one that writes, for tests that need several processes, or kill one.
const writerVariable = "ZSV_TEST_WRITER"

func TestMain(m *testing.M) {
	if task := os.Getenv(writerVariable); task != "" {
		if err := writeAsTold(task); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// A task is "DIRECTORY PATH PREFIX FROM TO": for each number set the keys "a" and "b", both to a value of that number, or,
// where there is a prefix, a key of its own. Each number is printed once it is written. Then it waits for the end of
// standard input.
func writeAsTold(task string) error {
	words := strings.Split(task, "\n")
	checker, diags := New(bodyOf(fmt.Sprintf("path = %q", words[1])), nil, providers.Surroundings{
		Dir: words[0], ProjectDir: words[0], ConfigDir: homeIn(words[0]), Log: slog.New(slog.DiscardHandler),
	})
	if diags.HasErrors() {
		return diags
	}
	from, _ := strconv.Atoi(words[3])
	to, _ := strconv.Atoi(words[4])
	for i := from; i < to; i++ {
		set := map[string]providers.Value{"a": providers.NewValue(longValue(i)), "b": providers.NewValue(longValue(i))}
		if words[2] != "" {
			set = map[string]providers.Value{fmt.Sprintf("%s_%d", words[2], i): providers.NewValue("x")}
		}
		if _, err := checker.(providers.Writer).Write(context.Background(), providers.Change{Location: "s", Set: set}); err != nil {
			return err
		}
		fmt.Println(i)
	}
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

// longValue is one that takes time to write.
func longValue(i int) string { return strconv.Itoa(i) + strings.Repeat(" filler\n", 1000) }

func bodyOf(source string) hcl.Body {
	file, _ := hclsyntax.ParseConfig([]byte(source), "test.zsv.hcl", hcl.InitialPos)
	return file.Body
}

// writer returns a process for a task.
func writer(t *testing.T, dir, path, prefix string, from, to int) *exec.Cmd {
	t.Helper()
	program, err := os.Executable()
	must(t, err)
	command := exec.CommandContext(t.Context(), program)
	command.Env = append(os.Environ(), writerVariable+"="+
		strings.Join([]string{dir, path, prefix, strconv.Itoa(from), strconv.Itoa(to)}, "\n"))
	command.Stderr = os.Stderr
	return command
}

// No writer loses what another one wrote.
func TestProcessesWriteAtTheSameTime(t *testing.T) {
	t.Parallel()
	const processes, keys = 20, 50
	for _, path := range []string{"s.yaml", "d", "s.age"} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			var wait sync.WaitGroup
			for i := range processes {
				command := writer(t, dir, path, "p"+strconv.Itoa(i), 0, keys)
				wait.Go(func() {
					if err := command.Run(); err != nil {
						t.Errorf("a writer failed: %v", err)
					}
				})
			}
			wait.Wait()
			checker := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
			list, err := checker.(providers.KeyLister).ListKeys(t.Context(), "s")
			must(t, err)
			if len(list.Keys) != processes*keys {
				t.Errorf("%d keys are there, want %d", len(list.Keys), processes*keys)
			}
		})
	}
}

// mostBetween is how many writes a writer makes at most before the one in which it is to be killed.
const mostBetween = 20

// Whenever a writer is killed, the store is what it was, or what it was to become.
func TestWritersAreKilled(t *testing.T) {
	t.Parallel()
	for path, writes := range map[string]int{"s.yaml": 500, "d": 100, "s.age": 500} {
		t.Run(path, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			checker := newChecker(t, dir, fmt.Sprintf("path = %q", path), nil)
			held, survivors, torn := -1, 0, 0
			for held < writes-1 {
				target := held + 2 + rand.IntN(mostBetween)
				last := killed(t, writer(t, dir, path, "", held+1, target+2), dir, target)
				now := heldAfter(t, checker, last)
				if now <= held {
					t.Fatalf("killed in write %d, the store holds %d, and before it held %d", target, now, held)
				}
				held = now
				survivors++
				if len(temporaries(t, dir)) > 0 {
					torn++
				}
			}
			if survivors < writes/(mostBetween+2) {
				t.Errorf("kills left only %d different states", survivors)
			}
			t.Logf("%d writers were killed, %d of them with a file half made", survivors, torn)
			if left := temporaries(t, dir); len(left) > 1 {
				t.Errorf("each kill leaves something behind: %q", left)
			}
		})
	}
}

// killed lets a writer begin the write of a number, kills it at some moment of that write, or soon after it, and returns
// the last number that it said to have written.
func killed(t *testing.T, command *exec.Cmd, dir string, target int) int {
	t.Helper()
	hold, err := command.StdinPipe() // which keeps the writer from ending by itself
	must(t, err)
	defer hold.Close()
	output, err := command.StdoutPipe()
	must(t, err)
	must(t, command.Start())
	written := numbers(output)
	last, begun, took := -1, time.Now(), time.Duration(0)
	for number := range written {
		last, took, begun = number, time.Since(begun), time.Now()
		if number == target-1 {
			break
		}
	}
	if last != target-1 {
		t.Fatalf("the writer ended by itself after write %d", last)
	}
	switch rand.IntN(3) {
	case 0: // as it begins
	case 1: // when there is a new file, if that is seen
		for len(written) == 0 && len(temporaries(t, dir)) == 0 {
			time.Sleep(50 * time.Microsecond)
		}
	default: // at any moment of a write that takes as long as the one before it
		time.Sleep(rand.N(took + 1))
	}
	must(t, command.Process.Kill())
	for number := range written {
		last = number
	}
	if command.Wait() == nil {
		t.Error("the writer was not killed")
	}
	return last
}

// numbers returns those of whole lines, as they come.
func numbers(output io.Reader) <-chan int {
	all := make(chan int, mostBetween+3) // as many as a writer prints
	go func() {
		defer close(all)
		for lines := bufio.NewReader(output); ; {
			line, err := lines.ReadString('\n')
			if err != nil {
				return
			}
			number, _ := strconv.Atoi(strings.TrimSpace(line))
			all <- number
		}
	}()
	return all
}

// heldAfter returns the number whose values a store holds: that of the last write, or of the one that was under way.
func heldAfter(t *testing.T, checker providers.Checker, last int) int {
	t.Helper()
	var fetched providers.Fetched
	must(t, checker.(providers.Fetcher).Fetch(t.Context(), []providers.Query{{Location: "s", Keys: []string{"a", "b"}}},
		func(_ int, f providers.Fetched) { fetched = f }))
	if fetched.Secret == providers.Missing && last < 0 {
		return -1
	}
	for _, number := range []int{last, last + 1} {
		if fetched.Values["a"].Reveal() == longValue(number) && fetched.Values["b"].Reveal() == longValue(number) {
			return number
		}
	}
	t.Fatalf("after write %d the store is torn: %s, %d and %d bytes", last, fetched.Secret, len(fetched.Values["a"].Reveal()),
		len(fetched.Values["b"].Reveal()))
	return 0
}

// temporaries returns what was left in the scratch of a store.
func temporaries(t *testing.T, dir string) []string {
	t.Helper()
	var left []string
	for _, pattern := range []string{".zsv/*.tmp", "d/.zsv/*.tmp"} {
		found, err := filepath.Glob(filepath.Join(dir, pattern))
		must(t, err)
		left = append(left, found...)
	}
	return left
}
