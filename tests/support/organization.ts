/** The sample organization in process, without an endpoint: what stacks and components are deployed into. */
import { authorize } from '../../sandbox/authorization/index';
import { Clock } from '../../sandbox/core/clock';
import { type AnsweredCall, Gate } from '../../sandbox/core/gate';
import type { RoleSession } from '../../sandbox/core/principal';
import type { PolicyDocument } from '../../sandbox/core/service';
import { State } from '../../sandbox/core/state';
import { foundAccount, foundOrganization } from '../../sandbox/organization';
import { readSampleOrganization } from '../../sandbox/sample-organization';
import { findRole } from '../../sandbox/services/iam/state';
import { allServices } from '../../sandbox/services/index';
import { LambdaRuntime } from '../../sandbox/services/lambda/runtime';
import { administratorOf, sessionOfRole } from '../../sandbox/services/sts/state';

export const SAMPLE = readSampleOrganization();

/** An account that belongs to no organization. */
export const OUTSIDER = '999999999999';

const START = new Date('2026-03-02T09:00:00.000Z');

export interface Organization {
  readonly state: State;
  readonly gate: Gate;
  /** Every call so far, in the order of the answers. */
  readonly answered: readonly AnsweredCall[];
}

/**
 * The accounts of the sample organization and an outsider's, with nothing in them. Calls are recorded nowhere, so nothing
 * happens by itself: no trail delivers, no rule matches, no function runs.
 */
export function emptyOrganization(): Organization {
  const state = new State();
  const clock = new Clock('virtual', START);
  const answered: AnsweredCall[] = [];
  const services = allServices(new LambdaRuntime());
  const gate = new Gate({ state, clock, services, authorize, record: (call) => void answered.push(call) });
  foundOrganization(state, clock, SAMPLE.description);
  foundAccount(state, clock, OUTSIDER);
  return { state, gate, answered };
}

/** A role to make: by default one that may do everything that its account's policies can allow. */
export interface RoleDescription {
  /** @default / */
  readonly path?: string;
  /** Its only permissions. @default - AdministratorAccess */
  readonly policy?: PolicyDocument;
}

/** A session of a role of that name, which an administrator of the account has made. */
export async function sessionOfNewRole(
  { state, gate }: Organization,
  account: string,
  roleName: string,
  { path = '/', policy }: RoleDescription = {},
): Promise<RoleSession> {
  const administrator = administratorOf(state, account);
  if (administrator === undefined) throw new Error(`There is no account ${account}.`);
  const iam = (operation: string, input: object): Promise<unknown> =>
    gate.call({ principal: administrator, region: 'us-east-1', service: 'iam', operation, input });
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: 'sts:AssumeRole' }],
  };
  await iam('CreateRole', { RoleName: roleName, Path: path, AssumeRolePolicyDocument: JSON.stringify(trust) });
  if (policy === undefined)
    await iam('AttachRolePolicy', {
      RoleName: roleName,
      PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
    });
  else
    await iam('PutRolePolicy', {
      RoleName: roleName,
      PolicyName: 'permissions',
      PolicyDocument: JSON.stringify(policy),
    });
  const role = findRole(state, account, roleName);
  if (role === undefined) throw new Error(`IAM has no role ${roleName} in ${account}.`);
  return sessionOfRole(role, { sessionName: 'tester', accessKeyId: account, issuedAt: role.createdAt });
}
