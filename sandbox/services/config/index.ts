/** AWS Config, as far as somebody can switch it off: the recorder, its delivery channel, and rules. */
import { type Service, service } from '../../core/service';
import { deliveryChannelOperations } from './delivery-channels';
import { recorderOperations } from './recorders';
import { ruleOperations } from './rules';
import type { ConfigSdk } from './state';

export const config: Service = service<ConfigSdk>({
  name: 'config',
  actionPrefix: 'config',
  eventSource: 'config.amazonaws.com',
  sdk: () => require('@aws-sdk/client-config-service'),
  operations: { ...recorderOperations, ...deliveryChannelOperations, ...ruleOperations },
});
