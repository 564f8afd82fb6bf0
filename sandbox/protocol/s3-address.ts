/** Which bucket a request to S3 is for: the first segment of the path, or the first part of the host name. */
import { decodePath } from './routes';
import type { WireRequest } from './wire';

/** Hosts that serve every bucket: S3's own, and a sandbox that is addressed by name. */
const host = /^(?:(.+?)\.)??(?:s3(?:[.-][a-z0-9.-]*)?\.(?:amazonaws\.com(?:\.cn)?|localhost)|localhost)$/i;

/**
 * Takes the bucket out of the address; what remains is the path that S3's operations are declared with.
 *
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/VirtualHosting.html
 */
export function bucketOf(request: WireRequest): { bucket: string | undefined; path: string } {
  const name = (request.headers.host ?? '').replace(/:\d+$/, '');
  const bucket = name.length <= 255 ? host.exec(name)?.[1] : undefined;
  if (bucket !== undefined) return { bucket, path: request.path };
  const [, first = '', rest = '/'] = /^\/([^/]*)(\/.*)?$/s.exec(request.path) ?? [];
  return first === '' ? { bucket: undefined, path: '/' } : { bucket: decodePath(first), path: rest };
}
