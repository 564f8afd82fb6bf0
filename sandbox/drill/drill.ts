/** The drill: deploys the sample organization into a sandbox, and attacks it. */
import { performance } from 'node:perf_hooks';
import { ACCOUNT_KINDS } from '../../infra/configuration';
import { arnsOf, namesOf } from '../../infra/names';
import { type DeployedStack, deployOrganization } from '../deployment';
import { withGuardrails } from '../guardrails/guarded-sample';
import { foundAccount } from '../organization';
import { readSampleOrganization, type SampleOrganization } from '../sample-organization';
import { openSandbox, type Sandbox } from '../sandbox';
import { sessionOf } from '../services/sts/state';
import { listenToAlerts } from './alert-listener';
import { type Range, runAttack } from './attack';
import { ATTACKER_ROLE, AttackerSessions, administrator, provideAttackerRole } from './attacker';
import type { AttackResult, DrillRun } from './drill-run';
import { Interlude } from './interlude';
import { takeInventory } from './inventory';
import type { Scenario } from './scenario';
import { type Answered, AwsCaller } from './sdk';
import { confirmEmails, emailsTo, findTargets } from './targets';

/** Told of progress while the drill runs. */
export interface DrillListener {
  deployed?(stack: DeployedStack): void;
  attacking?(scenario: Scenario): void;
  attacked?(result: AttackResult): void;
}

const OUTSIDER = '999999999999';

/** Runs the scenarios against a sandbox of its own, and ends the sandbox. */
export async function runDrill(scenarios: readonly Scenario[], tell: DrillListener = {}): Promise<DrillRun> {
  const began = performance.now();
  // Guardrails would refuse what is to be repaired here; what they refuse is shown by their own preview.
  const sample = withGuardrails(readSampleOrganization(), []);
  const sandbox = await openSandbox({ organization: sample.description, clock: 'virtual' });
  try {
    const stacks: DeployedStack[] = [];
    for await (const stack of deployOrganization(sandbox, sample)) {
      stacks.push(stack);
      tell.deployed?.(stack);
    }
    await sandbox.clock.settle();
    const range = await prepareRange(sandbox, sample);
    const attacks: AttackResult[] = [];
    for (const scenario of scenarios) {
      tell.attacking?.(scenario);
      const result = await runAttack(scenario, range);
      attacks.push(result);
      tell.attacked?.(result);
    }
    range.close();
    return {
      organization: sample.description.id,
      node: process.version,
      stacks,
      attacks,
      durationMs: performance.now() - began,
      passed: attacks.every(({ problems }) => problems.length === 0),
    };
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
