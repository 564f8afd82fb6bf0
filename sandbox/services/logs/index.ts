/** Amazon CloudWatch Logs: log groups, streams, events, and metric filters. */
import { service } from '../../core/service';
import { events } from './events';
import { groups } from './groups';
import { metricFilters } from './metric-filters';
import { streams } from './streams';
import { tags } from './tags';

export const logs = service<typeof import('@aws-sdk/client-cloudwatch-logs')>({
  name: 'logs',
  actionPrefix: 'logs',
  eventSource: 'logs.amazonaws.com',
  sdk: () => require('@aws-sdk/client-cloudwatch-logs'),
  operations: { ...groups, ...streams, ...events, ...metricFilters, ...tags },
});
