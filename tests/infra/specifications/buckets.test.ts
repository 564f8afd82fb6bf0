import { accessLogBucketPolicy, trailBucketPolicy } from '../../../infra/specifications/trail';
import { SAMPLE } from '../../support/organization';
import {
  administrator,
  itDecides,
  LOG_ARCHIVE,
  MANAGEMENT,
  OUTSIDER,
  PAYMENTS,
  type Question,
  role,
  SECURITY,
  service,
} from './access';

const TRAIL = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization';
const BUCKET = 'arn:aws:s3:::trailwarden-trail-222222222222-us-east-1';
const ACCESS_LOGS = 'arn:aws:s3:::trailwarden-access-222222222222-us-east-1';
const ACL = { 's3:x-amz-acl': 'bucket-owner-full-control' };

const SECOND_TRAIL = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-second';

const cloudTrail = service('cloudtrail', TRAIL);
const cloudTrailOfTheSecond = service('cloudtrail', SECOND_TRAIL);
const folder = (path: string) => ({
  resource: `${BUCKET}/AWSLogs/${path}/CloudTrail/us-east-1/2026/03/02/log.json.gz`,
});

describe('the trail bucket policy, when a log file is written,', () => {
  itDecides(
    {
      action: 's3:PutObject',
      ...folder('o-exampleorg1/444444444444'),
      resourceAccount: LOG_ARCHIVE,
      resourcePolicy: trailBucketPolicy(SAMPLE.configuration),
      context: ACL,
    },
    {
      admits: [
        ["CloudTrail for the organization trail, in the organization's folder", cloudTrail],
        ["CloudTrail for the organization trail, in the management account's folder", cloudTrail, folder(MANAGEMENT)],
        [
          "CloudTrail for the second trail, in the management account's folder",
          cloudTrailOfTheSecond,
          folder(MANAGEMENT),
        ],
        [
          'a digest that is encrypted by S3 itself',
          cloudTrail,
          {
            resource: `${BUCKET}/AWSLogs/o-exampleorg1/444444444444/CloudTrail-Digest/us-east-1/digest.json.gz`,
            context: { ...ACL, 's3:x-amz-server-side-encryption': 'AES256' },
          },
        ],
      ],
      refuses: [
        ["CloudTrail for the second trail, in the organization's folder", cloudTrailOfTheSecond],
        ['CloudTrail for another trail of the management account', service('cloudtrail', `${TRAIL}-2`)],
        [
          'CloudTrail for a trail called like the second',
          service('cloudtrail', `${SECOND_TRAIL}-2`),
          folder(MANAGEMENT),
        ],
        [
          "CloudTrail for another account's trail of the same name",
          service('cloudtrail', TRAIL.replace(MANAGEMENT, PAYMENTS)),
        ],
        [
          'CloudTrail for the same trail of another Region',
          service('cloudtrail', TRAIL.replace('us-east-1', 'us-west-2')),
        ],
        ['CloudTrail when it does not say for which trail', service('cloudtrail')],
        ['another service that claims to act for the trail', service('config', TRAIL)],
        ["CloudTrail in a member account's folder", cloudTrail, folder(PAYMENTS)],
        ["CloudTrail in another organization's folder", cloudTrail, folder('o-exampleorg2/444444444444')],
        ['CloudTrail outside of the folder for logs', cloudTrail, { resource: `${BUCKET}/log.json.gz` }],
        ['CloudTrail without handing over the object', cloudTrail, { context: {} }],
        ['CloudTrail with another ACL', cloudTrail, { context: { 's3:x-amz-acl': 'public-read' } }],
        [
          'CloudTrail over a connection that is not encrypted',
          cloudTrail,
          { context: { ...ACL, 'aws:SecureTransport': 'false' } },
        ],
        ['an outsider', administrator(OUTSIDER)],
        ['an administrator of a member', administrator(PAYMENTS)],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an administrator of the security account', administrator(SECURITY)],
      ],
    },
  );
});

describe('the trail bucket policy, when CloudTrail looks at the ACL,', () => {
  itDecides(
    {
      action: 's3:GetBucketAcl',
      resource: BUCKET,
      resourceAccount: LOG_ARCHIVE,
      resourcePolicy: trailBucketPolicy(SAMPLE.configuration),
    },
    {
      admits: [
        ['CloudTrail for the organization trail', cloudTrail],
        ['CloudTrail for the second trail', cloudTrailOfTheSecond],
      ],
      refuses: [
        ['CloudTrail for another trail', service('cloudtrail', `${TRAIL}-2`)],
        ['CloudTrail when it does not say for which trail', service('cloudtrail')],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['CloudTrail that wants to change it', cloudTrail, { action: 's3:PutBucketAcl' }],
        ['CloudTrail that wants to read what it wrote', cloudTrail, { action: 's3:GetObject', ...folder(MANAGEMENT) }],
      ],
    },
  );
});

const CHANGES = [
  's3:PutBucketPolicy',
  's3:DeleteBucketPolicy',
  's3:PutBucketVersioning',
  's3:PutLifecycleConfiguration',
  's3:PutEncryptionConfiguration',
  's3:PutBucketObjectLockConfiguration',
  's3:PutBucketPublicAccessBlock',
  's3:PutBucketLogging',
  's3:DeleteBucket',
];

describe('the trail bucket policy, when the bucket is changed or read,', () => {
  const everybodyElse: readonly [string, string][] = [
    ['the management account', MANAGEMENT],
    ['the security account', SECURITY],
    ['a member', PAYMENTS],
    ['an outsider', OUTSIDER],
  ];
  const object = { resource: `${BUCKET}/AWSLogs/o-exampleorg1/log.json.gz` };
  itDecides(
    {
      action: 's3:PutBucketPolicy',
      resource: BUCKET,
      resourceAccount: LOG_ARCHIVE,
      resourcePolicy: trailBucketPolicy(SAMPLE.configuration),
    },
    {
      admits: [
        ['an administrator of its own account', administrator(LOG_ARCHIVE)],
        ['a reader of its own account', administrator(LOG_ARCHIVE), { action: 's3:GetObject', ...object }],
      ],
      refuses: [
        ...everybodyElse.flatMap(([who, account]): Question[] => [
          ...CHANGES.map((action): Question => [`${action} to ${who}`, administrator(account), { action }]),
          [`s3:GetObject to ${who}`, administrator(account), { action: 's3:GetObject', ...object }],
          [`s3:DeleteObject to ${who}`, administrator(account), { action: 's3:DeleteObject', ...object }],
          [`s3:ListBucket to ${who}`, administrator(account), { action: 's3:ListBucket' }],
        ]),
        [
          'its own administrator over a connection that is not encrypted',
          administrator(LOG_ARCHIVE),
          { context: { 'aws:SecureTransport': 'false' } },
        ],
        [
          'its own reader over a connection that is not encrypted',
          administrator(LOG_ARCHIVE),
          { action: 's3:GetObject', ...object, context: { 'aws:SecureTransport': 'false' } },
        ],
      ],
    },
  );
});

describe('the access-log bucket policy', () => {
  const logging = service('logging.s3', BUCKET, LOG_ARCHIVE);
  itDecides(
    {
      action: 's3:PutObject',
      resource: `${ACCESS_LOGS}/trailwarden-trail-222222222222-us-east-1/2026-03-02-09-00-00-0123456789ABCDEF`,
      resourceAccount: LOG_ARCHIVE,
      resourcePolicy: accessLogBucketPolicy(SAMPLE.configuration),
    },
    {
      admits: [["S3 with the trail bucket's access logs", logging]],
      refuses: [
        ["S3 with another bucket's", service('logging.s3', 'arn:aws:s3:::somebody-elses', LOG_ARCHIVE)],
        ["S3 with a bucket's that another account now has under this name", service('logging.s3', BUCKET, OUTSIDER)],
        ['S3 when it does not say for whom', service('logging.s3')],
        ['another service', service('cloudtrail', BUCKET, LOG_ARCHIVE)],
        ['S3 that wants to read', logging, { action: 's3:GetObject' }],
        ['S3 over a connection that is not encrypted', logging, { context: { 'aws:SecureTransport': 'false' } }],
        ['an administrator of the management account', administrator(MANAGEMENT)],
        ['an administrator of a member', role(PAYMENTS, 'builder')],
        ['an outsider', administrator(OUTSIDER)],
        [
          'its own administrator over a connection that is not encrypted',
          administrator(LOG_ARCHIVE),
          { context: { 'aws:SecureTransport': 'false' } },
        ],
      ],
    },
  );
});
