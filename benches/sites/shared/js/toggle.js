export function toggled(value) {
  return !value;
}
