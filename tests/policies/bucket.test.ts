import assert from 'node:assert/strict';
import { arnsOf } from '../../infra/names';
import { trailBucketPolicy } from '../../infra/specifications/trail';
import { bucketCompleteness } from '../../policies/bucket-completeness';
import { bucketPolicy } from '../../policies/bucket-policy';
import { bucketSettings } from '../../policies/bucket-settings';
import { UNKNOWN } from '../../policies/property';
import type { DeclaredResource } from '../../policies/resource';
import { DEFAULT_SETTINGS } from '../../policies/settings';
import { configurationOf } from '../support/deployment';
import {
  changed,
  declared,
  declaredIn,
  messages,
  reports,
  type Statement,
  withoutCondition,
  withStatement,
} from './support';

const block = (name: string, value: string): string =>
  `"${name}" is ${value}: a policy or an ACL could open the bucket to everybody. Set it to true.`;

describe('the rule about the settings of buckets', () => {
  reports(bucketSettings, 'log-archive', 'aws.s3.Bucket trail-bucket', [
    [
      'a bucket that is emptied to be deleted',
      { forceDestroy: true },
      ['"forceDestroy" is true: deleting the bucket would delete every log file in it. Leave it out.'],
    ],
  ]);
  reports(bucketSettings, 'log-archive', 'aws.s3.BucketPublicAccessBlock trail-bucket-public-access', [
    ['public ACLs', { blockPublicAcls: false }, [block('blockPublicAcls', 'false')]],
    ['a public policy', { blockPublicPolicy: false }, [block('blockPublicPolicy', 'false')]],
    ['public ACLs that are heeded', { ignorePublicAcls: undefined }, [block('ignorePublicAcls', 'not set')]],
    ['public buckets', { restrictPublicBuckets: false }, [block('restrictPublicBuckets', 'false')]],
  ]);
  reports(bucketSettings, 'log-archive', 'aws.s3.BucketOwnershipControls trail-bucket-ownership', [
    [
      'ACLs',
      { rule: { objectOwnership: 'ObjectWriter' } },
      [
        '"objectOwnership" is "ObjectWriter": ACLs would grant access beside the bucket policy. ' +
          'Set it to BucketOwnerEnforced.',
      ],
    ],
  ]);
  reports(bucketSettings, 'log-archive', 'aws.s3.BucketVersioning trail-bucket-versioning', [
    [
      'suspended versions',
      { versioningConfiguration: { status: 'Suspended' } },
      ['"status" is "Suspended": a log file that is overwritten or deleted would be gone. Set it to Enabled.'],
    ],
  ]);
  reports(bucketSettings, 'log-archive', 'aws.s3.BucketServerSideEncryptionConfiguration trail-bucket-encryption', [
    [
      'a key of AWS',
      { rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms' } }] },
      [
        '"kmsMasterKeyId" is not set: objects would be encrypted by a key of AWS, which is no second lock beside the bucket ' +
          'policy. Give it the key of the log-archive account.',
      ],
    ],
  ]);
  reports(bucketSettings, 'log-archive', 'aws.s3.BucketObjectLockConfiguration trail-bucket-object-lock', [
    [
      'a lock without a default retention',
      { rule: undefined },
      [
        'There is no default retention: new log files could be deleted at once. Give "rule" a "defaultRetention" with a mode ' +
          'and days.',
      ],
    ],
  ]);
});

describe('the rule about what buckets must have', () => {
  const of = (resources: readonly DeclaredResource[]): string[] =>
    bucketCompleteness
      .checkStack(resources, DEFAULT_SETTINGS)
      .map(({ urn, message }) => `${urn.split('::').at(-1)}: ${message}`);
  const missing = (kind: string, effect: string): string =>
    `access-logs: The bucket has no ${kind}: ${effect}. Add one, as components/private-bucket.ts does.`;
  const withoutResource = (resources: readonly DeclaredResource[], name: string): DeclaredResource[] => {
    const rest = resources.filter((each) => each.name !== name);
    assert.equal(rest.length, resources.length - 1, name);
    return rest;
  };
  let resources: readonly DeclaredResource[];
  before(async () => {
    resources = await declaredIn('log-archive', 'state');
  });

  const parts: readonly [name: string, kind: string, effect: string][] = [
    ['access-logs-public-access', 'BucketPublicAccessBlock', 'a policy or an ACL could open the bucket to everybody'],
    ['access-logs-versioning', 'BucketVersioning', 'a log file that is overwritten or deleted would be gone'],
    [
      'access-logs-encryption',
      'BucketServerSideEncryptionConfiguration',
      'nothing would say how objects are encrypted',
    ],
    ['access-logs-policy', 'BucketPolicy', 'requests would not need to be encrypted on their way'],
  ];
  for (const [name, kind, effect] of parts)
    it(`reports a bucket without its ${kind}`, () => {
      assert.deepEqual(of(withoutResource(resources, name)), [missing(kind, effect)]);
    });

  const NO_LOCK =
    'trail-bucket: The trail bucket has no Object Lock: log files could be deleted before anybody has looked at them. ' +
    'Give it "objectLock".';

  it('reports a trail bucket without its Object Lock configuration', () => {
    assert.deepEqual(of(withoutResource(resources, 'trail-bucket-object-lock')), [NO_LOCK]);
  });

  it('reports a trail bucket that was made without Object Lock', () => {
    const weaker = resources.map((each) =>
      each.kind === 'aws.s3.Bucket' && each.name === 'trail-bucket'
        ? changed(each, { objectLockEnabled: false })
        : each,
    );
    assert.deepEqual(of(weaker), [NO_LOCK]);
  });

  it("reports a trail bucket that is encrypted by S3's own keys", () => {
    const rules = [{ applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } }];
    const weaker = resources.map((each) => (each.name === 'trail-bucket-encryption' ? changed(each, { rules }) : each));
    assert.deepEqual(of(weaker), [
      'trail-bucket: The trail bucket is not encrypted by a KMS key: whoever may read the bucket could read the log files. ' +
        'Give it "kmsKeyArn".',
    ]);
  });

  it('knows what belongs to a bucket whose name is not known yet', () => {
    const unnamed = resources.map((each) =>
      each.properties.bucket === undefined ? each : changed(each, { bucket: UNKNOWN }),
    );
    assert.deepEqual(of(unnamed), []);
    assert.deepEqual(of(withoutResource(unnamed, 'trail-bucket-object-lock')), [NO_LOCK]);
  });
});

describe('the rule about bucket policies', () => {
  const configuration = configurationOf('log-archive');
  const policy = trailBucketPolicy(configuration);
  const unbound = (sid: string): string =>
    `Statement "${sid}" admits cloudtrail.amazonaws.com without "aws:SourceArn": anybody could have that service write here, ` +
    'from an account of their own. Add the condition, with the ARN of the one resource that writes.';
  const SID = 'CloudTrailWritesForTheOrganization';
  const variant = (change: (statement: Statement) => Statement) => ({ policy: withStatement(policy, SID, change) });

  reports(bucketPolicy, 'log-archive', 'aws.s3.BucketPolicy trail-bucket-policy', [
    ['a service without a source', variant(withoutCondition('aws:SourceArn')), [unbound(SID)]],
    [
      'a source with a wildcard',
      variant((each) => ({ ...each, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudtrail:*:*:trail/*' } } })),
      [unbound(SID)],
    ],
    [
      'a condition that is met where there is no source',
      variant((each) => ({
        ...each,
        Condition: { StringEqualsIfExists: { 'aws:SourceArn': arnsOf(configuration).trail } },
      })),
      [unbound(SID)],
    ],
    [
      'a policy as text that admits requests without TLS',
      {
        policy: JSON.stringify({
          ...policy,
          Statement: policy.Statement.filter(({ Sid }) => Sid !== 'DenyUnencryptedTransport'),
        }),
      },
      [
        'No statement denies requests without TLS: log files could be read on their way. ' +
          'Add denyUnencryptedTransport of infra/policy-document.ts.',
      ],
    ],
  ]);

  it('judges no policy that is not known yet', async () => {
    const resource = await declared('log-archive', 'aws.s3.BucketPolicy trail-bucket-policy');
    assert.deepEqual(messages(bucketPolicy, changed(resource, { policy: UNKNOWN })), []);
  });
});
