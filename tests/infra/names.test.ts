import assert from 'node:assert/strict';
import type { Configuration } from '../../infra/configuration';
import { arnsOf, namesOf, ruleArn } from '../../infra/names';
import { readSampleOrganization } from '../../sandbox/sample-organization';

const { configuration } = readSampleOrganization();
const china: Configuration = { ...configuration, partition: 'aws-cn', homeRegion: 'cn-north-1' };

describe('names', () => {
  it('never assume a partition', () => {
    for (const each of Object.values(arnsOf(china))) assert.match(each, /^arn:aws-cn:/);
  });

  it('stay within 63 characters for buckets, with the longest prefix and Region', () => {
    const longest = { ...configuration, namePrefix: 'a'.repeat(20), homeRegion: 'ap-southeast-1' };
    const { trailBucket, accessLogBucket } = namesOf(longest);
    assert.ok(trailBucket.length <= 63 && accessLogBucket.length <= 63);
  });

  it('stay within 64 characters for roles, functions, rules and queues, with the longest prefix', () => {
    const { trailBucket: _, accessLogBucket: __, ...names } = namesOf({ ...configuration, namePrefix: 'a'.repeat(20) });
    for (const name of Object.values(names)) assert.ok(name.length <= 64, name);
  });

  it('keep apart what is of one kind: no two resources of a service have one name', () => {
    const names = namesOf(configuration);
    const kinds = [
      [names.trail, names.secondTrail],
      [names.trailBucket, names.accessLogBucket],
      [names.trailLogGroup, names.responderLogGroup],
      [names.trailLogRole, names.responderRole, names.directReportRole, names.forwarderRole, names.repairRole],
      [names.centralDeadLetterQueue, names.responderFailureQueue, names.forwarderDeadLetterQueue],
    ];
    for (const kind of kinds) assert.equal(new Set(kind).size, kind.length, kind.join());
    const arns = Object.values(arnsOf(configuration));
    assert.equal(new Set(arns).size, arns.length);
  });

  it("put the bus into the ARN of a custom bus's rule, and leave out the default bus", () => {
    assert.equal(ruleArn('aws', 'us-east-1', '111111111111', 'r'), 'arn:aws:events:us-east-1:111111111111:rule/r');
    assert.equal(
      ruleArn('aws', 'us-east-1', '111111111111', 'r', 'b'),
      'arn:aws:events:us-east-1:111111111111:rule/b/r',
    );
  });
});
