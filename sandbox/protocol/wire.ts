/** What every protocol reads and writes: an HTTP message with its body whole, and what a protocol is. */
import type { AwsError } from '../core/aws-error';

export interface WireRequest {
  readonly method: string;
  /** As sent, still percent-encoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case; a repeated header's values joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface WireResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string;
}

/** An operation as a request names it, with its input in the SDK's own type. */
export interface ReadCall {
  readonly operation: string;
  readonly input: unknown;
}

/** One way of putting calls into HTTP. */
export interface Protocol {
  /**
   * @throws AwsError `NotImplemented` for an operation that the service does not have; `SerializationException` and its
   * kin, naming the member, for a body that is not the operation's input.
   */
  read(request: WireRequest): ReadCall;
  writeOutput(operation: string, output: unknown, requestId: string): Promise<WireResponse>;
  writeError(error: AwsError, requestId: string): WireResponse;
}
