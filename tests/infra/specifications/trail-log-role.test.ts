import { trailLogRolePolicy, trailLogRoleTrust } from '../../../infra/specifications/trail';
import { SAMPLE } from '../../support/organization';
import { administrator, itDecides, MANAGEMENT, OUTSIDER, PAYMENTS, role, SECURITY, service } from './access';

const ROLE = `arn:aws:iam::${MANAGEMENT}:role/trailwarden-trail-logs`;
const GROUP = `arn:aws:logs:us-east-1:${MANAGEMENT}:log-group:/trailwarden/organization-trail`;
const stream = (name: string) => ({ resource: `${GROUP}:log-stream:${name}` });

describe("the trust of the trail's log role", () => {
  itDecides(
    { action: 'sts:AssumeRole', resource: ROLE, resourcePolicy: trailLogRoleTrust() },
    {
      admits: [['CloudTrail', service('cloudtrail', undefined, MANAGEMENT)]],
      refuses: [
        ['another service', service('lambda', `arn:aws:lambda:us-east-1:${MANAGEMENT}:function:x`)],
        ['an administrator of its account', administrator(MANAGEMENT)],
        ['an administrator of the security account', administrator(SECURITY)],
        ['an administrator of a member', administrator(PAYMENTS)],
        ['an outsider', administrator(OUTSIDER)],
      ],
    },
  );
});

describe("the permissions of the trail's log role", () => {
  const logRole = role(MANAGEMENT, 'trailwarden-trail-logs', { policy: trailLogRolePolicy(SAMPLE.configuration) });
  itDecides(
    { action: 'logs:PutLogEvents', ...stream('o-exampleorg1_444444444444_CloudTrail_eu-west-1') },
    {
      admits: [
        ["writing a member's stream", logRole],
        ["making a member's stream", logRole, { action: 'logs:CreateLogStream' }],
        ["writing the management account's own stream", logRole, stream('111111111111_CloudTrail_us-east-1')],
        ['writing its continuation', logRole, stream('111111111111_CloudTrail_us-east-1_3')],
        [
          "making the management account's own stream",
          logRole,
          { action: 'logs:CreateLogStream', ...stream('111111111111_CloudTrail_us-east-1') },
        ],
      ],
      refuses: [
        ["writing another organization's stream", logRole, stream('o-exampleorg2_444444444444_CloudTrail_eu-west-1')],
        ["writing another account's own stream", logRole, stream('444444444444_CloudTrail_us-east-1')],
        ['writing a stream of another name', logRole, stream('anything')],
        [
          'writing another log group',
          logRole,
          { resource: `${GROUP}-2:log-stream:o-exampleorg1_444444444444_CloudTrail_eu-west-1` },
        ],
        ['deleting a stream', logRole, { action: 'logs:DeleteLogStream' }],
        ['deleting the group', logRole, { action: 'logs:DeleteLogGroup', resource: `${GROUP}:*` }],
        ['shortening its retention', logRole, { action: 'logs:PutRetentionPolicy', resource: `${GROUP}:*` }],
        ['reading it', logRole, { action: 'logs:GetLogEvents' }],
      ],
    },
  );
});
