/** An organization that is under attack, and everything that attacks need around it. */
import { ACCOUNT_KINDS } from '../../infra/configuration';
import { arnsOf, namesOf } from '../../infra/names';
import { withGuardrails } from '../guardrails/guarded-sample';
import { foundAccount } from '../organization';
import { readSampleOrganization, type SampleOrganization } from '../sample-organization';
import { openSandbox, type Sandbox } from '../sandbox';
import { sessionOf } from '../services/sts/state';
import { type OrganizationCopy, stateOf } from '../state-copy';
import { type AlertListener, listenToAlerts } from './alert-listener';
import { ATTACKER_ROLE, AttackerSessions, administrator, provideAttackerRole } from './attacker';
import { Interlude } from './interlude';
import { type Inventory, takeInventory } from './inventory';
import type { Cast } from './journey';
import type { AttackContext } from './scenario';
import { type Answered, AwsCaller } from './sdk';
import { confirmEmails, emailsTo, findTargets } from './targets';

/** What every attack of a drill shares. */
export interface Range {
  readonly sandbox: Sandbox;
  readonly context: AttackContext;
  readonly cast: Cast;
  readonly listener: AlertListener;
  readonly interlude: Interlude;
  /** Every setting as it is when nothing is under attack. */
  readonly intact: Inventory;
  /** Ends what was opened for it; the sandbox goes on. */
  close(): void;
}

const OUTSIDER = '999999999999';

/** So that two reports are responded to at once; more of them would only fight for processors. */
export const FUNCTION_PROCESSES = 2;

/** The organization that is attacked. Guardrails would refuse what is to be repaired; what they refuse is a preview's to show. */
export function attackedSample(): SampleOrganization {
  return withGuardrails(readSampleOrganization(), []);
}

/** Attacks a copy of an organization that was deployed. */
export async function withCopiedRange<Result>(
  copy: OrganizationCopy,
  work: (range: Range) => Promise<Result>,
): Promise<Result> {
  const sample = attackedSample();
  const sandbox = await openSandbox({
    organization: sample.description,
    state: stateOf(copy),
    clock: 'virtual',
    start: new Date(copy.time),
    functionProcesses: FUNCTION_PROCESSES,
  });
  return await inRange(sandbox, sample, work);
}

/** Does `work` on an organization, and ends it. */
export async function inRange<Result>(
  sandbox: Sandbox,
  sample: SampleOrganization,
  work: (range: Range) => Promise<Result>,
): Promise<Result> {
  try {
    const range = await prepareRange(sandbox, sample);
    const result = await work(range);
    range.close();
    return result;
  } finally {
    await sandbox.close();
  }
}

/** Everything that an attack needs around it: roles to hold, an account outside, ears on the alert topic. */
export async function prepareRange(sandbox: Sandbox, sample: SampleOrganization): Promise<Range> {
  const { url, state, clock } = sandbox;
  const { configuration } = sample;
  const { homeRegion, managementAccountId: managementAccount, securityAccountId: securityAccount } = configuration;
  const memberAccount = sample.stacks.find(({ kind }) => kind === 'member')?.account ?? '';
  const names = namesOf(configuration);
  const arns = arnsOf(configuration);
  const as = (account: string, region = homeRegion) => administrator(url, account, region);
  const aws = new AwsCaller();
  foundAccount(state, clock, OUTSIDER);
  const subscriptionArn = await confirmEmails(
    emailsTo(state, configuration.alertSubscriptions),
    aws,
    as(securityAccount),
  );
  const surroundings = { configuration, member: memberAccount, outsider: OUTSIDER, as, endpoint: url, aws };
  const targets = await findTargets(surroundings, subscriptionArn);
  for (const kind of ACCOUNT_KINDS) await provideAttackerRole(as(targets.accountOf(kind)), targets.accountOf(kind));
  const listener = await listenToAlerts(as(securityAccount), securityAccount, arns.alertTopic, () =>
    emailsTo(state, configuration.alertSubscriptions),
  );
  await clock.settle();
  await listener.take();
  // The responder has heard of the listener, and is to hear of the attacks as if nothing had been before.
  await sandbox.lambda.cool();
  const sessions = new AttackerSessions(clock, as, 'mallory');
  return {
    sandbox,
    listener,
    close: () => {
      listener.close();
      aws.close();
    },
    interlude: new Interlude(sandbox, listener),
    intact: takeInventory(state),
    cast: {
      attackerRole: ATTACKER_ROLE,
      outsider: OUTSIDER,
      forwarderRole: names.forwarderRole,
      responderRole: names.responderRole,
      repairRole: names.repairRole,
    },
    context: {
      aws,
      attackerIn: async (account, region = homeRegion) => ({ ...(await sessions.of(account)), region }),
      prepare: async (account, call, region = homeRegion) => {
        const principal = sessionOf(state, account);
        if (principal === undefined) throw new Error(`There is no account ${account}.`);
        return (await sandbox.unrecorded.call({ ...call, principal, region })) as Answered;
      },
      targets,
      outsider: as(OUTSIDER),
      managementAccount,
      memberAccount,
      homeRegion,
      trailArn: arns.trail,
      centralBusArn: arns.centralBus,
    },
  };
}
