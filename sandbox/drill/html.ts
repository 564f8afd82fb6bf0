/** HTML, and SVG in it, in which text can only be text. */

/** Text that is already markup. Only the tag below makes it, so whatever came from outside is escaped. */
export class Markup {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Fragment = string | number | Markup | undefined | readonly Fragment[];

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that are not seen, or that turn the ones after them around. Line feeds and tabs are what they look like. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** Builds markup: `${…}` is escaped, unless it is markup itself; lists are joined, `undefined` is nothing. */
export function html(parts: TemplateStringsArray, ...values: readonly Fragment[]): Markup {
  return new Markup(parts.map((part, index) => (index === 0 ? part : rendered(values[index - 1]) + part)).join(''));
}

/** A style sheet, or a drawing that is finished: markup that is known to be safe without being looked at. */
export function trusted(text: string): Markup {
  return new Markup(text);
}

/** Text that is safe between tags and inside quotes; characters that nobody would see are spelled out. */
export function escaped(text: string): string {
  return text
    .replace(UNSEEN, (character) => `\\u{${character.codePointAt(0)?.toString(16)}}`)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}

function rendered(value: Fragment): string {
  if (value === undefined) return '';
  if (value instanceof Markup) return value.toString();
  if (Array.isArray(value)) return value.map(rendered).join('');
  return escaped(String(value));
}
