/** AWS CloudTrail: trails, their selectors, and the event history. */
import { service } from '../../core/service';
import { delegatedAdministrators } from './delegated-administrators';
import { eventHistory } from './event-history';
import { logging } from './logging';
import { selectorOperations } from './selector-operations';
import { tagOperations } from './tags';
import { trailChanges } from './trail-changes';
import { trailReading } from './trail-reading';

export const cloudtrail = service<typeof import('@aws-sdk/client-cloudtrail')>({
  name: 'cloudtrail',
  actionPrefix: 'cloudtrail',
  eventSource: 'cloudtrail.amazonaws.com',
  sdk: () => require('@aws-sdk/client-cloudtrail'),
  operations: {
    ...trailChanges,
    ...trailReading,
    ...logging,
    ...selectorOperations,
    ...tagOperations,
    ...delegatedAdministrators,
    ...eventHistory,
  },
});
