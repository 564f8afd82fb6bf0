/** Which declared resource a recorded call was about. */
import { arn } from '../../infra/arn';
import type { TamperEntry } from '../../infra/catalogue/entry';
import type { DeclaredState } from '../../infra/specifications/declared-state';
import { ANY_MEMBER, type DeclaredResource } from '../../infra/specifications/resources';
import { fields, list, text } from './aws';
import type { ReportedCall } from './report';

export interface Target {
  /** The name or ARN as the record has it, or that it says nothing. */
  readonly described: string;
  /** The declared resources that it may mean; none: it is about something else. */
  readonly resources: readonly DeclaredResource[];
  /** The ARNs and ids in the record, where only AWS knows which of them is the declared one. */
  readonly identities?: readonly string[];
}

/** What an account must have, in the order in which it is put back. */
export function resourcesIn(declared: DeclaredState, account: string): readonly DeclaredResource[] {
  if (account in declared.accounts) return declared.resources.filter((resource) => resource.account === account);
  const written = JSON.stringify(declared.memberResources).replaceAll(ANY_MEMBER, account);
  return JSON.parse(written) as DeclaredResource[];
}

/**
 * A bare name means a resource of the calling account, in the Region of the call unless the service is global. An ARN says for
 * itself what it means.
 */
export function targetOf(call: ReportedCall, { subject }: TamperEntry, declared: DeclaredState): Target {
  const named = subject.parameters.map((path) => valuesAt(call.parameters, path)).filter((each) => each.length > 0);
  const [values = []] = named;
  const types = [subject.resource, subject.within];
  const candidates = declaredFor(call, declared).filter(({ type }) => types.includes(type));
  if (subject.resource === 'key') return keyTarget(call, values, candidates);
  const resources =
    named
      .map((each) => candidates.filter((resource) => each.some((value) => means(value, resource, call))))
      .find((each) => each.length > 0) ?? [];
  const [first] = resources;
  if (first === undefined) return { described: describe(values, call, subject.resource, declared), resources };
  const isNamedFirst = values.some((value) => means(value, first, call));
  return { described: isNamedFirst ? first.arn : `${values.join(', ')} in ${first.arn}`, resources };
}

/** Every candidate: those of the account, and those that an ARN may name from elsewhere. */
function declaredFor(call: ReportedCall, declared: DeclaredState): readonly DeclaredResource[] {
  const here = resourcesIn(declared, call.account);
  return call.account in declared.accounts ? declared.resources : [...here, ...declared.resources];
}

function means(value: string, resource: DeclaredResource, call: ReportedCall): boolean {
  const name = nameIn(value, resource.type);
  if (name.startsWith('arn:')) return name === resource.arn;
  const isHere = resource.account === call.account && (resource.region === call.region || isGlobal(resource));
  return isHere && name === resource.name;
}

/** IAM and Organizations have no Region in their ARNs. */
function isGlobal({ arn: named }: DeclaredResource): boolean {
  return named.split(':')[3] === '';
}

/** The name or ARN of a resource in the forms that its service takes. */
function nameIn(value: string, type: DeclaredResource['type']): string {
  switch (type as string) {
    case 'queue':
      return value.split('/').at(-1) ?? value;
    case 'log-group':
      return value.replace(/:\*$/, '');
    // The ARN of a subscription is that of its topic, and an id.
    case 'topic':
      return value.split(':').slice(0, 6).join(':');
    case 'function':
      return functionName(value);
    default:
      return value;
  }
}

/** @see https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionCode.html (name, ARN or partial ARN, with a version or not) */
function functionName(value: string): string {
  if (value.startsWith('arn:')) return value.split(':').slice(0, 7).join(':');
  return value.replace(/^\d{12}:function:/, '').split(':')[0] ?? value;
}

/** A key's id is AWS's: which of the account's declared keys is meant, if one is, shows when they are looked at. */
function keyTarget(call: ReportedCall, values: readonly string[], candidates: readonly DeclaredResource[]): Target {
  const identities = [...values, ...call.resourceArns];
  const resources = candidates.filter(({ account, region }) => account === call.account && region === call.region);
  return { described: call.resourceArns[0] ?? values[0] ?? NOT_NAMED, resources, identities };
}

/** What stands for a resource that the record says nothing of. */
export const NOT_NAMED = 'not named in the record';

function describe(
  [value]: readonly string[],
  { account, region }: ReportedCall,
  type: string | undefined,
  { partition }: DeclaredState,
): string {
  if (value === undefined) return NOT_NAMED;
  if (type !== 'trail' || value.startsWith('arn:')) return value;
  return arn({ partition, service: 'cloudtrail', region, account, resource: `trail/${value}` });
}

/** The texts at a path of the parameters, or in a list there. */
function valuesAt(parameters: unknown, path: string): string[] {
  let value = parameters;
  for (const key of path.split('.')) value = fields(value)[key];
  return [value, ...list(value)].map(text).filter((each) => each !== undefined);
}
