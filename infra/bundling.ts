/** From the sources of a function to the archive that Lambda runs: bundled in memory, and the same for the same input. */
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { buildSync } from 'esbuild';
import type { DeclaredState } from './specifications/declared-state';

const ROOT = join(__dirname, '..');

/** A file of the package: its name, and its text. */
export type PackagedFile = readonly [name: string, text: string];

/**
 * Bundles the responder. What it needs for a repair is in the entry; everything else is in files that load when they are
 * used. ES modules by file ending, because Lambda turns module detection off.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/lambda-nodejs.html
 */
export function responderFiles(declared: DeclaredState): PackagedFile[] {
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
  return [
    ...outputFiles.map(({ path, text }): PackagedFile => [path.slice(outdir.length + 1), text]),
    ['declared-state.json', `${JSON.stringify(declared, null, 2)}\n`],
  ];
}

/** The responder's package, with the declared state in it. */
export function bundleResponder(declared: DeclaredState): pulumi.asset.AssetArchive {
  return new pulumi.asset.AssetArchive(
    Object.fromEntries(responderFiles(declared).map(([name, text]) => [name, new pulumi.asset.StringAsset(text)])),
  );
}
