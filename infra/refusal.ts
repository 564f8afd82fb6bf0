/** Why a deployment ends before it begins: a sentence for people. */
import { RunError } from '@pulumi/pulumi';

/**
 * An error of which Pulumi shows nothing but the message. It carries no trace: Pulumi formats the trace all the same, and
 * Node 20.20 never comes to an end with one that leads through a file at the root of a scoped package, as Pulumi's do. The
 * message then appears after half a minute, and three gigabytes.
 */
export function refusal(message: string): RunError {
  const error = new RunError(message);
  error.stack = `RunError: ${message}`;
  return error;
}
