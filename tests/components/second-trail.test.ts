import assert from 'node:assert/strict';
import { SecondTrail } from '../../components/second-trail';
import { stackOutput } from '../../infra/stack-output';
import { type DeployedStack, deployedComponent } from '../support/deployment';
import { keptBy, outline, the } from '../support/resources';

const ARN = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-second';

describe('SecondTrail', () => {
  let deployed: DeployedStack;
  before(async () => {
    deployed = await deployedComponent(
      { stack: 'management', after: ['security', 'log-archive'] },
      (provider, configuration) => {
        const kmsKeyArn = stackOutput('log-archive', 'trailKeyArn');
        const { arn } = new SecondTrail('second', { configuration, kmsKeyArn }, { provider });
        return { arn, kmsKeyArn };
      },
    );
  });

  it('is a trail, and nothing else: no log group is filled twice', () => {
    assert.deepEqual(outline(deployed), ['SecondTrail second', '  aws.cloudtrail.Trail second']);
  });

  it('records what writes in its account and Region, validated and encrypted, beside the log files of the other', () => {
    assert.deepEqual(the(deployed, 'aws.cloudtrail.Trail', 'second').inputs, {
      name: 'trailwarden-second',
      s3BucketName: 'trailwarden-trail-222222222222-us-east-1',
      kmsKeyId: deployed.outputs.kmsKeyArn,
      enableLogging: true,
      isOrganizationTrail: false,
      isMultiRegionTrail: false,
      includeGlobalServiceEvents: true,
      enableLogFileValidation: true,
      eventSelectors: [{ readWriteType: 'WriteOnly', includeManagementEvents: true }],
    });
  });

  it('needs nothing of the organization trail: what breaks the one leaves the other', () => {
    const { dependencies } = the(deployed, 'aws.cloudtrail.Trail', 'second');
    assert.deepEqual(
      dependencies.filter((urn) => !urn.includes('::pulumi:pulumi:StackReference::')),
      [],
    );
  });

  it('is protected, and kept when its stack goes', () => {
    const kept = ['aws.cloudtrail.Trail second'];
    assert.deepEqual(keptBy(deployed), { protect: kept, retainOnDelete: kept });
  });

  it('says its ARN', () => {
    assert.equal(deployed.outputs.arn, ARN);
  });
});
