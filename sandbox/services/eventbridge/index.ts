/** Amazon EventBridge with Classic buses: rules, targets, delivery, archives and replays. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { type Service, service } from '../../core/service';
import { archiveOperations } from './archives';
import { busPermissionOperations } from './bus-permissions';
import { busOperations } from './buses';
import { eventOperations } from './events';
import { replayOperations } from './replays';
import { ruleOperations } from './rules';
import { tagOperations } from './tags';
import { targetOperations } from './targets';

export const eventbridge: Service = service<typeof EventBridge>({
  name: 'events',
  actionPrefix: 'events',
  eventSource: 'events.amazonaws.com',
  sdk: () => require('@aws-sdk/client-eventbridge') as object,
  operations: {
    ...busOperations,
    ...busPermissionOperations,
    ...ruleOperations,
    ...targetOperations,
    ...eventOperations,
    ...archiveOperations,
    ...replayOperations,
    ...tagOperations,
  },
});
