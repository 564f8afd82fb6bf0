/** Who a policy lets in: questions put to IAM's evaluation logic, with the policy on the resource that it belongs to. */
import assert from 'node:assert/strict';
import { AwsError } from '../../../sandbox/core/aws-error';
import type { Principal } from '../../../sandbox/core/principal';
import type { Access } from '../../../sandbox/core/service';
import { administratorOf } from '../../../sandbox/services/sts/state';
import { emptyOrganization, type RoleDescription, sessionOfNewRole } from '../../support/organization';

export { OUTSIDER } from '../../support/organization';
export const MANAGEMENT = '111111111111';
export const LOG_ARCHIVE = '222222222222';
export const SECURITY = '333333333333';
export const PAYMENTS = '444444444444';
export const DATA = '555555555555';

/** A role without a permission that matters. */
export const BYSTANDER: RoleDescription = {
  policy: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'iam:GetAccountSummary', Resource: '*' }],
  },
};

/** Somebody who asks; made when the first question is put. */
export type Actor = () => Promise<Principal>;

const organization = emptyOrganization();
const roles = new Map<string, Promise<Principal>>();

/** The administrator of an account. */
export function administrator(account: string): Actor {
  return async () => {
    const session = administratorOf(organization.state, account);
    assert.ok(session, `There is no account ${account}.`);
    return session;
  };
}

/** A role; unless it is described, with all permissions that its account can give. One name is one role: IAM makes no other. */
export function role(account: string, name: string, description: RoleDescription = {}): Actor {
  const key = JSON.stringify([account, name, description]);
  return async () => {
    const made = roles.get(key) ?? sessionOfNewRole(organization, account, name, description);
    roles.set(key, made);
    return await made;
  };
}

/** An AWS service that acts for a resource of an account, or does not say for whom. */
export function service(name: string, sourceArn?: string, sourceAccount = sourceArn?.split(':')[4]): Actor {
  return async () => ({
    kind: 'service',
    service: `${name}.amazonaws.com`,
    ...(sourceArn === undefined ? {} : { sourceArn }),
    ...(sourceAccount === undefined ? {} : { sourceAccount }),
  });
}

/** A question: who asks, and for what, by what the access differs from the table's. */
export type Question = readonly [who: string, actor: Actor, access?: Partial<Access>];

/**
 * Declares a test for every question of a table.
 *
 * @param access what is asked for, where a question says nothing else
 */
export function itDecides(
  access: Access,
  { admits, refuses }: { readonly admits: readonly Question[]; readonly refuses: readonly Question[] },
): void {
  for (const [who, actor, more] of admits)
    it(`admits ${who}`, async () => {
      assert.equal(await decision(actor, { ...access, ...more }), 'allowed');
    });
  for (const [who, actor, more] of refuses)
    it(`refuses ${who}`, async () => {
      assert.notEqual(await decision(actor, { ...access, ...more }), 'allowed');
    });
}

/** `allowed`, or the sentence in which AWS refuses. */
async function decision(actor: Actor, access: Access): Promise<string> {
  try {
    await organization.gate.authorize(await actor(), 'us-east-1', access);
    return 'allowed';
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'AccessDenied') throw error;
    assert.doesNotMatch(error.message, /reference lists no action/);
    return error.message;
  }
}
