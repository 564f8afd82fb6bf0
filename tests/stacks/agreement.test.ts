import assert from 'node:assert/strict';
import type { GetEventSelectorsResponse, GetTrailResponse, GetTrailStatusResponse } from '@aws-sdk/client-cloudtrail';
import { unzipSync } from 'fflate';
import { ACCOUNT_KINDS } from '../../infra/configuration';
import { centralRules, forwardingRules } from '../../infra/event-rules';
import { type DeclaredState, declaredState } from '../../infra/specifications/declared-state';
import type { TrailSpecification } from '../../infra/specifications/trail';
import { TAMPER_CATALOGUE } from '../../infra/tamper-catalogue';
import { administratorOf } from '../../sandbox/services/sts/state';
import { type DeployedStack, deployedStack } from '../support/deployment';
import { SAMPLE } from '../support/organization';
import { all, the } from '../support/resources';

/** The state in the package that Lambda was given. */
function packagedState({ organization }: DeployedStack): DeclaredState {
  const [created, ...others] = organization.answered.filter(({ call }) => call.operation === 'CreateFunction');
  assert.ok(created);
  assert.deepEqual(others, []);
  const { Code } = created.call.input as { Code: { ZipFile: Uint8Array } };
  const file = unzipSync(Code.ZipFile)['declared-state.json'];
  return JSON.parse(Buffer.from(file ?? '').toString()) as DeclaredState;
}

/** A call of the management account's administrator. */
async function asked({ organization }: DeployedStack, operation: string, input: object): Promise<unknown> {
  const principal = administratorOf(organization.state, '111111111111');
  assert.ok(principal);
  return await organization.gate.call({ principal, region: 'us-east-1', service: 'cloudtrail', operation, input });
}

describe('what is deployed, what is declared, and what the responder puts back', () => {
  const declared = declaredState(SAMPLE.configuration);
  let security: DeployedStack;
  let management: DeployedStack;
  before(async () => {
    security = await deployedStack('security');
    management = await deployedStack('management');
  });

  it('are the same state, from the declaration to the package', () => {
    assert.deepEqual(packagedState(security), declared);
  });

  it('follow the configuration together', async () => {
    const changes = { mode: 'observe', namePrefix: 'my-warden', homeRegion: 'eu-west-1' };
    const changed = await deployedStack('security', changes);
    assert.deepEqual(packagedState(changed), declaredState(changed.configuration));
    assert.equal(packagedState(changed).mode, 'observe');
  });

  it('are the same trail, from the declaration through the deployment to CloudTrail', async () => {
    const [trail, ...others] = packagedState(security).trails;
    assert.ok(trail);
    assert.deepEqual(others, []);
    const { inputs } = the(management, 'aws.cloudtrail.Trail', 'organization');
    const { kmsKeyId: _, cloudWatchLogsGroupArn, enableLogging, ...settings } = inputs;
    // The declared selectors are CloudTrail's own default, which CloudTrail shows below: no program says them.
    const { arn, account, homeRegion, isLogging, cloudWatchLogsLogGroupArn, eventSelectors: __, ...specified } = trail;
    assert.deepEqual(settings, specified);
    assert.deepEqual([cloudWatchLogsGroupArn, enableLogging], [cloudWatchLogsLogGroupArn, isLogging]);
    assert.deepEqual(
      [arn, account, homeRegion],
      ['arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization', '111111111111', 'us-east-1'],
    );
    assert.deepEqual(await actualTrail(management, arn), trail);
  });

  it('are the same rules: every call of the catalogue is in one pattern of each side, and no other call is', () => {
    const names = TAMPER_CATALOGUE.map(({ eventName }) => eventName);
    for (const kind of ACCOUNT_KINDS)
      assert.deepEqual(
        forwardingRules(kind).flatMap(({ pattern }) => pattern.detail.eventName),
        TAMPER_CATALOGUE.filter(({ forwardedFrom }) => forwardedFrom.includes(kind)).map(({ eventName }) => eventName),
      );
    assert.deepEqual(
      centralRules().flatMap(({ pattern }) => pattern.detail.eventName),
      names,
    );
    assert.deepEqual(packagedState(security).catalogue, TAMPER_CATALOGUE);
    const central = all(security, 'aws.cloudwatch.EventRule').filter(({ inputs }) => inputs.eventBusName !== undefined);
    assert.deepEqual(
      central.map(({ inputs }) => inputs.eventPattern),
      centralRules().map(({ pattern }) => JSON.stringify(pattern)),
    );
  });

  it('are the same places: the topic, the repair roles and the accounts that the responder knows are there', async () => {
    const { alertTopicArn, repairRoleName, accounts, homeRegion } = packagedState(security);
    assert.equal(the(security, 'aws.sns.Topic', 'alerts').outputs.arn, alertTopicArn);
    assert.equal(security.resources.find(({ type }) => type === 'pulumi:providers:aws')?.inputs.region, homeRegion);
    for (const { name, account, kind } of SAMPLE.stacks) {
      const { outputs } = the(await deployedStack(name), 'aws.iam.Role', 'repair');
      assert.equal(outputs.arn, `arn:aws:iam::${account}:role/${repairRoleName}`);
      assert.equal(accounts[account] ?? 'member', kind);
    }
  });
});

/** A trail as CloudTrail shows it, in the words of the declaration. */
async function actualTrail(stack: DeployedStack, arn: string): Promise<Partial<TrailSpecification>> {
  const { Trail } = (await asked(stack, 'GetTrail', { Name: arn })) as GetTrailResponse;
  const { IsLogging } = (await asked(stack, 'GetTrailStatus', { Name: arn })) as GetTrailStatusResponse;
  const { EventSelectors } = (await asked(stack, 'GetEventSelectors', { TrailName: arn })) as GetEventSelectorsResponse;
  const shown = {
    arn: Trail?.TrailARN,
    name: Trail?.Name,
    account: Trail?.TrailARN?.split(':')[4],
    homeRegion: Trail?.HomeRegion,
    s3BucketName: Trail?.S3BucketName,
    cloudWatchLogsLogGroupArn: Trail?.CloudWatchLogsLogGroupArn,
    cloudWatchLogsRoleArn: Trail?.CloudWatchLogsRoleArn,
    isLogging: IsLogging,
    isOrganizationTrail: Trail?.IsOrganizationTrail,
    isMultiRegionTrail: Trail?.IsMultiRegionTrail,
    includeGlobalServiceEvents: Trail?.IncludeGlobalServiceEvents,
    enableLogFileValidation: Trail?.LogFileValidationEnabled,
    eventSelectors: EventSelectors?.map(({ ReadWriteType, IncludeManagementEvents }) => ({
      readWriteType: ReadWriteType,
      includeManagementEvents: IncludeManagementEvents,
    })),
  };
  return shown as Partial<TrailSpecification>;
}
