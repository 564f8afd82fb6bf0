/** The base of a branch, checked out beside it, ready to be deployed. */
import { linkSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { complaintOf, run } from './command';

export interface BaseCheckout {
  readonly folder: string;
  readonly commit: string;
  /** Whether the branch, with what is not committed yet, differs from the base under this path. */
  differs(path: string): Promise<boolean>;
  remove(): Promise<void>;
}

/**
 * Checks out the commit at which the branch left `base`, into a git worktree.
 *
 * @param root the checkout of the branch
 * @param folder where the base goes; not there yet, and on the same disk
 * @throws Error when there is no such commit, or no common one
 */
export async function checkOutBase(
  root: string,
  base: string,
  folder: string,
  signal?: AbortSignal,
): Promise<BaseCheckout> {
  const options = { cwd: root, ...(signal === undefined ? {} : { signal }) };
  const common = await run('git', ['merge-base', base, 'HEAD'], options);
  if (common.exitCode !== 0)
    throw new Error(
      `"--base" is "${base}", which has no commit in common with this branch here. ` +
        `Allowed: a branch, a tag or a commit; git fetch brings it. ${common.stderr.trim()}`.trim(),
    );
  const commit = common.stdout.trim();
  const added = await run('git', ['worktree', 'add', '--detach', folder, commit], options);
  if (added.exitCode !== 0) throw new Error(`git could not check out ${commit}: ${complaintOf(added)}`);
  const checkout: BaseCheckout = {
    folder,
    commit,
    differs: async (path) => {
      const changed = await run('git', ['diff', '--quiet', commit, '--', path], { cwd: root });
      const added = await run('git', ['ls-files', '--others', '--exclude-standard', '--', path], { cwd: root });
      return changed.exitCode !== 0 || added.stdout.trim() !== '';
    },
    remove: async () => {
      await run('git', ['worktree', 'remove', '--force', folder], { cwd: root });
    },
  };
  try {
    await installPackages(root, folder, signal);
  } catch (error) {
    await checkout.remove();
    throw error;
  }
  return checkout;
}

/** The same packages are linked, which takes a second; others are installed. */
async function installPackages(root: string, folder: string, signal?: AbortSignal): Promise<void> {
  const lock = (checkout: string): string => readFileSync(join(checkout, 'package-lock.json'), 'utf8');
  if (lock(root) === lock(folder)) {
    linkTree(join(root, 'node_modules'), join(folder, 'node_modules'));
    return;
  }
  const installed = await run('npm', ['ci'], { cwd: folder, ...(signal === undefined ? {} : { signal }) });
  if (installed.exitCode !== 0)
    throw new Error(`npm could not install the packages of the base: ${complaintOf(installed)}`);
}

/**
 * Links every file. One symbolic link to the folder would not do: the bundler puts the paths of what it bundles into the names
 * of its files, and the function would show as changed in every preview.
 */
function linkTree(from: string, to: string): void {
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else linkSync(source, target);
  }
}
