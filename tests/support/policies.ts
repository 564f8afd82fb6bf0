/** The policy documents of a deployment: every one that a resource was given, as an object. */
import type { PolicyDocument } from '../../infra/policy-document';
import type { Deployment } from '../../sandbox/doors/deployment';
import { lineOf, madeBy } from './resources';

/** Actions that AWS permits on everything or on nothing. @see https://docs.aws.amazon.com/service-authorization/latest/reference/ */
export const ON_EVERYTHING: readonly string[] = [
  'events:PutPermission',
  'kms:ListKeys',
  'organizations:DescribeOrganization',
  'organizations:EnableAWSServiceAccess',
  'organizations:ListAWSServiceAccessForOrganization',
  'organizations:ListAccounts',
];

/** By the resource that has it, as `kind name`. */
export type Policies = Readonly<Record<string, PolicyDocument>>;

/** Policies that are written as text are read; a resource that has none is left out. */
export function policiesOf(deployment: Deployment): Policies {
  const policies: Record<string, PolicyDocument> = {};
  for (const resource of madeBy(deployment)) {
    const given = resource.inputs.assumeRolePolicy ?? resource.inputs.policy;
    if (given === undefined) continue;
    policies[lineOf(resource)] = (typeof given === 'string' ? JSON.parse(given) : given) as PolicyDocument;
  }
  return policies;
}
