/** Event selectors and Insights selectors of a trail: put and get. */
import type { InsightSelector } from '@aws-sdk/client-cloudtrail';
import { AwsError } from '../../core/aws-error';
import type { Operations } from '../../core/service';
import { advancedSelectors, basicSelectors } from './event-selectors';
import { accessToTrail, trailToChange, trailToRead } from './resolution';
import type { Trail } from './state';

type Sdk = typeof import('@aws-sdk/client-cloudtrail');

export const selectorOperations = {
  /** Puts basic or advanced selectors; either kind replaces the other. */
  PutEventSelectors: {
    access: (input, context) => accessToTrail('PutEventSelectors', input.TrailName, context),
    handle: (input, context) => {
      const trail = trailToChange(input.TrailName, context);
      const { EventSelectors: basic, AdvancedEventSelectors: advanced } = input;
      if ((basic === undefined) === (advanced === undefined))
        throw new AwsError(
          'InvalidEventSelectorsException',
          'Specify either EventSelectors or AdvancedEventSelectors, but not both.',
        );
      trail.selectors =
        advanced === undefined ? { basic: basicSelectors(basic ?? []) } : { advanced: advancedSelectors(advanced) };
      return { TrailARN: trail.arn, ...shown(trail) };
    },
  },
  GetEventSelectors: {
    access: (input, context) => accessToTrail('GetEventSelectors', input.TrailName, context),
    handle: (input, context) => {
      const trail = trailToRead(input.TrailName, context);
      return { TrailARN: trail.arn, ...shown(trail) };
    },
  },
  /** The list that is put replaces the one before; an empty one switches Insights off. */
  PutInsightSelectors: {
    access: (input, context) => accessToTrail('PutInsightSelectors', input.TrailName, context),
    handle: (input, context) => {
      requireTrailName(input.TrailName, input.EventDataStore ?? input.InsightsDestination);
      const trail = trailToChange(input.TrailName, context);
      trail.insights = insightSelectors(input.InsightSelectors ?? [], trail);
      return { TrailARN: trail.arn, InsightSelectors: [...trail.insights] };
    },
  },
  GetInsightSelectors: {
    access: (input, context) => accessToTrail('GetInsightSelectors', input.TrailName, context),
    handle: (input, context) => {
      requireTrailName(input.TrailName, input.EventDataStore);
      const trail = trailToRead(input.TrailName, context);
      if (trail.insights.length === 0)
        throw new AwsError(
          'InsightNotEnabledException',
          `Trail ${trail.arn} does not have Insights enabled. Edit the trail settings to enable Insights, and then try the operation again.`,
        );
      return { TrailARN: trail.arn, InsightSelectors: [...trail.insights] };
    },
  },
} satisfies Operations<Sdk>;

function shown({ selectors }: Trail) {
  if ('basic' in selectors) return { EventSelectors: [...selectors.basic] };
  return { AdvancedEventSelectors: [...selectors.advanced] };
}

/** Event data stores belong to CloudTrail Lake, which the sandbox does not have. */
function requireTrailName(trailName: string | undefined, eventDataStore: string | undefined): void {
  if (trailName !== undefined && eventDataStore !== undefined)
    throw new AwsError(
      'InvalidParameterCombinationException',
      'TrailName cannot be combined with EventDataStore or InsightsDestination.',
    );
  if (trailName === undefined && eventDataStore !== undefined)
    throw new AwsError('UnsupportedOperationException', 'Event data stores are not supported.');
}

/** @see https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_PutInsightSelectors.html */
function insightSelectors(selectors: readonly InsightSelector[], trail: Trail): readonly InsightSelector[] {
  const types = selectors.map((selector) => selector.InsightType);
  if (new Set(types).size < types.length) throw invalidInsights('An insight type can be given only once.');
  for (const { InsightType, EventCategories = ['Management'] } of selectors) {
    if (InsightType !== 'ApiCallRateInsight' && InsightType !== 'ApiErrorRateInsight')
      throw invalidInsights(`${InsightType} is not a valid insight type.`);
    for (const category of EventCategories)
      if (category !== 'Management' && category !== 'Data')
        throw invalidInsights(`${category} is not a valid event category of Insights.`);
    if (!EventCategories.includes('Management')) continue;
    if (!logsManagementEvents(trail, InsightType === 'ApiCallRateInsight'))
      throw invalidInsights(`${InsightType} needs a trail that logs management events of the kind it analyzes.`);
  }
  return selectors.map((selector) => ({ EventCategories: ['Management'], ...selector }));
}

/** The call rate is measured on write events, the error rate on all. */
function logsManagementEvents({ selectors }: Trail, writes: boolean): boolean {
  if ('basic' in selectors)
    return selectors.basic.some(
      (selector) => selector.IncludeManagementEvents && !(writes && selector.ReadWriteType === 'ReadOnly'),
    );
  return selectors.advanced.some(({ FieldSelectors = [] }) => {
    const category = FieldSelectors.find((field) => field.Field === 'eventCategory')?.Equals?.[0];
    const readOnly = FieldSelectors.find((field) => field.Field === 'readOnly')?.Equals?.[0];
    return category === 'Management' && !(writes && readOnly === 'true');
  });
}

function invalidInsights(message: string): AwsError {
  return new AwsError('InvalidInsightSelectorsException', message);
}
