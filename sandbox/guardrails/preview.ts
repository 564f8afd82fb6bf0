/** What the guardrails would change: every attack of the catalogue, asked for in an organization that has them. */
import { TAMPER_CATALOGUE } from '../../infra/catalogue';
import type { TamperEntry } from '../../infra/catalogue/entry';
import type { AccountKind } from '../../infra/configuration';
import { namesOf } from '../../infra/names';
import { type Guardrail, guardrails, MOST_POLICY_CHARACTERS } from '../../infra/specifications/guardrails';
import { ON_ALL_RESOURCES } from '../../infra/specifications/guardrails/tampering';
import { AwsError } from '../core/aws-error';
import type { RoleSession } from '../core/principal';
import type { Call } from '../core/service';
import { deployOrganization } from '../deployment';
import { administrator } from '../drill/attacker';
import type { AttackCall, AttackTargets, CatalogueAttack, Prepared } from '../drill/attacks/attack';
import { CATALOGUE_ATTACKS } from '../drill/attacks/index';
import { entryOf } from '../drill/catalogue-scenarios';
import { restoreInventory, takeInventory } from '../drill/inventory';
import { AwsCaller } from '../drill/sdk';
import { confirmEmails, emailsTo, findTargets } from '../drill/targets';
import { readSampleOrganization, type SampleOrganization } from '../sample-organization';
import { openSandbox, type Sandbox } from '../sandbox';
import { ADMINISTRATOR_ROLE, DEPLOYMENT_ROLE } from '../services/iam/standing-roles';
import { findRole } from '../services/iam/state';
import { sessionOfRole } from '../services/sts/state';
import { GUARDED_ROOT, withGuardrails } from './guarded-sample';

/** A control policy refuses the call; or it fails without one; or no policy stands in its way. */
export type Verdict = Guardrail['type'] | 'fails anyway' | 'allowed';

/** One attack, and what the policies say to an administrator of each kind of account in which it can do harm. */
export interface PreviewedAttack {
  readonly eventName: string;
  readonly service: string;
  readonly title: string;
  /** IAM knows the call for all resources at once only, so that no guardrail is about it. */
  readonly onAllResources: boolean;
  readonly verdicts: Partial<Readonly<Record<AccountKind, Verdict>>>;
}

export interface PreviewedPolicy {
  readonly name: string;
  readonly type: Guardrail['type'];
  readonly characters: number;
  readonly mostCharacters: number;
}

export interface GuardrailPreview {
  readonly policies: readonly PreviewedPolicy[];
  readonly attacks: readonly PreviewedAttack[];
  /** Calls of the catalogue that no attack makes, so that nothing is known of them. */
  readonly unknown: readonly string[];
  /** What the deployment roles and the repair roles are refused as well. */
  readonly refusedToExempt: readonly string[];
}

const OUTSIDER = '999999999999';

/** Deploys the sample organization with its guardrails on the root, into a sandbox of its own, and asks. */
export async function previewGuardrails(
  attacks: readonly CatalogueAttack[] = CATALOGUE_ATTACKS,
  catalogue: readonly TamperEntry[] = TAMPER_CATALOGUE,
): Promise<GuardrailPreview> {
  const sample = withGuardrails(readSampleOrganization(), [GUARDED_ROOT]);
  const sandbox = await openSandbox({ organization: sample.description, clock: 'virtual' });
  try {
    for await (const _ of deployOrganization(sandbox, sample));
    await sandbox.clock.settle();
    const targets = await targetsIn(sandbox, sample);
    const previewed: PreviewedAttack[] = [];
    const refusedToExempt = new Set<string>();
    for (const attack of attacks) {
      const { forwardedFrom = [attack.from], action = '' } = entryOf(attack) ?? {};
      const asked = await ask(sandbox, attack, forwardedFrom, targets);
      if (asked.exempt) refusedToExempt.add(`${attack.service} ${attack.event}`);
      const { event: eventName, service, title } = attack;
      const onAllResources = ON_ALL_RESOURCES.includes(action);
      previewed.push({ eventName, service, title, onAllResources, verdicts: asked.verdicts });
    }
    const known = new Set(attacks.map((attack) => entryOf(attack)));
    return {
      policies: guardrails(sample.configuration, catalogue).map(({ name, type, document }) => ({
        name,
        type,
        characters: JSON.stringify(document).length,
        mostCharacters: MOST_POLICY_CHARACTERS[type],
      })),
      attacks: previewed,
      unknown: catalogue.filter((entry) => !known.has(entry)).map(nameOf),
      refusedToExempt: [...refusedToExempt],
    };
  } finally {
    await sandbox.close();
  }
}

async function targetsIn({ url, state }: Sandbox, sample: SampleOrganization): Promise<AttackTargets> {
  const { configuration, stacks } = sample;
  const member = stacks.find(({ kind }) => kind === 'member')?.account ?? '';
  const as = (account: string) => administrator(url, account, configuration.homeRegion);
  const aws = new AwsCaller();
  try {
    const emails = emailsTo(state, configuration.alertSubscriptions);
    const subscription = await confirmEmails(emails, aws, as(configuration.securityAccountId));
    return await findTargets({ configuration, member, outsider: OUTSIDER, as, endpoint: url, aws }, subscription);
  } finally {
    aws.close();
  }
}

async function ask(
  sandbox: Sandbox,
  attack: CatalogueAttack,
  kinds: readonly AccountKind[],
  targets: AttackTargets,
): Promise<{ readonly verdicts: PreviewedAttack['verdicts']; readonly exempt: boolean }> {
  const { prepare = [], from } = attack;
  // Taken on before anything is prepared, because that may take a role away.
  const callers = kinds.map((kind) => {
    const account = targets.accountOf(kind);
    return {
      kind,
      somebody: sessionIn(sandbox, account, ADMINISTRATOR_ROLE),
      exempt: exemptIn(sandbox, targets, account),
    };
  });
  const intact = prepare.length === 0 ? undefined : takeInventory(sandbox.state);
  const preparer = sessionIn(sandbox, targets.accountOf(from), DEPLOYMENT_ROLE);
  const prepared: Prepared[] = [];
  for (const call of prepare)
    prepared.push((await sandbox.gate.call(callOf(call, targets, preparer, prepared))) as Prepared);
  const asked = (who: RoleSession) => verdictOn(sandbox, callOf(attack, targets, who, prepared));
  const verdicts: Partial<Record<AccountKind, Verdict>> = {};
  let exempt = false;
  for (const { kind, somebody, exempt: roles } of callers) {
    verdicts[kind] = await asked(somebody);
    for (const role of roles) exempt ||= isControlled(await asked(role));
  }
  if (intact !== undefined) restoreInventory(sandbox.state, intact);
  return { verdicts, exempt };
}

/** The deployment role and the repair role of an account. */
function exemptIn(sandbox: Sandbox, { configuration }: AttackTargets, account: string): RoleSession[] {
  const { deploymentRoleName = DEPLOYMENT_ROLE } = configuration;
  return [deploymentRoleName, namesOf(configuration).repairRole].map((name) => sessionIn(sandbox, account, name));
}

function sessionIn({ state }: Sandbox, account: string, roleName: string): RoleSession {
  const role = findRole(state, account, roleName);
  if (role === undefined) throw new Error(`${account} has no role ${roleName}.`);
  return sessionOfRole(role, { sessionName: 'preview', accessKeyId: account, issuedAt: role.createdAt });
}

async function verdictOn({ gate }: Sandbox, call: Call): Promise<Verdict> {
  try {
    await gate.rehearse(call);
    return 'allowed';
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    if (/explicit deny in a service control policy$/.test(error.message)) return 'SERVICE_CONTROL_POLICY';
    if (/explicit deny in a resource control policy$/.test(error.message)) return 'RESOURCE_CONTROL_POLICY';
    return 'fails anyway';
  }
}

function callOf(
  { service, operation, region, input }: AttackCall,
  targets: AttackTargets,
  principal: RoleSession,
  prepared: readonly Prepared[],
): Call {
  const { homeRegion } = targets.configuration;
  return { principal, region: region ?? homeRegion, service, operation, input: input(targets, prepared) };
}

/** `sns AddPermission` */
function nameOf({ eventSource, eventName }: TamperEntry): string {
  return `${eventSource.replace(/\..*$/, '')} ${eventName}`;
}

/** Whether one of the guardrails said no. */
export function isControlled(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && verdict in MOST_POLICY_CHARACTERS;
}
