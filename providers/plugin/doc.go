// Package plugin makes providers of programs that are no part of zsv: provider "databricks" "main" {} runs
// zsv-provider-databricks. docs/providers/protocol.md says how the two talk.
package plugin
