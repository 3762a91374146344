// Package command is the provider for stores that a command line speaks for: op, bw, aws, gcloud, pass and the like. The user's
// own configuration defines what is run and what its outcome means; the configuration of a project only names that definition.
//
// What a definition does not explain is unverified. A program is given the null device to read, a time, a limit for its output
// and no more of the environment than it needs; what it prints is read and dropped, and shown to nobody.
package command
