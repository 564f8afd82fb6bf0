/** What a Markdown file of the project says that can be checked: its links, headings, commands, and the files it names. */

/** A link, an image included, as it is written. */
export interface Link {
  readonly text: string;
  /** The address without its fragment; empty for a link within the same file. */
  readonly address: string;
  /** What follows `#`. */
  readonly anchor?: string;
}

export interface Markdown {
  readonly links: readonly Link[];
  /** The anchors of the headings, as GitHub makes them. */
  readonly anchors: readonly string[];
  /** Code spans, and the words of the shell examples. */
  readonly code: readonly string[];
  /** Names of npm's commands and scripts: `start` of `npm start`, `lint` of `npm run lint`. */
  readonly npmCommands: readonly { readonly name: string; readonly isScript: boolean }[];
  /** Everything outside of fenced blocks. */
  readonly prose: string;
}

const FENCE = /^ {0,3}(```+|~~~+)([^\n`]*)\n([\s\S]*?)^ {0,3}\1[^\S\n]*$/gm;
const SHELLS = ['', 'bash', 'console', 'sh', 'shell', 'text'];

export function parseMarkdown(source: string): Markdown {
  const blocks: string[] = [];
  const prose = source.replace(FENCE, (_, __, language: string, content: string) => {
    if (SHELLS.includes(language.trim())) blocks.push(content);
    return '';
  });
  const spans = [...prose.matchAll(/(?<!`)(`+)(?!`)([\s\S]+?)(?<!`)\1(?!`)/g)].map(([, , span = '']) => span.trim());
  return {
    prose,
    links: linksOf(prose),
    anchors: anchorsOf(prose),
    code: [...spans, ...blocks.flatMap((block) => block.split(/\s+/))].filter((each) => each !== ''),
    npmCommands: [...spans, ...blocks].flatMap(npmCommandsOf),
  };
}

function linksOf(prose: string): Link[] {
  const written = [
    ...prose.matchAll(/(?<!!)\[((?:`[^`]*`|!\[[^\]]*\]\([^)]*\)|[^[\]`])*)\]\(\s*([^()\s]+)(?:\s+"[^"]*")?\s*\)/g),
    ...prose.matchAll(/^ {0,3}\[([^\]]+)\]:\s*<?([^\s>]+)/gm),
    ...prose.matchAll(/<(?:a|img|source)\b()[^>]*?\b(?:href|src|srcset)="([^"\s]+)[^"]*"/g),
    ...prose.matchAll(/!\[([^\]]*)\]\(\s*([^()\s]+)[^)]*\)/g),
  ];
  return written.map(([, text = '', target = '']) => {
    const [address = '', ...fragment] = target.split('#');
    return { text, address, ...(fragment.length === 0 ? {} : { anchor: fragment.join('#') }) };
  });
}

/** GitHub's own rule: lower case, only letters, digits, hyphens and underscores, spaces as hyphens; repeated ones counted. */
function anchorsOf(prose: string): string[] {
  const times = new Map<string, number>();
  return [...prose.matchAll(/^ {0,3}#{1,6}\s+(.+?)\s*#*\s*$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-');
    const before = times.get(anchor) ?? 0;
    times.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

function npmCommandsOf(code: string): { name: string; isScript: boolean }[] {
  return [...code.matchAll(/(?<![\w./@-])npm (run |run-script )?(?:--?[\w-]+ )*([a-z][\w:-]*)/g)].map(
    ([, run, name = '']) => ({ name, isScript: run !== undefined }),
  );
}
