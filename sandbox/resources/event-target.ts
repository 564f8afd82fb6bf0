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
import { structure } from './shape';

type Args = Plain<cloudwatch.EventTargetArgs>;
type Content = Pick<
  Args,
  | 'arn'
  | 'deadLetterConfig'
  | 'httpTarget'
  | 'input'
  | 'inputPath'
  | 'inputTransformer'
  | 'retryPolicy'
  | 'roleArn'
  | 'sqsTarget'
  | 'targetId'
>;

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

  async create(cloud, inputs, name) {
    const { eventBusName, rule, region: _region, forceDestroy: _forceDestroy, ...content } = inputs;
    const targetId = inputs.targetId ?? name;
    const { FailedEntries = [] } = await cloud.call('events', 'PutTargets', {
      EventBusName: eventBusName,
      Rule: rule,
      Targets: [target.toAws({ ...content, targetId }, 'target')],
    });
    for (const { ErrorCode, ErrorMessage } of FailedEntries)
      throw new Error(`PutTargets could not put ${targetId} on ${rule}: ${ErrorCode}: ${ErrorMessage}`);
    return eventBusName === undefined || eventBusName === 'default'
      ? `${rule}-${targetId}`
      : `${eventBusName}-${rule}-${targetId}`;
  },

  async read(cloud, id, { eventBusName, forceDestroy, rule }) {
    let NextToken: string | undefined;
    do {
      const page = await unless(['ResourceNotFoundException'], () =>
        cloud.call('events', 'ListTargetsByRule', { EventBusName: eventBusName, NextToken, Rule: rule }),
      );
      // The id joins names with hyphens, which names may hold too: the whole is compared, nothing is taken apart.
      const found = page?.Targets?.find(({ Id }) => id.endsWith(`${rule}-${Id}`));
      if (found !== undefined)
        return {
          ...target.fromAws(found),
          eventBusName: eventBusName ?? 'default',
          forceDestroy: forceDestroy ?? false,
          rule,
        };
      NextToken = page?.NextToken;
    } while (NextToken !== undefined);
    return undefined;
  },
});
