import assert from 'node:assert/strict';
import { ACCOUNT_KINDS, accountIdOf, type Configuration } from '../../../infra/configuration';
import { declaredState } from '../../../infra/specifications/declared-state';
import { directReportPolicy, directReportTrust } from '../../../infra/specifications/direct-report';
import {
  centralBusPolicy,
  deadLetterQueuePolicy,
  forwarderPolicy,
  forwarderTrust,
} from '../../../infra/specifications/forwarding';
import { guardrails } from '../../../infra/specifications/guardrails';
import {
  alertKeyPolicy,
  alertTopicPolicy,
  repairRolePolicy,
  repairRoleTrust,
  responderPolicy,
  responderTrust,
} from '../../../infra/specifications/repair';
import { permissionsOf } from '../../../infra/specifications/resources';
import {
  accessLogBucketPolicy,
  trailBucketPolicy,
  trailKeyPolicy,
  trailLogRolePolicy,
  trailLogRoleTrust,
} from '../../../infra/specifications/trail';
import { SAMPLE } from '../../support/organization';

const government: Configuration = {
  ...SAMPLE.configuration,
  partition: 'aws-us-gov',
  homeRegion: 'us-gov-west-1',
  governedRegions: ['us-gov-west-1'],
};
const QUEUE = 'arn:aws-us-gov:sqs:us-gov-west-1:444444444444:queue';

const specifications: Readonly<Record<string, object | undefined>> = {
  'the declared state': declaredState(government),
  'the central bus policy': centralBusPolicy(government),
  "a dead-letter queue's policy": deadLetterQueuePolicy(QUEUE, [QUEUE]),
  "the forwarder's permissions": forwarderPolicy(government),
  "the forwarder's trust": forwarderTrust(government, '444444444444'),
  "the direct report's permissions": directReportPolicy(government),
  "the direct report's trust": directReportTrust(government),
  'the guardrails': guardrails({ ...government, deploymentRoleName: 'deployer' }),
  'the alert key policy': alertKeyPolicy(government),
  'the alert topic policy': alertTopicPolicy(government),
  ...Object.fromEntries(
    ACCOUNT_KINDS.map((kind) => [
      `the repair role's permissions (${kind})`,
      repairRolePolicy(permissionsOf(government, kind, accountIdOf(kind, government) ?? '444444444444')),
    ]),
  ),
  "the repair role's trust": repairRoleTrust(government),
  "the responder's permissions": responderPolicy(government),
  "the responder's trust": responderTrust(),
  'the access-log bucket policy': accessLogBucketPolicy(government),
  'the trail bucket policy': trailBucketPolicy(government),
  'the trail key policy': trailKeyPolicy(government),
  "the trail's log role's permissions": trailLogRolePolicy(government),
  "the trail's log role's trust": trailLogRoleTrust(),
};

describe('in another partition', () => {
  for (const [what, specification] of Object.entries(specifications))
    it(`${what}: no ARN is of the partition aws, and none of the sample's home Region`, () => {
      const text = JSON.stringify(specification ?? {});
      assert.doesNotMatch(text, /arn:aws:/);
      assert.doesNotMatch(text, /us-east-1/);
    });
});
