import { alertKeyPolicy } from '../../../infra/specifications/repair';
import { trailKeyPolicy } from '../../../infra/specifications/trail';
import { SAMPLE } from '../../support/organization';
import {
  administrator,
  BYSTANDER,
  itDecides,
  LOG_ARCHIVE,
  MANAGEMENT,
  OUTSIDER,
  PAYMENTS,
  role,
  SECURITY,
  service,
} from './access';

const TRAIL = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization';
const SECOND_TRAIL = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-second';
const TRAIL_KEY = `arn:aws:kms:us-east-1:${LOG_ARCHIVE}:key/00000000-0000-4000-8000-000000000001`;
const ALERT_KEY = `arn:aws:kms:us-east-1:${SECURITY}:key/00000000-0000-4000-8000-000000000002`;
const ALARM = `arn:aws:cloudwatch:us-east-1:${SECURITY}:alarm:trailwarden-failed-responses`;

const cloudTrail = service('cloudtrail', TRAIL);
const encrypting = (trail: string) => ({ context: { 'kms:EncryptionContext:aws:cloudtrail:arn': trail } });

describe('the trail key policy, when a log file is encrypted,', () => {
  itDecides(
    {
      action: 'kms:GenerateDataKey',
      resource: TRAIL_KEY,
      resourcePolicy: trailKeyPolicy(SAMPLE.configuration),
      ...encrypting(TRAIL),
    },
    {
      admits: [
        ['CloudTrail for the organization trail', cloudTrail],
        ['CloudTrail for the second trail', service('cloudtrail', SECOND_TRAIL), encrypting(SECOND_TRAIL)],
        [
          "CloudTrail for the trail's copy in another Region",
          cloudTrail,
          encrypting(TRAIL.replace('us-east-1', 'eu-west-1')),
        ],
        ['an administrator of its own account', administrator(LOG_ARCHIVE)],
      ],
      refuses: [
        ['CloudTrail for another trail of the management account', service('cloudtrail', `${TRAIL}-2`)],
        ['CloudTrail for a trail called like the second', service('cloudtrail', `${SECOND_TRAIL}-2`)],
        [
          "CloudTrail for another account's trail of the same name",
          service('cloudtrail', TRAIL.replace(MANAGEMENT, PAYMENTS)),
        ],
        ['CloudTrail when it does not say for which trail', service('cloudtrail')],
        [
          "CloudTrail in another account's encryption context",
          cloudTrail,
          encrypting(TRAIL.replace(MANAGEMENT, PAYMENTS)),
        ],
        ['CloudTrail without an encryption context', cloudTrail, { context: {} }],
        ['another service that claims to act for the trail', service('s3', TRAIL)],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an administrator of a member', administrator(PAYMENTS)],
        ['an outsider', administrator(OUTSIDER)],
        ['a role of its own account without a permission of its own', role(LOG_ARCHIVE, 'guest', BYSTANDER)],
      ],
    },
  );
});

describe('the trail key policy, when CloudTrail uses the key otherwise,', () => {
  itDecides(
    { action: 'kms:DescribeKey', resource: TRAIL_KEY, resourcePolicy: trailKeyPolicy(SAMPLE.configuration) },
    {
      admits: [
        ['CloudTrail that looks at the key', cloudTrail],
        ["CloudTrail that opens the bucket's data key", cloudTrail, { action: 'kms:Decrypt' }],
      ],
      refuses: [
        ['CloudTrail that looks for another trail', service('cloudtrail', `${TRAIL}-2`)],
        ['CloudTrail that decrypts for another trail', service('cloudtrail', `${TRAIL}-2`), { action: 'kms:Decrypt' }],
        ['CloudTrail that decrypts for nobody', service('cloudtrail'), { action: 'kms:Decrypt' }],
        ['CloudTrail that disables the key', cloudTrail, { action: 'kms:DisableKey' }],
        ['CloudTrail that deletes the key', cloudTrail, { action: 'kms:ScheduleKeyDeletion' }],
        ['CloudTrail that changes the policy', cloudTrail, { action: 'kms:PutKeyPolicy' }],
      ],
    },
  );
});

describe('the trail key policy, when the key is administered,', () => {
  itDecides(
    { action: 'kms:PutKeyPolicy', resource: TRAIL_KEY, resourcePolicy: trailKeyPolicy(SAMPLE.configuration) },
    {
      admits: [['an administrator of its own account', administrator(LOG_ARCHIVE)]],
      refuses: [
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an administrator of the security account', administrator(SECURITY)],
        ['an administrator of a member', administrator(PAYMENTS), { action: 'kms:ScheduleKeyDeletion' }],
        ['an outsider', administrator(OUTSIDER), { action: 'kms:DisableKey' }],
      ],
    },
  );
});

describe('the alert key policy', () => {
  const alarms = service('cloudwatch', ALARM);
  itDecides(
    { action: 'kms:GenerateDataKey', resource: ALERT_KEY, resourcePolicy: alertKeyPolicy(SAMPLE.configuration) },
    {
      admits: [
        ['alarms of the security account', alarms],
        ['alarms of the security account that open a data key', alarms, { action: 'kms:Decrypt' }],
        ['an administrator of its own account', administrator(SECURITY), { action: 'kms:PutKeyPolicy' }],
      ],
      refuses: [
        ['alarms of a member', service('cloudwatch', ALARM.replace(SECURITY, PAYMENTS))],
        ["an outsider's alarms", service('cloudwatch', ALARM.replace(SECURITY, OUTSIDER))],
        ['CloudWatch when it does not say for whom', service('cloudwatch')],
        ['another service of the security account', service('events', ALARM)],
        ['alarms that change the policy', alarms, { action: 'kms:PutKeyPolicy' }],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an administrator of a member', administrator(PAYMENTS)],
        ['an outsider', administrator(OUTSIDER)],
      ],
    },
  );
});
