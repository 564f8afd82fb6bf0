/** Deployment packages: checked when they are given, unpacked when they are to run. */
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type UnzipFileInfo, unzipSync } from 'fflate';
import { AwsError, notImplemented } from '../../core/aws-error';
import type { DeploymentPackage } from './state';

const UNZIPPED_BYTES = 262_144_000;
const ZIPPED_BYTES = 52_428_800;

/** The ways to give a function its code; of them the sandbox takes the archive itself. */
export interface CodeSource {
  readonly ZipFile?: Uint8Array | undefined;
  readonly S3Bucket?: string | undefined;
  readonly ImageUri?: string | undefined;
}

/**
 * Reads a deployment package.
 *
 * @throws AwsError `InvalidParameterValueException`, `RequestEntityTooLargeException`
 * @see https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
 */
export function readPackage(source: CodeSource, operation: string): DeploymentPackage {
  if (source.S3Bucket !== undefined) throw notImplemented('lambda', `${operation} with code from a bucket`);
  if (source.ImageUri !== undefined) throw notImplemented('lambda', `${operation} with a container image`);
  const zip = source.ZipFile;
  if (zip === undefined)
    throw new AwsError('InvalidParameterValueException', 'Please provide a source for function code.');
  if (zip.length > ZIPPED_BYTES)
    throw new AwsError(
      'RequestEntityTooLargeException',
      `Request must be smaller than ${ZIPPED_BYTES} bytes for the ${operation} operation`,
    );
  const files = contents(zip);
  if (files.length === 0) throw new AwsError('InvalidParameterValueException', 'Uploaded file must be a non-empty zip');
  if (files.some(({ name }) => name.startsWith('/') || name.split(/[\\/]/).includes('..'))) throw unreadable();
  if (files.reduce((sum, { originalSize }) => sum + originalSize, 0) > UNZIPPED_BYTES)
    throw new AwsError('InvalidParameterValueException', `Unzipped size must be smaller than ${UNZIPPED_BYTES} bytes`);
  return { zip, sha256: createHash('sha256').update(zip).digest('base64') };
}

function contents(zip: Uint8Array): UnzipFileInfo[] {
  const files: UnzipFileInfo[] = [];
  try {
    unzipSync(zip, {
      filter: (file) => {
        files.push(file);
        return false;
      },
    });
  } catch {
    throw unreadable();
  }
  return files;
}

function unreadable(): AwsError {
  return new AwsError(
    'InvalidParameterValueException',
    'Could not unzip uploaded file. Please check your file, then try to upload again.',
  );
}

/** Writes a package's files into a folder that exists. */
export function unpack({ zip }: DeploymentPackage, folder: string): void {
  for (const [name, bytes] of Object.entries(unzipSync(zip))) {
    const path = join(folder, name);
    if (name.endsWith('/')) mkdirSync(path, { recursive: true });
    else {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, bytes);
    }
  }
}
