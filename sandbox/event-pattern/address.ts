/**
 * IP addresses and blocks of them, as EventBridge's engine compares them: digit by hexadecimal digit.
 *
 * It does not ask of which version an address is, so that an IPv6 address is also in an IPv4 block that it begins like.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html#eb-filtering-ip-matching
 */
import { Refusal } from './json';

const IPV4_LIKE = /^[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+$/;
const IPV6_LIKE = /^[0-9a-fA-F:]*:[0-9a-fA-F:]*$/;

/**
 * The bytes of an IPv4 (4) or IPv6 (16) address, or undefined when `text` is none.
 *
 * An IPv4 address mapped into IPv6 (`::ffff:a00:1`) is the IPv4 address. IPv6 is read in hexadecimal groups only.
 */
function addressBytes(text: string): readonly number[] | undefined {
  if (IPV4_LIKE.test(text)) {
    const bytes = text.split('.').map(Number);
    return text.length <= 15 && bytes.every((byte) => byte <= 255) ? bytes : undefined;
  }
  const groups = IPV6_LIKE.test(text) ? ipv6Groups(text) : undefined;
  if (groups === undefined) return undefined;
  const bytes = groups.flatMap((group) => [group >> 8, group & 0xff]);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? bytes.slice(12) : bytes;
}

function ipv6Groups(text: string): number[] | undefined {
  const halves = text.split('::').map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = halves;
  const missing = 8 - head.length - tail.length;
  if (halves.length > 2 || (halves.length === 2 ? missing < 1 : missing !== 0)) return undefined;
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail];
  const areHexadecimal = groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group));
  return areHexadecimal ? groups.map((group) => Number.parseInt(group, 16)) : undefined;
}

/** Whether an address is inside the block `cidr`, `<address>/<bits>`. Throws a Refusal in AWS's words. */
export function cidrBlock(cidr: string): (address: string) => boolean {
  // The engine drops empty parts at the end: `10.0.0.0/8/` is read, `10.0.0.0/` is not.
  const parts = cidr.replace(/\/+$/, '').split('/');
  const [base = '', mask = ''] = parts;
  if (parts.length !== 2) throw new Refusal("Malformed CIDR, one '/' required");
  if (!/^[+-]?[0-9]+$/.test(mask)) throw new Refusal('Malformed CIDR, mask bits must be an integer');
  const bits = Number(mask);
  if (bits < 0) throw new Refusal('Malformed CIDR, mask bits must not be negative');
  const bytes = addressBytes(base);
  if (bytes === undefined) {
    const fault = IPV4_LIKE.test(base) || IPV6_LIKE.test(base) ? 'Invalid' : 'Nonstandard';
    throw new Refusal(`${fault} IP address: ${base}`);
  }
  if (bytes.length === 4 && bits > 31) throw new Refusal('IPv4 mask bits must be < 32');
  if (bits > 127) throw new Refusal('IPv6 mask bits must be < 128');
  const free = bytes.map((_, index) => 0xff >> Math.min(8, Math.max(0, bits - index * 8)));
  return within(
    bytes.map((byte, index) => byte & ~(free[index] ?? 0)),
    bytes.map((byte, index) => byte | (free[index] ?? 0)),
  );
}

/** Whether another text writes the same address as `text`, in any spelling; undefined when `text` is no address. */
export function sameAddress(text: string): ((address: string) => boolean) | undefined {
  const bytes = addressBytes(text);
  return bytes && within(bytes, bytes);
}

function within(lowest: readonly number[], highest: readonly number[]): (address: string) => boolean {
  const [low, high] = [digits(lowest), digits(highest)];
  return (address) => {
    const bytes = addressBytes(address);
    if (bytes === undefined) return false;
    const value = digits(bytes).slice(0, low.length);
    // A shorter address has to be told apart from both ends by the digits that it has.
    if (value.length < low.length) return value > low.slice(0, value.length) && value < high.slice(0, value.length);
    return value >= low && value <= high;
  };
}

function digits(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
