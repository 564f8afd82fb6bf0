/** What one stack takes from another: only what cannot be computed, and that it is there at all. */
import * as pulumi from '@pulumi/pulumi';
import { stackNameOf } from './names';
import { refusal } from './refusal';

type OtherStack = Parameters<typeof stackNameOf>[0];

/**
 * An output of the stack of another account kind. In a preview it may be unknown, so that a pull request can show all
 * stacks before the first one is deployed.
 *
 * @throws pulumi.RunError in a deployment, when that stack has not been deployed.
 */
export function stackOutput(kind: OtherStack, name: string): pulumi.Output<string> {
  const stack = fullNameOf(stackNameOf(kind));
  return new pulumi.StackReference(stack).getOutput(name).apply((value: unknown) => {
    if (typeof value === 'string') return value;
    if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as string;
    throw notDeployed(kind, name);
  });
}

/**
 * Waits until it is sure that the stack of another account kind has given out an output. A preview goes on without it.
 *
 * @throws pulumi.RunError in a deployment, when that stack has not been deployed.
 */
export async function requireStack(kind: OtherStack, name: string): Promise<void> {
  const reference = new pulumi.StackReference(fullNameOf(stackNameOf(kind)));
  const value: unknown = await reference.getOutputValue(name);
  if (value === undefined && !pulumi.runtime.isDryRun()) throw notDeployed(kind, name);
}

/** What the stack that is being deployed gave out when it was deployed last; `undefined` the first time. */
export async function formerOutput(name: string): Promise<unknown> {
  return (await new pulumi.StackReference(fullNameOf(pulumi.getStack())).getOutputValue(name)) as unknown;
}

function fullNameOf(stack: string): string {
  return `${pulumi.getOrganization()}/${pulumi.getProject()}/${stack}`;
}

function notDeployed(kind: OtherStack, name: string): pulumi.RunError {
  const stack = stackNameOf(kind);
  return refusal(`The stack "${fullNameOf(stack)}" has no output "${name}". Deploy it first: pulumi up -s ${stack}`);
}
