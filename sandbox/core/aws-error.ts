/** Errors as AWS answers them: a code that clients branch on, and a sentence for people. */

/**
 * An error that a caller of the sandbox receives as AWS would send it.
 *
 * `code` is the error's shape name in the service's model (`TrailNotFoundException`), or one of AWS's common codes
 * (`AccessDenied`, `ValidationError`, `ThrottlingException`). The protocol adds the HTTP status and the wire spelling.
 */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** Further members of the error's shape, when it has any. */
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = code;
  }
}

/** The answer to an operation that the service has but the sandbox does not model. It never pretends. */
export function notImplemented(service: string, operation: string): AwsError {
  return new AwsError('NotImplemented', `The sandbox does not model ${service}:${operation}.`);
}
