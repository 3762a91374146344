# zsv:ignore
#^ ERROR configuration: A comment zsv:ignore names the rules that it turns off
# zsv:ignore: embedded-reference
#^ ERROR configuration: A comment zsv:ignore names the rules that it turns off
# zsv:ignore embeded-reference
#^ ERROR configuration: There is no rule "embeded-reference". Did you mean "embedded-reference"?
# zsv:ignore missing-secret
#^ ERROR configuration: The rule "missing-secret" cannot be set
# zsv:ignore embedded-reference, plaintext-secret
#^ ERROR configuration: There is no rule "".
# zsv:ignored
#^ ERROR configuration: A comment zsv:ignore names the rules that it turns off
# It is zsv:ignore that turns them off.
component "a" "b" {}
