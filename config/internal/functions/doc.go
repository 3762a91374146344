// Package functions holds the functions that expressions of a configuration may call. They are Terraform's, and the
// rule is that they behave as Terraform 1.11 does: its names, its conversions, its handling of nulls, unknown values
// and marks, also where cty's own library of functions differs (coalesce, index, length, lookup, replace and others).
// The tables in testdata/terraform hold cases with the results that Terraform gives, and a test asks the real program.
//
// # What differs from Terraform
//
//   - No function reads a file, the environment, the clock or randomness, and none decrypts. Terraform's functions
//     that do are refused by name, see [Refused], so that what a configuration means depends on its text and its
//     variables alone.
//   - Limits: arguments and results are bounded in size, depth and magnitude (limits.go), because a configuration may
//     come from an untrusted pull request, and Go can recover neither from an exhausted stack nor from exhausted
//     memory.
//   - A function that gives up says so in a sentence. Terraform prints a stack trace for some, indent(-1, "a") among
//     them.
//   - [Sensitive] is not the only mark that values carry here. Marks of other kinds travel as Terraform's own
//     sensitivity does. nonsensitive removes Sensitive and no other mark, and issensitive answers for Sensitive alone,
//     with an answer that keeps the other marks of its argument.
//   - Infinity is no number: log(0, 10) is an error, as what is too large is.
//   - Where cty has gone on since Terraform 1.11, its newer answer stands: element counts from the end when the index
//     is negative; format and formatlist take the literal null; flatten knows the length of a list whose elements are
//     unknown.
//   - matchkeys is unknown while a searched key is, where Terraform says that nothing matches.
//   - basename and dirname separate by "/" on every system.
//   - base64gunzip and urldecode are OpenTofu's: Terraform has base64gzip and urlencode without their inverses.
//   - yamldecode reads what both of its parsers accept, so a little less than Terraform's: see yaml.go.
//
// # What callers must do
//
// Messages of errors quote no arguments, but say what was wrong with them. A caller that evaluates an expression with
// sensitive or secret values must withhold the message of an error all the same, not only the value.
//
// Limits hold for what goes into a function and comes out of it. Expressions also grow values without any function, by
// templates, operators and nested for expressions, so a caller should hold each value that it keeps, such as a local
// value, to [Check]. That also bounds the time and the stack that cty needs for a call: it looks for marks in all of
// an argument before the function is asked.
package functions
