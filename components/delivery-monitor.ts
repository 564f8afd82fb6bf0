/** Alarms for reports that got lost on their way, and one page that shows the way. */
import * as aws from '@pulumi/aws';
import { cloudwatch } from '@pulumi/awsx/classic';
import * as pulumi from '@pulumi/pulumi';
import type { OrganizationConfiguration } from '../infra/configuration';
import { namesOf } from '../infra/names';
import { alarmsOf, lossesOf } from '../infra/specifications/monitoring';

export interface DeliveryMonitorArgs {
  readonly configuration: OrganizationConfiguration;
  readonly alertTopicArn: pulumi.Input<string>;
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
    for (const alarm of alarmsOf(configuration, 'security'))
      new aws.cloudwatch.MetricAlarm(
        `${name}-${alarm.name}`,
        {
          name: `${namePrefix}-${alarm.name}`,
          alarmDescription: alarm.description,
          namespace: alarm.namespace,
          metricName: alarm.metricName,
          dimensions: { ...alarm.dimensions },
          statistic: alarm.statistic,
          period: alarm.periodInSeconds,
          evaluationPeriods: alarm.evaluationPeriods,
          threshold: alarm.threshold,
          comparisonOperator: alarm.comparisonOperator,
          treatMissingData: alarm.treatMissingData,
          alarmActions: [alertTopicArn],
        },
        { parent: this },
      );
    new cloudwatch.Dashboard(
      name,
      { name: namePrefix, region: homeRegion as aws.Region, widgets: widgetsOf(configuration) },
      { parent: this },
    );
    this.registerOutputs();
  }
}

function widgetsOf(configuration: OrganizationConfiguration): cloudwatch.Widget[] {
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
      metrics: lossesOf(configuration).map(
        (loss) =>
          new cloudwatch.Metric({
            namespace: loss.namespace,
            name: loss.metricName,
            dimensions: { ...loss.dimensions },
            statistic: 'Maximum',
            period: 60,
          }),
      ),
    }),
  ];
}
