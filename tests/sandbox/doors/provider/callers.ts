/** Calls that somebody makes past the engine, typed by the service's SDK. */
import { caller as serviceCaller } from '../../support';
import type { ServedCloud } from './engine';

export type Caller = ReturnType<typeof caller>;

/** The administrator of an account, at the services that tests change behind the engine's back. */
export function caller(cloud: ServedCloud, account: string) {
  const administrator = cloud.administrator(account);
  return {
    events: serviceCaller<typeof import('@aws-sdk/client-eventbridge')>(cloud, 'events', administrator),
    logs: serviceCaller<typeof import('@aws-sdk/client-cloudwatch-logs')>(cloud, 'logs', administrator),
    sns: serviceCaller<typeof import('@aws-sdk/client-sns')>(cloud, 'sns', administrator),
  };
}
