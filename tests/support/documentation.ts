/** What is wrong with a Markdown file of the project, as sentences. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, extname, join, posix } from 'node:path';
import { type Link, type Markdown, parseMarkdown } from './markdown';

const ROOT = join(__dirname, '../..');
/** npm's own commands that need no script. `start` and `test` do. */
const NPM_COMMANDS = ['audit', 'ci', 'exec', 'install', 'ls', 'outdated', 'pack', 'update', 'view'];
const SOURCES = ['.cjs', '.js', '.json', '.md', '.mjs', '.svg', '.ts', '.yaml', '.yml'];

/** Folders that git leaves out, as `.gitignore` lists them. */
const IGNORED_FOLDERS = read('.gitignore')
  .split('\n')
  .filter((line) => line.endsWith('/'));

/** The files of the project by their path from its root: what git takes. */
export const FILES: readonly string[] = filesUnder('');
const FOLDERS = new Set(FILES.flatMap(foldersAbove));
const SCRIPTS = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);

export function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

/**
 * Looks at one file.
 *
 * @param path from the root of the project: relative links start from there
 * @param source its text
 */
export function problemsOf(path: string, source: string): string[] {
  const markdown = parseMarkdown(source);
  return [
    ...markdown.links.flatMap((link) => linkProblems(path, markdown, link)),
    ...markdown.code.flatMap((code) => fileProblems(path, code)),
    ...markdown.npmCommands
      .filter(({ name, isScript }) => !SCRIPTS.includes(name) && (isScript || !NPM_COMMANDS.includes(name)))
      .map(({ name }) => `package.json has no script "${name}".`),
    ...machinePaths(source).map((found) => `"${found}" is a path of one machine.`),
  ];
}

function linkProblems(path: string, { anchors }: Markdown, { text, address, anchor }: Link): string[] {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address))
    return /^(https|mailto):/.test(address) ? [] : [`The link to ${address} is neither https nor mailto.`];
  if (address.startsWith('/')) return [`The link to ${address} does not start from the file.`];
  if (address === '') return anchorProblems(path, anchors, anchor);
  const target = posix.normalize(posix.join(dirname(path), decodeURIComponent(address))).replace(/\/$/, '');
  if (target.startsWith('..')) return [`The link to ${address} leaves the project.`];
  if (!isThere(target)) return [`The link to ${address} points to nothing.`];
  return [...nameProblems(target, text), ...targetAnchorProblems(target, anchor)];
}

function targetAnchorProblems(target: string, anchor: string | undefined): string[] {
  if (anchor === undefined) return [];
  if (extname(target) === '.md') return anchorProblems(target, parseMarkdown(read(target)).anchors, anchor);
  return [`The link to ${target} ends in #${anchor}: lines move. Name what is meant instead.`];
}

function anchorProblems(target: string, anchors: readonly string[], anchor = ''): string[] {
  return anchor === '' || anchors.includes(anchor) ? [] : [`${target} has no heading #${anchor}.`];
}

/** A link whose text is code says what to look for in the file: the file's path, or a name that it declares. */
function nameProblems(target: string, text: string): string[] {
  const [, code] = /^`([^`]+)`$/.exec(text) ?? [];
  if (code === undefined) return [];
  if (/[/.]/.test(code))
    return `/${target}`.endsWith(`/${code.replace(/\/$/, '')}`) ? [] : [`The link "${code}" points to ${target}.`];
  if (!['.cjs', '.mjs', '.ts'].includes(extname(target)) || !/^[A-Za-z_$][\w$]*$/.test(code)) return [];
  return declares(read(target), code) ? [] : [`${target} declares no ${code}.`];
}

function declares(source: string, name: string): boolean {
  const word = `(?<![\\w$])${name.replaceAll('$', '\\$')}(?![\\w$])`;
  return (
    new RegExp(`\\b(?:function\\*?|class|interface|type|const|let)\\s+${word}`).test(source) ||
    new RegExp(`^ {2}(?:(?:private|async|readonly|static)\\s+)*${word}[(<?:]`, 'm').test(source)
  );
}

/** A file that is named must be there: by its path from the root, or by the end of it. `<…>` and `*` stand for anything. */
function fileProblems(path: string, code: string): string[] {
  const named = code.replace(/^["'(]+|["'),;:.]+$/g, '').replace(/^\.\//, '');
  if (!/^[\w.@<>*/-]+$/.test(named) || named.startsWith('@') || isIgnored(named)) return [];
  const [first = ''] = named.split('/');
  const isPath = named.includes('/') && (FOLDERS.has(first) || SOURCES.includes(extname(named)));
  if (!isPath && !SOURCES.some((extension) => named.endsWith(extension) && named !== extension)) return [];
  return isNamed(dirname(path), named) ? [] : [`There is no ${named}.`];
}

function isNamed(folder: string, named: string): boolean {
  if (/[<*]/.test(named)) {
    const pattern = named.replace(/[.$]/g, '\\$&').replace(/<[^>]*>|\*+/g, '[^/]*');
    return FILES.some((file) => new RegExp(`(^|/)${pattern}`).test(file));
  }
  const name = named.replace(/\/$/, '');
  return [...FILES, ...FOLDERS].some((each) => `/${each}`.endsWith(`/${name}`)) || isThere(posix.join(folder, name));
}

/** Paths that exist on the machine of whoever wrote them. */
function machinePaths(source: string): string[] {
  const unix = /(?<![\w./:*-])\/(?:Users|home|mnt|opt|private|root|tmp|usr|var|work)\/[^\s`"')]*/g;
  return [...source.matchAll(unix), ...source.matchAll(/\b[A-Z]:\\\S*|file:\/\/\S*/g)].map(([found]) => found);
}

function isThere(path: string): boolean {
  return FILES.includes(path) || FOLDERS.has(path) || path === '.';
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(ROOT, folder)).flatMap((name) => {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (name === '.git' || isIgnored(path)) return [];
    return statSync(join(ROOT, path)).isDirectory() ? filesUnder(path) : [path];
  });
}

function foldersAbove(file: string): string[] {
  const parts = file.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}

function isIgnored(path: string): boolean {
  return IGNORED_FOLDERS.some((folder) => `${path}/`.startsWith(folder));
}
