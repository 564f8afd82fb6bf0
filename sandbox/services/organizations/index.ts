/** AWS Organizations: one organization for all accounts, answered and recorded in us-east-1. */
import { service } from '../../core/service';
import { accountOperations } from './accounts';
import { policyOperations } from './policies';
import { policyAttachmentOperations } from './policy-attachments';
import { tagOperations } from './tags';
import { treeOperations } from './tree';
import { trustedServiceOperations } from './trusted-services';

export const organizations = service<typeof import('@aws-sdk/client-organizations')>({
  name: 'organizations',
  actionPrefix: 'organizations',
  eventSource: 'organizations.amazonaws.com',
  sdk: () => require('@aws-sdk/client-organizations'),
  globalRegion: 'us-east-1',
  operations: {
    ...accountOperations,
    ...treeOperations,
    ...policyOperations,
    ...policyAttachmentOperations,
    ...trustedServiceOperations,
    ...tagOperations,
  },
});
