/** The commands that a document tells people to run. */
import { read } from './documentation';

/**
 * The lines of the shell examples under a heading, up to the next one of any level.
 *
 * @throws Error when there is no such heading, or nothing to run under it
 */
export function commandsUnder(path: string, heading: string): string[] {
  const [, section] = read(path).split(new RegExp(`^#+ ${heading}$`, 'm'));
  if (section === undefined) throw new Error(`${path} has no heading "${heading}".`);
  const [text = ''] = section.split(/^#+ /m);
  const blocks = [...text.matchAll(/^( *)```sh\n([\s\S]*?)^\1```$/gm)].map(([, , block = '']) => block);
  const lines = blocks.flatMap((block) => block.split('\n').map((line) => line.trim())).filter((line) => line !== '');
  if (lines.length === 0) throw new Error(`${path} has no commands under "${heading}".`);
  return lines;
}
