import assert from 'node:assert/strict';
import { recordsOf } from '../../../../sandbox/records/record';
import { refuses } from '../../support';
import { ARN, BUCKET, OTHER, OWNER, policyText, type S3Call, type S3Cloud, s3Cloud } from './cloud';

describe('S3 buckets', () => {
  let cloud: S3Cloud;
  let call: S3Call;
  const Bucket = BUCKET;

  beforeEach(async () => {
    cloud = s3Cloud();
    call = cloud.call;
    await call('CreateBucket', { Bucket });
  });

  describe('a new bucket', () => {
    it('blocks public access, has ACLs disabled and encrypts with the keys of S3', async () => {
      const { PublicAccessBlockConfiguration } = await call('GetPublicAccessBlock', { Bucket });
      assert.deepEqual(Object.values(PublicAccessBlockConfiguration ?? {}), [true, true, true, true]);
      const { OwnershipControls } = await call('GetBucketOwnershipControls', { Bucket });
      assert.deepEqual(OwnershipControls?.Rules, [{ ObjectOwnership: 'BucketOwnerEnforced' }]);
      const { ServerSideEncryptionConfiguration } = await call('GetBucketEncryption', { Bucket });
      assert.deepEqual(ServerSideEncryptionConfiguration?.Rules, [
        { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' }, BucketKeyEnabled: false },
      ]);
    });

    it('answers AWS\'s "not there" for what nobody has set', async () => {
      const unset = [
        ['GetBucketPolicy', 'NoSuchBucketPolicy'],
        ['GetBucketPolicyStatus', 'NoSuchBucketPolicy'],
        ['GetBucketLifecycleConfiguration', 'NoSuchLifecycleConfiguration'],
        ['GetObjectLockConfiguration', 'ObjectLockConfigurationNotFoundError'],
        ['GetBucketTagging', 'NoSuchTagSet'],
        ['GetBucketWebsite', 'NoSuchWebsiteConfiguration'],
        ['GetBucketCors', 'NoSuchCORSConfiguration'],
        ['GetBucketReplication', 'ReplicationConfigurationNotFoundError'],
      ] as const;
      for (const [operation, code] of unset) await refuses(call(operation, { Bucket }), code);
      assert.deepEqual(await call('GetBucketVersioning', { Bucket }), {});
      assert.deepEqual(await call('GetBucketLogging', { Bucket }), {});
      assert.deepEqual(await call('GetBucketAccelerateConfiguration', { Bucket }), {});
      assert.deepEqual(await call('GetBucketNotificationConfiguration', { Bucket }), {});
      assert.deepEqual(await call('GetBucketRequestPayment', { Bucket }), { Payer: 'BucketOwner' });
      assert.equal((await call('GetBucketAcl', { Bucket })).Grants?.length, 1);
    });

    it('has a name that S3 takes', async () => {
      for (const name of ['ab', 'Logs', 'a..b', '192.0.2.1', 'xn--logs', 'logs-s3alias', '-logs', 'a'.repeat(64)])
        await refuses(call('CreateBucket', { Bucket: name }), 'InvalidBucketName');
    });

    it('has a name that nobody else has', async () => {
      const theirs = cloud.as(cloud.administrator(OTHER));
      await refuses(theirs('CreateBucket', { Bucket }), 'BucketAlreadyExists');
      assert.equal((await call('CreateBucket', { Bucket })).Location, `/${Bucket}`);
      const Ireland = { LocationConstraint: 'eu-west-1' } as const;
      await refuses(
        cloud.as(cloud.administrator(OWNER), 'eu-west-1')('CreateBucket', {
          Bucket,
          CreateBucketConfiguration: Ireland,
        }),
        'BucketAlreadyOwnedByYou',
      );
      await call('DeleteBucket', { Bucket });
      await theirs('CreateBucket', { Bucket });
    });

    it('lies in the Region that was asked', async () => {
      const inIreland = cloud.as(cloud.administrator(OWNER), 'eu-west-1');
      await refuses(
        inIreland('CreateBucket', { Bucket: 'ireland' }),
        'IllegalLocationConstraintException',
        /unspecified/,
      );
      await inIreland('CreateBucket', {
        Bucket: 'ireland',
        CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
      });
      assert.deepEqual(await call('GetBucketLocation', { Bucket: 'ireland' }), { LocationConstraint: 'eu-west-1' });
      assert.deepEqual(await call('GetBucketLocation', { Bucket }), {});
    });

    it('is asked for in its own Region', async () => {
      const inIreland = cloud.as(cloud.administrator(OWNER), 'eu-west-1');
      await refuses(inIreland('GetBucketVersioning', { Bucket }), 'PermanentRedirect');
    });
  });

  it('lists the buckets of the account alone', async () => {
    await cloud.as(cloud.administrator(OTHER))('CreateBucket', { Bucket: 'theirs' });
    const { Buckets } = await call('ListBuckets', {});
    assert.deepEqual(
      Buckets?.map(({ Name }) => Name),
      [Bucket],
    );
  });

  it('finds no bucket that is not there', async () => {
    await refuses(call('HeadBucket', { Bucket: 'nowhere' }), 'NotFound');
    await refuses(call('GetBucketPolicy', { Bucket: 'nowhere' }), 'NoSuchBucket');
    assert.equal((await call('HeadBucket', { Bucket })).BucketRegion, 'us-east-1');
  });

  it('refuses a caller who expected another owner', async () => {
    await refuses(call('GetBucketAcl', { Bucket, ExpectedBucketOwner: OTHER }), 'AccessDenied');
    await call('GetBucketAcl', { Bucket, ExpectedBucketOwner: OWNER });
  });

  describe('policies', () => {
    const allow = (more: object = {}) => ({
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${OTHER}:root` },
      Action: 's3:GetBucketLocation',
      Resource: ARN,
      ...more,
    });
    const put = (...statements: object[]) => call('PutBucketPolicy', { Bucket, Policy: policyText(...statements) });

    it('keeps a policy as it was put', async () => {
      const Policy = policyText(allow());
      await call('PutBucketPolicy', { Bucket, Policy });
      assert.deepEqual(await call('GetBucketPolicy', { Bucket }), { Policy });
      assert.deepEqual(await call('GetBucketPolicyStatus', { Bucket }), { PolicyStatus: { IsPublic: false } });
      await call('DeleteBucketPolicy', { Bucket });
      await refuses(call('GetBucketPolicy', { Bucket }), 'NoSuchBucketPolicy');
    });

    it('refuses what is no policy of this bucket', async () => {
      const bad: [object, RegExp][] = [
        [allow({ Principal: undefined }), /missing required field Principal/],
        [allow({ Effect: 'Maybe' }), /invalid effect/],
        [allow({ Principal: { AWS: `arn:aws:iam::${OTHER}:role/nobody` } }), /Invalid principal in policy/],
        [allow({ Action: 'sqs:SendMessage' }), /invalid action/],
        [allow({ Resource: 'arn:aws:s3:::trail-logs-2' }), /invalid resource/],
        [allow({ Action: 's3:PutObject' }), /Action does not apply/],
        [allow({ Resource: `${ARN}/*` }), /Action does not apply/],
      ];
      for (const [statement, message] of bad) await refuses(put(statement), 'MalformedPolicy', message);
      await refuses(call('PutBucketPolicy', { Bucket, Policy: 'policy' }), 'MalformedPolicy', /first byte/);
      await put(allow({ Action: ['s3:PutObject', 's3:GetBucketLocation'], Resource: [ARN, `${ARN}/*`] }));
    });

    it('refuses a public policy while such policies are blocked', async () => {
      const everybody = allow({ Principal: '*' });
      await refuses(put(everybody), 'AccessDenied', /BlockPublicPolicy/);
      await put({ ...everybody, Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } } });
      await put({ ...everybody, Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } });
      await call('DeletePublicAccessBlock', { Bucket });
      await put(everybody);
      assert.deepEqual(await call('GetBucketPolicyStatus', { Bucket }), { PolicyStatus: { IsPublic: true } });
    });

    it('lets in the account that the policy names, and no longer when it goes', async () => {
      const theirs = cloud.as(cloud.administrator(OTHER));
      await refuses(theirs('GetBucketLocation', { Bucket }), 'AccessDenied', /resource-based policy/);
      await put(allow());
      await theirs('GetBucketLocation', { Bucket });
      await refuses(theirs('GetBucketAcl', { Bucket }), 'AccessDenied');
    });

    it('lets no other account in by a public policy while public buckets are restricted', async () => {
      const theirs = cloud.as(cloud.administrator(OTHER));
      const block = { BlockPublicPolicy: false, RestrictPublicBuckets: true };
      await call('PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: block });
      await put(allow({ Principal: '*' }));
      await refuses(theirs('GetBucketLocation', { Bucket }), 'AccessDenied', /RestrictPublicBuckets/);
      await call('DeletePublicAccessBlock', { Bucket });
      await theirs('GetBucketLocation', { Bucket });
    });

    it("denies the bucket's own administrator what the policy denies", async () => {
      await put(allow({ Effect: 'Deny', Principal: '*', Action: 's3:PutLifecycleConfiguration' }));
      await refuses(call('DeleteBucketLifecycle', { Bucket }), 'AccessDenied', /explicit deny/);
    });
  });

  describe('settings', () => {
    const rule = { ID: 'expire', Status: 'Enabled', Filter: {}, Expiration: { Days: 1 } } as const;

    it('cannot suspend versioning under Object Lock, nor lock without versioning', async () => {
      const lock = { ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' } } as const;
      await refuses(call('PutObjectLockConfiguration', { Bucket, ...lock }), 'InvalidBucketState');
      await call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      await call('PutObjectLockConfiguration', { Bucket, ...lock });
      await refuses(
        call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
        'InvalidBucketState',
        /Object Lock configuration is present/,
      );
    });

    it('is born versioned and locked when Object Lock is asked for', async () => {
      await call('CreateBucket', { Bucket: 'locked', ObjectLockEnabledForBucket: true });
      assert.deepEqual(await call('GetBucketVersioning', { Bucket: 'locked' }), { Status: 'Enabled' });
      assert.deepEqual(await call('GetObjectLockConfiguration', { Bucket: 'locked' }), {
        ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled' },
      });
    });

    it('keeps lifecycle rules, and refuses those that say nothing', async () => {
      await call('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules: [rule] } });
      assert.deepEqual((await call('GetBucketLifecycleConfiguration', { Bucket })).Rules, [rule]);
      const put = (...Rules: object[]) =>
        call('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules: Rules as never } });
      await refuses(put(), 'MalformedXML');
      await refuses(put({ Status: 'Enabled', Filter: {} }), 'InvalidRequest');
      await refuses(put({ ...rule, Expiration: { Days: 0 } }), 'InvalidArgument');
      await refuses(put(rule, rule), 'InvalidArgument', /unique/);
      await call('DeleteBucketLifecycle', { Bucket });
      await refuses(call('GetBucketLifecycleConfiguration', { Bucket }), 'NoSuchLifecycleConfiguration');
    });

    it('falls back to the keys of S3 when the encryption is deleted', async () => {
      const kms = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: 'alias/logs' } as const;
      await call('PutBucketEncryption', {
        Bucket,
        ServerSideEncryptionConfiguration: { Rules: [{ ApplyServerSideEncryptionByDefault: kms }] },
      });
      const found = await call('GetBucketEncryption', { Bucket });
      assert.deepEqual(found.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault, kms);
      await call('DeleteBucketEncryption', { Bucket });
      const after = await call('GetBucketEncryption', { Bucket });
      assert.deepEqual(after.ServerSideEncryptionConfiguration?.Rules?.[0]?.ApplyServerSideEncryptionByDefault, {
        SSEAlgorithm: 'AES256',
      });
    });

    it('logs only into a bucket of the owner that lets log delivery write', async () => {
      const logTo = (TargetBucket: string) =>
        call('PutBucketLogging', {
          Bucket,
          BucketLoggingStatus: { LoggingEnabled: { TargetBucket, TargetPrefix: 'access/' } },
        });
      await refuses(logTo('nowhere'), 'InvalidTargetBucketForLogging', /does not exist/);
      await cloud.as(cloud.administrator(OTHER))('CreateBucket', { Bucket: 'theirs' });
      await refuses(logTo('theirs'), 'InvalidTargetBucketForLogging', /must be the same/);
      await call('CreateBucket', { Bucket: 'access-logs' });
      await refuses(logTo('access-logs'), 'InvalidTargetBucketForLogging', /log-delivery group/);
      await call('PutBucketPolicy', {
        Bucket: 'access-logs',
        Policy: policyText({
          Effect: 'Allow',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: 'arn:aws:s3:::access-logs/access/*',
          Condition: { StringEquals: { 'aws:SourceAccount': OWNER }, ArnLike: { 'aws:SourceArn': ARN } },
        }),
      });
      await logTo('access-logs');
      assert.equal((await call('GetBucketLogging', { Bucket })).LoggingEnabled?.TargetBucket, 'access-logs');
      await call('PutBucketLogging', { Bucket, BucketLoggingStatus: {} });
      assert.deepEqual(await call('GetBucketLogging', { Bucket }), {});
    });

    it('takes an ACL only where ACLs are enabled and public ones are not blocked', async () => {
      await refuses(call('PutBucketAcl', { Bucket, ACL: 'private' }), 'AccessControlListNotSupported');
      const Rules = [{ ObjectOwnership: 'BucketOwnerPreferred' as const }];
      await call('PutBucketOwnershipControls', { Bucket, OwnershipControls: { Rules } });
      await refuses(call('PutBucketAcl', { Bucket, ACL: 'public-read' }), 'AccessDenied', /BlockPublicAcls/);
      const logDelivery = { Type: 'Group', URI: 'http://acs.amazonaws.com/groups/s3/LogDelivery' } as const;
      const Grants = [{ Grantee: logDelivery, Permission: 'WRITE' as const }];
      const { Owner, Grants: own } = await call('GetBucketAcl', { Bucket });
      await call('PutBucketAcl', { Bucket, AccessControlPolicy: { Owner, Grants: [...(own ?? []), ...Grants] } });
      assert.equal((await call('GetBucketAcl', { Bucket })).Grants?.length, 2);
      await refuses(
        call('PutBucketOwnershipControls', {
          Bucket,
          OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
        }),
        'InvalidBucketAclWithObjectOwnership',
      );
      await call('DeleteBucketOwnershipControls', { Bucket });
      await refuses(call('GetBucketOwnershipControls', { Bucket }), 'OwnershipControlsNotFoundError');
    });

    it('keeps tags', async () => {
      const TagSet = [{ Key: 'team', Value: 'audit' }];
      await call('PutBucketTagging', { Bucket, Tagging: { TagSet } });
      assert.deepEqual(await call('GetBucketTagging', { Bucket }), { TagSet });
      await refuses(call('PutBucketTagging', { Bucket, Tagging: { TagSet: [...TagSet, ...TagSet] } }), 'InvalidTag');
      await call('DeleteBucketTagging', { Bucket });
      await refuses(call('GetBucketTagging', { Bucket }), 'NoSuchTagSet');
    });

    it('keeps what the requester pays, acceleration and notifications', async () => {
      await call('PutBucketRequestPayment', { Bucket, RequestPaymentConfiguration: { Payer: 'Requester' } });
      assert.deepEqual(await call('GetBucketRequestPayment', { Bucket }), { Payer: 'Requester' });
      await call('PutBucketAccelerateConfiguration', { Bucket, AccelerateConfiguration: { Status: 'Enabled' } });
      assert.deepEqual(await call('GetBucketAccelerateConfiguration', { Bucket }), { Status: 'Enabled' });
      const NotificationConfiguration = { EventBridgeConfiguration: {} };
      await call('PutBucketNotificationConfiguration', { Bucket, NotificationConfiguration });
      assert.deepEqual(await call('GetBucketNotificationConfiguration', { Bucket }), NotificationConfiguration);
    });

    it("asks IAM by IAM's names", async () => {
      const reader = cloud.as(
        cloud.role(OWNER, 'reader', [
          { Effect: 'Allow', Action: ['s3:GetEncryptionConfiguration', 's3:GetLifecycleConfiguration'], Resource: ARN },
        ]),
      );
      await reader('GetBucketEncryption', { Bucket });
      await refuses(reader('GetBucketLifecycleConfiguration', { Bucket }), 'NoSuchLifecycleConfiguration');
      await refuses(reader('DeleteBucketEncryption', { Bucket }), 'AccessDenied', /s3:PutEncryptionConfiguration/);
      await refuses(reader('DeletePublicAccessBlock', { Bucket }), 'AccessDenied', /s3:PutBucketPublicAccessBlock/);
      await refuses(reader('GetBucketCors', { Bucket }), 'AccessDenied', /s3:GetBucketCORS/);
    });
  });

  describe('records', () => {
    const last = () => recordsOf(cloud.answered.at(-1) ?? assert.fail())[0] ?? assert.fail();

    it("show a lifecycle by its recorded name, in the XML's own words, a single rule as an object", async () => {
      const Rules = [{ ID: 'nuke', Status: 'Enabled', Filter: { Prefix: '*' }, Expiration: { Days: 1 } }] as const;
      await call('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules: [...Rules] } });
      assert.equal(last().eventName, 'PutBucketLifecycle');
      assert.deepEqual(last().requestParameters, {
        Host: `${BUCKET}.s3.amazonaws.com`,
        LifecycleConfiguration: { Rule: Rules[0], xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
        bucketName: BUCKET,
        lifecycle: '',
      });
      assert.deepEqual(last().resources, [{ accountId: OWNER, type: 'AWS::S3::Bucket', ARN }]);
    });

    it('show several rules as a list', async () => {
      const rule = (ID: string) => ({ ID, Status: 'Enabled' as const, Filter: {}, Expiration: { Days: 1 } });
      await call('PutBucketLifecycleConfiguration', {
        Bucket,
        LifecycleConfiguration: { Rules: [rule('a'), rule('b')] },
      });
      const { LifecycleConfiguration } = last().requestParameters as { LifecycleConfiguration: { Rule: unknown[] } };
      assert.equal(LifecycleConfiguration.Rule.length, 2);
    });

    it('show a policy as an object, and tags within their set', async () => {
      const Policy = policyText({ Effect: 'Deny', Principal: '*', Action: 's3:PutObject', Resource: `${ARN}/*` });
      await call('PutBucketPolicy', { Bucket, Policy });
      assert.deepEqual(last().requestParameters, {
        Host: `${BUCKET}.s3.amazonaws.com`,
        bucketName: BUCKET,
        bucketPolicy: JSON.parse(Policy),
        policy: '',
      });
      await call('PutBucketTagging', { Bucket, Tagging: { TagSet: [{ Key: 'a', Value: 'b' }] } });
      const { Tagging } = last().requestParameters as { Tagging: { TagSet: unknown } };
      assert.deepEqual(Tagging.TagSet, { Tag: { Key: 'a', Value: 'b' } });
    });

    it('have the names that CloudTrail gives', async () => {
      await call('DeletePublicAccessBlock', { Bucket });
      assert.equal(last().eventName, 'DeleteBucketPublicAccessBlock');
      await call('PutBucketNotificationConfiguration', { Bucket, NotificationConfiguration: {} });
      assert.equal(last().eventName, 'PutBucketNotification');
      await call('PutBucketVersioning', { Bucket, VersioningConfiguration: { Status: 'Enabled' } });
      assert.deepEqual(last().requestParameters, {
        Host: `${BUCKET}.s3.amazonaws.com`,
        VersioningConfiguration: { Status: 'Enabled', xmlns: 'http://s3.amazonaws.com/doc/2006-03-01/' },
        bucketName: BUCKET,
        versioning: '',
      });
    });

    it('still say what was asked when it was refused', async () => {
      const outsider = cloud.as(cloud.administrator(OTHER));
      await refuses(outsider('DeleteBucketPolicy', { Bucket }), 'AccessDenied');
      assert.equal(last().errorCode, 'AccessDenied');
      assert.equal((last().requestParameters as { bucketName: string }).bucketName, BUCKET);
    });
  });
});
