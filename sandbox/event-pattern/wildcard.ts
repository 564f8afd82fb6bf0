/** The texts of the `wildcard` operator: `*` is anything, `\*` and `\\` are themselves. */
import type { JsonReader } from './json';

/** Stands for `*` among the bytes of a text. */
export const ANYTHING = -1;

/**
 * The bytes (UTF-8) that a text looks for, ANYTHING for each `*`. They include the quotes around a JSON string: AWS
 * matches them too, and so counts them in its limit on complexity and in the positions that its refusals name.
 */
export function wildcardBytes(text: string): number[] {
  return wildcardPieces(text).flatMap((piece, index, pieces) => [
    ...(index === 0 ? [QUOTE] : [ANYTHING]),
    ...Buffer.from(piece),
    ...(index === pieces.length - 1 ? [QUOTE] : []),
  ]);
}

const QUOTE = 0x22;

/** The texts between the stars. Refuses stars in a row and other escapes, at the place that `reader` has reached. */
export function wildcardPieces(text: string, reader?: JsonReader): string[] {
  const pieces = [''];
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at] ?? '';
    const next = text[at + 1] ?? '';
    const position = (): number => Buffer.byteLength(`"${text.slice(0, at)}`);
    if (char === '*') {
      if (next === '*') reader?.fail(`Consecutive wildcard characters at pos ${position()}`);
      pieces.push('');
    } else if (char === '\\') {
      if (next !== '*' && next !== '\\') reader?.fail(`Invalid escape character at pos ${position()}`);
      pieces[pieces.length - 1] += next;
      at += 1;
    } else {
      pieces[pieces.length - 1] += char;
    }
  }
  return pieces;
}
