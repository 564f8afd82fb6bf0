/** The one place that knows the simulator of IAM's evaluation logic, `@cloud-copilot/iam-simulate`. */
import { isWildcardOnlyAction, runUnsafeSimulation, typeForContextKey } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from '../core/service';

/** What IAM answers about a request. The words are those of IAM's own policy simulator. */
export type Outcome = 'allowed' | 'explicitDeny' | 'implicitDeny';

export type ConditionValues = Readonly<Record<string, string | readonly string[]>>;

/** A request, with every policy that has a say in it. */
export interface Evaluation {
  /** An ARN, or the name of a service. */
  readonly principal: string;
  readonly action: string;
  /** An ARN, or `*`. */
  readonly resource: string;
  readonly resourceAccount: string;
  readonly context: ConditionValues;
  readonly identity: readonly PolicyDocument[];
  readonly boundary?: PolicyDocument | undefined;
  /** One list of policies per level of the organization. */
  readonly serviceControl: readonly (readonly PolicyDocument[])[];
  readonly resourceControl: readonly (readonly PolicyDocument[])[];
  readonly resourcePolicy?: PolicyDocument | undefined;
}

const OUTCOMES = { Allowed: 'allowed', ExplicitlyDenied: 'explicitDeny', ImplicitlyDenied: 'implicitDeny' } as const;

/** Allows everything; an RCP is weighed beside it, because RCPs on their own never grant. */
export const ALLOW_ALL: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
};

/**
 * Evaluates a request.
 *
 * The simulator's checked entry point is not used: it silently drops condition keys that its data does not list in a
 * form it can match (`kms:EncryptionContext:…`, so a Deny on one would never take effect), and it treats a `*` inside a
 * resource's ARN as "some resource", which allows more than AWS does. Actions, policies and condition keys are therefore
 * checked by the callers.
 */
export function evaluate(evaluation: Evaluation): Outcome {
  const question = questionIn(evaluation);
  let outcome = outcomes.get(question);
  if (outcome === undefined) {
    outcome = simulate(evaluation);
    if (outcomes.size >= OUTCOMES_KEPT) outcomes.clear();
    outcomes.set(question, outcome);
  }
  return outcome;
}

const OUTCOMES_KEPT = 4_000;
/** The same is asked again and again: weighing it takes a hundred times as long as looking it up. */
const outcomes = new Map<string, Outcome>();

/** Keys whose values no two requests share; they count where a policy mentions them. */
const MOMENTARY: readonly string[] = ['aws:CurrentTime', 'aws:EpochTime', 'aws:TokenIssueTime', 'aws:userid'];

/** Everything that the outcome depends on. */
function questionIn({ context, principal, action, resource, resourceAccount, ...policies }: Evaluation): string {
  const texts = JSON.stringify(policies);
  const mentioned = texts.toLowerCase();
  const passing = MOMENTARY.filter((key) => !mentioned.includes(key.toLowerCase()));
  const lasting = Object.entries(context).filter(([key]) => !passing.includes(key));
  return JSON.stringify([principal, action, resource, resourceAccount, lasting, texts]);
}

function simulate(evaluation: Evaluation): Outcome {
  const { principal, action, resource, resourceAccount, boundary, resourcePolicy } = evaluation;
  const result = runUnsafeSimulation(
    {
      request: {
        principal,
        action,
        // A star in a request is a character like any other; written as another one, it cannot act as a wildcard.
        resource: { resource: resource === '*' ? '*' : resource.replaceAll('*', '∗'), accountId: resourceAccount },
        contextVariables: evaluation.context as Record<string, string | string[]>,
      },
      identityPolicies: evaluation.identity.map((policy) => ({ name: 'identity', policy })),
      serviceControlPolicies: evaluation.serviceControl.map((policies) => level('scp', policies)),
      resourceControlPolicies: evaluation.resourceControl.map((policies) => level('rcp', [ALLOW_ALL, ...policies])),
      ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
      ...(resourcePolicy === undefined ? {} : { resourcePolicy: checked(resourcePolicy) }),
    },
    {},
  );
  return OUTCOMES[result];
}

function level(name: string, policies: readonly PolicyDocument[]) {
  return { orgIdentifier: name, policies: policies.map((policy) => ({ name, policy })) };
}

/** The simulator's own envelope for a policy that needs no further checking; only this way can the policy have a name. */
function checked(policyDocument: PolicyDocument) {
  return { __validated: true, policyDocument, metadata: { name: 'resource' }, errors: [] };
}

/** What the service authorization reference says of an action. */
export interface ActionFacts {
  /** The action is asked on `*` only: it has no resource types. */
  readonly onAllResources: boolean;
}

const facts = new Map<string, Promise<ActionFacts | undefined>>();

/** What is known of an action (`cloudtrail:StopLogging`); undefined for one that IAM does not have. */
export function actionFacts(action: string): Promise<ActionFacts | undefined> {
  const key = action.toLowerCase();
  let known = facts.get(key);
  if (known === undefined) {
    const [service = '', name = ''] = key.split(':');
    known = isWildcardOnlyAction(service, name).then(
      (onAllResources) => ({ onAllResources }),
      () => undefined,
    );
    facts.set(key, known);
  }
  return known;
}

const lists = new Map<string, Promise<boolean>>();

/** Whether a condition key holds a list of values; undefined keys of services do not. */
export function isListKey(key: string): Promise<boolean> {
  let known = lists.get(key);
  if (known === undefined) {
    known = typeForContextKey(key).then(
      (type) => type.startsWith('ArrayOf'),
      () => false,
    );
    lists.set(key, known);
  }
  return known;
}
