/** The errors that every AWS service may answer and none declares: each has a name per family of protocols. */

/** How a family of protocols spells errors. */
export type Dialect = 'json' | 'query' | 's3';

export interface CommonError extends Readonly<Record<Dialect, string>> {
  readonly status: number;
  /** Names by which some services declare this error as one of their own; theirs wins. */
  readonly declared?: readonly string[];
}

/**
 * The common errors that the sandbox itself answers, or that a fault injector may.
 *
 * https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and, for S3,
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html
 */
const commonErrors: readonly CommonError[] = [
  {
    json: 'AccessDeniedException',
    query: 'AccessDenied',
    s3: 'AccessDenied',
    status: 403,
    declared: ['AuthorizationErrorException'],
  },
  {
    json: 'ThrottlingException',
    query: 'Throttling',
    s3: 'SlowDown',
    status: 400,
    declared: ['ThrottledException', 'TooManyRequestsException', 'RequestThrottled'],
  },
  { json: 'ValidationException', query: 'ValidationError', s3: 'InvalidRequest', status: 400 },
  { json: 'SerializationException', query: 'MalformedInput', s3: 'MalformedXML', status: 400 },
  {
    json: 'MissingAuthenticationTokenException',
    query: 'MissingAuthenticationToken',
    s3: 'MissingSecurityHeader',
    status: 403,
  },
  {
    json: 'IncompleteSignatureException',
    query: 'IncompleteSignature',
    s3: 'AuthorizationHeaderMalformed',
    status: 400,
  },
  { json: 'UnrecognizedClientException', query: 'InvalidClientTokenId', s3: 'InvalidAccessKeyId', status: 403 },
  { json: 'ExpiredTokenException', query: 'ExpiredToken', s3: 'ExpiredToken', status: 403 },
  {
    json: 'RequestEntityTooLargeException',
    query: 'RequestEntityTooLarge',
    s3: 'EntityTooLarge',
    status: 413,
  },
  { json: 'NotImplemented', query: 'NotImplemented', s3: 'NotImplemented', status: 501 },
  { json: 'InternalFailure', query: 'InternalFailure', s3: 'InternalError', status: 500 },
  {
    json: 'ServiceUnavailableException',
    query: 'ServiceUnavailable',
    s3: 'ServiceUnavailable',
    status: 503,
  },
];

const bySpelling = new Map(
  commonErrors.flatMap((error) => [error.json, error.query, error.s3].map((spelling) => [spelling, error] as const)),
);

/** The common error that any family spells so. */
export function commonError(code: string): CommonError | undefined {
  return bySpelling.get(code);
}

/**
 * The status of an error of S3 that its model does not declare, which is most of them.
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html#ErrorCodeList
 */
export function s3Status(code: string): number {
  if (/^NoSuch|NotFound/.test(code)) return 404;
  if (/^BucketNotEmpty$|^BucketAlready|^OperationAborted$|^InvalidBucketState$|^InvalidObjectState$/.test(code))
    return 409;
  if (code === 'MethodNotAllowed') return 405;
  if (code === 'PreconditionFailed') return 412;
  if (code === 'InvalidRange') return 416;
  return 400;
}
