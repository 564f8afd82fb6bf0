/** The words in which AWS refuses. */
import { AwsError } from '../core/aws-error';
import type { Decision, Layer, Question } from './decision';

const POLICY_NAMES: Readonly<Record<Layer, string>> = {
  serviceControl: 'service control policy',
  resourceControl: 'resource control policy',
  resource: 'resource-based policy',
  identity: 'identity-based policy',
  boundary: 'permissions boundary',
};

/** AWS names one kind of policy only; of several that refuse, the first of these. */
const DENY_ORDER: readonly Layer[] = ['serviceControl', 'resourceControl', 'resource', 'identity', 'boundary'];

/**
 * The error for a request that was not allowed.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function accessDenied(question: Question, decision: Decision): AwsError {
  return refusal(question, reason(question, decision));
}

/** The error for a request by, or about something of, an account that is closed. */
export function accountClosed(question: Question, account: string): AwsError {
  return refusal(question, `because the account ${account} is closed`);
}

function refusal({ principal, action, resource }: Question, because: string): AwsError {
  const refused = `User: ${principal} is not authorized to perform: ${action} on resource: ${resource}`;
  return new AwsError('AccessDenied', `${refused} ${because}`);
}

function reason(question: Question, { layers, unknownAction }: Decision): string {
  const { action } = question;
  if (unknownAction === true || layers === undefined)
    return `because the service authorization reference lists no action ${action}`;
  const trust = action.toLowerCase().startsWith('sts:');
  const denying = DENY_ORDER.find((layer) => layers[layer] === 'explicitDeny');
  if (denying === 'resource' && trust) return 'with an explicit deny in the role trust policy';
  if (denying !== undefined) return `with an explicit deny in ${article(denying)} ${POLICY_NAMES[denying]}`;
  const silent = silentLayer(question, layers);
  const name = silent === 'resource' && trust ? 'role trust policy' : POLICY_NAMES[silent];
  return `because no ${name} allows the ${action} action`;
}

/** The layer whose permission is missing. A service has no identity policies: the resource must let it in. */
function silentLayer({ account }: Question, layers: Readonly<Record<Layer, string>>): Layer {
  const order: Layer[] =
    account === undefined
      ? ['resourceControl', 'resource']
      : ['serviceControl', 'resourceControl', 'identity', 'boundary', 'resource'];
  return order.find((layer) => layers[layer] === 'implicitDeny') ?? 'identity';
}

function article(layer: Layer): string {
  return layer === 'identity' ? 'an' : 'a';
}
