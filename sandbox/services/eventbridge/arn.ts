/** Names and ARNs of what EventBridge keeps: buses, rules, archives, replays. */
import { AwsError } from '../../core/aws-error';

/** Where a bus is. */
export interface BusReference {
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** The parts of an ARN that tell whose resource it is. */
export interface ArnParts {
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

const ARN = /^arn:aws[a-z-]*:([a-z0-9-]+):([a-z0-9-]*):(\d{12}|):(.*)$/s;

/** Takes an ARN apart; undefined for what is none. */
export function arnParts(arn: string): ArnParts | undefined {
  const match = ARN.exec(arn);
  if (match === null) return undefined;
  const [, service = '', region = '', account = '', resource = ''] = match;
  return { service, region, account, resource };
}

/** The bus that an ARN names; undefined when it names something else. */
export function busIn(arn: string): BusReference | undefined {
  const parts = arnParts(arn);
  if (parts?.service !== 'events' || !parts.resource.startsWith('event-bus/')) return undefined;
  return { account: parts.account, region: parts.region, name: parts.resource.slice('event-bus/'.length) };
}

/**
 * The bus that a caller means: by name, by ARN, or the default one.
 *
 * @throws AwsError `ValidationException` for an ARN that is no bus's, or a bus of another Region than the call's
 */
export function busMeant(
  nameOrArn: string | undefined,
  caller: { readonly account: string; readonly region: string },
): BusReference {
  if (!nameOrArn?.startsWith('arn:'))
    return { account: caller.account, region: caller.region, name: nameOrArn ?? 'default' };
  const bus = busIn(nameOrArn);
  if (bus === undefined)
    throw new AwsError(
      'ValidationException',
      `Parameter EventBusName is not valid. Reason: ${nameOrArn} is no event bus.`,
    );
  if (bus.region !== caller.region)
    throw new AwsError(
      'ValidationException',
      'Parameter EventBusName is not valid. Reason: The event bus is in another Region than the request.',
    );
  return bus;
}

export function busArn({ account, region, name }: BusReference): string {
  return `arn:aws:events:${region}:${account}:event-bus/${name}`;
}

/** The ARN of a rule; one on the default bus does not name the bus. */
export function ruleArn({ account, region, name }: BusReference, rule: string): string {
  return `arn:aws:events:${region}:${account}:rule/${name === 'default' ? '' : `${name}/`}${rule}`;
}

/** The bus and the name behind a rule's ARN; undefined when the ARN is not a rule's. */
export function ruleIn(arn: string): { readonly bus: BusReference; readonly rule: string } | undefined {
  const parts = arnParts(arn);
  if (parts?.service !== 'events' || !parts.resource.startsWith('rule/')) return undefined;
  const path = parts.resource.slice('rule/'.length);
  const slash = path.lastIndexOf('/');
  const name = slash < 0 ? 'default' : path.slice(0, slash);
  return { bus: { account: parts.account, region: parts.region, name }, rule: path.slice(slash + 1) };
}

export function archiveArn(account: string, region: string, name: string): string {
  return `arn:aws:events:${region}:${account}:archive/${name}`;
}

export function replayArn(account: string, region: string, name: string): string {
  return `arn:aws:events:${region}:${account}:replay/${name}`;
}
