/** Amazon SNS: topics with policies and encryption, subscriptions with filters, deliveries with retries. */
import { type Service, service } from '../../core/service';
import { permissionOperations } from './permissions';
import { publicationOperations } from './publication';
import type { SnsSdk } from './state';
import { subscriptionOperations } from './subscriptions';
import { tagOperations } from './tags';
import { topicOperations } from './topics';

export { type Outgoing, outbox, sentEmails } from './outbox';

export const sns: Service = service<SnsSdk>({
  name: 'sns',
  actionPrefix: 'sns',
  eventSource: 'sns.amazonaws.com',
  sdk: () => require('@aws-sdk/client-sns'),
  operations: {
    ...topicOperations,
    ...subscriptionOperations,
    ...publicationOperations,
    ...permissionOperations,
    ...tagOperations,
  },
});
