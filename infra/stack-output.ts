/** What one stack takes from another: only what cannot be computed. */
import * as pulumi from '@pulumi/pulumi';
import { stackNameOf } from './names';

/**
 * An output of the stack of another account kind. In a preview it may be unknown, so that a pull request can show all
 * stacks before the first one is deployed.
 *
 * @throws pulumi.RunError in a deployment, when that stack has not been deployed.
 */
export function stackOutput(kind: 'management' | 'log-archive' | 'security', name: string): pulumi.Output<string> {
  const stack = `${pulumi.getOrganization()}/${pulumi.getProject()}/${stackNameOf(kind)}`;
  return new pulumi.StackReference(stack).getOutput(name).apply((value: unknown) => {
    if (typeof value === 'string') return value;
    if (pulumi.runtime.isDryRun()) return pulumi.unknown as unknown as string;
    throw new pulumi.RunError(
      `The stack "${stack}" has no output "${name}". Deploy it first: pulumi up -s ${stackNameOf(kind)}`,
    );
  });
}
