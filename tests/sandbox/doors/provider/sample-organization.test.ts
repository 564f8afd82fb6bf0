/** The sample organization's own resources through the provider: none differs from what its programs say. */
import assert from 'node:assert/strict';
import { asset, runtime } from '@pulumi/pulumi';
import deploy from '../../../../infra/index';
import { deploymentTarget } from '../../../../sandbox/deployment';
import { type Deployment, deployStack, stackName } from '../../../../sandbox/doors/deployment';
import type { RegisteredResource } from '../../../../sandbox/doors/mocks';
import { serveProvider } from '../../../../sandbox/doors/provider/index';
import { readSampleOrganization } from '../../../../sandbox/sample-organization';
import { openSandbox, type Sandbox } from '../../../../sandbox/sandbox';
import { Engine, type Kept, NONE, type Values } from './engine';

describe('every resource of the sample organization', () => {
  const sample = readSampleOrganization();
  const deployments = new Map<string, Deployment>();
  let sandbox: Sandbox;

  before(async () => {
    sandbox = await openSandbox({ organization: sample.description, clock: 'virtual' });
    const outputs = new Map<string, Values>();
    for (const { name, account, config } of sample.stacks) {
      const stack = { organization: 'organization', project: sample.project, stack: name, config, account };
      const deployment = await deployStack(deploymentTarget(sandbox), { ...stack, program: deploy }, outputs);
      outputs.set(stackName(stack), deployment.outputs);
      deployments.set(name, deployment);
    }
  });

  after(async () => {
    await sandbox.close();
  });

  for (const { name, account } of sample.stacks) {
    describe(`in ${name}`, () => {
      let resources: readonly RegisteredResource[];
      let engine: Engine;
      let close: () => Promise<void>;

      before(async () => {
        const all = deployments.get(name)?.resources ?? [];
        resources = all.filter(({ custom, type }) => custom && type.startsWith('aws:'));
        const target = deploymentTarget(sandbox);
        const provider = await serveProvider({ ...target, principal: await target.deployer(account) });
        const settings = all.find(({ type }) => type === 'pulumi:providers:aws');
        engine = await Engine.open(provider.port, onWire(settings?.inputs) as Values);
        close = provider.close;
      });

      after(async () => {
        engine.close();
        await close();
      });

      it('passes the check', async () => {
        assert.ok(resources.length > 0);
        for (const resource of resources) await checked(engine, resource);
      });

      it('is imported without a difference', async () => {
        for (const resource of resources) {
          const found = await engine.import(resource.type, resource.name, importId(resource));
          assert.ok(found, `${resource.urn} is not found by ${importId(resource)}.`);
          assert.equal(found.id, resource.id, resource.urn);
          assert.deepEqual(await engine.diff(found, await checked(engine, resource)), NONE, resource.urn);
        }
      });

      it('is refreshed without a difference', async () => {
        for (const resource of resources) {
          const inputs = await checked(engine, resource);
          const kept: Kept = { ...known(resource), inputs, outputs: onWire(resource.outputs) as Values };
          const found = await engine.read(kept);
          assert.ok(found, `${resource.urn} is gone.`);
          assert.deepEqual(await engine.diff(found, inputs), NONE, resource.urn);
        }
      });
    });
  }
});

async function checked(engine: Engine, resource: RegisteredResource): Promise<Values> {
  const { inputs, failures } = await engine.check(resource.type, resource.name, onWire(resource.inputs) as Values);
  assert.deepEqual(failures, [], resource.urn);
  return inputs;
}

function known({ type, name, id = '' }: RegisteredResource): Pick<Kept, 'type' | 'name' | 'id'> {
  return { type, name, id };
}

/** The id by which the provider's documentation imports a resource, with the Region. */
function importId({ type, id = '', inputs }: RegisteredResource): string {
  const {
    rule,
    eventBusName,
    function: fn,
    logGroupName,
    region,
    targetId,
  } = inputs as Record<string, string | undefined>;
  const named: Readonly<Record<string, string>> = {
    'aws:cloudwatch/eventTarget:EventTarget': [eventBusName ?? 'default', rule, targetId].join('/'),
    'aws:cloudwatch/logMetricFilter:LogMetricFilter': `${logGroupName}:${id}`,
    'aws:lambda/permission:Permission': `${fn}/${id}`,
  };
  const plain = named[type] ?? id;
  return region === undefined ? plain : `${plain}@${region}`;
}

/** Inputs as the engine sends them: archives by their hash. */
function onWire(value: unknown): unknown {
  const isArchive: boolean = asset.Archive.isInstance(value);
  if (isArchive) return { [runtime.specialSigKey]: runtime.specialArchiveSig, hash: 'package' };
  if (Array.isArray(value)) return value.map(onWire);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, onWire(member)]));
}
