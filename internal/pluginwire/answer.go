package pluginwire

import (
	"errors"
	"slices"
	"strings"

	"github.com/zsv-dev/zsv/internal/strictjson"
	"github.com/zsv-dev/zsv/providers"
)

// deepest is how deep an answer may be nested.
const deepest = 32

// An answer is what a program wrote to a request: one line.
type answer struct {
	object
	requests int64
	// failure is the error in its place.
	failure *saying
}

// A saying is an error that the program itself gave as its answer.
type saying struct{ said providers.Error }

// Error returns the reason and the detail.
func (s *saying) Error() string { return s.said.Error() }

// Unwrap returns it as providers give errors.
func (s *saying) Unwrap() error { return &s.said }

// saidBy returns what the program gave as the reason; nil for any other error.
func saidBy(err error) *providers.Error {
	var said *saying
	if errors.As(err, &said) {
		return &said.said
	}
	return nil
}

// readAnswer reads a line, up to what all answers have. What is shown of its texts goes through a screen. The error is a
// *Violation.
func readAnswer(line []byte, id int64, screen func(answer) screen) (a answer, err error) {
	value, err := strictjson.Parse(line, deepest)
	if err != nil {
		return a, violation("wrote what is no JSON object in UTF-8: %s", err)
	}
	members, ok := value.(strictjson.Object)
	if !ok {
		return a, violation("wrote what is JSON, but no object")
	}
	a.object = object{members: members, what: "its answer"}
	a.show = screen(a)
	if version, err := a.whole("protocol", required); err != nil {
		return a, err
	} else if version != Version {
		return a, violation("speaks version %d of the protocol, and this zsv version %d: install versions of both that fit",
			version, Version)
	}
	if given, err := a.whole("id", required); err != nil {
		return a, err
	} else if given != id {
		return a, violation("answered with the id %d in place of %d", given, id)
	}
	if a.requests, err = a.count("requests"); err != nil {
		return a, err
	}
	return a, a.readFailure()
}

func (a *answer) readFailure() error {
	failure, err := a.object.object("error", optional)
	if err != nil || failure.members == nil {
		return err
	}
	for _, other := range []string{"answers", "hello", "secrets", "written"} {
		if _, both := a.members[other]; both {
			return violation("gave an error and an answer in one: %q", other)
		}
	}
	reason, detail, err := failure.why()
	switch {
	case err != nil:
		return err
	case reason == "":
		return violation("gave an error without a reason")
	}
	a.failure = &saying{providers.Error{Reason: reason, Detail: detail}}
	return nil
}

// An object is a JSON object that a program wrote, with what it is, for messages.
type object struct {
	members strictjson.Object
	what    string
	// show returns what may be shown of a text in it.
	show screen
}

// presence says whether a member must be there.
type presence bool

const (
	required presence = true
	optional presence = false
)

// member returns a member; null is the same as none.
func member[T any](o object, name string, p presence, kind string) (value T, err error) {
	given, ok := o.members[name]
	if !ok || given == nil {
		if p == required {
			return value, violation("left the member %q out of %s", name, o.what)
		}
		return value, nil
	}
	if value, ok = given.(T); !ok {
		return value, violation("wrote a member %q in %s that is no %s", name, o.what, kind)
	}
	return value, nil
}

func (o object) text(name string, p presence) (string, error) {
	return member[string](o, name, p, "string")
}

func (o object) object(name string, p presence) (object, error) {
	members, err := member[strictjson.Object](o, name, p, "object")
	return object{members, "the member \"" + name + "\" of " + o.what, o.show}, err
}

func (o object) array(name string, p presence) ([]any, error) {
	return member[[]any](o, name, p, "array")
}

func (o object) flag(name string, p presence) (bool, error) {
	return member[bool](o, name, p, "boolean")
}

func (o object) whole(name string, p presence) (int64, error) {
	number, err := member[strictjson.Number](o, name, p, "number")
	if err != nil || number == "" {
		return 0, err
	}
	value, ok := number.Whole()
	if !ok {
		return 0, violation("wrote a member %q in %s that is no whole number", name, o.what)
	}
	return value, nil
}

// most is the highest number that a program may count to: what is beyond it is a mistake, and would spoil all sums.
const most = 1_000_000_000

// count returns how many of something there are, 0 where it does not say.
func (o object) count(name string) (int64, error) {
	value, err := o.whole(name, optional)
	if err == nil && (value < 0 || value > most) {
		return 0, violation("wrote a member %q in %s that counts to %d", name, o.what, value)
	}
	return value, err
}

// texts returns an array of strings, none of which is there twice.
func (o object) texts(name string, p presence) ([]string, error) {
	items, err := o.array(name, p)
	if err != nil {
		return nil, err
	}
	seen := make(map[string]bool, len(items))
	all := make([]string, 0, len(items))
	for _, item := range items {
		text, ok := item.(string)
		switch {
		case !ok:
			return nil, violation("wrote something in the member %q of %s that is no string", name, o.what)
		case seen[text]:
			return nil, violation("wrote something in the member %q of %s twice", name, o.what)
		}
		seen[text] = true
		all = append(all, text)
	}
	return all, nil
}

// sentences returns an array of strings for people, each once.
func (o object) sentences(name string) ([]string, error) {
	items, err := o.array(name, optional)
	var all []string
	for _, item := range items {
		text, ok := item.(string)
		if !ok {
			return nil, violation("wrote something in the member %q of %s that is no string", name, o.what)
		}
		if text = o.shown(text, longestDetail); !slices.Contains(all, text) && len(all) < mostSentences {
			all = append(all, text)
		}
	}
	return all, err
}

const (
	// longestDetail is how many characters of a detail are shown, longestName how many of a name, and mostSentences how many
	// sentences.
	longestDetail = 1000
	longestName   = 100
	mostSentences = 20
)

// shown returns as much of a text as is shown to people.
func (o object) shown(text string, most int) string { return clip(Plain(o.show(text)), most) }

// why returns the members reason and detail, both of which may be missing.
func (o object) why() (providers.Reason, string, error) {
	reason, err := o.text("reason", optional)
	if err != nil {
		return "", "", err
	}
	switch {
	case reason == "":
	case !isWord(reason):
		return "", "", violation("gave a reason in %s that is no word in lower case", o.what)
	case slices.Contains(reserved, providers.Reason(reason)):
		return "", "", violation("gave the reason %q, which only zsv itself gives", reason)
	}
	detail, err := o.text("detail", optional)
	return o.shownReason(providers.Reason(reason)), o.shown(detail, longestDetail), err
}

// reserved are the reasons that say what became of zsv's own run.
var reserved = []providers.Reason{providers.Interrupted, providers.Internal, providers.Optional}

// shownReason returns the reason, or Plugin for a word of the program's own that must not be shown.
func (o object) shownReason(reason providers.Reason) providers.Reason {
	if !isKnown(reason) && o.show(string(reason)) != string(reason) {
		return providers.Plugin
	}
	return reason
}

// isWord says whether a text is a word of letters in lower case, digits and "_".
func isWord(text string) bool {
	return len(text) <= 64 && 'a' <= text[0] && text[0] <= 'z' &&
		strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789_") == ""
}
