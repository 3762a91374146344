// Package resolve is zsv's domain: from a configuration to the references in it, to a plan that asks each store as
// little as possible, to a report of what is there, what is missing and what could not be verified.
//
// The way of the data: config.Load gives a config.Config; Extract finds its Uses, the places that refer to secrets;
// NewPlan groups them by provider and location, so that n uses of one secret are one question; Plan.Check asks and
// gives a Report. Plan.Static stands in for Check where nothing is to be asked. From a checked plan, Plan.Registrations
// are what is missing, to be written; Plan.Environment fetches the values that a started command needs; Plan.Stored is
// one secret by itself.
//
// A step of a pipeline that is written in Go opens a configuration with Open and fetches its secrets from the Client.
package resolve
