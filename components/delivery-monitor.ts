/** Alarms for reports that got lost on their way, and one page that shows the way. */
import * as aws from '@pulumi/aws';
import { cloudwatch } from '@pulumi/awsx/classic';
import * as pulumi from '@pulumi/pulumi';
import type { OrganizationConfiguration } from '../infra/configuration';
import { namesOf } from '../infra/names';

export interface DeliveryMonitorArgs {
  readonly configuration: OrganizationConfiguration;
  readonly alertTopicArn: pulumi.Input<string>;
}

/** One number of CloudWatch that must stay at zero. */
interface Loss {
  readonly name: string;
  readonly description: string;
  readonly namespace: string;
  readonly metric: string;
  readonly dimensions: Record<string, string>;
}

/**
 * Watches the way from the central bus to people, by means that do not run through the responder: each loss raises an alarm
 * on the alert topic.
 *
 * @example
 * new DeliveryMonitor('delivery', { configuration, alertTopicArn: topic.arn }, { provider });
 */
export class DeliveryMonitor extends pulumi.ComponentResource {
  constructor(
    name: string,
    { configuration, alertTopicArn }: DeliveryMonitorArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super('trailwarden:components:DeliveryMonitor', name, {}, opts);
    const { namePrefix, homeRegion } = configuration;
    const losses = lossesOf(configuration);
    for (const loss of losses)
      new aws.cloudwatch.MetricAlarm(
        `${name}-${loss.name}`,
        {
          name: `${namePrefix}-${loss.name}`,
          alarmDescription: loss.description,
          namespace: loss.namespace,
          metricName: loss.metric,
          dimensions: loss.dimensions,
          statistic: 'Maximum',
          period: 60,
          evaluationPeriods: 1,
          threshold: 0,
          comparisonOperator: 'GreaterThanThreshold',
          treatMissingData: 'notBreaching',
          alarmActions: [alertTopicArn],
        },
        { parent: this },
      );
    new cloudwatch.Dashboard(
      name,
      { name: namePrefix, region: homeRegion as aws.Region, widgets: widgetsOf(configuration, losses) },
      { parent: this },
    );
    this.registerOutputs();
  }
}

/** What must stay at zero. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html */
export function lossesOf(configuration: OrganizationConfiguration): Loss[] {
  const names = namesOf(configuration);
  const waiting = { namespace: 'AWS/SQS', metric: 'ApproximateNumberOfMessagesVisible' };
  return [
    {
      ...waiting,
      name: 'undelivered-reports',
      description: 'Reports of tampering did not reach the responder: they wait in the dead-letter queue of the bus.',
      dimensions: { QueueName: names.centralDeadLetterQueue },
    },
    {
      ...waiting,
      name: 'failed-responses',
      description: 'The responder gave up on reports of tampering: they wait in its failure queue.',
      dimensions: { QueueName: names.responderFailureQueue },
    },
    {
      name: 'responder-errors',
      description:
        'The responder failed at least once: Lambda tries again, and the failure queue takes what stays undone.',
      namespace: 'AWS/Lambda',
      metric: 'Errors',
      dimensions: { FunctionName: names.responder },
    },
  ];
}

function widgetsOf(configuration: OrganizationConfiguration, losses: readonly Loss[]): cloudwatch.Widget[] {
  const { responder } = namesOf(configuration);
  const dimensions = { FunctionName: responder };
  const ofTheResponder = (metric: string, statistic: 'Sum' | 'Maximum') =>
    new cloudwatch.Metric({ namespace: 'AWS/Lambda', name: metric, dimensions, statistic, period: 300 });
  return [
    new cloudwatch.LineGraphMetricWidget({
      title: 'Reports handed to the responder',
      width: 12,
      metrics: [
        ofTheResponder('Invocations', 'Sum'),
        ofTheResponder('Errors', 'Sum'),
        ofTheResponder('Duration', 'Maximum'),
      ],
    }),
    new cloudwatch.LineGraphMetricWidget({
      title: 'Losses (must stay at zero)',
      width: 12,
      metrics: losses.map(
        (loss) =>
          new cloudwatch.Metric({
            namespace: loss.namespace,
            name: loss.metric,
            dimensions: loss.dimensions,
            statistic: 'Maximum',
            period: 60,
          }),
      ),
    }),
  ];
}
