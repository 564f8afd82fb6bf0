/** The sample organization with its guardrails attached to the root, and questions to IAM in it. */
import assert from 'node:assert/strict';
import { AwsError } from '../../sandbox/core/aws-error';
import type { Principal, RoleSession } from '../../sandbox/core/principal';
import type { Access } from '../../sandbox/core/service';
import { findRole } from '../../sandbox/services/iam/state';
import { organizationOf } from '../../sandbox/services/organizations/state';
import { administratorOf, deploymentSessionOf, sessionOfRole } from '../../sandbox/services/sts/state';
import { type ConfigurationChanges, StackDeployments } from './deployment';
import { emptyOrganization, type Organization, SAMPLE } from './organization';

/** A control policy refuses it, or something else does, or nothing. */
export type Verdict = 'service control policy' | 'resource control policy' | 'refused otherwise' | 'let in';

export const GUARDED: ConfigurationChanges = {
  deploymentRoleName: 'trailwarden-deployment',
  guardrailTargets: JSON.stringify([organizationOf(emptyOrganization().state)?.rootId]),
};

/** Deployed once, however many tests ask; nothing that they ask changes it, unless they call. */
export class GuardedOrganization {
  private constructor(readonly organization: Organization) {}

  static async deployed(changes: ConfigurationChanges = GUARDED): Promise<GuardedOrganization> {
    const deployments = new StackDeployments(changes);
    for (const { name } of SAMPLE.stacks) await deployments.stack(name);
    return new GuardedOrganization(deployments.organization);
  }

  administrator(account: string): RoleSession {
    return found(administratorOf(this.organization.state, account), account);
  }

  deployment(account: string): RoleSession {
    return found(deploymentSessionOf(this.organization.state, account), account);
  }

  repair(account: string): RoleSession {
    const role = found(findRole(this.organization.state, account, 'trailwarden-repair'), account);
    return sessionOfRole(role, { sessionName: 'repair', accessKeyId: account, issuedAt: role.createdAt });
  }

  /** Whether `who` may do something, and if not, what stands in the way. */
  async asked(who: Principal, access: Access, region = 'us-east-1'): Promise<Verdict> {
    return await verdict(this.organization.gate.authorize(who, region, access));
  }

  /** Makes a call. */
  async called(
    who: Principal,
    [service, operation]: readonly [service: string, operation: string],
    input: object,
    region = 'us-east-1',
  ): Promise<Verdict> {
    return await verdict(this.organization.gate.call({ principal: who, region, service, operation, input }));
  }
}

function found<T>(value: T | undefined, account: string): T {
  assert.ok(value, `There is no such role in ${account}.`);
  return value;
}

async function verdict(answer: Promise<unknown>): Promise<Verdict> {
  try {
    await answer;
    return 'let in';
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const [, policy] =
      /with an explicit deny in a (service control policy|resource control policy)$/.exec(error.message) ?? [];
    return (policy as Verdict | undefined) ?? 'refused otherwise';
  }
}
