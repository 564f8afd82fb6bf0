/** Amazon CloudWatch: metrics, alarms and dashboards. */
import { service } from '../../core/service';
import { alarms } from './alarms';
import { dashboards } from './dashboards';
import { metrics } from './metrics';
import { tags } from './tags';

export const cloudwatch = service<typeof import('@aws-sdk/client-cloudwatch')>({
  name: 'monitoring',
  actionPrefix: 'cloudwatch',
  eventSource: 'monitoring.amazonaws.com',
  sdk: () => require('@aws-sdk/client-cloudwatch'),
  operations: { ...alarms, ...metrics, ...dashboards, ...tags },
});
