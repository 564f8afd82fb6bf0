/** A function's deployment package: the zip file that a program's archive becomes. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { asset } from '@pulumi/pulumi';
import { zipSync } from 'fflate';

type Files = Record<string, Uint8Array>;

/** The oldest time that a zip file can hold, so that equal content makes an equal package. */
const MODIFIED = new Date(1980, 0, 1);

/**
 * Zips an archive.
 *
 * @throws Error for an archive or asset that is fetched from elsewhere, and for a file that is no zip file
 */
export async function deploymentPackage(archive: unknown): Promise<Uint8Array> {
  if (archive instanceof asset.FileArchive) {
    const path = await archive.path;
    if ((await stat(path)).isFile()) return packageFile(path);
  }
  const files = await filesOf(archive);
  const sorted = Object.fromEntries(Object.entries(files).sort(([left], [right]) => (left < right ? -1 : 1)));
  // Readable by everyone: Lambda runs the function as another user than the one who owns the files.
  return zipSync(sorted, { mtime: MODIFIED, os: 3, attrs: 0o100644 << 16 });
}

async function packageFile(path: string): Promise<Uint8Array> {
  if (!path.endsWith('.zip')) throw new Error(`Lambda takes a directory or a .zip file, and ${path} is neither.`);
  return await readFile(path);
}

async function filesOf(archive: unknown): Promise<Files> {
  if (archive instanceof asset.FileArchive) return directory(await archive.path);
  if (!(archive instanceof asset.AssetArchive))
    throw new Error('The sandbox reads AssetArchive and FileArchive, and nothing that has to be fetched.');
  const files: Files = {};
  for (const [name, part] of Object.entries(await archive.assets)) {
    if (asset.Asset.isInstance(part)) files[name] = await content(part, name);
    else for (const [path, bytes] of Object.entries(await filesOf(part))) files[`${name}/${path}`] = bytes;
  }
  return files;
}

async function content(part: unknown, name: string): Promise<Uint8Array> {
  if (part instanceof asset.StringAsset) return new TextEncoder().encode(await part.text);
  if (part instanceof asset.FileAsset) return await readFile(await part.path);
  throw new Error(`The sandbox reads StringAsset and FileAsset, and "${name}" is neither.`);
}

async function directory(path: string): Promise<Files> {
  const files: Files = {};
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const inner = join(path, entry.name);
    if (!entry.isDirectory()) files[entry.name] = await readFile(inner);
    else for (const [name, bytes] of Object.entries(await directory(inner))) files[`${entry.name}/${name}`] = bytes;
  }
  return files;
}
