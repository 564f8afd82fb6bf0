/** A real gate for tests of services: real authorization, accounts with an administrator, and every answered call kept. */
import assert from 'node:assert/strict';
import { authorize } from '../../sandbox/authorization/index';
import { AwsError } from '../../sandbox/core/aws-error';
import { Clock } from '../../sandbox/core/clock';
import { type AnsweredCall, Gate } from '../../sandbox/core/gate';
import type { Principal, RoleSession } from '../../sandbox/core/principal';
import type { InputOf, OutputOf, Service } from '../../sandbox/core/service';
import { State } from '../../sandbox/core/state';
import { newId } from '../../sandbox/services/iam/id';
import { ADMINISTRATOR_ROLE, foundStandingRoles } from '../../sandbox/services/iam/standing-roles';
import { accountOf } from '../../sandbox/services/iam/state';

/** The time at which every test cloud begins. */
export const START = new Date('2026-03-02T09:00:00.000Z');

const ACCOUNTS = ['111111111111', '222222222222', '333333333333', '444444444444', '555555555555'];

export interface TestCloud {
  readonly state: State;
  readonly clock: Clock;
  readonly gate: Gate;
  /** Every call so far, in the order of the answers. */
  readonly answered: AnsweredCall[];
  /** The administrator of an account. */
  administrator(account: string): RoleSession;
  /** A session of a role that is made for the test, with the statements that its only policy has. */
  role(account: string, name: string, statements?: readonly object[]): RoleSession;
}

/**
 * A cloud of `services` alone, in which the accounts of the sample organization have their administrators.
 *
 * @param record what else happens to an answered call: nothing, or CloudTrail's recorder
 */
export function testGate(
  services: readonly Service[],
  record: (answered: AnsweredCall) => void = () => undefined,
): TestCloud {
  const state = new State();
  const clock = new Clock('virtual', START);
  const answered: AnsweredCall[] = [];
  const keep = (call: AnsweredCall): void => {
    answered.push(call);
    record(call);
  };
  const gate = new Gate({ state, clock, services, authorize, record: keep });
  for (const account of ACCOUNTS) foundStandingRoles(state, account, START);
  return {
    state,
    clock,
    gate,
    answered,
    administrator: (account) => sessionOf(state, account, ADMINISTRATOR_ROLE),
    role: (account, name, statements = []) => {
      const inline = JSON.stringify({ Version: '2012-10-17', Statement: statements });
      accountOf(state, account).roles.set(name, {
        account,
        name,
        path: '/',
        id: newId('AROA'),
        createdAt: START,
        description: undefined,
        maxSessionDuration: 3600,
        trustPolicy: '{"Version":"2012-10-17","Statement":[]}',
        trustedRoles: new Map(),
        tags: new Map(),
        inlinePolicies: new Map(statements.length === 0 ? [] : [['test', inline]]),
        attachedPolicies: new Set(),
        permissionsBoundary: undefined,
      });
      return sessionOf(state, account, name);
    },
  };
}

function sessionOf(state: State, account: string, roleName: string): RoleSession {
  const role = accountOf(state, account).roles.get(roleName);
  assert.ok(role, `Account ${account} has no role ${roleName}.`);
  return {
    kind: 'role',
    account,
    roleName,
    rolePath: role.path,
    roleId: role.id,
    sessionName: 'tester',
    accessKeyId: account,
    issuedAt: START,
  };
}

/** Calls of one service by one principal in one Region, typed by the service's SDK. */
export function caller<Sdk>(cloud: TestCloud, service: string, principal: Principal, region = 'us-east-1') {
  return <Name extends string>(operation: Name, input: InputOf<Sdk, Name>): Promise<OutputOf<Sdk, Name>> =>
    cloud.gate.call({ principal, region, service, operation, input }) as Promise<OutputOf<Sdk, Name>>;
}

/** Asserts that AWS's error `code` comes back, with a message that `message` matches. */
export async function refuses(promise: Promise<unknown>, code: string, message = /./): Promise<void> {
  await assert.rejects(promise, (error) => {
    assert.ok(error instanceof AwsError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, message);
    return true;
  });
}
