import assert from 'node:assert/strict';
import { EnforcementLevel } from '@pulumi/pulumi/proto/analyzer_pb';
import { RULES } from '../../policies/rules';
import { deployedStack } from '../support/deployment';
import { SAMPLE } from '../support/organization';
import { madeBy, the } from '../support/resources';
import { RunningPolicyPack } from './policy-pack';

/** What the engine has in place of a text that only the deployment will know. */
const UNKNOWN_TEXT = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

describe('the policy pack, run as the engine runs it', () => {
  let pack: RunningPolicyPack;
  before(async () => {
    pack = await RunningPolicyPack.start();
  });

  after(async () => {
    assert.equal(await pack.stop(), '');
  });

  it('has every rule, with its level and its settings', async () => {
    const info = await pack.info();
    assert.equal(info.getName(), 'trailwarden');
    assert.deepEqual(
      info.getPoliciesList().map((policy) => ({
        name: policy.getName(),
        level: policy.getEnforcementlevel(),
        settings: Object.keys(policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {}).sort(),
      })),
      RULES.map(({ name, settings }) => ({ name, level: EnforcementLevel.MANDATORY, settings: [...settings].sort() })),
    );
  });

  for (const { name } of SAMPLE.stacks)
    it(`lets the ${name} stack pass`, async () => {
      const resources = madeBy(await deployedStack(name));
      for (const resource of resources) assert.deepEqual(await pack.analyze(resource), [], resource.urn);
      assert.deepEqual(await pack.analyzeStack(resources), []);
    });

  it('stops a trail that records less, and says why and what to do', async () => {
    const trail = the(await deployedStack('management'), 'aws.cloudtrail.Trail', 'organization');
    assert.deepEqual(await pack.analyze(trail, { enableLogFileValidation: false }), [
      {
        policy: 'trail',
        level: EnforcementLevel.MANDATORY,
        message:
          'A trail records every account and Region, encrypted, validated, and into a log group; the second one records what ' +
          'writes.\n' +
          '"enableLogFileValidation" is false: a changed or deleted log file could not be told from a whole one. ' +
          'Set it to true.',
      },
    ]);
  });

  it('judges the rest of a resource of which a preview does not know everything', async () => {
    const trail = the(await deployedStack('management'), 'aws.cloudtrail.Trail', 'organization');
    const unknown = { kmsKeyId: UNKNOWN_TEXT, cloudWatchLogsRoleArn: UNKNOWN_TEXT, eventSelectors: UNKNOWN_TEXT };
    assert.deepEqual(await pack.analyze(trail, unknown), []);
    const messages = (await pack.analyze(trail, { ...unknown, isMultiRegionTrail: false })).map(
      ({ message }) => message,
    );
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? '', /"isMultiRegionTrail" is false/);
  });

  it('names the bucket that lost a part of its protection', async () => {
    const resources = madeBy(await deployedStack('log-archive')).filter(
      ({ name }) => name !== 'trail-bucket-object-lock',
    );
    assert.deepEqual(
      (await pack.analyzeStack(resources)).map(({ policy, level }) => [policy, level]),
      [['bucket-completeness', EnforcementLevel.MANDATORY]],
    );
  });

  it('stops evidence that loses its protection', async () => {
    const key = the(await deployedStack('log-archive'), 'aws.kms.Key', 'trail-key');
    assert.deepEqual(
      (await pack.analyze({ ...key, protect: false })).map(({ policy }) => policy),
      ['evidence-protection'],
    );
  });

  it('takes levels and settings from its configuration', async () => {
    const group = the(await deployedStack('management'), 'aws.cloudwatch.LogGroup', 'organization-log-group');
    const settings = { minimumLogRetentionInDays: 731 };
    const levels = async (level: EnforcementLevel): Promise<EnforcementLevel[]> => {
      await pack.configure({ retention: { level, settings } });
      return (await pack.analyze(group)).map((violation) => violation.level);
    };
    assert.deepEqual(await levels(EnforcementLevel.ADVISORY), [EnforcementLevel.ADVISORY]);
    assert.deepEqual(await levels(EnforcementLevel.MANDATORY), [EnforcementLevel.MANDATORY]);
    assert.deepEqual(await levels(EnforcementLevel.DISABLED), []);
    await pack.configure({});
    assert.deepEqual(await pack.analyze(group), []);
  });
});
