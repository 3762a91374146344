package view_test

import (
	"html"

	"github.com/yuin/goldmark/renderer"
	goldmarkhtml "github.com/yuin/goldmark/renderer/html"
)

// unsafeHTML lets tags through, as code hosts do with those that they know.
func unsafeHTML() renderer.Option { return goldmarkhtml.WithUnsafe() }

func unescapeHTML(text string) string { return html.UnescapeString(text) }
