/** The sweep: everything that is declared is compared, whether or not an event came, and what differs is put back. */
import type { DeclaredState } from '../../infra/specifications/declared-state';
import type { DeclaredResource } from '../../infra/specifications/resources';
import { type Aws, fields, list, NotLetIn, text } from './aws';
import { keeperOf } from './keepers';
import { inPool } from './pool';
import { type Permitted, type Reconciliation, reconcile } from './reconcile';
import { resourcesIn } from './target';

/** Accounts looked at side by side. */
const WIDTH = 10;
/** After this much time no further account is begun: the function has five minutes. */
const BUDGET_MS = 210_000;
/** The distance of two sweeps, in milliseconds. */
const INTERVAL_MS = 5 * 60_000;

export interface SweepResult {
  /** How many resources were compared. */
  readonly compared: number;
  /** What was not as declared, in the order of the accounts. */
  readonly different: readonly Reconciliation[];
  /** What was as declared, and is worth knowing about all the same. */
  readonly noted: readonly Reconciliation[];
  /** The accounts that did not let the responder in, with the reason. */
  readonly closed: readonly NotLetIn[];
  /** Members for which no time was left; the next sweep begins with others. */
  readonly left: readonly string[];
  /** Why the members could not be listed. */
  readonly error?: unknown;
}

interface AccountResult {
  readonly repairs: readonly Reconciliation[];
  readonly closed?: NotLetIn;
  readonly skipped?: string;
}

/**
 * Compares every account with the declared state: the fixed ones in the order in which they need each other, and beside them the
 * members. Where there are more members than a sweep has time for, each sweep begins where another one would not have come to.
 *
 * @param now milliseconds since 1970
 */
export async function sweep(
  declared: DeclaredState,
  aws: Aws,
  permitted: Permitted,
  now: () => number,
): Promise<SweepResult> {
  const began = now();
  const { members, error } = await membersOf(declared, aws);
  const fixed = inOneGo(declared, aws, permitted);
  const rest = inPool(
    rotated(members, Math.floor(began / INTERVAL_MS)),
    WIDTH,
    async (account): Promise<AccountResult> => {
      if (now() - began > BUDGET_MS) return { repairs: [], skipped: account };
      return await sweepAccount(resourcesIn(declared, account), aws, permitted);
    },
  );
  const results = [...(await fixed), ...(await rest)];
  const repairs = results.flatMap((result) => result.repairs);
  return {
    compared: repairs.length,
    different: repairs.filter(({ outcome }) => outcome !== 'intact'),
    noted: repairs.filter(({ notice }) => notice !== undefined),
    closed: results.flatMap(({ closed }) => closed ?? []),
    left: results.flatMap(({ skipped }) => skipped ?? []),
    ...(error === undefined ? {} : { error }),
  };
}

/** What a trail needs comes before the trail: the accounts one after the other, that of the log files first. */
const FIXED_KINDS = ['log-archive', 'management', 'security'] as const;

async function inOneGo(declared: DeclaredState, aws: Aws, permitted: Permitted): Promise<AccountResult[]> {
  const results: AccountResult[] = [];
  for (const kind of FIXED_KINDS)
    for (const [account, each] of Object.entries(declared.accounts))
      if (each === kind) results.push(await sweepAccount(resourcesIn(declared, account), aws, permitted));
  return results;
}

/** One resource after the other, because what others need comes first. An account that is closed is asked once. */
async function sweepAccount(
  resources: readonly DeclaredResource[],
  aws: Aws,
  permitted: Permitted,
): Promise<AccountResult> {
  const repairs: Reconciliation[] = [];
  for (const resource of resources) {
    const done = await reconcile(await keeperOf(resource), resource, aws, permitted);
    if (repairs.length === 0 && done.error instanceof NotLetIn) return { repairs: [], closed: done.error };
    repairs.push(done);
  }
  return { repairs };
}

/** Every active account of the organization that has no part of its own in it. */
async function membersOf(declared: DeclaredState, aws: Aws): Promise<{ members: string[]; error?: unknown }> {
  const management =
    Object.keys(declared.accounts).find((account) => declared.accounts[account] === 'management') ?? '';
  const members: string[] = [];
  let NextToken: string | undefined;
  try {
    do {
      const page = await aws({
        service: 'organizations',
        operation: 'ListAccounts',
        account: management,
        region: declared.homeRegion,
        input: NextToken === undefined ? {} : { NextToken },
      });
      for (const { Id, Status } of list(page.Accounts).map(fields))
        if (Status === 'ACTIVE' && typeof Id === 'string' && !(Id in declared.accounts)) members.push(Id);
      NextToken = text(page.NextToken);
    } while (NextToken !== undefined);
    return { members };
  } catch (error) {
    return { members, error };
  }
}

/** Every sweep begins a prime number of places further on, so that none is always last. */
function rotated(members: readonly string[], sweeps: number): string[] {
  const start = members.length === 0 ? 0 : (sweeps * 97) % members.length;
  return [...members.slice(start), ...members.slice(0, start)];
}
