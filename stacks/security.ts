/** The security account: where reports arrive, are acted upon, and are told to people. */
import * as pulumi from '@pulumi/pulumi';
import { AlertTopic } from '../components/alert-topic';
import { CentralBus } from '../components/central-bus';
import { DeliveryMonitor } from '../components/delivery-monitor';
import { DirectReport } from '../components/direct-report';
import { Responder } from '../components/responder';
import { accountProvider } from '../infra/account-provider';
import { bundleResponder } from '../infra/bundling';
import type { Configuration } from '../infra/configuration';
import { declaredState } from '../infra/specifications/declared-state';
import { reportingAccount } from './member';

export interface SecurityOutputs {
  readonly alertTopicArn: pulumi.Output<string>;
  /** The bus that every other stack forwards to; known once it admits forwarders. */
  readonly centralBusArn: pulumi.Output<string>;
}

export function security(configuration: Configuration): SecurityOutputs {
  const provider = accountProvider(configuration);
  const topic = new AlertTopic('alerts', { configuration }, { provider });
  const bus = new CentralBus('central', { configuration }, { provider });
  const code = bundleResponder(declaredState(configuration));
  const responder = new Responder('responder', { configuration, code, bus, topic }, { provider });
  const direct = new DirectReport('direct', { configuration, bus, topic }, { provider });
  const monitor = new DeliveryMonitor('delivery', { configuration, alertTopicArn: topic.arn }, { provider });
  reportingAccount(configuration, provider, [topic, bus, responder, direct, monitor]);
  return {
    alertTopicArn: topic.arn,
    centralBusArn: pulumi.all([bus.arn, bus.policy.id]).apply(([busArn]) => busArn),
  };
}
