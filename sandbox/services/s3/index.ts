/** Amazon S3: the configuration of buckets, and as much of objects as the protection of log files needs. */
import type * as S3 from '@aws-sdk/client-s3';
import { service } from '../../core/service';
import { aclOperations } from './acl';
import { bucketLifeOperations } from './bucket-life';
import { bucketPolicyOperations } from './bucket-policy';
import { encryptionOperations } from './encryption';
import { lifecycleOperations } from './lifecycle';
import { listingOperations } from './listing';
import { objectLockOperations } from './object-lock';
import { objectOperations } from './objects';
import { replicationOperations } from './replication';
import { settingOperations } from './settings';
import { tagOperations } from './tags';
import { versioningOperations } from './versioning';

export const s3 = service<typeof S3>({
  name: 's3',
  actionPrefix: 's3',
  eventSource: 's3.amazonaws.com',
  sdk: () => require('@aws-sdk/client-s3') as object,
  operations: {
    ...bucketLifeOperations,
    ...bucketPolicyOperations,
    ...aclOperations,
    ...versioningOperations,
    ...encryptionOperations,
    ...lifecycleOperations,
    ...replicationOperations,
    ...settingOperations,
    ...tagOperations,
    ...objectOperations,
    ...objectLockOperations,
    ...listingOperations,
  },
});
