/** Why an event did not reach its target, in EventBridge's own codes, and whether trying again may help. */
import { AwsError } from '../../core/aws-error';

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
export type DeliveryFailureCode =
  | 'ERROR_FROM_TARGET'
  | 'FAILED_TO_ASSUME_ROLE'
  | 'INTERNAL_ERROR'
  | 'INVALID_JSON'
  | 'INVALID_PARAMETER'
  | 'NO_PERMISSIONS'
  | 'NO_RESOURCE'
  | 'RESOURCE_MODIFICATION_COLLISION'
  | 'THIRD_ACCOUNT_HOP_DETECTED'
  | 'THIRD_REGION_HOP_DETECTED'
  | 'THROTTLING';

/** A delivery that failed; `retryable` when the same delivery may succeed later by itself. */
export class DeliveryFailure extends Error {
  constructor(
    readonly code: DeliveryFailureCode,
    message: string,
    readonly retryable = false,
  ) {
    super(message);
    this.name = code;
  }
}

interface Kind {
  readonly answered: RegExp;
  readonly code: DeliveryFailureCode;
  readonly retryable: boolean;
}

/** The first that fits an error's code. Permissions and missing resources are not worth another attempt. */
const KINDS: readonly Kind[] = [
  { answered: /AccessDenied|AuthorizationError|NotAuthorized|Unauthorized/, code: 'NO_PERMISSIONS', retryable: false },
  { answered: /NotFound|NonExistent|DoesNotExist|NoSuch/, code: 'NO_RESOURCE', retryable: false },
  { answered: /Throttl|TooManyRequests|LimitExceeded|OverLimit|SlowDown/, code: 'THROTTLING', retryable: true },
  { answered: /ResourceConflict|ConcurrentModification/, code: 'RESOURCE_MODIFICATION_COLLISION', retryable: true },
  { answered: /Unavailable|Internal|ServiceException|ServiceFailure|Timeout/, code: 'INTERNAL_ERROR', retryable: true },
  { answered: /Invalid|Validation|Malformed|TooLarge|TooLong/, code: 'INVALID_PARAMETER', retryable: false },
];

/**
 * Reads what a target answered.
 *
 * @throws the error itself when it is no answer of AWS but a defect of the sandbox
 */
export function failureOf(error: unknown): DeliveryFailure {
  if (error instanceof DeliveryFailure) return error;
  if (!(error instanceof AwsError)) throw error;
  const kind = KINDS.find(({ answered }) => answered.test(error.code));
  return new DeliveryFailure(kind?.code ?? 'ERROR_FROM_TARGET', error.message, kind?.retryable ?? false);
}

/** Reads why a role could not be assumed: a fault of STS passes, a refusal does not. */
export function assumptionFailure(error: unknown): DeliveryFailure {
  const failure = failureOf(error);
  return failure.retryable ? failure : new DeliveryFailure('FAILED_TO_ASSUME_ROLE', failure.message);
}
