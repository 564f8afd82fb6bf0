/** The sample organization, deployed once by the engine: as it was after each stack, and what was seen and heard meanwhile. */

import type { AnsweredCall } from '../../../sandbox/core/gate';
import { type AlertListener, listenToAlerts } from '../../../sandbox/drill/alert-listener';
import { administrator } from '../../../sandbox/drill/attacker';
import type { ReceivedAlert } from '../../../sandbox/drill/drill-run';
import { sentEmails } from '../../../sandbox/services/sns/outbox';
import type { RunResult } from '../../support/engine/engine';
import { SAMPLE } from '../../support/organization';
import { ServedOrganization } from './served-organization';

interface Deployed {
  readonly organization: ServedOrganization;
  readonly runs: ReadonlyMap<string, RunResult>;
  readonly calls: readonly AnsweredCall[];
  readonly alerts: readonly ReceivedAlert[];
}

const stages = new Map<string, ServedOrganization>();
let deployed: Promise<Deployed> | undefined;

/** The organization with everything deployed, still running. Tests leave it as they find it. */
export async function deployedOrganization(): Promise<Deployed> {
  deployed ??= deploy();
  return await deployed;
}

/** An organization of the test's own, as the sample's was when this stack, and all before it, had been deployed. */
export async function organizationAfter(name: string | undefined): Promise<ServedOrganization> {
  await deployedOrganization();
  const stage = stages.get(name ?? '');
  if (stage === undefined) throw new Error(`The sample organization has no stack ${name}.`);
  return stage.fork();
}

async function deploy(): Promise<Deployed> {
  const { organization, sandbox } = await ServedOrganization.open();
  const runs = new Map<string, RunResult>();
  const calls: AnsweredCall[] = [];
  const alerts: ReceivedAlert[] = [];
  let listener: AlertListener | undefined;
  sandbox.gate.observe((call) => void calls.push(call));
  stages.set('', organization.fork());
  for (const { name, kind, account } of SAMPLE.stacks) {
    const run = await organization.up(name);
    runs.set(name, run);
    stages.set(name, organization.fork());
    const topic = String(run.outputs.alertTopicArn);
    if (kind === 'security')
      listener = await listenToAlerts(administrator(sandbox.url, account, 'us-east-1'), account, topic, () =>
        sentEmails(sandbox.state),
      );
    alerts.push(...((await listener?.take()) ?? []));
  }
  listener?.close();
  return { organization, runs, calls, alerts };
}

after(async () => {
  await (await deployed)?.organization.close();
  for (const stage of stages.values()) await stage.close();
});
