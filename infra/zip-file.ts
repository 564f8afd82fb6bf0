/** Zip files that are the same for the same files, to the last bit, wherever and whenever they are made. */
import { crc32 } from 'node:zlib';

const UTF8_NAMES = 0x0800;
/** The first day that the format can say: 1980-01-01. */
const MODIFIED = 0x0021;
/** The version of the format that is needed to unpack: 1.0. */
const NEEDED = 10;
/** Written on Unix, so that the mode below counts. */
const MADE_BY = (3 << 8) | NEEDED;
/** A file that everyone may read: Lambda runs a function as another user than the one who unpacks it. */
const MODE = 0o100644 << 16;

/**
 * Packs texts into a zip file, ordered by name.
 *
 * They are stored as they are: what a compressor makes of them differs from one release of it to the next.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
export function zipFile(files: readonly (readonly [name: string, text: string])[]): Buffer {
  const sorted = [...files].sort(([left], [right]) => (left < right ? -1 : 1));
  const entries: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of sorted) {
    const path = Buffer.from(name);
    const content = Buffer.from(text);
    const description = describe(path, content);
    const entry = Buffer.concat([words('PK\x03\x04'), description, path, content]);
    entries.push(entry);
    directory.push(Buffer.concat([words('PK\x01\x02', [2, MADE_BY]), description, placeOf(offset), path]));
    offset += entry.length;
  }
  const listing = Buffer.concat(directory);
  const counts: Field[] = [
    [2, 0],
    [2, 0],
    [2, sorted.length],
    [2, sorted.length],
    [4, listing.length],
    [4, offset],
    [2, 0],
  ];
  return Buffer.concat([...entries, listing, words('PK\x05\x06', ...counts)]);
}

/** What stands of a file both before its content and in the directory. */
function describe(path: Buffer, content: Buffer): Buffer {
  return words(
    '',
    [2, NEEDED],
    [2, UTF8_NAMES],
    [2, 0],
    [2, 0],
    [2, MODIFIED],
    [4, crc32(content)],
    [4, content.length],
    [4, content.length],
    [2, path.length],
    [2, 0],
  );
}

/** What the directory says besides: no comment, the first disk, the mode, and where the file begins. */
function placeOf(offset: number): Buffer {
  return words('', [2, 0], [2, 0], [2, 0], [4, MODE], [4, offset]);
}

type Field = readonly [bytes: 2 | 4, value: number];

/** A signature and numbers, the lowest byte first. */
function words(signature: string, ...fields: readonly Field[]): Buffer {
  const numbers = fields.map(([bytes, value]) => {
    const buffer = Buffer.alloc(bytes);
    buffer.writeUIntLE(value >>> 0, 0, bytes);
    return buffer;
  });
  return Buffer.concat([Buffer.from(signature, 'latin1'), ...numbers]);
}
