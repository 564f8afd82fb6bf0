import assert from 'node:assert/strict';
import { onlyLooks } from '../../../sandbox/core/operation-name';
import type { Call } from '../../../sandbox/core/service';
import { RunFailed } from '../../support/engine/run';
import type { ResourceState } from '../../support/engine/snapshot';
import { SAMPLE } from '../../support/organization';
import { importIdOf } from './import-id';
import { inventoryOf } from './inventory';
import { changesIn, type ServedOrganization, shortName } from './served-organization';
import { deployedOrganization, organizationAfter } from './stages';

interface Interruption {
  readonly stack: string;
  readonly previous: string | undefined;
  /** What AWS, or the provider, refuses to make again although the engine does not know it. */
  readonly refused: readonly string[];
  /** Keys that are there and that nobody knows: AWS makes a new one each time that it is asked. */
  readonly lostKeys: number;
  readonly perhaps?: string;
}

/** What the engine hears of a provider that died. */
const DEATH = 'error reading from server: EOF';

/** The last stack dies after every change of AWS; the others after the first of each operation that none below them makes. */
const INTERRUPTIONS: readonly Interruption[] = [
  {
    stack: 'security',
    previous: undefined,
    refused: [
      'EventArchive central-archive: events:CreateArchive: ResourceAlreadyExistsException',
      'EventBus central: events:CreateEventBus: ResourceAlreadyExistsException',
      'Function responder: lambda:CreateFunction: ResourceConflictException',
      'Permission responder-cloudtrail-permission: lambda:AddPermission: ResourceConflictException',
    ],
    lostKeys: 0,
  },
  {
    stack: 'log-archive',
    previous: 'security',
    refused: [
      'Alias trail-key-alias: kms:CreateAlias: AlreadyExistsException',
      'Bucket access-logs: BucketAlreadyExists',
      'Bucket trail-bucket: BucketAlreadyExists',
    ],
    lostKeys: 2,
  },
  {
    stack: 'management',
    previous: 'log-archive',
    refused: [
      'LogGroup organization-log-group: logs:CreateLogGroup: ResourceAlreadyExistsException',
      'Trail second: cloudtrail:CreateTrail: TrailAlreadyExistsException',
    ],
    // Refused when it is the first of the two, which the program does not decide.
    perhaps: 'Trail organization: cloudtrail:CreateTrail: TrailAlreadyExistsException',
    lostKeys: 0,
  },
  {
    stack: 'payments',
    previous: 'management',
    refused: [
      'Role forwarder: iam:CreateRole: EntityAlreadyExistsException',
      'Role repair: iam:CreateRole: EntityAlreadyExistsException',
    ],
    lostKeys: 0,
  },
];

describe('a deployment whose provider dies before a call', () => {
  it('is completed by the next one, wherever that was', async () => {
    const left = new Set<number>();
    let isWhole = false;
    for (let calls = 0; !isWhole; calls += 1) {
      const organization = await organizationAfter('management');
      const failure = await outcome(organization.up('payments', { inTurn: true, killAfter: calls }));
      isWhole = failure === undefined;
      assert.equal(failure?.message ?? DEATH, DEATH);
      const known = organization.engine.resourcesOf('payments').length;
      // Where a call has only looked, all is as an earlier death has left it.
      if (!left.has(known)) {
        await organization.up('payments');
        await assertWhole(organization, 'payments', `after ${calls} calls`);
      }
      left.add(known);
      await organization.close();
    }
  });
});

describe('a deployment whose provider dies before it hears that AWS has made a change', () => {
  for (const [index, { stack, previous, refused, lostKeys, perhaps }] of INTERRUPTIONS.entries())
    it(`is completed by the next ones, with imports of what AWS does not make twice: ${stack}`, async () => {
      const below = INTERRUPTIONS.slice(index + 1).map((other) => other.stack);
      const isFirst = below.length === 0 ? firsts(wordsOf) : firsts(operationOf, await operationsOf(below));
      const organization = await organizationAfter(previous);
      const refusals: string[] = [];
      let deaths = 0;
      for (;;) {
        const before = deaths;
        const dies = (call: Call): boolean => {
          const isLast = isFirst(call);
          if (isLast) deaths += 1;
          return isLast;
        };
        const failure = await outcome(organization.upUntil(stack, dies));
        if (failure === undefined) break;
        if (deaths > before) {
          assert.equal(failure.message, DEATH);
          continue;
        }
        refusals.push(refusalOf(failure));
        await importInto(organization, stack, failure.urn);
      }
      assert.deepEqual(refusals.filter((refusal) => refusal !== perhaps).sort(), refused);
      await assertWhole(organization, stack, `after ${deaths} deaths`, lostKeys);
      await organization.close();
    });
});

interface Failure {
  readonly urn: string;
  readonly message: string;
}

/** What a deployment failed at; `undefined` where it did not. */
async function outcome(deployment: Promise<unknown>): Promise<Failure | undefined> {
  try {
    await deployment;
    return undefined;
  } catch (error) {
    assert.ok(error instanceof RunFailed, String(error));
    const [failure, ...others] = error.diagnostics.filter(({ severity }) => severity === 'error');
    assert.deepEqual(others, []);
    assert.ok(failure);
    return failure;
  }
}

/** Tells of a call whether it is the first change of its kind, where those of `known` kinds are not. */
function firsts(kindOf: (call: Call) => string, known: readonly string[] = []): (call: Call) => boolean {
  const seen = new Set(known);
  return (call) => {
    const kind = kindOf(call);
    if (onlyLooks(call.operation) || seen.has(kind)) return false;
    seen.add(kind);
    return true;
  };
}

function operationOf({ service, operation }: Call): string {
  return `${service}:${operation}`;
}

function wordsOf(call: Call): string {
  return withoutIds(`${call.region} ${operationOf(call)} ${JSON.stringify(call.input)}`);
}

/** The operations by which stacks are deployed. */
async function operationsOf(stacks: readonly string[]): Promise<string[]> {
  const accounts = SAMPLE.stacks.filter(({ name }) => stacks.includes(name)).map(({ account }) => account);
  const { calls } = await deployedOrganization();
  const made = calls.filter(
    ({ call: { principal } }) => principal.kind === 'role' && accounts.includes(principal.account),
  );
  return made.map(({ call }) => operationOf(call));
}

/** `Role repair: iam:CreateRole: EntityAlreadyExistsException` */
function refusalOf({ urn, message }: Failure): string {
  const answer = message.replace(/^creating \S+ "[^"]+": /, '');
  assert.notEqual(answer, message);
  return [shortName(urn), ...answer.split(': ').slice(0, 2)].join(': ');
}

/** `pulumi import` of a resource that the undisturbed deployment has made as well. */
async function importInto(organization: ServedOrganization, stack: string, urn: string): Promise<void> {
  const found = (await undisturbed(stack)).find((resource) => resource.urn === urn);
  assert.ok(found, `${urn} is not in ${stack}.`);
  const { type, parent, provider } = found;
  const resource = { urn, type, id: importIdOf(found), parent, provider };
  await organization.engine.importResource(await organization.stack(stack), resource);
}

async function undisturbed(stack: string): Promise<readonly ResourceState[]> {
  return (await deployedOrganization()).organization.engine.resourcesOf(stack);
}

const inventories = new Map<string, Promise<string[]>>();

async function undisturbedInventory(stack: string): Promise<string[]> {
  const organization = await organizationAfter(stack);
  const inventory = await inventoryOf(organization, stack);
  await organization.close();
  return inventory.map(withoutIds);
}

/** Asserts that a stack is as it would be without an interruption, for the engine and in AWS, but for keys that were lost. */
async function assertWhole(organization: ServedOrganization, stack: string, when: string, lostKeys = 0): Promise<void> {
  const { drift, steps } = await organization.preview(stack, { refresh: true });
  assert.deepEqual([...changesIn(drift), ...changesIn(steps)], [], when);
  const resources = organization.engine.resourcesOf(stack).map(lasting).sort();
  assert.deepEqual(resources, (await undisturbed(stack)).map(lasting).sort(), when);
  const inventory = inventories.get(stack) ?? undisturbedInventory(stack);
  inventories.set(stack, inventory);
  const lost = Array<string>(lostKeys).fill('us-east-1 key id');
  const found = (await inventoryOf(organization, stack)).map(withoutIds);
  assert.deepEqual(found.sort(), [...(await inventory), ...lost].sort(), when);
}

/** What one deployment says of a resource like every other. */
function lasting({ urn, id, inputs, parent, protect, retainOnDelete, initErrors }: ResourceState): string {
  return withoutIds(JSON.stringify([urn, id, inputs, parent, protect, retainOnDelete, initErrors]));
}

/** A text without ids that AWS draws. */
function withoutIds(text: string): string {
  return text.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, 'id');
}
