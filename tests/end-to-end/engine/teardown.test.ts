import assert from 'node:assert/strict';
import { unzipSync } from 'fflate';
import { TAMPER_CATALOGUE } from '../../../infra/catalogue';
import { read } from '../../support/documentation';
import { commandsUnder } from '../../support/documented-commands';
import type { RunFailed } from '../../support/engine/run';
import { SAMPLE } from '../../support/organization';
import { CommandLine } from './command-line';
import { importKept } from './documented-import';
import { bucketSettings, inventoryOf, keyIds } from './inventory';
import { changesIn, type ServedOrganization, shortName } from './served-organization';
import { deployedOrganization, organizationAfter } from './stages';

const MINUTE = 60_000;
const DOCUMENT = 'docs/teardown.md';
const NAMES = SAMPLE.stacks.map(({ name }) => name);
const CENTRAL = ['security', 'log-archive', 'management'] as const;
const TRAIL = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-organization';
const SECOND_TRAIL = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/trailwarden-second';
/** By what stands for them in the document. */
const TRAILS = { 'the ARN of the trail': TRAIL, 'the ARN of the second trail': SECOND_TRAIL };
const BUCKETS = ['trailwarden-access-222222222222-us-east-1', 'trailwarden-trail-222222222222-us-east-1'];

/** What is protected, by stack. */
const PROTECTED: Readonly<Record<(typeof CENTRAL)[number], readonly string[]>> = {
  security: ['Key alerts-key', 'LogGroup responder-log-group'],
  'log-archive': ['Bucket access-logs', 'Bucket trail-bucket', 'Key trail-key'],
  management: [
    'AwsServiceAccess organization-trusted-access',
    'LogGroup organization-log-group',
    'Trail organization',
    'Trail second',
  ],
};

/** What AWS keeps when every stack is gone, by stack. */
const KEPT: Readonly<Record<string, readonly string[]>> = {
  security: ['us-east-1 key <key>', 'us-east-1 log group /aws/lambda/trailwarden-responder'],
  'log-archive': [...BUCKETS.map((name) => `bucket ${name}`), 'us-east-1 key <key>'],
  management: [
    `trail ${TRAIL}`,
    `trail ${SECOND_TRAIL}`,
    'trusted access cloudtrail.amazonaws.com',
    'us-east-1 log group /trailwarden/organization-trail',
  ],
};

/** What the teardown does that would be tampering if somebody else did it: nothing about trails, buckets, or what is in a log. */
const REPORTED: readonly string[] = [
  'DeleteAlarms',
  'DeleteAlias',
  'DeleteArchive',
  'DeleteEventBus',
  'DeleteFunction',
  'DeleteFunctionEventInvokeConfig',
  'DeleteMetricFilter',
  'DeleteQueue',
  'DeleteRole',
  'DeleteRolePolicy',
  'DeleteRule',
  'DeleteTopic',
  'RemovePermission',
  'RemoveTargets',
  'SetQueueAttributes',
  'SetTopicAttributes',
  'Unsubscribe',
  'UpdateFunctionCode',
];

describe('destroying a member', () => {
  let organization: ServedOrganization;
  before(async () => {
    organization = await organizationAfter('payments');
  });
  after(async () => {
    await organization.close();
  });

  it('leaves nothing of it, and takes nothing of the other', async () => {
    const { data } = await additions(organization);
    await organization.destroy('payments');
    const left = await additions(organization);
    assert.deepEqual(left.payments, []);
    assert.deepEqual(left.data, data);
    assert.deepEqual(organization.engine.resourcesOf('payments'), []);
  });

  it('deletes targets before their rules, and policies before their roles and queues', async () => {
    const order = (await organization.destroy('data')).map(({ urn }) => shortName(urn));
    let compared = 0;
    for (const [type, suffix, owner] of [
      ['EventTarget', '-target', 'EventRule'],
      ['RolePolicy', '-permission', 'Role'],
      ['QueuePolicy', '-policy', 'Queue'],
    ] as const)
      for (const part of order.filter((each) => each.startsWith(`${type} `))) {
        const whole = part.replace(`${type} `, `${owner} `).replace(suffix, '');
        assert.ok(order.includes(whole) && order.indexOf(part) < order.indexOf(whole), part);
        compared += 1;
      }
    assert.ok(compared > 10);
    assert.equal(order.at(-1), 'Stack trailwarden-data');
  });

  it('can be undone by deploying it', async () => {
    await organization.world.clock.advance(MINUTE);
    await organization.up('payments');
    await organization.up('data');
    await assertDeployed(organization);
  });
});

describe('destroying a central stack', () => {
  let organization: ServedOrganization;
  before(async () => {
    organization = await organizationAfter('payments');
  });
  after(async () => {
    await organization.close();
  });

  for (const name of CENTRAL)
    it(`stops in ${name} at what is protected, says why, and has deleted nothing`, async () => {
      const calls: string[] = [];
      const stack = await organization.stack(name, { onCall: (method) => calls.push(method) });
      const failure = await organization.engine.destroy(stack).then(
        () => assert.fail(`${name} was destroyed.`),
        (error: unknown) => error as RunFailed,
      );
      assert.deepEqual(failure.diagnostics.map(({ urn }) => shortName(urn)).sort(), PROTECTED[name]);
      for (const { urn, message } of failure.diagnostics)
        assert.match(message, new RegExp(`cannot be deleted\nbecause it is protected.*\n.*${lastPart(urn)}'\`$`));
      assert.deepEqual(
        calls.filter((method) => method === 'Delete'),
        [],
      );
    });
});

describe('the documented teardown', () => {
  let organization: ServedOrganization;
  let commandLine: CommandLine;
  let deployed: Readonly<Record<string, readonly string[]>>;
  let buckets: readonly object[];
  const calls: string[] = [];
  let uploaded: Uint8Array | undefined;
  before(async () => {
    organization = await organizationAfter('payments');
    deployed = await additions(organization);
    buckets = await settingsOfBuckets(organization);
    organization.world.gate.observe(({ call: { operation, input } }) => {
      calls.push(operation);
      if (operation === 'UpdateFunctionCode') uploaded = (input as { ZipFile: Uint8Array }).ZipFile;
    });
    commandLine = new CommandLine(organization);
    await commandLine.pulumi(commandsUnder(DOCUMENT, 'Step by step'));
  });
  after(async () => {
    await organization.close();
  });

  it('begins with the end of repairs, which would undo it', () => {
    const [first, second] = commandsUnder(DOCUMENT, 'Step by step');
    assert.deepEqual([first, second], ['pulumi config set mode observe -s security', 'pulumi up -s security']);
    const state = unzipSync(uploaded ?? new Uint8Array())['declared-state.json'];
    assert.equal((JSON.parse(Buffer.from(state ?? '').toString()) as { mode: string }).mode, 'observe');
    assert.ok(calls.indexOf('UpdateFunctionCode') < calls.findIndex((operation) => /^(Delete|Remove)/.test(operation)));
  });

  it('comes to its end, and Pulumi remembers nothing', () => {
    for (const name of NAMES) assert.deepEqual(organization.engine.resourcesOf(name), [], name);
  });

  it('leaves in AWS what the document names, and nothing else', async () => {
    const left = await additions(organization);
    for (const name of NAMES)
      assert.deepEqual(
        left[name]?.map((line) => line.replace(/ key .*/, ' key <key>')),
        KEPT[name] ?? [],
        name,
      );
    const [, table = ''] = read(DOCUMENT).split('## What stays');
    for (const line of Object.values(KEPT).flat())
      assert.ok(line.endsWith('<key>') || table.includes(`${line.split(/[ /]/).at(-1)}\``), line);
  });

  it('leaves the buckets with all their settings, and the trails recording', async () => {
    assert.deepEqual(await settingsOfBuckets(organization), buckets);
    for (const Name of [TRAIL, SECOND_TRAIL]) {
      const { IsLogging } = (await organization.ask('management', 'cloudtrail', 'GetTrailStatus', { Name })) as {
        IsLogging: boolean;
      };
      assert.equal(IsLogging, true);
    }
  });

  it('makes no call that would be reported as tampering, but about what it takes down', () => {
    assert.deepEqual([...new Set(calls.filter(isReported))].sort(), REPORTED);
  });

  it('is undone, from what was exported, by the documented commands: everything is as it was', async () => {
    const again = await later(organization);
    const made: string[] = [];
    again.world.gate.observe(({ call }) => void made.push(call.operation));
    await commandLine.in(again).pulumi(commandsUnder(DOCUMENT, 'Deploying again'));
    assert.deepEqual(await additions(again), deployed);
    assert.deepEqual(await settingsOfBuckets(again), buckets);
    await assertDeployed(again);
    for (const name of CENTRAL) assert.deepEqual(protectedIn(again, name), PROTECTED[name]);
    const first = (await deployedOrganization()).calls.map(({ call }) => call.operation);
    assert.ok(made.includes('PutRule'));
    // Nothing more than a first deployment, but that repairs are switched on again.
    const more = made.filter((operation) => isReported(operation) && !first.includes(operation));
    assert.deepEqual(more, ['UpdateFunctionCode']);
    await again.close();
  });

  it('is not undone by deploying alone: AWS says what is there already, and it stays', async () => {
    const again = await later(organization);
    await assert.rejects(
      again.up('security'),
      /ResourceAlreadyExistsException: The specified log group already exists/,
    );
    await assert.rejects(again.up('log-archive'), /Deploy it first: pulumi up -s security$/);
    const left = await additions(again);
    for (const line of KEPT.security?.slice(1) ?? []) assert.ok(left.security?.includes(line), line);
    await again.close();
  });

  it('is undone, without what was exported, by importing what the document lists', async () => {
    const again = await later(organization);
    for (const name of CENTRAL) {
      await importKept(again, name, DOCUMENT, TRAILS);
      await again.up(name);
    }
    await commandLine.in(again).pulumi(['pulumi up -s payments', 'pulumi up -s data']);
    assert.deepEqual(await additions(again), deployed);
    assert.deepEqual(await settingsOfBuckets(again), buckets);
    await assertDeployed(again);
    await again.close();
  });

  it('ends with nothing at all, once the rest is deleted by hand as documented', async () => {
    const emptied = organization.fork();
    const keys = new Map<string, string>();
    for (const name of CENTRAL) keys.set(name, (await keyIds(emptied, name))[0] ?? '');
    await new CommandLine(emptied).aws(commandsUnder(DOCUMENT, 'Deleting by hand'), (stack) => ({
      '<key>': keys.get(stack) ?? '',
    }));
    for (const [name, left] of Object.entries(await additions(emptied))) assert.deepEqual(left, [], name);
    await emptied.close();
  });
});

/** By stack, what its account has beyond what it had before anything was deployed. The listener to alerts is the tests' own. */
async function additions(organization: ServedOrganization): Promise<Record<string, string[]>> {
  const empty = await organizationAfter(undefined);
  const found: Record<string, string[]> = {};
  for (const name of NAMES) {
    const before = await inventoryOf(empty, name);
    const now = await inventoryOf(organization, name);
    found[name] = now.filter((line) => !before.includes(line) && !line.includes('drill-listener'));
  }
  await empty.close();
  return found;
}

/** The organization, apart from itself, when SQS gives the names of deleted queues to new ones. */
async function later(organization: ServedOrganization): Promise<ServedOrganization> {
  const fork = organization.fork();
  await fork.world.clock.advance(MINUTE);
  return fork;
}

function settingsOfBuckets(organization: ServedOrganization): Promise<object[]> {
  return Promise.all(BUCKETS.map((name) => bucketSettings(organization, 'log-archive', name)));
}

function protectedIn(organization: ServedOrganization, name: string): string[] {
  const resources = organization.engine.resourcesOf(name).filter(({ protect }) => protect);
  return resources.map(({ urn }) => shortName(urn)).sort();
}

/** Nothing is left to do, whatever AWS has. */
async function assertDeployed(organization: ServedOrganization): Promise<void> {
  for (const name of NAMES) {
    const { drift, steps } = await organization.preview(name, { refresh: true });
    assert.deepEqual([...changesIn(drift), ...changesIn(steps)], [], name);
  }
}

/** AWS Lambda records its calls with the version of its API. */
function isReported(operation: string): boolean {
  return TAMPER_CATALOGUE.some(({ eventName }) => eventName.replace(/\d{8}(v\d)?$/, '') === operation);
}

function lastPart(urn: string): string {
  return urn.split('::').at(-1) ?? '';
}
