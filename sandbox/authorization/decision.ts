/** One decision: may this principal do this, and if not, which kind of policy stands in the way. */
import type { PolicyDocument } from '../core/service';
import { forAllResources, type ReadPolicy } from './documents';
import { type ActionFacts, ALLOW_ALL, actionFacts, type ConditionValues, evaluate, type Outcome } from './simulation';

export type { ConditionValues, Outcome } from './simulation';

/** The kinds of policy that have a say. */
export type Layer = 'serviceControl' | 'resourceControl' | 'resource' | 'identity' | 'boundary';

export interface Policies {
  readonly identity: readonly ReadPolicy[];
  readonly boundary?: ReadPolicy | undefined;
  /** The policies of each level of the organization above the principal, the root's first. */
  readonly serviceControl: readonly (readonly ReadPolicy[])[];
  /** The policies of each level of the organization above the resource, the root's first. */
  readonly resourceControl: readonly (readonly ReadPolicy[])[];
  readonly resource?: ReadPolicy | undefined;
}

export interface Question {
  /** The ARN of the principal, or the name of a service. */
  readonly principal: string;
  /** The principal's account; a service has none. */
  readonly account: string | undefined;
  readonly action: string;
  readonly resource: string;
  readonly resourceAccount: string;
  readonly policies: Policies;
  /** The condition keys of the request; asked for only where a policy might look at them. */
  readonly context: () => Promise<ConditionValues>;
  /** Whether a request on `*` stands for a request on a resource that is not known here. */
  readonly resourceUnknown?: boolean;
}

export interface Decision {
  readonly outcome: Outcome;
  /** What each kind of policy says for itself, where the answer is no. */
  readonly layers?: Readonly<Record<Layer, Outcome>>;
  /** True when IAM has no such action: never allowed, whatever the policies say. */
  readonly unknownAction?: boolean;
}

/** Decides by AWS's evaluation logic: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html */
export async function decide(question: Question): Promise<Decision> {
  const facts = await actionFacts(question.action);
  if (facts === undefined) return { outcome: 'implicitDeny', unknownAction: true };
  if (isPlainlyAllowed(question)) return { outcome: 'allowed' };
  const weigh = await weigher(question, facts);
  const { identity, serviceControl, resourceControl, boundary, resource } = question.policies;
  const outcome = weigh({ identity, serviceControl, resourceControl, boundary, resource });
  return outcome === 'allowed' ? { outcome } : { outcome, layers: layersOf(question, weigh) };
}

/** What each kind of policy says for itself, as if all others allowed everything. */
export async function explain(question: Question): Promise<Readonly<Record<Layer, Outcome>>> {
  const facts = (await actionFacts(question.action)) ?? { onAllResources: false };
  return layersOf(question, await weigher(question, facts));
}

/**
 * Whether a request is allowed so plainly that nothing has to be weighed: in one account, every layer holds a statement
 * that allows everything unconditionally, and no Deny statement anywhere names the action. Left out are the services
 * with rules of their own: keys and roles that are assumed need their own policy's consent, and some of IAM's objects
 * belong to AWS.
 */
function isPlainlyAllowed({ account, resourceAccount, action, resource, policies }: Question): boolean {
  if (account !== resourceAccount || /^(kms|sts):/i.test(action)) return false;
  if (/^arn:[^:]*:iam::([^:]*:role\/aws-reserved\/|aws:)/i.test(resource)) return false;
  const { identity, boundary, serviceControl, resourceControl } = policies;
  const allows = (layer: readonly ReadPolicy[]): boolean =>
    layer.some((policy) => policy.allowsEverything) && !layer.some((policy) => policy.mayDeny(action));
  return (
    allows(identity) &&
    serviceControl.every(allows) &&
    (boundary === undefined || allows([boundary])) &&
    !resourceControl.some((layer) => layer.some((policy) => policy.mayDeny(action))) &&
    !policies.resource?.mayDeny(action)
  );
}

type Weigh = (policies: Policies) => Outcome;

async function weigher(question: Question, facts: ActionFacts): Promise<Weigh> {
  const { principal, action, resource, resourceAccount } = question;
  const context = await question.context();
  const narrowDenies = question.resourceUnknown === true && !facts.onAllResources;
  const text = (policy: ReadPolicy): PolicyDocument => {
    const document = policy.about(action);
    return resource === '*' ? forAllResources(document, narrowDenies) : document;
  };
  return (policies) =>
    evaluate({
      principal,
      action,
      resource,
      resourceAccount,
      context,
      identity: policies.identity.map(text),
      boundary: policies.boundary && text(policies.boundary),
      serviceControl: policies.serviceControl.map((level) => level.map(text)),
      resourceControl: policies.resourceControl.map((level) => level.map(text)),
      resourcePolicy: policies.resource && text(policies.resource),
    });
}

const ALLOWS: ReadPolicy = {
  document: ALLOW_ALL,
  allowsEverything: true,
  mayDeny: () => false,
  about: () => ALLOW_ALL,
};
const ALLOW_ANYONE: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' }],
};
const ALLOWS_ANYONE: ReadPolicy = { ...ALLOWS, document: ALLOW_ANYONE, about: () => ALLOW_ANYONE };

function layersOf({ policies }: Question, weigh: Weigh): Record<Layer, Outcome> {
  const neutral: Policies = { identity: [ALLOWS], serviceControl: [], resourceControl: [], resource: ALLOWS_ANYONE };
  // A level of the organization says about its policies exactly what an identity or a boundary says about its own.
  const asLevel = (level: readonly ReadPolicy[]): Outcome => weigh({ ...neutral, serviceControl: [level] });
  return {
    serviceControl: weigh({ ...neutral, serviceControl: policies.serviceControl }),
    resourceControl: weigh({ ...neutral, resourceControl: policies.resourceControl }),
    resource: policies.resource === undefined ? 'implicitDeny' : weigh({ ...neutral, resource: policies.resource }),
    identity: asLevel(policies.identity),
    boundary: policies.boundary === undefined ? 'allowed' : asLevel([policies.boundary]),
  };
}
