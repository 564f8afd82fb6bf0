import assert from 'node:assert/strict';
import { TAMPER_CATALOGUE } from '../../../infra/catalogue';
import type { TamperEntry } from '../../../infra/catalogue/entry';
import type { OrganizationConfiguration } from '../../../infra/configuration';
import { type PolicyStatement, policy } from '../../../infra/policy-document';
import { guardrails, MOST_POLICY_CHARACTERS } from '../../../infra/specifications/guardrails';
import { callerStatements } from '../../../infra/specifications/guardrails/callers';
import { evidenceStatements } from '../../../infra/specifications/guardrails/evidence';
import { ON_ALL_RESOURCES } from '../../../infra/specifications/guardrails/tampering';
import { actionFacts } from '../../../sandbox/authorization/simulation';
import { SAMPLE } from '../../support/organization';

const CONFIGURATION: OrganizationConfiguration = { ...SAMPLE.configuration, deploymentRoleName: 'deployer' };

/** Names as long as they can be. */
const LONGEST: OrganizationConfiguration = {
  ...CONFIGURATION,
  partition: 'aws-us-gov',
  organizationId: `o-${'a'.repeat(32)}`,
  homeRegion: 'us-gov-west-1',
  namePrefix: 'a2345678901234567890',
  deploymentRoleName: 'd'.repeat(64),
};

/** Services of which Trailwarden has nothing that an account below a target could reach. */
const NOTHING_OF_OURS = /^(config|organizations):/;

function statementsOf(
  configuration: OrganizationConfiguration,
  catalogue: readonly TamperEntry[] = TAMPER_CATALOGUE,
): PolicyStatement[] {
  return guardrails(configuration, catalogue).flatMap(({ document }) => document.Statement);
}

function actionsOf(statements: readonly PolicyStatement[]): string[] {
  return [...new Set(statements.flatMap(({ Action }) => Action))];
}

const SERVICES = ['cloudtrail', 's3', 'kms', 'logs', 'events', 'sqs', 'sns', 'lambda', 'iam', 'cloudwatch'];

/** A catalogue with so many calls against each service, under long names. */
function catalogueOf(callsEach: number): TamperEntry[] {
  const [entry] = TAMPER_CATALOGUE;
  assert.ok(entry);
  return SERVICES.flatMap((service) =>
    Array.from({ length: callsEach }, (_, index) => ({
      ...entry,
      action: `${service}:UpdateTheConfigurationOfSomething${index}`,
    })),
  );
}

describe('the guardrails', () => {
  it('are two policies for callers, because one would be too long, and one for evidence', () => {
    assert.deepEqual(
      guardrails(CONFIGURATION).map(({ key, name, type }) => [key, name, type]),
      [
        ['callers', 'trailwarden-callers', 'SERVICE_CONTROL_POLICY'],
        ['callers-2', 'trailwarden-callers-2', 'SERVICE_CONTROL_POLICY'],
        ['evidence', 'trailwarden-evidence', 'RESOURCE_CONTROL_POLICY'],
      ],
    );
  });

  it('are made for the limits that hold everywhere, of which the one for callers has been raised', () => {
    assert.deepEqual(MOST_POLICY_CHARACTERS, { SERVICE_CONTROL_POLICY: 5_120, RESOURCE_CONTROL_POLICY: 5_120 });
  });

  it('take two places for callers on a target, however long the names are', () => {
    // There were five once, of which one is for the policy that allows everything else.
    for (let length = 3; length <= LONGEST.namePrefix.length; length += 1)
      for (const deploymentRoleName of ['d', 'd'.repeat(32), LONGEST.deploymentRoleName ?? '']) {
        const namePrefix = LONGEST.namePrefix.slice(0, length);
        assert.deepEqual(
          guardrails({ ...LONGEST, namePrefix, deploymentRoleName }).map(({ key }) => key),
          ['callers', 'callers-2', 'evidence'],
          `${namePrefix} ${deploymentRoleName}`,
        );
      }
  });

  it('have no statement that is too long by itself, with the longest names', () => {
    for (const { type, document } of guardrails(LONGEST))
      for (const statement of document.Statement)
        assert.ok(JSON.stringify(policy(statement)).length <= MOST_POLICY_CHARACTERS[type], statement.Sid);
  });

  it('are split between statements, all of which stay as they are and in their order', () => {
    for (const configuration of [CONFIGURATION, LONGEST]) {
      const statementsIn = (type: string): PolicyStatement[] =>
        guardrails(configuration)
          .filter((each) => each.type === type)
          .flatMap(({ document }) => document.Statement);
      assert.deepEqual(statementsIn('SERVICE_CONTROL_POLICY'), callerStatements(configuration, TAMPER_CATALOGUE));
      assert.deepEqual(statementsIn('RESOURCE_CONTROL_POLICY'), evidenceStatements(configuration, TAMPER_CATALOGUE));
    }
  });

  for (const [names, configuration] of Object.entries({
    'the sample names': CONFIGURATION,
    'the longest names': LONGEST,
  }))
    it(`are no longer than Organizations takes, with ${names} and however many calls`, () => {
      for (const catalogue of [TAMPER_CATALOGUE, ...[1, 10, 20, 40, 60].map(catalogueOf)])
        for (const { key, type, document } of guardrails(configuration, catalogue))
          assert.ok(JSON.stringify(document).length <= MOST_POLICY_CHARACTERS[type], `${key} for ${catalogue.length}`);
    });

  it('lose no call where they are split', () => {
    const split = guardrails(CONFIGURATION, catalogueOf(40));
    assert.deepEqual(
      split.map(({ key, name }) => [key, name]),
      [
        ['callers', 'trailwarden-callers'],
        ['callers-2', 'trailwarden-callers-2'],
        ['callers-3', 'trailwarden-callers-3'],
        ['callers-4', 'trailwarden-callers-4'],
        ['callers-5', 'trailwarden-callers-5'],
        ['evidence', 'trailwarden-evidence'],
        ['evidence-2', 'trailwarden-evidence-2'],
      ],
    );
    const statements = split.flatMap(({ document }) => document.Statement);
    assert.deepEqual(
      statements.map(({ Sid }) => Sid),
      statementsOf(CONFIGURATION, catalogueOf(1)).map(({ Sid }) => Sid),
    );
    const forbidden = actionsOf(statements);
    for (const { action } of catalogueOf(40)) assert.ok(forbidden.includes(action), action);
  });

  it('deny, and allow nothing', () => {
    for (const { Effect } of statementsOf(CONFIGURATION)) assert.equal(Effect, 'Deny');
  });

  it('deny no call that only looks, but to callers from outside of the organization', () => {
    const insiders = statementsOf(CONFIGURATION).filter(({ Sid }) => !Sid.endsWith('ForTheOrganization'));
    for (const action of actionsOf(insiders))
      assert.doesNotMatch(action, /:(\*|BatchGet|Describe|Get|Head|List|Lookup)/);
  });

  it('deny every call of the catalogue of which a policy can say with which resource it tampers', () => {
    const forbidden = actionsOf(statementsOf(CONFIGURATION));
    const left = TAMPER_CATALOGUE.filter(({ action }) => !forbidden.includes(action));
    for (const { action, forwardedFrom } of left)
      assert.ok(
        (forwardedFrom.length === 1 && forwardedFrom[0] === 'management') ||
          ON_ALL_RESOURCES.includes(action) ||
          NOTHING_OF_OURS.test(action),
        action,
      );
  });

  it('leave out for want of a resource what IAM knows for all resources at once, and nothing else', async () => {
    const reachable = TAMPER_CATALOGUE.filter(({ forwardedFrom }) =>
      forwardedFrom.some((kind) => kind !== 'management'),
    );
    const all = [...new Set([...reachable.map(({ action }) => action), ...ON_ALL_RESOURCES])];
    for (const action of all.filter((each) => !NOTHING_OF_OURS.test(each)))
      assert.equal((await actionFacts(action))?.onAllResources, ON_ALL_RESOURCES.includes(action), action);
  });

  it('name actions that IAM has', async () => {
    for (const action of actionsOf(statementsOf(CONFIGURATION)).filter((each) => !each.includes('*')))
      assert.ok(await actionFacts(action), action);
  });

  it('call every statement of a policy by a name of its own, of letters and digits', () => {
    for (const { document } of guardrails(CONFIGURATION)) {
      const names = document.Statement.map(({ Sid }) => Sid);
      assert.equal(new Set(names).size, names.length);
      for (const name of names) assert.match(name, /^[A-Za-z0-9]+$/);
    }
  });

  it('are of the partition of the organization throughout', () => {
    const text = JSON.stringify(guardrails(LONGEST).map(({ document }) => document));
    assert.deepEqual([...new Set(text.match(/arn:[\w-]+:/g))], ['arn:aws-us-gov:']);
  });

  it('keep the role that deploys as they keep the others, whatever it is called', () => {
    const onRoles = statementsOf(CONFIGURATION).find(({ Sid }) => Sid === 'KeepIam');
    assert.deepEqual(onRoles?.Resource, ['arn:aws:iam::*:role/trailwarden-*', 'arn:aws:iam::*:role/deployer']);
    assert.ok([onRoles?.Action].flat().includes('iam:UpdateAssumeRolePolicy'));
  });

  it('hold, without a deployment role, for everybody but the repair role', () => {
    const exempt = statementsOf(SAMPLE.configuration).flatMap(({ Condition }) =>
      [Condition?.ArnNotLike?.['aws:PrincipalArn'] ?? []].flat(),
    );
    assert.ok(exempt.length > 0);
    for (const role of exempt) assert.match(role, /^arn:aws:iam::(\*|\d{12}):role\/trailwarden-repair$/);
  });
});
