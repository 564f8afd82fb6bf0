/** An organization in which anyone can be asked whether they may do something. */
import type { Principal } from '../../../sandbox/core/principal';
import type { Access, Origin, Service } from '../../../sandbox/core/service';
import { foundAccount, foundOrganization } from '../../../sandbox/organization';
import { iam } from '../../../sandbox/services/iam/index';
import { organizations } from '../../../sandbox/services/organizations/index';
import { sts } from '../../../sandbox/services/sts/index';
import { type TestCloud, testGate } from '../support';

export const MANAGEMENT = '111111111111';
export const SECURITY = '333333333333';
export const PAYMENTS = '444444444444';
export const OUTSIDER = '999999999999';

/** A service whose only operation needs whatever the test wants to know about. */
const probe: Service = {
  name: 'probe',
  actionPrefix: 'probe',
  eventSource: 'probe.amazonaws.com',
  sdk: () => ({}),
  operations: {
    Ask: { access: (input: { readonly access: Access }) => [input.access], handle: () => ({}) },
  },
};

/** The sample organization, and an account outside of it. */
export function sampleCloud(): TestCloud {
  const cloud = testGate([iam, sts, organizations, probe]);
  const names = {
    [MANAGEMENT]: 'management',
    '222222222222': 'log-archive',
    [SECURITY]: 'security',
    [PAYMENTS]: 'payments',
  };
  foundOrganization(cloud.state, cloud.clock, {
    id: 'o-exampleorg1',
    managementAccount: MANAGEMENT,
    accounts: Object.entries(names).map(([id, name]) => ({ id, name })),
  });
  foundAccount(cloud.state, cloud.clock, OUTSIDER);
  return cloud;
}

/** Asks through the gate whether `principal` may do something. */
export async function ask(
  cloud: TestCloud,
  principal: Principal,
  access: Access,
  from: { readonly region?: string; readonly origin?: Origin } = {},
): Promise<void> {
  const { region = 'us-east-1', origin } = from;
  const call = { principal, region, service: 'probe', operation: 'Ask', input: { access } };
  await cloud.gate.call(origin === undefined ? call : { ...call, origin });
}

/** A statement that allows, with `more` over it. */
export function allow(action: string | string[], resource: string | string[] = '*', more: object = {}) {
  return { Effect: 'Allow', Action: action, Resource: resource, ...more };
}

export function deny(action: string | string[], resource: string | string[] = '*', more: object = {}) {
  return { Effect: 'Deny', Action: action, Resource: resource, ...more };
}

export function policy(...statements: object[]) {
  return { Version: '2012-10-17', Statement: statements };
}

/** Attaches a control policy to a root, unit or account, through the gate. */
export async function attachControlPolicy(
  cloud: TestCloud,
  type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY',
  target: string,
  ...statements: object[]
): Promise<string> {
  const call = (operation: string, input: unknown): Promise<unknown> =>
    cloud.gate.call({
      principal: cloud.administrator(MANAGEMENT),
      region: 'us-east-1',
      service: 'organizations',
      operation,
      input,
    });
  const content = JSON.stringify(policy(...statements));
  const Name = `policy-${cloud.answered.length}`;
  const made = await call('CreatePolicy', { Name, Description: '', Type: type, Content: content });
  const { Id } = (made as { Policy: { PolicySummary: { Id: string } } }).Policy.PolicySummary;
  await call('AttachPolicy', { PolicyId: Id, TargetId: target });
  return Id;
}
