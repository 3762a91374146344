// Package hclfmt writes HCL in the one layout that everyone's is in: with the spaces, the alignment and the indentation of
// terraform fmt, and its idioms. What a file means does not change, and no comment is lost.
package hclfmt

import (
	"bytes"
	"errors"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
)

var (
	// ErrSyntax says that the source is not HCL.
	ErrSyntax = errors.New("it is not valid HCL")
	// ErrSize says that the layout would be many times as large as the source.
	ErrSize = errors.New("its layout would be too large, for a very long line or very many brackets")
	// ErrMeaning says that the source would not mean the same in its layout. That is a mistake in this package or in HCL's.
	ErrMeaning = errors.New("its layout cannot be changed without changing what it means")
)

var byteOrderMark = []byte("\xef\xbb\xbf")

// Format returns the source in its layout, without a byte order mark. To format that again changes nothing. HCL's parser
// recurses: who formats source of others has refused what is nested too deeply before.
func Format(src []byte) ([]byte, error) {
	src = bytes.TrimPrefix(src, byteOrderMark)
	body, err := parse(src)
	if err != nil {
		return nil, err
	}
	if growsTooLarge(src) {
		return nil, ErrSize
	}
	if idiomatic := inIdiom(src, body); !bytes.Equal(idiomatic, src) && isSame(src, body, idiomatic) {
		src = idiomatic
	}
	return laidOut(src)
}

func parse(src []byte) (*hclsyntax.Body, error) {
	file, diags := hclsyntax.ParseConfig(src, "", hcl.InitialPos)
	if diags.HasErrors() {
		return nil, ErrSyntax
	}
	return file.Body.(*hclsyntax.Body), nil
}

// mostRounds is how often a layout is made of a layout. The second nearly always is the first again.
const mostRounds = 8

// laidOut changes nothing but the blanks between the tokens.
func laidOut(src []byte) ([]byte, error) {
	formatted := src
	for range mostRounds {
		next := hclwrite.Format(formatted)
		if bytes.Equal(next, formatted) {
			break
		}
		formatted = next
	}
	if !bytes.Equal(formatted, src) && !sameTokens(src, formatted) {
		return nil, ErrMeaning
	}
	return formatted, nil
}
