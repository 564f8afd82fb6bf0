/** Patterns for JSON messages: `{ ($.eventName = "Stop*") && ($.errorCode NOT EXISTS) }`. */
import type { FilterPattern } from './index';
import { invalidPattern } from './invalid-pattern';
import { type Comparison, compare, isOperator, type Operator, readValue } from './json-comparison';
import { parseSelector, type Selector, selected } from './json-selector';

type Condition = (event: unknown) => boolean;

const TOKEN =
  /\s*(&&|\|\||[()]|!=|<=|>=|=|<|>|"(?:\\.|[^"\\])*"|%[^%]*%|\$(?:[^\s()&|=!<>"[\]]|\[[^\]]*\])*|[^\s()&|=!<>"%]+)/y;

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html#matching-terms-json-log-events */
export function parseJsonPattern(source: string): FilterPattern {
  if (!source.endsWith('}')) throw invalidPattern('the closing brace is missing');
  const condition = new Parser(tokensOf(source.slice(1, -1))).whole();
  return (message) => {
    const event = parsed(message);
    return event !== undefined && condition(event);
  };
}

/** Messages that are no JSON objects match no JSON pattern. */
function parsed(message: string): unknown {
  if (!message.trimStart().startsWith('{')) return undefined;
  try {
    return JSON.parse(message);
  } catch {
    return undefined;
  }
}

function tokensOf(source: string): string[] {
  const tokens: string[] = [];
  const token = new RegExp(TOKEN);
  while (source.slice(token.lastIndex).trim() !== '') {
    const from = token.lastIndex;
    const found = token.exec(source);
    if (found === null) throw invalidPattern(`"${source.slice(from).trim()}" cannot be read`);
    tokens.push(found[1] ?? '');
  }
  return tokens;
}

class Parser {
  private position = 0;

  constructor(private readonly tokens: readonly string[]) {}

  whole(): Condition {
    const condition = this.alternatives();
    if (this.position < this.tokens.length) throw invalidPattern(`unexpected ${this.tokens[this.position]}`);
    return condition;
  }

  private alternatives(): Condition {
    const parts = [this.conjunction()];
    while (this.take('||')) parts.push(this.conjunction());
    return (event) => parts.some((part) => part(event));
  }

  private conjunction(): Condition {
    const parts = [this.single()];
    while (this.take('&&')) parts.push(this.single());
    return (event) => parts.every((part) => part(event));
  }

  private single(): Condition {
    if (this.take('(')) {
      const inner = this.alternatives();
      if (!this.take(')')) throw invalidPattern('a parenthesis is not closed');
      return inner;
    }
    const selector = parseSelector(this.next());
    const operator = this.next();
    if (isOperator(operator)) return this.comparison(selector, operator);
    return this.state(selector, operator.toUpperCase());
  }

  private comparison(selector: Selector, operator: Operator): Condition {
    const comparison: Comparison = { operator, value: readValue(this.next()) };
    if (operator !== '=' && operator !== '!=' && comparison.value.kind !== 'number')
      throw invalidPattern(`the operator ${operator} needs a number`);
    return (event) => selected(event, selector).some((actual) => compare(actual, comparison));
  }

  /** `IS NULL`, `IS TRUE`, `IS FALSE`, `EXISTS`, `NOT EXISTS`. */
  private state(selector: Selector, word: string): Condition {
    if (word === 'EXISTS') return (event) => selected(event, selector).length > 0;
    const state = `${word} ${this.next().toUpperCase()}`;
    switch (state) {
      case 'NOT EXISTS':
        return (event) => selected(event, selector).length === 0;
      case 'IS NULL':
        return (event) => selected(event, selector).includes(null);
      case 'IS TRUE':
        return (event) => selected(event, selector).includes(true);
      case 'IS FALSE':
        return (event) => selected(event, selector).includes(false);
      default:
        throw invalidPattern(`${state} is not a condition`);
    }
  }

  private take(token: string): boolean {
    if (this.tokens[this.position] !== token) return false;
    this.position += 1;
    return true;
  }

  private next(): string {
    const token = this.tokens[this.position];
    if (token === undefined) throw invalidPattern('it ends too early');
    this.position += 1;
    return token;
  }
}
