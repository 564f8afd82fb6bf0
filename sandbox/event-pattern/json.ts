/** A JSON reader that says where it stands: AWS's refusals name the line and column that its own reader had reached. */

/** Why something is refused, in AWS's words and, where AWS gives one, with the place. */
export class Refusal extends Error {}

export type TokenKind = '{' | '}' | '[' | ']' | 'name' | 'string' | 'number' | 'true' | 'false' | 'null' | 'end';

interface Token {
  readonly kind: TokenKind;
  /** A name's or number's text. A string's is read later. */
  readonly text: string;
  /** Where it begins. */
  readonly start: number;
}

const VALUES = "(JSON String, Number, Array, Object or token 'null', 'true' or 'false')";
const LITERALS = new Set<string>(['true', 'false', 'null']);
const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const EXCERPT_LENGTH = 500;
const DEEPEST = 1000;

/**
 * Reads JSON token by token, so that what is reported is the first thing wrong, be it JSON's grammar or the pattern
 * language's, and so that a key which is given twice is seen twice.
 *
 * It stands where AWS's reader (Jackson) stands: a string's content is read only when it is asked for or passed over,
 * and a name takes the beginning of its value with it. What follows the outermost value is not looked at.
 */
export class JsonReader {
  private offset = 0;
  private token: Token = { kind: 'end', text: '', start: 0 };
  private stringUnread = false;
  private ahead: Token | undefined;
  private readonly open: { kind: '{' | '['; at: number; empty: boolean }[] = [];

  constructor(private readonly source: string) {}

  /** The token that `next` moved to. */
  get kind(): TokenKind {
    return this.token.kind;
  }

  /** Where that token begins. */
  get start(): number {
    return this.token.start;
  }

  /** What has been read from `start` on, as it is written. */
  writtenFrom(start: number): string {
    return this.source.slice(start, this.offset);
  }

  /** Moves to the next token; it is `end` only where nothing is open. */
  next(): TokenKind {
    if (this.stringUnread) this.text();
    const { ahead } = this;
    this.ahead = undefined;
    this.token = ahead ?? this.scan();
    const kind = this.token.kind;
    if (kind === 'string') this.stringUnread = true;
    if (kind === '{' || kind === '[') this.enter(kind);
    return kind;
  }

  /** The token as text: a string's or name's content, anything else as it is written. */
  text(): string {
    if (this.stringUnread) {
      this.stringUnread = false;
      const atEnd = 'Unexpected end-of-input: was expecting closing quote for a string value';
      this.token = { ...this.token, text: this.scanString('string value', atEnd) };
    }
    return this.token.text;
  }

  /** Refuses, naming the place that has been read up to, or `at`. */
  fail(reason: string, at = this.offset): never {
    throw new Refusal(`${reason}\n at ${this.place(at)}`);
  }

  /** Lets a refusal of `read` carry the place once more: AWS's refusals inside an `anything-but` list do. */
  failingTwice<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      if (error instanceof Refusal) this.fail(error.message);
      throw error;
    }
  }

  private enter(kind: '{' | '['): void {
    if (this.open.push({ kind, at: this.token.start, empty: true }) <= DEEPEST) return;
    const limit = `(${DEEPEST}, from \`StreamReadConstraints.getMaxNestingDepth()\`)`;
    throw new Refusal(`Document nesting depth (${this.open.length}) exceeds the maximum allowed ${limit}`);
  }

  private place(at: number): string {
    const rows = this.source.slice(0, at).split(/\r\n|\r|\n/);
    const left = this.source.length - EXCERPT_LENGTH;
    const excerpt = `"${this.source.slice(0, EXCERPT_LENGTH)}"${left > 0 ? `[truncated ${left} chars]` : ''}`;
    return `[Source: (String)${excerpt}; line: ${rows.length}, column: ${(rows.at(-1) ?? '').length + 1}]`;
  }

  private unexpected(reason: string): never {
    const char = this.source[this.offset];
    if (char === undefined) this.fail('Unexpected end-of-input within/between Object entries');
    this.fail(`Unexpected character ('${char}' (code ${char.charCodeAt(0)}))${reason}`);
  }

  private skipSpace(): string | undefined {
    while (/[ \t\r\n]/.test(this.source[this.offset] ?? '')) this.offset += 1;
    return this.source[this.offset];
  }

  private scan(): Token {
    const context = this.open.at(-1);
    const char = this.skipSpace();
    if (context === undefined && char === undefined) return { kind: 'end', text: '', start: this.offset };
    if (context === undefined) return this.scanValue();
    const [close, noun] = context.kind === '{' ? (['}', 'Object'] as const) : ([']', 'Array'] as const);
    if (char === undefined) {
      const marker = `close marker for ${noun} (start marker at ${this.place(context.at)})`;
      this.fail(`Unexpected end-of-input: expected ${marker}`);
    }
    if (char === '}' || char === ']') {
      this.offset += 1;
      const start = `(for ${noun} starting at ${this.place(context.at)})`;
      if (char !== close) this.fail(`Unexpected close marker '${char}': expected '${close}' ${start}`, this.offset - 1);
      this.open.pop();
      return { kind: char, text: char, start: this.offset - 1 };
    }
    if (!context.empty) {
      if (char !== ',') this.unexpected(`: was expecting comma to separate ${noun} entries`);
      this.offset += 1;
      this.skipSpace();
    }
    context.empty = false;
    return noun === 'Object' ? this.scanName() : this.scanValue();
  }

  private scanName(): Token {
    const start = this.offset;
    if (this.source[this.offset] !== '"') this.unexpected(': was expecting double-quote to start field name');
    this.offset += 1;
    const text = this.scanString('name', 'Unexpected end-of-input in field name');
    if (this.skipSpace() !== ':') this.unexpected(': was expecting a colon to separate field name and value');
    this.offset += 1;
    this.skipSpace();
    this.ahead = this.scanValue();
    return { kind: 'name', text, start };
  }

  private scanValue(): Token {
    const start = this.offset;
    const char = this.source[this.offset];
    if (char === '{' || char === '[' || char === '"') {
      this.offset += 1;
      return { kind: char === '"' ? 'string' : char, text: char, start };
    }
    if (char !== undefined && /[-0-9]/.test(char)) return { kind: 'number', text: this.scanNumber(), start };
    const word = this.take(/[\p{ID_Start}$_][\p{ID_Continue}$]*/uy);
    if (word === '') this.unexpected(`: expected a valid value ${VALUES}`);
    if (!LITERALS.has(word)) this.fail(`Unrecognized token '${word}': was expecting ${VALUES}`);
    return { kind: word as TokenKind, text: word, start };
  }

  private scanNumber(): string {
    const start = this.offset;
    this.take(/-/y);
    const integer = this.take(/0|[1-9][0-9]*/y);
    if (integer === '') {
      this.unexpected(' in numeric value: expected digit (0-9) to follow minus sign, for valid numeric value');
    }
    if (integer === '0' && /[0-9]/.test(this.source[this.offset] ?? '')) {
      this.fail('Invalid numeric value: Leading zeroes not allowed');
    }
    if (this.take(/\./y) && !this.take(/[0-9]+/y)) {
      this.unexpected(' in numeric value: Decimal point not followed by a digit');
    }
    if (this.take(/[eE][+-]?/y) && !this.take(/[0-9]+/y)) {
      this.unexpected(' in numeric value: Exponent indicator not followed by a digit');
    }
    return this.source.slice(start, this.offset);
  }

  private take(sticky: RegExp): string {
    sticky.lastIndex = this.offset;
    const taken = sticky.exec(this.source)?.[0] ?? '';
    this.offset += taken.length;
    return taken;
  }

  private scanString(noun: string, atEnd: string): string {
    let text = '';
    for (;;) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: JSON forbids exactly these unescaped
      text += this.take(/[^"\\\u0000-\u001f]+/y);
      const char = this.source[this.offset];
      if (char === undefined) this.fail(atEnd);
      if (char === '"') {
        this.offset += 1;
        return text;
      }
      if (char !== '\\') {
        const code = `(CTRL-CHAR, code ${char.charCodeAt(0)})`;
        this.offset += 1;
        const rule = `has to be escaped using backslash to be included in ${noun}`;
        this.fail(`Illegal unquoted character (${code}): ${rule}`, this.offset - 1);
      }
      this.offset += 1;
      text += this.scanEscape();
    }
  }

  private scanEscape(): string {
    const char = this.source[this.offset];
    if (char === undefined) this.fail('Unexpected end-of-input in character escape sequence');
    if (char !== 'u') {
      const plain = '"\\/'.includes(char) ? char : ESCAPES[char];
      if (plain === undefined) this.fail(`Unrecognized character escape '${char}' (code ${char.charCodeAt(0)})`);
      this.offset += 1;
      return plain;
    }
    this.offset += 1;
    const digits = this.take(/[0-9a-fA-F]{1,4}/y);
    if (digits.length < 4) {
      if (this.offset === this.source.length) this.fail('Unexpected end-of-input in character escape sequence');
      this.unexpected(': expected a hex-digit for character escape sequence');
    }
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}
