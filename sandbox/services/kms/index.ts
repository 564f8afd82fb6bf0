/** AWS Key Management Service: symmetric keys, their policies, aliases, grants and uses. */
import type * as Kms from '@aws-sdk/client-kms';
import { service } from '../../core/service';
import { aliasOperations } from './aliases';
import { grantOperations } from './grants';
import { keyLifeOperations } from './key-life';
import { keyPolicyOperations } from './key-policy';
import { keyUseOperations } from './key-use';
import { rotationOperations } from './rotation';
import { tagOperations } from './tags';

export const kms = service<typeof Kms>({
  name: 'kms',
  actionPrefix: 'kms',
  eventSource: 'kms.amazonaws.com',
  sdk: () => require('@aws-sdk/client-kms') as object,
  operations: {
    ...keyLifeOperations,
    ...keyPolicyOperations,
    ...rotationOperations,
    ...aliasOperations,
    ...tagOperations,
    ...keyUseOperations,
    ...grantOperations,
  },
});
