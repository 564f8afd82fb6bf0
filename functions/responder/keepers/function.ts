/** Keeping the responder's own function, as far as it still runs: its settings, its retries, and who may wake it. */
import type { FunctionResource } from '../../../infra/specifications/resources/function';
import { type Aws, type AwsCall, type Fields, fields, list, text, unless } from '../aws';
import { differences, type Found, settingsFrom } from '../comparison';
import type { Keeper, Repair } from './keeper';

/**
 * A function that is gone is not made again: nothing but its stack has the code.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
 */
export const functionKeeper: Keeper<FunctionResource> = { read, repairs };

const NOT_THERE = ['ResourceNotFoundException'];

/** What `UpdateFunctionConfiguration` sets. */
const CONFIGURATION: readonly string[] = [
  'Role',
  'Runtime',
  'Handler',
  'Timeout',
  'MemorySize',
  'Layers',
  'Environment',
  'KMSKeyArn',
  'VpcConfig',
  'LoggingConfig',
];

async function read(resource: FunctionResource, aws: Aws): Promise<Found> {
  const ask = (operation: string): Promise<Fields | undefined> => unless(NOT_THERE, aws(callOn(resource, operation)));
  const configuration = await ask('GetFunctionConfiguration');
  if (configuration === undefined) return { gone: true };
  const { Layers, Environment, VpcConfig } = configuration;
  const { SubnetIds, SecurityGroupIds } = fields(VpcConfig);
  return {
    ...configuration,
    Layers: list(Layers).map((layer) => fields(layer).Arn),
    Environment: { Variables: fields(fields(Environment).Variables) },
    VpcConfig: { SubnetIds: list(SubnetIds), SecurityGroupIds: list(SecurityGroupIds) },
    ...(await settingsFrom({
      ReservedConcurrentExecutions: ask('GetFunctionConcurrency').then(
        (answer) => answer?.ReservedConcurrentExecutions,
      ),
      RecursiveLoop: ask('GetFunctionRecursionConfig').then((answer) => answer?.RecursiveLoop),
      RuntimeManagementConfig: ask('GetRuntimeManagementConfig').then(runtimeOf),
      CodeSigningConfigArn: ask('GetFunctionCodeSigningConfig').then((answer) => text(answer?.CodeSigningConfigArn)),
      EventInvokeConfig: ask('GetFunctionEventInvokeConfig').then(retriesOf),
      Policy: ask('GetPolicy').then((answer) => JSON.parse(text(answer?.Policy) ?? 'null') as unknown),
    })),
  };
}

function retriesOf(answer: Fields | undefined): Fields | undefined {
  if (answer === undefined) return undefined;
  const { MaximumRetryAttempts, MaximumEventAgeInSeconds, DestinationConfig } = answer;
  const { OnSuccess, OnFailure } = fields(DestinationConfig);
  return {
    MaximumRetryAttempts,
    MaximumEventAgeInSeconds,
    DestinationConfig: { OnSuccess: fields(OnSuccess), OnFailure: fields(OnFailure) },
  };
}

function runtimeOf(answer: Fields | undefined): Fields {
  return { UpdateRuntimeOn: answer?.UpdateRuntimeOn, RuntimeVersionArn: answer?.RuntimeVersionArn ?? null };
}

function repairs(resource: FunctionResource, actual: Found, differing: ReadonlySet<string>): Repair[] {
  if (actual.gone) return [];
  const { settings } = resource;
  const on = (operation: string, input?: Fields): AwsCall => callOn(resource, operation, input);
  const when = (names: readonly string[], ...put: readonly Repair[]): readonly Repair[] =>
    names.some((name) => differing.has(name)) ? put : [];
  const configure = (from: Fields): AwsCall =>
    on(
      'UpdateFunctionConfiguration',
      inputsOf(
        from,
        CONFIGURATION.filter((name) => differing.has(name)),
      ),
    );
  const runtime = (from: unknown): AwsCall => on('PutRuntimeManagementConfig', withoutNothing(fields(from)));
  const { ReservedConcurrentExecutions, RecursiveLoop, CodeSigningConfigArn } = actual;
  return [
    ...when(['ReservedConcurrentExecutions'], {
      call: on('DeleteFunctionConcurrency'),
      undo: on('PutFunctionConcurrency', { ReservedConcurrentExecutions }),
    }),
    ...when(CONFIGURATION, { call: configure({ ...settings }), undo: configure(actual) }),
    ...when(['RecursiveLoop'], {
      call: on('PutFunctionRecursionConfig', { RecursiveLoop: settings.RecursiveLoop }),
      undo: on('PutFunctionRecursionConfig', { RecursiveLoop }),
    }),
    ...when(['RuntimeManagementConfig'], {
      call: runtime(settings.RuntimeManagementConfig),
      undo: runtime(actual.RuntimeManagementConfig),
    }),
    ...when(['CodeSigningConfigArn'], {
      call: on('DeleteFunctionCodeSigningConfig'),
      undo: on('PutFunctionCodeSigningConfig', { CodeSigningConfigArn }),
    }),
    ...when(['EventInvokeConfig'], retries(resource, actual.EventInvokeConfig)),
    ...when(['Policy'], ...permissions(resource, statementsOf(actual.Policy))),
  ];
}

function withoutNothing(input: Fields): Fields {
  return Object.fromEntries(Object.entries(input).filter(([, value]) => value !== null));
}

/** Lambda takes an empty text for what there must not be. */
function inputsOf(from: Fields, settings: readonly string[]): Fields {
  return Object.fromEntries(settings.map((setting) => [setting, from[setting] ?? '']));
}

function retries(resource: FunctionResource, before: unknown): Repair {
  const put = (config: unknown): AwsCall => callOn(resource, 'PutFunctionEventInvokeConfig', fields(config));
  return {
    call: put(resource.settings.EventInvokeConfig),
    undo: before === undefined ? callOn(resource, 'DeleteFunctionEventInvokeConfig') : put(before),
  };
}

/** A statement is never changed: it goes, and another comes. */
function permissions(resource: FunctionResource, found: readonly Fields[]): Repair[] {
  const declared = statementsOf(resource.settings.Policy);
  const differs = (statement: Fields, others: readonly Fields[]): boolean =>
    differences({ statement: policyOf(statement) }, { statement: policyOf(named(others, statement)) }).length > 0;
  return [
    ...found
      .filter((statement) => differs(statement, declared))
      .map((statement) => {
        const undo = addition(resource, statement);
        return { call: removal(resource, statement), ...(undo === undefined ? {} : { undo }) };
      }),
    ...declared
      .filter((statement) => differs(statement, found))
      .map((statement) => addition(resource, statement))
      .filter((call) => call !== undefined)
      .map((call) => ({ call, undo: removal(resource, { Sid: call.input.StatementId }) })),
  ];
}

function statementsOf(policy: unknown): readonly Fields[] {
  return list([fields(policy).Statement ?? []].flat()).map(fields);
}

function named(statements: readonly Fields[], { Sid }: Fields): Fields | undefined {
  return statements.find((statement) => statement.Sid === Sid);
}

function policyOf(statement: Fields | undefined): Fields | undefined {
  return statement && { Statement: [statement] };
}

function removal(resource: FunctionResource, { Sid }: Fields): AwsCall {
  return callOn(resource, 'RemovePermission', { StatementId: Sid });
}

/** What `AddPermission` takes, by the condition that Lambda makes of it. */
const CONDITIONS: Readonly<Record<string, string>> = {
  'StringEquals AWS:SourceAccount': 'SourceAccount',
  'StringEquals aws:PrincipalOrgID': 'PrincipalOrgID',
  'StringEquals lambda:EventSourceToken': 'EventSourceToken',
  'StringEquals lambda:FunctionUrlAuthType': 'FunctionUrlAuthType',
  'ArnLike AWS:SourceArn': 'SourceArn',
};

/**
 * The call that makes a statement; none where its conditions say more than a call can.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
 */
function addition(resource: FunctionResource, { Sid, Principal, Action, Condition }: Fields): AwsCall | undefined {
  const conditions = Object.entries(fields(Condition)).flatMap(([operator, keys]) =>
    Object.entries(fields(keys)).map(([key, value]) => [CONDITIONS[`${operator} ${key}`], value] as const),
  );
  if (conditions.some(([member]) => member === undefined)) return undefined;
  return callOn(resource, 'AddPermission', {
    StatementId: Sid,
    Action,
    Principal: principalOf(Principal),
    ...(Object.fromEntries(conditions) as Fields),
  });
}

function principalOf(principal: unknown): unknown {
  const { Service, AWS } = fields(principal);
  return Service ?? AWS ?? principal;
}

function callOn({ account, region, name }: FunctionResource, operation: string, input: Fields = {}): AwsCall {
  return { service: 'lambda', operation, account, region, input: { FunctionName: name, ...input } };
}
