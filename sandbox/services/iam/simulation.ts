/** The policy simulator: what would be allowed, decided by the same code that decides about real calls. */
import type * as Sdk from '@aws-sdk/client-iam';
import { roleKeys, typed } from '../../authorization/condition-keys';
import {
  type ConditionValues,
  decide,
  explain,
  type Outcome,
  type Policies,
  type Question,
} from '../../authorization/decision';
import { type ReadPolicy, readText } from '../../authorization/documents';
import { servicePolicies } from '../../authorization/policies';
import { AwsError } from '../../core/aws-error';
import { page } from '../../core/page';
import { parsePolicy, statementsOf } from '../../core/policy-document';
import type { CallContext } from '../../core/service';
import type { IamOperations } from './entities';
import { arnOfRole, findRoleByArn, identityPolicies, permissionsBoundary, type Role } from './state';

/** A policy under simulation, with the name by which the answer speaks of it. */
interface Source {
  readonly id: string;
  readonly type: Sdk.PolicySourceType;
  readonly policy: ReadPolicy;
}

interface Simulation {
  /** Identity policies, and the resource policy if there is one. */
  readonly sources: readonly Source[];
  readonly policies: Policies;
  readonly caller: string;
  readonly account: string;
  readonly resourceAccount: string | undefined;
  /** Whether the organization has a say. */
  readonly organized: boolean;
  readonly context: ConditionValues;
}

type SimulationInput = Sdk.SimulateCustomPolicyRequest | Sdk.SimulatePrincipalPolicyRequest;

const SEVERITY: readonly Outcome[] = ['allowed', 'implicitDeny', 'explicitDeny'];

export const simulationOperations = {
  SimulateCustomPolicy: {
    record: { readOnly: true },
    handle: async (input, context) => {
      const levels = (input.OrderedOrganizationPolicyInputList ?? []).map((level) =>
        (level.ServiceControlPolicyInputList ?? []).map(inputPolicy),
      );
      const given = inputSources(input.PolicyInputList);
      return simulate(
        input,
        await simulationOf(input, context, given, input.PermissionsBoundaryPolicyInputList?.[0], levels),
      );
    },
  },
  SimulatePrincipalPolicy: {
    record: { readOnly: true },
    access: (input) => [{ action: 'iam:SimulatePrincipalPolicy', resource: input.PolicySourceArn ?? '*' }],
    handle: async (input, context) => {
      const arn = input.PolicySourceArn ?? '';
      const role = arn.split(':')[4] === context.account ? findRoleByArn(context.state, arn) : undefined;
      if (role === undefined) throw new AwsError('NoSuchEntityException', `The role with name ${arn} cannot be found.`);
      if (input.PolicyExclusionList !== undefined)
        throw new AwsError(
          'NotImplemented',
          'The sandbox does not model iam:SimulatePrincipalPolicy with PolicyExclusionList.',
        );
      const own = identityPolicies(context.state, role).map(
        ({ name, document }): Source => ({ id: name, type: 'role', policy: readText(document) }),
      );
      const boundary =
        input.PermissionsBoundaryPolicyInputList?.[0] ?? permissionsBoundary(context.state, role)?.document;
      const levels = role.path.startsWith('/aws-service-role/') ? [] : servicePolicies(context.state, role.account);
      const sources = [...own, ...inputSources(input.PolicyInputList)];
      return simulate(input, await simulationOf(input, context, sources, boundary, levels, role));
    },
  },
} satisfies IamOperations;

async function simulationOf(
  input: SimulationInput,
  context: CallContext,
  identity: readonly Source[],
  boundary: string | undefined,
  levels: readonly (readonly ReadPolicy[])[],
  role?: Role,
): Promise<Simulation> {
  if (input.ResourcePolicy !== undefined && input.CallerArn === undefined && role === undefined)
    throw new AwsError('InvalidInputException', 'CallerArn is required when ResourcePolicy is given.');
  const caller =
    input.CallerArn ?? (role === undefined ? `arn:aws:iam::${context.account}:role/simulated` : arnOfRole(role));
  if (!/^arn:aws:iam::\d{12}:(user|role)\/.+$/.test(caller))
    throw new AwsError('InvalidInputException', `Invalid caller ARN: ${caller}`);
  const resource = input.ResourcePolicy === undefined ? undefined : resourcePolicy(input.ResourcePolicy);
  const resourceSource: Source[] =
    resource === undefined ? [] : [{ id: 'ResourcePolicy', type: 'resource', policy: resource }];
  return {
    sources: [...identity, ...resourceSource],
    policies: {
      identity: identity.map((source) => source.policy),
      boundary: boundary === undefined ? undefined : inputPolicy(boundary),
      serviceControl: levels,
      resourceControl: [],
      resource,
    },
    caller,
    account: caller.split(':')[4] ?? '',
    resourceAccount: input.ResourceOwner?.split(':')[4],
    organized: levels.length > 0,
    context: await contextOf(input, context, role),
  };
}

/** The keys that the caller gave, over those that follow from the role. */
function contextOf(input: SimulationInput, { state, clock }: CallContext, role?: Role): Promise<ConditionValues> {
  const known =
    role === undefined ? {} : roleKeys(state, { account: role.account, roleName: role.name, rolePath: role.path });
  const given = (input.ContextEntries ?? []).map((entry) => [entry.ContextKeyName ?? '', entry.ContextKeyValues ?? []]);
  return typed({ 'aws:CurrentTime': clock.now().toISOString(), ...known, ...Object.fromEntries(given) });
}

async function simulate(input: SimulationInput, simulation: Simulation): Promise<Sdk.SimulatePolicyResponse> {
  const resources = input.ResourceArns?.length ? input.ResourceArns : ['*'];
  const results: Sdk.EvaluationResult[] = [];
  for (const action of input.ActionNames ?? []) {
    const each: Sdk.ResourceSpecificResult[] = [];
    for (const resource of resources) each.push(await resultOn(resource, action, simulation));
    results.push(await overall(action, resources, each, simulation));
  }
  const { items, next } = page(results, { size: input.MaxItems, token: input.Marker }, 100, 'ValidationError');
  return { EvaluationResults: items, IsTruncated: next !== undefined, Marker: next };
}

function questionOf(action: string, resource: string, simulation: Simulation): Question {
  const { caller, account, policies, context } = simulation;
  const resourceAccount = simulation.resourceAccount ?? (/^\d{12}$/.exec(resource.split(':')[4] ?? '')?.[0] || account);
  return { principal: caller, account, action, resource, resourceAccount, policies, context: async () => context };
}

async function resultOn(resource: string, action: string, simulation: Simulation): Promise<Sdk.ResourceSpecificResult> {
  const question = questionOf(action, resource, simulation);
  const { outcome, unknownAction } = await decide(question);
  if (unknownAction === true) throw new AwsError('InvalidInputException', `Invalid Action name: ${action}`);
  const layers = await explain(question);
  const crossAccount = question.account !== question.resourceAccount;
  return {
    EvalResourceName: resource,
    EvalResourceDecision: outcome,
    MatchedStatements: await matchedStatements(question, outcome, simulation.sources),
    MissingContextValues: missingKeys(simulation),
    EvalDecisionDetails: crossAccount ? { 'IAM Policy': layers.identity, 'Resource Policy': layers.resource } : {},
    ...(simulation.policies.boundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: layers.boundary === 'allowed' } }),
  };
}

/** The answer for an action: of the answers for its resources, the most restrictive. */
async function overall(
  action: string,
  resources: readonly string[],
  each: readonly Sdk.ResourceSpecificResult[],
  simulation: Simulation,
): Promise<Sdk.EvaluationResult> {
  const worst = each.reduce<Outcome>((found, { EvalResourceDecision }) => {
    const outcome = EvalResourceDecision as Outcome;
    return SEVERITY.indexOf(outcome) > SEVERITY.indexOf(found) ? outcome : found;
  }, 'allowed');
  const deciding = each.filter((result) => result.EvalResourceDecision === worst);
  const matched = new Map(
    deciding.flatMap((result) =>
      (result.MatchedStatements ?? []).map((statement) => [JSON.stringify(statement), statement]),
    ),
  );
  let allowedByOrganization = true;
  for (const resource of resources)
    if ((await explain(questionOf(action, resource, simulation))).serviceControl !== 'allowed')
      allowedByOrganization = false;
  const bounded = each.map((result) => result.PermissionsBoundaryDecisionDetail?.AllowedByPermissionsBoundary);
  return {
    EvalActionName: action,
    EvalResourceName: '*',
    EvalDecision: worst,
    MatchedStatements: [...matched.values()],
    MissingContextValues: missingKeys(simulation),
    ...(simulation.organized ? { OrganizationsDecisionDetail: { AllowedByOrganizations: allowedByOrganization } } : {}),
    ...(simulation.policies.boundary === undefined
      ? {}
      : { PermissionsBoundaryDecisionDetail: { AllowedByPermissionsBoundary: !bounded.includes(false) } }),
    ResourceSpecificResults: resources.length === 1 && resources[0] === '*' ? [] : [...each],
  };
}

/** The statements that made the decision: every policy is asked alone, statement by statement. */
async function matchedStatements(
  question: Question,
  outcome: Outcome,
  sources: readonly Source[],
): Promise<Sdk.Statement[]> {
  if (outcome === 'implicitDeny') return [];
  const matched: Sdk.Statement[] = [];
  for (const { id, type, policy } of sources)
    for (const statement of [policy.document.Statement].flat()) {
      const alone = readText(JSON.stringify({ ...policy.document, Statement: [statement] }));
      const layer = type === 'resource' ? 'resource' : 'identity';
      const policies: Policies = { identity: [], serviceControl: [], resourceControl: [] };
      const asked = { ...question, policies: { ...policies, [layer]: layer === 'resource' ? alone : [alone] } };
      if ((await explain(asked))[layer] === outcome) matched.push({ SourcePolicyId: id, SourcePolicyType: type });
    }
  return matched;
}

/** Condition keys that the policies look at and that the request does not have. */
function missingKeys({ sources, context }: Simulation): string[] {
  const known = new Set(Object.keys(context).map((key) => key.toLowerCase()));
  const asked = sources.flatMap(({ policy }) =>
    statementsOf(policy.document).flatMap(({ conditions }) => Object.values(conditions).flatMap(Object.keys)),
  );
  return [...new Set(asked)].filter((key) => !known.has(key.toLowerCase()));
}

function inputSources(documents: readonly string[] | undefined): Source[] {
  return (documents ?? []).map((document, index) => ({
    id: `PolicyInputList.${index + 1}`,
    type: 'none',
    policy: inputPolicy(document),
  }));
}

function inputPolicy(document: string): ReadPolicy {
  parsePolicy(document, { kind: 'identity', code: 'InvalidInputException' });
  return readText(document);
}

function resourcePolicy(document: string): ReadPolicy {
  parsePolicy(document, { kind: 'resource', code: 'InvalidInputException', resourceRequired: false });
  return readText(document);
}
