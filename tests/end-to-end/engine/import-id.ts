/** The ids by which the provider's documentation imports resources. */
import type { ResourceState } from '../../support/engine/snapshot';
import { SAMPLE } from '../../support/organization';

/** The id with which to import a resource that another engine knows: with the Region, where that is not the provider's. */
export function importIdOf({ type, id, inputs }: Pick<ResourceState, 'type' | 'id' | 'inputs'>): string {
  const {
    rule,
    eventBusName,
    function: lambda,
    logGroupName,
    region,
    targetId,
  } = inputs as Record<string, string | undefined>;
  const named: Readonly<Record<string, string>> = {
    'aws:cloudwatch/eventTarget:EventTarget': [eventBusName ?? 'default', rule, targetId].join('/'),
    'aws:cloudwatch/logMetricFilter:LogMetricFilter': `${logGroupName}:${id}`,
    'aws:lambda/permission:Permission': `${lambda}/${id}`,
  };
  const plain = named[type] ?? id;
  return region === undefined || region === SAMPLE.configuration.homeRegion ? plain : `${plain}@${region}`;
}
