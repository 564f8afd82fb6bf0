import assert from 'node:assert/strict';
import entry from '../../infra/index';
import { Engine, type RunResult, type StackIdentity } from '../support/engine/engine';
import { type FakeProvider, serveFakeProvider } from '../support/engine/fake-provider';
import { childProcess, inProcess } from '../support/engine/language-host';
import { RunFailed } from '../support/engine/run';
import { UNKNOWN } from '../support/engine/values';
import { SAMPLE } from '../support/organization';

const host = childProcess;
const NAMES = SAMPLE.stacks.map(({ name }) => name);

const engines: Engine[] = [];

/** An engine that knows the stacks and has deployed none of them. */
function newEngine(): Engine {
  const engine = new Engine('organization', SAMPLE.project);
  engines.push(engine);
  for (const name of NAMES) engine.init(name);
  return engine;
}

/** `type name` of what was registered. */
function registered({ steps }: Pick<RunResult, 'steps'>): string[] {
  return steps.map(({ urn }) => {
    const [, , types = '', name = ''] = urn.split('::');
    return `${types.split('$').at(-1)} ${name}`;
  });
}

async function failureOf(run: Promise<RunResult>): Promise<RunFailed> {
  const error = await run.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof RunFailed, String(error));
  return error;
}

/** Every run is a process of its own, so they all run first, two at a time; the provider makes nothing. */
describe('the entry, as the language host runs it', () => {
  let provider: FakeProvider;
  const engine = newEngine();
  const previews = new Map<string, RunResult>();
  const deployments = new Map<string, RunResult>();

  const stackOf = (name: string, changes: Readonly<Record<string, string>> = {}): StackIdentity => {
    const config = SAMPLE.stacks.find((stack) => stack.name === name)?.config ?? {};
    const changed = Object.entries(changes).map(([key, value]) => [`${SAMPLE.project}:${key}`, value]);
    return { name, config: { ...config, ...Object.fromEntries(changed) }, provider: { address: provider.address } };
  };
  const preview = async (...names: string[]): Promise<void> => {
    for (const name of names) previews.set(name, await engine.preview(stackOf(name), { host }));
  };
  const deploy = async (...names: string[]): Promise<void> => {
    for (const name of names) deployments.set(name, await engine.up(stackOf(name), { host }));
  };

  before(async function () {
    this.timeout(240_000);
    provider = await serveFakeProvider();
    await Promise.all([preview('security', 'log-archive', 'management'), preview('data', 'payments')]);
    await deploy('security');
    await Promise.all([deploy('log-archive', 'management'), deploy('data', 'payments')]);
  });

  after(() => {
    for (const each of engines) each.close();
    provider.close();
  });

  for (const name of NAMES) {
    it(`previews ${name} before anything is deployed, and says nothing but what it would do`, () => {
      const run = previews.get(name) as RunResult;
      assert.deepEqual({ diagnostics: run.diagnostics, stderr: run.stderr }, { diagnostics: [], stderr: '' });
      assert.deepEqual(
        run.steps.filter(({ operation }) => operation !== 'create' && operation !== 'read'),
        [],
      );
      assert.ok(registered(run).includes('aws:iam/role:Role repair'));
    });

    it(`deploys what it previewed of ${name}, and says nothing`, () => {
      const run = deployments.get(name) as RunResult;
      assert.deepEqual({ diagnostics: run.diagnostics, stderr: run.stderr }, { diagnostics: [], stderr: '' });
      assert.deepEqual(registered(run).sort(), registered(previews.get(name) as RunResult).sort());
    });

    it(`gives everything in ${name} the provider of its account, and no other`, () => {
      const resources = engine.resourcesOf(name).filter(({ type }) => type.startsWith('aws:'));
      const account = engine.resourcesOf(name).find(({ type }) => type === 'pulumi:providers:aws');
      assert.deepEqual(
        [...new Set(resources.map((resource) => resource.provider))],
        [`${account?.urn}::${account?.id}`],
      );
    });
  }

  it('previews the trail with a key that is not known yet, and deploys it with the key of the log-archive stack', () => {
    const { outputs } = deployments.get('log-archive') as RunResult;
    const trail = engine.resourcesOf('management').find(({ type }) => type === 'aws:cloudtrail/trail:Trail');
    assert.equal((previews.get('log-archive') as RunResult).outputs.trailKeyArn, UNKNOWN);
    assert.equal(trail?.inputs.kmsKeyId, outputs.trailKeyArn);
    assert.match(String(outputs.trailKeyArn), /^arn:/);
  });

  it('calls out a configuration that is not valid in one error, and registers nothing', async () => {
    const wrong = { mode: 'watch', alertSubscriptions: '["nobody"]', logRetentionInDays: '366' };
    const failure = await failureOf(newEngine().up(stackOf('payments', wrong), { host }));
    assert.deepEqual(registered(failure), ['pulumi:pulumi:Stack trailwarden-payments']);
    assert.equal(failure.diagnostics.length, 1);
    assert.deepEqual(
      failure.message.split('\n').map((line) => /^ {2}- "(\w+)" is /.exec(line)?.[1] ?? line),
      ['The configuration of the stack "payments" has 3 issues:', 'alertSubscriptions', 'mode', 'logRetentionInDays'],
    );
  });

  it('says that the trails need the log-archive stack, and makes neither', async () => {
    const onlySecurity = newEngine();
    await onlySecurity.up(stackOf('security'), { host: inProcess(entry) });
    const failure = await failureOf(onlySecurity.up(stackOf('management'), { host }));
    const reason =
      'The stack "organization/trailwarden/log-archive" has no output "trailKeyArn". ' +
      'Deploy it first: pulumi up -s log-archive';
    // The SDK says for which property, where the resource was ready before the other stack had answered.
    assert.ok([reason, `error serializing property "kmsKeyId": ${reason}`].includes(failure.message), failure.message);
    assert.deepEqual(
      registered(failure).filter((line) => line.startsWith('aws:cloudtrail/')),
      [],
    );
  });

  for (const name of NAMES.filter((each) => each !== 'security'))
    it(`says that security comes before ${name}, and registers nothing`, async () => {
      const failure = await failureOf(newEngine().up(stackOf(name), { host: inProcess(entry) }));
      assert.equal(
        failure.message,
        'The stack "organization/trailwarden/security" has no output "centralBusArn". ' +
          'Deploy it first: pulumi up -s security',
      );
      assert.deepEqual(
        registered(failure).filter((line) => !line.startsWith('pulumi:')),
        [],
      );
    });

  it('refuses to become another stack, in a preview as well, and says what it was', async () => {
    const renamed = stackOf('security', { namePrefix: 'acme', homeRegion: 'eu-west-1' });
    for (const run of ['preview', 'up'] as const) {
      const failure = await failureOf(engine[run](renamed, { host: inProcess(entry) }));
      assert.deepEqual(failure.message.split('\n').slice(0, 3), [
        'The stack "security" cannot become another one:',
        '  - "homeRegion" is "eu-west-1". Allowed: "us-east-1", with which the stack was deployed.',
        '  - "namePrefix" is "acme". Allowed: "trailwarden", with which the stack was deployed.',
      ]);
      assert.deepEqual(
        registered(failure).filter((line) => !line.startsWith('pulumi:')),
        [],
      );
    }
  });
});
