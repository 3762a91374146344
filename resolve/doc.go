// Package resolve is zsv's domain: from a configuration to the references in it, to a plan that asks each store as
// little as possible, to a report of what is there, what is missing and what could not be verified.
//
// The way of the data: config.Load gives a config.Config; Extract finds its Uses, the places that refer to secrets;
// NewPlan groups them by provider and location, so that n uses of one secret are one question; Plan.Check asks and
// gives a Report. Report.Static stands in for Check where nothing is to be asked.
package resolve
