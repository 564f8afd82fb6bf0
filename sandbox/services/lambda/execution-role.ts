/** The execution role of a function: its sessions, and what it must be allowed before a function may use it. */
import { AwsError } from '../../core/aws-error';
import type { RoleSession, ServicePrincipal } from '../../core/principal';
import type { CallContext, Cloud, PolicyDocument } from '../../core/service';
import { passRole } from '../iam/pass-role';
import { findTopic } from '../sns/state';
import { findQueue, placeOfArn } from '../sqs/state';
import { assumeRoleAsService } from '../sts/sessions';
import { type FunctionPlace, findFunction, functionArn, placeOf } from './state';

/** A session with its keys, as a function's process gets it. */
export type Credentials = RoleSession & { readonly secretAccessKey: string; readonly sessionToken: string };

/**
 * Assumes the execution role for a function.
 *
 * @throws AwsError `AccessDenied` when the role is gone or does not trust Lambda
 */
export function assumeExecutionRole(cloud: Cloud, role: string, place: FunctionPlace): Promise<Credentials> {
  const lambda: ServicePrincipal = {
    kind: 'service',
    service: 'lambda.amazonaws.com',
    sourceArn: functionArn(place),
    sourceAccount: place.account,
  };
  // The session is named after the function, but a session's name has at least two characters.
  return assumeRoleAsService(cloud, role, lambda, place.region, place.name.padEnd(2, '_'));
}

/**
 * Checks a role that a caller gives to a function: the caller may pass it, and Lambda can assume it.
 *
 * @throws AwsError `AccessDenied` for `iam:PassRole`, `InvalidParameterValueException`, `ValidationException`
 */
export async function takeRole(context: CallContext, role: string, place: FunctionPlace): Promise<void> {
  if (!/^arn:aws:iam::\d{12}:role\/[A-Za-z0-9_+=,.@/-]+$/.test(role))
    throw new AwsError(
      'ValidationException',
      `1 validation error detected: Value '${role}' at 'role' failed to satisfy constraint: Member must satisfy regular expression pattern: arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+`,
    );
  await passRole(context, role, 'lambda.amazonaws.com');
  try {
    await assumeExecutionRole(context, role, place);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'AccessDenied') throw error;
    throw new AwsError(
      'InvalidParameterValueException',
      'The role defined for the function cannot be assumed by Lambda.',
      {
        Type: 'User',
      },
    );
  }
}

const SEND_ACTIONS: Readonly<Record<string, string>> = {
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  lambda: 'lambda:InvokeFunction',
  events: 'events:PutEvents',
};

/**
 * Checks that the execution role may send to a destination or dead-letter target.
 *
 * @throws AwsError `InvalidParameterValueException`
 */
export async function requireSendPermission(
  cloud: Cloud,
  role: string,
  place: FunctionPlace,
  target: string,
): Promise<void> {
  const service = target.split(':')[2] ?? '';
  const action = SEND_ACTIONS[service];
  if (action === undefined)
    throw new AwsError('InvalidParameterValueException', `The destination ARN ${target} is invalid.`);
  try {
    const session = await assumeExecutionRole(cloud, role, place);
    await cloud.authorize(session, place.region, {
      action,
      resource: target,
      resourceAccount: target.split(':')[4] ?? '',
      resourcePolicy: policyOf(cloud, target),
    });
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== 'AccessDenied') throw error;
    throw new AwsError(
      'InvalidParameterValueException',
      `The function execution role does not have permissions to call ${action.split(':')[1]} on ${target}`,
      { Type: 'User' },
    );
  }
}

function policyOf({ state }: Cloud, target: string): PolicyDocument | undefined {
  const [, , service, region = '', account = '', name = ''] = target.split(':');
  if (service === 'sns') return findTopic(state, { account, region, name })?.policy;
  if (service === 'lambda') return findFunction(state, placeOf(target, undefined, { account, region }))?.policy;
  const place = placeOfArn(target);
  return place && findQueue(state, place)?.policy;
}
