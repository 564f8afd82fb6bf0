/** Who is calling, and which service of which Region: read from the request's signature. */
import { AwsError } from '../core/aws-error';
import type { WireRequest } from './wire';

export interface Identity {
  readonly accessKeyId: string;
  /** Only with temporary credentials. */
  readonly sessionToken: string | undefined;
  readonly region: string;
  /** The service's signing name: `events`, `monitoring`, … */
  readonly service: string;
}

/**
 * Reads a Signature Version 4, from the `Authorization` header or from a presigned URL.
 *
 * The signature itself is not verified: the sandbox listens on loopback, the access key id chooses the account, and any
 * secret is as good as another, so there is nothing that a correct signature would protect.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
 *
 * @throws AwsError `MissingAuthenticationToken` without a signature, `IncompleteSignature` with one that cannot be read.
 */
export function identify(request: WireRequest): Identity {
  const header = request.headers.authorization;
  if (header !== undefined) return fromHeader(header, request.headers['x-amz-security-token']);
  const credential = request.query.get('X-Amz-Credential');
  if (credential === null) {
    const former = request.query.get('AWSAccessKeyId');
    // boto3 still presigns URLs of S3 with Signature Version 2, which knows no Region but the first.
    if (former !== null && request.query.has('Signature')) {
      return { accessKeyId: former, sessionToken: undefined, region: 'us-east-1', service: 's3' };
    }
    const message = 'Request is missing Authentication Token: sign it with AWS Signature Version 4.';
    throw new AwsError('MissingAuthenticationToken', message);
  }
  return fromCredential(credential, request.query.get('X-Amz-Security-Token') ?? undefined);
}

function fromHeader(header: string, sessionToken: string | undefined): Identity {
  const space = header.indexOf(' ');
  const algorithm = space < 0 ? header : header.slice(0, space);
  if (algorithm !== 'AWS4-HMAC-SHA256') {
    throw incomplete(`Unsupported signing algorithm '${algorithm}'. The sandbox reads AWS4-HMAC-SHA256.`);
  }
  const parameters = new Map<string, string>();
  for (const part of header.slice(space).split(',')) {
    const equals = part.indexOf('=');
    if (equals > 0) parameters.set(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
  }
  const absent = ['Credential', 'Signature', 'SignedHeaders'].filter((name) => !parameters.get(name));
  if (absent.length > 0) {
    const wishes = absent.map((name) => `Authorization header requires '${name}' parameter.`).join(' ');
    throw incomplete(`${wishes} Authorization=${header}`);
  }
  return fromCredential(parameters.get('Credential') ?? '', sessionToken);
}

function fromCredential(credential: string, sessionToken: string | undefined): Identity {
  const elements = credential.split('/');
  const [accessKeyId, date, region, service, term] = elements;
  if (elements.length !== 5 || !accessKeyId || !date || !region || !service || term !== 'aws4_request') {
    const form = 'Credential must have exactly 5 slash-delimited elements, keyid/date/region/service/aws4_request';
    throw incomplete(`${form}, got '${credential}'.`);
  }
  return { accessKeyId, sessionToken, region, service };
}

function incomplete(message: string): AwsError {
  return new AwsError('IncompleteSignature', message);
}
