package file

import (
	"errors"
	"maps"
)

// An image is all that a document holds, each secret and each key in a spelling that two of them share only where they
// mean the same. It has values in it and is for comparing.
type image map[imageName]string

// An imageName is a secret's, or a key's of it.
type imageName struct {
	secret, key string
	isKey       bool
}

// imageOfMap stands for a secret that is a map of keys, whatever they are.
const imageOfMap = "map"

// imageOfText stands for a key that is set to text.
func imageOfText(text string) string { return "text " + text }

// after returns the image of the document after a revision.
func (i image) after(r revision) image {
	next := maps.Clone(i)
	switch {
	case r.rename != nil:
		delete(next, imageName{secret: *r.rename}) // which was null
		for name, text := range i {
			if name.secret == r.secret {
				delete(next, name)
				name.secret = *r.rename
				next[name] = text
			}
		}
		return next
	case r.drop:
		maps.DeleteFunc(next, func(name imageName, _ string) bool { return name.secret == r.secret })
		return next
	}
	if r.create {
		next[imageName{secret: r.secret}] = imageOfMap
	}
	for _, key := range r.remove {
		delete(next, imageName{r.secret, key, true})
	}
	for key, text := range r.set {
		next[imageName{r.secret, key, true}] = imageOfText(text)
	}
	return next
}

var (
	errNoWay               = errors.New("no text with the change and everything else as it was")
	errWouldBeTooLarge     = errors.New("too large to be read again")
	errWouldBeTooIntricate = errors.New("too many lines, items and keys to be read again")
)

// size returns how long a text is at least that has a revision.
func (r revision) size() int {
	size := 0
	for key, value := range r.set {
		size += len(key) + len(value)
	}
	return size
}

// A rewriting makes a new text of a document's; nil where it cannot.
type rewriting func(r revision) []byte

// rewrite returns the first of several new texts of a document that is exactly what a revision wants: everything as it
// was, and the change. A text is taken for what it is read as, never for what it was meant to be.
func rewrite(before image, r revision, ways []rewriting, read func(text []byte) (image, error)) ([]byte, error) {
	if r.size() > maxSize { // no spelling is shorter, and several are tried
		return nil, errWouldBeTooLarge
	}
	want := before.after(r)
	refusal := errNoWay
	for _, way := range ways {
		text := way(r)
		if text == nil {
			continue
		}
		if len(text) > maxSize {
			refusal = errWouldBeTooLarge
			continue
		}
		if isIntricate(text) {
			refusal = errWouldBeTooIntricate
			continue
		}
		if got, err := read(text); err == nil && maps.Equal(want, got) {
			return text, nil
		}
	}
	return nil, refusal
}
