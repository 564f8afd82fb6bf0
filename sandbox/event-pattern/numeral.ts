/** Which written numbers can be compared: those that a 64-bit floating-point number holds exactly as written. */

/**
 * The number that `text` (JSON) writes, or undefined when a double cannot hold it as written.
 *
 * EventBridge compares such numbers by value (300, 300.0 and 3.0e2 are one), refuses others in `numeric` and
 * `anything-but`, and lets them match elsewhere only when written alike: integers are exact up to 2^53.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#filtering-numeric-matching
 */
export function comparableNumber(text: string): number | undefined {
  const value = Number(text);
  return Number.isFinite(value) && decimal(text) === decimal(String(value)) ? value : undefined;
}

/**
 * What a number is compared as: a number where it can be compared, and otherwise what keeps it apart from its
 * neighbours, which for an integer is all its digits.
 */
export function numeralOf(text: string): number | bigint {
  return comparableNumber(text) ?? (/^-?[0-9]+$/.test(text) ? BigInt(text) : Number(text));
}

/** The one spelling of a decimal number: its digits without zeroes at either end, and where its point stands. */
function decimal(text: string): string {
  const [, sign = '', integer = '', fraction = '', exponent = '0'] =
    /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(text) ?? [];
  const digits = (integer + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}
