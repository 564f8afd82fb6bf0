/** From the sources of a function to the archive that Lambda runs: bundled in memory, and the same for the same input. */
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { buildSync } from 'esbuild';
import type { DeclaredState } from './specifications/declared-state';
import { zipFile } from './zip-file';

const ROOT = join(__dirname, '..');

/** A file of the package: its name, and its text. */
export type PackagedFile = readonly [name: string, text: string];

/**
 * Bundles the responder. What it needs for a repair is in the entry; everything else is in files that load when they are
 * used. ES modules by file ending, because Lambda turns module detection off.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function bundledCode(): PackagedFile[] {
  const { outputFiles } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: [{ in: 'functions/responder/handler.ts', out: 'index' }],
    outdir: 'responder',
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  });
  const outdir = join(ROOT, 'responder');
  return outputFiles.map(({ path, text }) => [path.slice(outdir.length + 1), text]);
}

let code: readonly PackagedFile[] | undefined;

/** The code, bundled once in a process, and the declared state, which alone differs from one package to the next. */
export function responderFiles(declared: DeclaredState): PackagedFile[] {
  code ??= bundledCode();
  return [...code, ['declared-state.json', `${JSON.stringify(declared, null, 2)}\n`]];
}

/** A deployment package, and what Lambda says of the code that it then runs. */
export interface FunctionPackage {
  readonly archive: pulumi.asset.Archive;
  /** The SHA-256 of the package, in base64. */
  readonly sha256: string;
}

/**
 * The responder's package, with the declared state in it.
 *
 * It is a zip file because that is uploaded as it is: only so is its hash known before, and code that somebody has replaced
 * shows in a refresh by its hash alone.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/pull/45618
 */
export function bundleResponder(declared: DeclaredState): FunctionPackage {
  const zip = zipFile(responderFiles(declared));
  const hash = createHash('sha256').update(zip);
  const path = join(packageFolder(), `${hash.copy().digest('hex')}.zip`);
  writeFileSync(path, zip);
  return { archive: new pulumi.asset.FileArchive(path), sha256: hash.digest('base64') };
}

let folder: string | undefined;

/** A folder of this process's own, until it ends. The engine reads a package while the program waits for it. */
function packageFolder(): string {
  if (folder !== undefined) return folder;
  const made = mkdtempSync(join(tmpdir(), 'trailwarden-'));
  process.once('exit', () => rmSync(made, { recursive: true, force: true }));
  folder = made;
  return made;
}
