locals {
  lb = "{{"
  rb = "}}"
}
