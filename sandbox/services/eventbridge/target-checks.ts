/** The rules that a target must keep before `PutTargets` stores it, where no other account has a say. */
import type * as EventBridge from '@aws-sdk/client-eventbridge';
import { AwsError, notImplemented } from '../../core/aws-error';
import { type ArnParts, arnParts, type BusReference, busIn } from './arn';
import { isTemplate, unknownPlaceholders } from './input-transformer';
import { isJsonPath } from './json-path';
import { invalid, NAME, required, text, within } from './parameters';
import { isFifo } from './queue';
import type { Target } from './state';
import { isReachable } from './target-call';

const TRANSFORMER_PATHS = 100;

/**
 * Checks one target of a rule.
 *
 * @param position its place in the request, counted from 1
 * @throws AwsError `ValidationException`; `NotImplemented` for a kind of target that is not modelled
 * @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutTargets.html
 */
export function checkedTarget(target: EventBridge.Target, position: number, bus: BusReference): Target {
  const member = `targets.${position}.member`;
  const Id = text(target.Id, `${member}.id`, 64, NAME);
  const Arn = required(target.Arn, `${member}.arn`);
  const parts = arnParts(Arn);
  if (parts === undefined || (parts.service === 'events' && busIn(Arn) === undefined))
    throw invalid('Arn', 'Provided Arn is not in correct format.');
  if (!isReachable(parts.service)) throw notImplemented('events', `PutTargets of ${parts.service}`);
  const checked: Target = { ...structuredClone(target), Id, Arn };
  checkPlace(checked, parts, bus);
  checkInput(checked, parts.service);
  checkDeadLetterQueue(checked, bus);
  within(target.RetryPolicy?.MaximumRetryAttempts, `${member}.retryPolicy.maximumRetryAttempts`, 0, 185);
  within(target.RetryPolicy?.MaximumEventAgeInSeconds, `${member}.retryPolicy.maximumEventAgeInSeconds`, 60, 86_400);
  if (parts.service === 'sqs' && isFifo(Arn) && target.SqsParameters?.MessageGroupId === undefined)
    throw new AwsError('ValidationException', `Parameter(s) SqsParameters must be specified for target: ${Id}.`);
  return checked;
}

/** Only buses can be in another Region; what is in another account, or a bus in another Region, is reached by a role. */
function checkPlace({ Arn, RoleArn }: Target, { service, account, region }: ArnParts, bus: BusReference): void {
  const elsewhere = account !== bus.account;
  if (service !== 'events' && region !== bus.region)
    throw invalid('Arn', `The target must be in the Region of its rule, ${bus.region}.`);
  if (service === 'logs') {
    if (elsewhere) throw invalid('Arn', 'The log group must be in the account of its rule.');
    if (RoleArn !== undefined) throw new AwsError('ValidationException', `RoleArn is not supported for target ${Arn}.`);
  } else if (RoleArn === undefined && (elsewhere || region !== bus.region))
    throw new AwsError('ValidationException', `RoleArn is required for target ${Arn}.`);
}

function checkInput({ Id, Input, InputPath, InputTransformer }: Target, service: string): void {
  const given = [Input, InputPath, InputTransformer].filter((way) => way !== undefined).length;
  const fail = (message: string): never => {
    throw new AwsError('ValidationException', message);
  };
  if (given > 1) fail(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  const constant = Input !== undefined || InputPath !== undefined;
  if ((service === 'events' && given > 0) || (service === 'logs' && constant))
    fail(`Modifying the input for target ${Id} is not supported.`);
  if (Input !== undefined && !isJson(Input)) fail(`JSON syntax error in input for target ${Id}.`);
  if (InputPath !== undefined && !isJsonPath(InputPath)) fail(`Invalid InputPath for target ${Id}.`);
  if (InputTransformer !== undefined) checkTransformer(Id, InputTransformer, fail);
}

function checkTransformer(
  id: string,
  transformer: EventBridge.InputTransformer,
  fail: (message: string) => never,
): void {
  const paths = Object.entries(transformer.InputPathsMap ?? {});
  if (paths.length > TRANSFORMER_PATHS)
    fail(`InputPathsMap for target ${id} must not have more than ${TRANSFORMER_PATHS} entries.`);
  for (const [name, path] of paths) {
    if (name.toLowerCase().startsWith('aws.')) fail(`InputPathsMap for target ${id} contains invalid key ${name}.`);
    if (!isJsonPath(path)) fail(`Invalid InputPath for target ${id}.`);
  }
  const [unknown] = unknownPlaceholders(transformer);
  if (unknown !== undefined) fail(`InputTemplate for target ${id} contains invalid placeholder ${unknown}.`);
  if (!isTemplate(transformer)) fail(`Invalid InputTemplate for target ${id}.`);
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
function checkDeadLetterQueue({ DeadLetterConfig }: Target, bus: BusReference): void {
  const arn = DeadLetterConfig?.Arn;
  if (arn === undefined) return;
  const queue = arnParts(arn);
  if (queue?.service !== 'sqs') throw invalid('DeadLetterConfig.Arn', 'A dead-letter queue must be an SQS queue.');
  if (isFifo(arn)) throw invalid('DeadLetterConfig.Arn', 'A dead-letter queue must be a standard queue.');
  if (queue.region !== bus.region)
    throw invalid('DeadLetterConfig.Arn', `A dead-letter queue must be in the Region of its rule, ${bus.region}.`);
}

function isJson(input: string): boolean {
  try {
    JSON.parse(input);
    return true;
  } catch {
    return false;
  }
}
