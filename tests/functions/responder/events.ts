/** Events as they reach the responder, made of one recorded call. */
import { declaredState } from '../../../infra/specifications/declared-state';
import { readSampleOrganization } from '../../../sandbox/sample-organization';

export const DECLARED = declaredState(readSampleOrganization().configuration);
export const TRAIL_ARN = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization';
export const REPAIR_ROLE_ARN = 'arn:aws:iam::111111111111:role/trailwarden-repair';

type Fields = Readonly<Record<string, unknown>>;

/** Somebody who took on a role under a name of his own. */
export const MALLORY = {
  type: 'AssumedRole',
  principalId: 'AROAEXAMPLE:mallory',
  arn: 'arn:aws:sts::111111111111:assumed-role/OnCallAdministrator/mallory',
  accountId: '111111111111',
  sessionContext: {
    sessionIssuer: { type: 'Role', arn: 'arn:aws:iam::111111111111:role/OnCallAdministrator' },
    sourceIdentity: 'mallory@example.com',
  },
};

export const RESPONDER_ITSELF = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111111111111:assumed-role/trailwarden-repair/trailwarden-responder',
  accountId: '111111111111',
  sessionContext: { sessionIssuer: { type: 'Role', arn: REPAIR_ROLE_ARN } },
};

/** A StopLogging of the declared trail, with changes to its record and to its envelope. */
export function stopLoggingEvent(record: Fields = {}, envelope: Fields = {}): Fields {
  return {
    version: '0',
    id: 'e0000000-0000-4000-8000-000000000001',
    'detail-type': 'AWS API Call via CloudTrail',
    source: 'aws.cloudtrail',
    account: '111111111111',
    time: '2026-01-02T03:04:05Z',
    region: 'us-east-1',
    resources: [],
    detail: {
      eventVersion: '1.11',
      userIdentity: MALLORY,
      eventTime: '2026-01-02T03:04:05Z',
      eventSource: 'cloudtrail.amazonaws.com',
      eventName: 'StopLogging',
      awsRegion: 'us-east-1',
      sourceIPAddress: '203.0.113.7',
      userAgent: 'aws-cli/2.31.0',
      requestParameters: { name: TRAIL_ARN },
      responseElements: null,
      eventID: 'd0000000-0000-4000-8000-000000000001',
      ...record,
    },
    ...envelope,
  };
}
