/** Markdown in which nothing that is shown can become markup: names and values come from whoever proposes a change. */

/** Code within a line. */
export function code(text: string): string {
  const plain = text.replace(/[\r\n]+/g, ' ');
  const longest = longestRun(plain);
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${plain}${fence}` : `${fence} ${plain} ${fence}`;
}

/** A row of a table. */
export function row(...cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** A block of code, whose fence is longer than any in it. */
export function block(language: string, lines: readonly string[], indentation = ''): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence].map((line) => `${indentation}${line}`.trimEnd()).join('\n');
}

/** What is shown when it is asked for. */
export function details(summary: string, inside: string, isOpen: boolean): string {
  return [
    `<details${isOpen ? ' open' : ''}>`,
    `<summary>${escaped(summary)}</summary>`,
    '',
    inside,
    '',
    '</details>',
  ].join('\n');
}

/**
 * What `render` makes with as many lines as fit.
 *
 * @param render makes the text with at most so many lines in each of its long parts
 */
export function withinLimit(mostCharacters: number, render: (mostLines: number) => string): string {
  for (let most = 4096; most > 1; most = Math.floor(most / 2)) {
    const text = render(most);
    if (text.length <= mostCharacters) return text;
  }
  const shortest = render(0);
  return shortest.length <= mostCharacters ? shortest : `${shortest.slice(0, mostCharacters - 2)}…\n`;
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
