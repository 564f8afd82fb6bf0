/** How much code the responder has to load before it can switch logging on again, and whose clients are in it. */
import { basename } from 'node:path';
import type { PackagedFile } from '../../infra/bundling';
import type { Figure } from './figure';
import { clientsIn, ENTRY, inFolder, samplePackage, staticClosure } from './responder-package';
import { type ProbedCall, probedCalls } from './responder-process';

/** The services that the way to StartLogging itself leads through. */
const NEEDED = ['cloudtrail', 'sts'];

interface LoadedCode {
  readonly files: readonly PackagedFile[];
  /** Those of the package that load before the first statement runs. */
  readonly atOnce: readonly string[];
  /** Those that were further loaded when StartLogging was sent. */
  readonly meanwhile: readonly string[];
}

export const RESPONDER_CODE: Figure = {
  name: 'responder-code',
  title: 'Responder code loaded before StartLogging is sent',
  unit: 'KB',
  target: { bound: 'under', value: 400 },
  measure: async () => {
    const { files, atOnce, meanwhile } = await loadedCode();
    const all = bytesOf(files, [...atOnce, ...meanwhile]);
    return {
      value: all / 1000,
      notes: [
        `${ENTRY} and what it imports statically: ${kilobytes(bytesOf(files, atOnce))} in ${atOnce.length} files`,
        `loaded by import() before StartLogging was sent: ${kilobytes(bytesOf(files, meanwhile))} in ${meanwhile.length} files`,
        `the whole package: ${kilobytes(
          bytesOf(
            files,
            files.map(([name]) => name),
          ),
        )} in ${files.length} files`,
      ],
    };
  },
};

export const RESPONDER_CLIENTS: Figure = {
  name: 'responder-clients',
  title: 'Clients of other services among that code',
  unit: 'clients',
  target: { bound: 'at most', value: 0 },
  measure: async () => {
    const { files, atOnce, meanwhile } = await loadedCode();
    const found = new Set([...atOnce, ...meanwhile].flatMap((name) => clientsIn(textOf(files, name))));
    const missing = NEEDED.filter((service) => !found.has(service));
    if (missing.length > 0)
      throw new Error(`The clients of ${missing.join(', ')} were not recognised, so others may not have been either.`);
    const others = [...found].filter((service) => !NEEDED.includes(service));
    const later = new Set(files.flatMap(([, text]) => clientsIn(text)).filter((service) => !found.has(service)));
    return {
      value: others.length,
      notes: [`loaded before: ${[...found].join(', ')}`, `only when they are used: ${[...later].join(', ') || 'none'}`],
    };
  },
};

let measured: Promise<LoadedCode> | undefined;

function loadedCode(): Promise<LoadedCode> {
  measured ??= load();
  return measured;
}

async function load(): Promise<LoadedCode> {
  const files = samplePackage();
  return await inFolder(files, async (folder) => {
    const atOnce = staticClosure(folder);
    const loaded = loadedAt('StartLogging', await probedCalls(folder)).map((file) => basename(file));
    const unseen = atOnce.filter((name) => !loaded.includes(name));
    if (unseen.length > 0) throw new Error(`The probe did not see ${unseen.join(', ')} being loaded.`);
    const meanwhile = files.map(([name]) => name).filter((name) => loaded.includes(name) && !atOnce.includes(name));
    return { files, atOnce, meanwhile };
  });
}

/**
 * The files that were loaded when an operation was first called.
 *
 * @param operation as the end of what names it on the wire (`…CloudTrail_20131101.StopLogging`, `…/operation/StopLogging`)
 */
export function loadedAt(operation: string, calls: readonly ProbedCall[]): readonly string[] {
  const first = calls.find(({ call }) => new RegExp(`[./]${operation}$`).test(call));
  if (first !== undefined) return first.loaded;
  throw new Error(`The responder never called ${operation}; it called ${calls.map(({ call }) => call).join(', ')}.`);
}

/** The size of some files of a package, in bytes. */
export function bytesOf(files: readonly PackagedFile[], names: readonly string[]): number {
  return names.reduce((bytes, name) => bytes + Buffer.byteLength(textOf(files, name)), 0);
}

function textOf(files: readonly PackagedFile[], name: string): string {
  const file = files.find(([each]) => each === name);
  if (file === undefined) throw new Error(`The package has no file ${name}.`);
  return file[1];
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} KB`;
}
