/** `aws.cloudwatch.EventTarget`. */
import type {
  DeadLetterConfig,
  HttpParameters,
  InputTransformer,
  RetryPolicy,
  SqsParameters,
  Target,
} from '@aws-sdk/client-eventbridge';
import type { cloudwatch } from '@pulumi/aws';
import { adapter, type Plain, unless } from './adapter';
import { changes } from './change';
import type { ProviderCloud } from './provider-cloud';
import { structure } from './shape';

type Args = Plain<cloudwatch.EventTargetArgs>;
const DEFAULT_BUS = 'default';

/** What PutTargets sets, all of it at once. */
const SETTINGS = [
  'arn',
  'deadLetterConfig',
  'httpTarget',
  'input',
  'inputPath',
  'inputTransformer',
  'retryPolicy',
  'roleArn',
  'sqsTarget',
] as const;

type Content = Pick<Args, (typeof SETTINGS)[number] | 'targetId'>;

const target = structure<Content, Target>({
  arn: 'Arn',
  deadLetterConfig: [
    'DeadLetterConfig',
    structure<NonNullable<Args['deadLetterConfig']>, DeadLetterConfig>({ arn: 'Arn' }),
  ],
  httpTarget: [
    'HttpParameters',
    structure<NonNullable<Args['httpTarget']>, HttpParameters>({
      headerParameters: 'HeaderParameters',
      pathParameterValues: 'PathParameterValues',
      queryStringParameters: 'QueryStringParameters',
    }),
  ],
  input: 'Input',
  inputPath: 'InputPath',
  inputTransformer: [
    'InputTransformer',
    structure<NonNullable<Args['inputTransformer']>, InputTransformer>({
      inputPaths: 'InputPathsMap',
      inputTemplate: 'InputTemplate',
    }),
  ],
  retryPolicy: [
    'RetryPolicy',
    structure<NonNullable<Args['retryPolicy']>, RetryPolicy>({
      maximumEventAgeInSeconds: 'MaximumEventAgeInSeconds',
      maximumRetryAttempts: 'MaximumRetryAttempts',
    }),
  ],
  roleArn: 'RoleArn',
  sqsTarget: [
    'SqsParameters',
    structure<NonNullable<Args['sqsTarget']>, SqsParameters>({ messageGroupId: 'MessageGroupId' }),
  ],
  targetId: 'Id',
});

export const eventTarget = adapter<cloudwatch.EventTargetArgs, cloudwatch.EventTargetState>({
  type: 'aws:cloudwatch/eventTarget:EventTarget',
  inputs: [
    'arn',
    'deadLetterConfig',
    'eventBusName',
    'forceDestroy',
    'httpTarget',
    'input',
    'inputPath',
    'inputTransformer',
    'region',
    'retryPolicy',
    'roleArn',
    'rule',
    'sqsTarget',
    'targetId',
  ],
  nested: target.shapes,
  required: ['arn', 'rule'],
  replacedBy: ['eventBusName', 'region', 'rule', 'targetId'],
  defaults: { eventBusName: DEFAULT_BUS },
  computed: ['targetId'],
  unread: ['forceDestroy'],

  async create(cloud, inputs, name) {
    const targetId = inputs.targetId ?? name;
    await put(cloud, inputs, targetId);
    return targetIdentifier({ eventBusName: inputs.eventBusName ?? DEFAULT_BUS, rule: inputs.rule, targetId });
  },

  async update(cloud, id, news, olds) {
    if (SETTINGS.some(changes({}, news, olds))) await put(cloud, news, placeOf(id, olds).targetId);
  },

  async delete(cloud, id, olds) {
    const { eventBusName, rule, targetId } = placeOf(id, olds);
    const removed = await unless(['ResourceNotFoundException'], () =>
      cloud.call('events', 'RemoveTargets', {
        EventBusName: eventBusName,
        Force: olds.forceDestroy,
        Ids: [targetId],
        Rule: rule,
      }),
    );
    for (const { ErrorCode, ErrorMessage } of removed?.FailedEntries ?? [])
      throw new Error(`RemoveTargets could not remove ${targetId} from ${rule}: ${ErrorCode}: ${ErrorMessage}`);
  },

  async read(cloud, id, inputs) {
    const { eventBusName, rule, targetId } = placeOf(id, inputs);
    let NextToken: string | undefined;
    do {
      const page = await unless(['ResourceNotFoundException'], () =>
        cloud.call('events', 'ListTargetsByRule', { EventBusName: eventBusName, NextToken, Rule: rule }),
      );
      const found = page?.Targets?.find(({ Id }) => Id === targetId);
      if (found !== undefined)
        return { ...target.fromAws(found), eventBusName, forceDestroy: inputs.forceDestroy ?? false, rule };
      NextToken = page?.NextToken;
    } while (NextToken !== undefined);
    return undefined;
  },

  idOf: ({ eventBusName = DEFAULT_BUS, rule = '', targetId = '' }) =>
    targetIdentifier({ eventBusName, rule, targetId }),
});

async function put(cloud: ProviderCloud, inputs: Args, targetId: string): Promise<void> {
  const { eventBusName, rule, region: _region, forceDestroy: _forceDestroy, ...content } = inputs;
  const { FailedEntries = [] } = await cloud.call('events', 'PutTargets', {
    EventBusName: eventBusName,
    Rule: rule,
    Targets: [target.toAws({ ...content, targetId }, 'target')],
  });
  for (const { ErrorCode, ErrorMessage } of FailedEntries)
    throw new Error(`PutTargets could not put ${targetId} on ${rule}: ${ErrorCode}: ${ErrorMessage}`);
}

/** Where a target is. */
interface Place {
  readonly eventBusName: string;
  readonly rule: string;
  readonly targetId: string;
}

function targetIdentifier({ eventBusName, rule, targetId }: Place): string {
  return [...(eventBusName === DEFAULT_BUS ? [] : [eventBusName]), rule, targetId].join('-');
}

/**
 * Takes a target's place from its inputs, or from the id of an import, which joins the names by slashes. The provider's own
 * id joins them by hyphens, which names may hold too: it can be compared, but not taken apart.
 */
function placeOf(id: string, inputs: Partial<Args>): Place {
  const { eventBusName = DEFAULT_BUS, rule, targetId } = inputs;
  if (rule !== undefined) {
    const own = targetIdentifier({ eventBusName, rule, targetId: '' });
    return { eventBusName, rule, targetId: targetId ?? id.slice(own.length) };
  }
  const [, bus = DEFAULT_BUS, ofRule, ofTarget] = /^(?:(.+)\/)?([^/]+)\/([^/]+)$/.exec(id) ?? [];
  if (ofRule === undefined || ofTarget === undefined)
    throw new Error(`unexpected format for ID (${id}), expected EVENTBUSNAME/RULENAME/TARGETID or RULENAME/TARGETID`);
  return { eventBusName: bus, rule: ofRule, targetId: ofTarget };
}
