package plugin_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// stub behaves as a mode says: as an honest program, or as one that is broken in one way.
func stub(mode string) {
	notePid()
	switch mode {
	case "stays":
		honest(0)
	case "answers once":
		honest(1)
	case "answers three times":
		honest(3)
	case "sleeper":
		select {}
	default:
		behave, ok := broken[mode]
		if !ok {
			panic("unknown mode " + mode)
		}
		behave()
	}
}

// stubPids names a file for the numbers of all processes.
const stubPids = "STUB_PIDS"

func notePid() {
	if file, err := os.OpenFile(os.Getenv(stubPids), os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600); err == nil {
		_, _ = fmt.Fprintln(file, os.Getpid())
		_ = file.Close()
	}
}

// input is the standard input of a stub.
var input = bufio.NewReader(os.Stdin)

// request reads the next request.
func request() (a asked) {
	line, err := input.ReadBytes('\n')
	if err != nil {
		syscall.Exit(0)
	}
	_ = json.Unmarshal(line, &a)
	return a
}

// say writes lines as they are.
func say(format string, args ...any) { _, _ = fmt.Fprintf(os.Stdout, format, args...) }

// answering returns a behaviour: the honest answer to each request, changed.
func answering(change func(o object, answers []object)) func() {
	return func() {
		for {
			a := request()
			o := answerTo(a)
			answers, _ := o["answers"].([]object)
			change(o, answers)
			write(o)
		}
	}
}

// replying returns a behaviour: lines in place of an answer, with the id of the request in place of ID.
func replying(lines string) func() {
	return func() {
		for {
			say("%s", strings.ReplaceAll(lines, "ID", fmt.Sprint(request().ID)))
		}
	}
}

// half is the beginning of an answer.
const half = `{"protocol":1,"id":1,"answers":[{"id":0,`

// broken are the ways to be broken, by mode.
var broken = map[string]func(){
	"other version": answering(func(o object, _ []object) { o["protocol"] = 2 }),
	"hangs":         func() { select {} },
	"hangs in mid-answer": func() {
		request()
		say(half)
		select {}
	},
	"hangs and heeds nothing": func() {
		signal.Ignore(syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
		request()
		select {}
	},
	"crashes at once": func() {
		fmt.Fprintln(os.Stderr, "cannot\x1b[31m be \u202edone, token not-a-real-token")
		syscall.Exit(3)
	},
	"crashes in mid-answer": func() {
		request()
		say(half)
		fmt.Fprint(os.Stderr, "one\ntwo\r\n\n  three  ")
		syscall.Exit(2)
	},
	"exits without an answer": func() { request() },
	"exits without a newline": func() {
		text, _ := json.Marshal(answerTo(request()))
		say("%s", text)
	},
	"is killed": func() {
		request()
		process, _ := os.FindProcess(os.Getpid())
		_ = process.Kill()
		select {}
	},
	"closes its output": func() {
		request()
		_ = os.Stdout.Close()
		select {}
	},
	"garbage":        replying("Traceback (most recent call last):\n"),
	"a blank line":   replying("\n"),
	"an array":       replying("[]\n"),
	"not UTF-8":      replying("{\"protocol\":1,\"id\":ID,\"answers\":[\"\xff\"]}\n"),
	"a mark":         replying("\xef\xbb\xbf{\"protocol\":1,\"id\":ID,\"answers\":[]}\n"),
	"two values":     replying("{\"protocol\":1,\"id\":ID,\"answers\":[]}{}\n"),
	"too deep":       replying(`{"protocol":1,"id":ID,"answers":` + strings.Repeat("[", 100000) + "\n"),
	"a member twice": replying("{\"protocol\":1,\"id\":ID,\"answers\":[],\"answers\":[]}\n"),
	"an inner member twice": replying(`{"protocol":1,"id":ID,"answers":[{"id":0,"secret":"missing","secret":"present",` +
		`"keys":{"password":"present"}},{"id":1,"secret":"missing"}]}` + "\n"),
	"names in another case": replying(`{"Protocol":1,"ID":ID,"Answers":[]}` + "\n"),
	"no protocol":           answering(func(o object, _ []object) { delete(o, "protocol") }),
	"no id":                 answering(func(o object, _ []object) { delete(o, "id") }),
	"another id":            answering(func(o object, _ []object) { o["id"] = 7 }),
	"an id in quotes":       answering(func(o object, _ []object) { o["id"] = "1" }),
	"half an id":            answering(func(o object, _ []object) { o["id"] = 1.5 }),
	"no answers":            answering(func(o object, _ []object) { delete(o, "answers") }),
	"answers of a kind":     answering(func(o object, _ []object) { o["answers"] = object{"0": "present"} }),
	"a text for an answer":  answering(func(o object, _ []object) { o["answers"] = []string{"present"} }),
	"too few":               answering(func(o object, answers []object) { o["answers"] = answers[1:] }),
	"too many": answering(func(o object, answers []object) {
		o["answers"] = append(answers, object{"id": 2, "secret": "missing"})
	}),
	"one twice":           answering(func(o object, answers []object) { o["answers"] = append(answers, answers[0]) }),
	"no secret":           answering(func(_ object, answers []object) { delete(answers[0], "secret") }),
	"a status of its own": answering(func(_ object, answers []object) { answers[0]["secret"] = "Present" }),
	"present for a reason": answering(func(_ object, answers []object) {
		answers[0]["secret"], answers[0]["reason"] = "present", "deleted"
	}),
	"missing for a reason": answering(func(_ object, answers []object) {
		answers[0]["secret"], answers[0]["reason"] = "missing", "denied"
	}),
	"a key present for a reason": answering(func(_ object, answers []object) {
		keysOf(answers[0])["password"] = object{"status": "present", "reason": "denied"}
	}),
	"a key missing for a reason": answering(func(_ object, answers []object) {
		keysOf(answers[0])["password"] = object{"status": "missing", "reason": "timeout"}
	}),
	"a reason of zsv's": answering(func(_ object, answers []object) {
		answers[0]["secret"], answers[0]["reason"] = "unverified", "interrupted"
	}),
	"no reason":                answering(func(_ object, answers []object) { answers[0]["secret"] = "unverified" }),
	"a key of its own":         answering(func(_ object, answers []object) { keysOf(answers[0])["url"] = "present" }),
	"a key left out":           answering(func(_ object, answers []object) { delete(keysOf(answers[0]), "password") }),
	"keys left out":            answering(func(_ object, answers []object) { delete(answers[0], "keys") }),
	"keys in a list":           answering(func(_ object, answers []object) { answers[0]["keys"] = []string{"password"} }),
	"a key's status":           answering(func(_ object, answers []object) { keysOf(answers[0])["password"] = "yes" }),
	"a key's number":           answering(func(_ object, answers []object) { keysOf(answers[0])["password"] = 1 }),
	"a key without a status":   answering(func(_ object, answers []object) { keysOf(answers[0])["password"] = object{} }),
	"a key without a reason":   answering(func(_ object, answers []object) { keysOf(answers[0])["password"] = "unverified" }),
	"a key without its secret": answering(func(_ object, answers []object) { answers[0]["secret"] = "missing" }),
	"a reason in words":        answering(func(_ object, answers []object) { answers[0]["reason"] = "Not allowed" }),
	"names that are none":      answering(func(_ object, answers []object) { answers[0]["available"] = []any{1} }),
	"fewer than no values":     answering(func(_ object, answers []object) { answers[0]["values_read"] = -1 }),
	"endless requests":         answering(func(o object, _ []object) { o["requests"] = 1e300 }),
	"an error with answers":    answering(func(o object, _ []object) { o["error"] = object{"reason": "denied"} }),
	"an error without a reason": answering(func(o object, _ []object) {
		delete(o, "answers")
		o["error"] = object{"detail": "it did not work"}
	}),
	"an error in words": answering(func(o object, _ []object) {
		delete(o, "answers")
		o["error"] = "denied"
	}),
	"floods": func() {
		request()
		for chunk := strings.Repeat("x", 64<<10); ; {
			say("%s", chunk)
		}
	},
	"floods in one string": func() {
		request()
		say(`{"protocol":1,"id":1,"answers":[{"id":0,"detail":"`)
		for chunk := strings.Repeat("x", 64<<10); ; {
			say("%s", chunk)
		}
	},
	"complains for ever": func() {
		for {
			fmt.Fprintln(os.Stderr, "still waiting")
		}
	},
	"speaks first": func() {
		say("ready\n")
		honest(0)
	},
	"answers twice over": func() {
		for {
			var b strings.Builder
			o := answerTo(request())
			writeTo(&b, o)
			writeTo(&b, o)
			say("%s", b.String())
		}
	},
	"says more": func() {
		for {
			var b strings.Builder
			writeTo(&b, answerTo(request()))
			say("%sx", b.String())
		}
	},
	"answers unread": func() {
		say(`{"protocol":1,"id":1,"error":{"reason":"denied"}}` + "\n")
		select {}
	},
	"leaves a child behind": func() {
		request()
		leaveBehind(nil)
	},
	"leaves a child behind in mid-answer": func() {
		request()
		say(half)
		leaveBehind(nil)
	},
	"crashes the second time": func() {
		write(answerTo(request()))
		request()
		syscall.Exit(1)
	},
	"lies the second time": func() {
		write(answerTo(request()))
		o := answerTo(request())
		o["id"] = 1
		write(o)
		select {}
	},

	// These are not: they do what they may.
	"complains and answers": func() {
		_, _ = os.Stderr.WriteString(strings.Repeat("it may be slow\n", 1<<20))
		honest(0)
	},
	"refuses to die": func() {
		signal.Ignore(syscall.SIGTERM, syscall.SIGINT, syscall.SIGHUP)
		honest(0)
		select {}
	},
	"leaves a child behind and answers": func() {
		write(answerTo(request()))
		leaveBehind(nil)
	},
	"fails": answering(func(o object, _ []object) {
		delete(o, "answers")
		o["error"] = object{"reason": "unauthenticated", "detail": "log\nin: \u202estub login"}
	}),
	"answers slowly": func() {
		text, _ := json.Marshal(answerTo(request()))
		for _, c := range append(text, '\n') {
			say("%c", c)
			time.Sleep(100 * time.Microsecond)
		}
	},
}

func keysOf(answer object) object { return answer["keys"].(object) }

// leaveBehind starts a process that has all streams of this one.
func leaveBehind(attributes *syscall.SysProcAttr) {
	path, _ := os.Executable()
	child := &exec.Cmd{Path: path, Env: []string{stubMode + "=sleeper", stubPids + "=" + os.Getenv(stubPids)},
		Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, SysProcAttr: attributes}
	if err := child.Start(); err != nil {
		panic(err)
	}
}
