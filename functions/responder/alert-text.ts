/** How an alert is written: plain lines, and safe against text that the attacker chose. */

const LONGEST_SUBJECT = 99;
/** A session name or a user agent longer than this says nothing more to a reader. */
const LONGEST_FIELD = 600;

/** One line of an alert, or several under one label. */
export interface Line {
  readonly label: string;
  readonly text: string | readonly string[] | undefined;
  /** Characters of one line; a command that is cut off helps nobody. @default 600 */
  readonly most?: number;
}

/** ASCII, at most 99 characters. @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function subjectOf(text: string): string {
  const plain = oneLine(text).replace(/[^\x20-\x7e]/g, '?');
  return plain.length > LONGEST_SUBJECT ? `${plain.slice(0, LONGEST_SUBJECT - 3)}...` : plain;
}

export function bodyOf(headline: string, lines: readonly Line[]): string {
  const written = lines.flatMap(({ label, text, most = LONGEST_FIELD }) =>
    [text ?? []].flat().map((each, index) => `${(index === 0 ? label : '').padEnd(11)}${clipped(oneLine(each), most)}`),
  );
  return [headline, '', ...written, ''].join('\n');
}

/** Nothing that an attacker chooses, such as a session name or a user agent, may start a line of its own. */
export function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ');
}

export function clipped(text: string, most: number): string {
  return text.length > most ? `${text.slice(0, most)}… (${text.length} characters)` : text;
}
