/** What a trail selects: `eventSelectors`, `advancedEventSelectors` and `insightSelectors` of `aws.cloudtrail.Trail`. */
import type {
  AdvancedEventSelector,
  AdvancedFieldSelector,
  DataResource,
  EventSelector,
  InsightSelector,
  Trail,
} from '@aws-sdk/client-cloudtrail';
import type { cloudtrail } from '@pulumi/aws';
import type { Plain } from './adapter';
import { isSame } from './change';
import type { ProviderCloud } from './provider-cloud';
import { listOf, structure } from './shape';

export type Selection = Pick<
  Plain<cloudtrail.TrailArgs>,
  'eventSelectors' | 'advancedEventSelectors' | 'insightSelectors'
>;
type Selector = NonNullable<Selection['eventSelectors']>[number];
type AdvancedSelector = NonNullable<Selection['advancedEventSelectors']>[number];
type Insight = NonNullable<Selection['insightSelectors']>[number];

const eventSelectors = listOf(
  structure<Selector, EventSelector>({
    dataResources: [
      'DataResources',
      listOf(
        structure<NonNullable<Selector['dataResources']>[number], DataResource>({ type: 'Type', values: 'Values' }),
      ),
    ],
    excludeManagementEventSources: 'ExcludeManagementEventSources',
    includeManagementEvents: 'IncludeManagementEvents',
    readWriteType: 'ReadWriteType',
  }),
);

const advancedEventSelectors = listOf(
  structure<AdvancedSelector, AdvancedEventSelector>({
    name: 'Name',
    fieldSelectors: [
      'FieldSelectors',
      listOf(
        structure<AdvancedSelector['fieldSelectors'][number], AdvancedFieldSelector>({
          endsWiths: 'EndsWith',
          equals: 'Equals',
          field: 'Field',
          notEndsWiths: 'NotEndsWith',
          notEquals: 'NotEquals',
          notStartsWiths: 'NotStartsWith',
          startsWiths: 'StartsWith',
        }),
      ),
    ],
  }),
);

const insightSelectors = listOf(structure<Insight, InsightSelector>({ insightType: 'InsightType' }));

/** How selectors are built, by input. */
export const SELECTORS = { advancedEventSelectors, eventSelectors, insightSelectors };

/** What a trail selects when nobody says anything: all management events. */
export const DEFAULT_SELECTORS: Selector[] = [{ includeManagementEvents: true, readWriteType: 'All' }];

/** Puts basic or advanced selectors, whichever there are; without any, the trail selects what a new one would. */
export async function putEventSelectors(cloud: ProviderCloud, TrailName: string, selection: Selection): Promise<void> {
  const { advancedEventSelectors: advanced, eventSelectors: basic } = selection;
  await cloud.call('cloudtrail', 'PutEventSelectors', {
    TrailName,
    ...(advanced?.length
      ? { AdvancedEventSelectors: advancedEventSelectors.toAws(advanced, 'advancedEventSelectors') }
      : { EventSelectors: eventSelectors.toAws(filled(basic?.length ? basic : DEFAULT_SELECTORS), 'eventSelectors') }),
  });
}

/** Puts the selectors of Insights; none switch it off. */
export async function putInsightSelectors(cloud: ProviderCloud, TrailName: string, insights: Selection): Promise<void> {
  await cloud.call('cloudtrail', 'PutInsightSelectors', {
    TrailName,
    InsightSelectors: insightSelectors.toAws(insights.insightSelectors ?? [], 'insightSelectors'),
  });
}

/**
 * The selectors of a trail. Basic ones that select what every trail does are left out, unless the program spells them out.
 *
 * @param given what the program says, whose spelling is kept where it means the same
 */
export async function readSelection(
  cloud: ProviderCloud,
  TrailName: string,
  { HasCustomEventSelectors, HasInsightSelectors }: Trail,
  given: Selection,
): Promise<Selection> {
  const { EventSelectors, AdvancedEventSelectors } =
    HasCustomEventSelectors === true
      ? await cloud.call('cloudtrail', 'GetEventSelectors', { TrailName })
      : { EventSelectors: eventSelectors.toAws(DEFAULT_SELECTORS, ''), AdvancedEventSelectors: [] };
  const { InsightSelectors } =
    HasInsightSelectors === true ? await cloud.call('cloudtrail', 'GetInsightSelectors', { TrailName }) : {};
  const basic = eventSelectors.fromAws(EventSelectors ?? []);
  const kept = given.eventSelectors?.length && isSame(filled(given.eventSelectors), filled(basic));
  const shown = kept ? given.eventSelectors : HasCustomEventSelectors === true ? [...basic] : [];
  return {
    ...(shown?.length ? { eventSelectors: shown } : {}),
    ...(AdvancedEventSelectors?.length
      ? { advancedEventSelectors: [...advancedEventSelectors.fromAws(AdvancedEventSelectors)] }
      : {}),
    ...(InsightSelectors?.length ? { insightSelectors: [...insightSelectors.fromAws(InsightSelectors)] } : {}),
  };
}

/** The inputs, with the provider's defaults for what their selectors leave out. */
export function spelledOut<Inputs extends Selection>(inputs: Inputs): Inputs {
  return inputs.eventSelectors === undefined ? inputs : { ...inputs, eventSelectors: filled(inputs.eventSelectors) };
}

/** Selectors with the provider's defaults for what they leave out. */
function filled(selectors: readonly Selector[]): Selector[] {
  return selectors.map((selector) => ({ ...DEFAULT_SELECTORS[0], ...selector }));
}
