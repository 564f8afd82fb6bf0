/** The responder's package taken apart: which of its files load at once, and which clients of AWS services are in them. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { type PackagedFile, responderFiles } from '../../infra/bundling';
import { declaredState } from '../../infra/specifications/declared-state';
import { readSampleOrganization } from '../sample-organization';

export const ENTRY = 'index.mjs';

/** The package as the sample organization's security stack deploys it. */
export function samplePackage(): PackagedFile[] {
  return responderFiles(declaredState(readSampleOrganization().configuration));
}

/** Unpacks a package into a folder of its own, for as long as `work` takes. */
export async function inFolder<T>(files: readonly PackagedFile[], work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'trailwarden-bench-'));
  try {
    const task = join(folder, 'task');
    mkdirSync(task);
    for (const [name, text] of files) writeFileSync(join(task, name), text);
    return await work(task);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * The modules that Node loads before a module's first statement runs: the module, and what it imports statically, and so on.
 *
 * @param folder where the package is unpacked
 * @throws Error when the module does not exist, or cannot be read
 */
export function staticClosure(folder: string, entry = ENTRY): string[] {
  // esbuild reads the finished modules once more, only to tell which of them import which, and how.
  const { metafile } = buildSync({
    absWorkingDir: folder,
    entryPoints: [entry],
    outdir: 'unwritten',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
    logLevel: 'silent',
  });
  const closure = new Set<string>();
  const visit = (module: string): void => {
    if (closure.has(module)) return;
    closure.add(module);
    for (const { path, kind, external } of metafile.inputs[module]?.imports ?? [])
      if (kind === 'import-statement' && external !== true) visit(path);
  };
  visit(entry);
  return [...closure];
}

/** The AWS services whose clients are in a module, as their schemas name them: `cloudtrail`, `sts`. */
export function clientsIn(text: string): string[] {
  const services = [...text.matchAll(/com\.amazonaws\.([a-z0-9]+)/g)].map(([, service = '']) => service);
  return [...new Set(services)].sort();
}
