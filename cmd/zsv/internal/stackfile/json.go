package stackfile

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
)

// A jsonReader reads one text in JSON that is known to be valid.
type jsonReader struct {
	*reader
	text    []byte
	decoder *json.Decoder
	place   func(offset int) Place
}

// json reads valid JSON. place says where a byte of it is in the file.
func (r *reader) json(text []byte, place func(offset int) Place) *Value {
	j := &jsonReader{reader: r, text: text, decoder: json.NewDecoder(bytes.NewReader(text)), place: place}
	j.decoder.UseNumber()
	v := j.value(0)
	return &v
}

// next returns the next token, with its bytes and its place.
func (j *jsonReader) next() (token json.Token, raw string, at Place) {
	start := int(j.decoder.InputOffset())
	token, _ = j.decoder.Token()
	start += len(j.text[start:]) - len(bytes.TrimLeft(j.text[start:], " \t\r\n,:"))
	return token, string(j.text[start:j.decoder.InputOffset()]), j.place(start)
}

func (j *jsonReader) value(depth int) Value {
	token, raw, at := j.next()
	if !j.spend(len(raw), depth, at) {
		return Value{Place: at}
	}
	switch token := token.(type) {
	case json.Delim:
		if token == '[' {
			return j.list(at, depth)
		}
		return j.object(at, depth)
	case json.Number:
		digits, ok := hclNumber(token.String())
		return j.number(token.String(), digits, ok, at)
	case string:
		return j.half(token, raw, at)
	case bool:
		if token {
			return Value{Kind: Bool, Text: "true", Place: at}
		}
		return Value{Kind: Bool, Text: "false", Place: at}
	}
	return Value{Place: at}
}

var replacement = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)\\ufffd|` + "\ufffd") })

// half makes a String. Half a character, which JSON can write, is none in HCL.
func (j *jsonReader) half(text, raw string, at Place) Value {
	v := j.str(text, at)
	if strings.Contains(text, "\ufffd") && !replacement().MatchString(raw) {
		v.oddity = "it has half a character in it, for which U+FFFD is written"
	}
	return v
}

func (j *jsonReader) list(at Place, depth int) Value {
	v := Value{Kind: List, Place: at}
	for j.values >= 0 && j.decoder.More() {
		v.List = append(v.List, j.value(depth+1))
	}
	_, _ = j.decoder.Token()
	return v
}

func (j *jsonReader) object(at Place, depth int) Value {
	v := Value{Kind: Map, Place: at}
	known := map[string]Place{}
	for j.values >= 0 && j.decoder.More() {
		token, _, keyAt := j.next()
		name, _ := token.(string)
		v.Map = j.add(v.Map, known, Member{Name: name, Place: keyAt, Value: j.value(depth + 1)})
	}
	_, _ = j.decoder.Token()
	return v
}
