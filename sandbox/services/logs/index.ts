/** Amazon CloudWatch Logs: log groups, streams, events, metric filters and subscription filters. */
import { service } from '../../core/service';
import { events } from './events';
import { groups } from './groups';
import { metricFilters } from './metric-filters';
import { streams } from './streams';
import { subscriptionFilters } from './subscription-filters';
import { tags } from './tags';

export const logs = service<typeof import('@aws-sdk/client-cloudwatch-logs')>({
  name: 'logs',
  actionPrefix: 'logs',
  eventSource: 'logs.amazonaws.com',
  sdk: () => require('@aws-sdk/client-cloudwatch-logs'),
  operations: { ...groups, ...streams, ...events, ...metricFilters, ...subscriptionFilters, ...tags },
});
