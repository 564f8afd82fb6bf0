/** Failures as the engine reads them: a gRPC status, and what is there of a resource that was not finished. */
import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { ErrorResourceInitFailed } from '@pulumi/pulumi/proto/provider_pb';
import { Status } from '@pulumi/pulumi/proto/status_pb';
import { Any } from 'google-protobuf/google/protobuf/any_pb';
import { AwsError } from '../../core/aws-error';
import { type Properties, writeProperties } from './property-value';

/** A resource that exists, but on which a later call failed. The engine keeps it, and updates it the next time. */
export class UnfinishedResource extends Error {
  constructor(
    readonly id: string,
    readonly inputs: Properties,
    /** The outputs as they are. */
    readonly state: Properties,
    override readonly cause: Error,
  ) {
    super(cause.message, { cause });
  }
}

/** What could not be done to a resource: the call that failed, and AWS's code and message. */
export class FailedOperation extends Error {
  constructor(
    what: string,
    /** `sns:CreateTopic`; undefined when no call had been made. */
    call: string | undefined,
    override readonly cause: unknown,
  ) {
    const made = call === undefined ? '' : `${call}: `;
    const answer = cause instanceof AwsError ? `${made}${cause.code}: ${cause.message}` : messageOf(cause);
    super(`${what}: ${answer}`, { cause });
  }
}

/** The status that a failure is answered with. */
export function statusOf(failure: unknown): Partial<ServiceError> {
  const message = messageOf(failure);
  if (!(failure instanceof UnfinishedResource)) return { code: codeOf(failure), details: message };
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.from(details(failure).serializeBinary()));
  return { code: codeOf(failure), details: message, metadata };
}

/** Whether a failure is the sandbox's own: neither AWS's answer nor a sentence for whoever wrote the program. */
export function isDefect(failure: unknown): boolean {
  return codeOf(failure) === status.INTERNAL;
}

/** Of a resource whose operation ended in `INTERNAL` the engine says that its state is not known. */
function codeOf(failure: unknown): status {
  if (failure instanceof FailedOperation || failure instanceof UnfinishedResource) return codeOf(failure.cause);
  if (failure instanceof AwsError)
    return failure.code.startsWith('AccessDenied') ? status.PERMISSION_DENIED : status.FAILED_PRECONDITION;
  return failure instanceof Error && failure.constructor === Error ? status.INVALID_ARGUMENT : status.INTERNAL;
}

/** @see https://grpc.io/docs/guides/error/#richer-error-model */
function details(failure: UnfinishedResource): Status {
  const unfinished = new ErrorResourceInitFailed();
  unfinished.setId(failure.id);
  unfinished.setInputs(writeProperties(failure.inputs));
  unfinished.setProperties(writeProperties(failure.state));
  unfinished.setReasonsList([failure.message]);
  const detail = new Any();
  detail.pack(unfinished.serializeBinary(), 'pulumirpc.ErrorResourceInitFailed');
  const answer = new Status();
  answer.setCode(codeOf(failure));
  answer.setMessage(failure.message);
  answer.addDetails(detail);
  return answer;
}

function messageOf(failure: unknown): string {
  if (failure instanceof AwsError) return `${failure.code}: ${failure.message}`;
  return failure instanceof Error ? failure.message : String(failure);
}
