/** The body as the caller meant it: out of its compression and out of the SDKs' signed chunks. */
import { gunzipSync } from 'node:zlib';
import { AwsError } from '../core/aws-error';
import type { WireRequest } from './wire';
import { malformed } from './wire-error';

/** The longest body, in bytes, compressed or not, that the endpoint takes in. */
export const longestBody = 128 * 1024 * 1024;

/** The answer to a body that is longer than `longestBody`. */
export function tooLong(): AwsError {
  return new AwsError('RequestEntityTooLarge', `The sandbox reads bodies of at most ${longestBody} bytes.`);
}

/**
 * Undoes the encodings that an SDK puts on by itself.
 *
 * `gunzip` is false for S3, where `Content-Encoding: gzip` describes the object and is kept with it.
 */
export function decodeContent(request: WireRequest, gunzip: boolean): WireRequest {
  const encodings = (request.headers['content-encoding'] ?? '').split(',').map((encoding) => encoding.trim());
  const streamed = request.headers['x-amz-content-sha256']?.startsWith('STREAMING-') ?? false;
  let decoded = request;
  if (encodings.includes('aws-chunked') || streamed) decoded = unchunk(decoded, encodings);
  if (gunzip && encodings.includes('gzip')) decoded = { ...decoded, body: inflate(decoded.body) };
  return decoded;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming-trailers.html */
function unchunk(request: WireRequest, encodings: readonly string[]): WireRequest {
  const body = Buffer.from(request.body.buffer, request.body.byteOffset, request.body.byteLength);
  const pieces: Buffer[] = [];
  let position = 0;
  for (;;) {
    const lineEnd = body.indexOf('\r\n', position);
    const size = lineEnd < 0 ? '' : (body.toString('latin1', position, lineEnd).split(';')[0] ?? '');
    if (!/^[0-9a-f]{1,8}$/i.test(size))
      throw new AwsError('IncompleteBody', 'A chunk of the body has no readable size.');
    const start = lineEnd + 2;
    const end = start + Number.parseInt(size, 16);
    if (end === start) {
      position = start;
      break;
    }
    if (end > body.length) throw new AwsError('IncompleteBody', 'The body ends within a chunk.');
    pieces.push(body.subarray(start, end));
    position = end + 2;
  }
  const whole = Buffer.concat(pieces);
  const rest = encodings.filter((encoding) => encoding !== 'aws-chunked' && encoding !== '');
  const { 'content-encoding': _encoding, ...headers } = request.headers;
  return {
    ...request,
    body: whole,
    headers: {
      ...headers,
      ...trailers(body.toString('latin1', position)),
      ...(rest.length > 0 ? { 'content-encoding': rest.join(', ') } : {}),
      'content-length': String(whole.length),
    },
  };
}

/** Checksums that the SDK knows only after the last byte come as headers behind the body. */
function trailers(text: string): Record<string, string> {
  const found: [string, string][] = [];
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon > 0) found.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
  }
  return Object.fromEntries(found);
}

function inflate(body: Uint8Array): Uint8Array {
  try {
    return gunzipSync(body, { maxOutputLength: longestBody });
  } catch (error) {
    if (error instanceof RangeError) throw tooLong();
    throw malformed('The body says that it is compressed with gzip, and it is not.');
  }
}
