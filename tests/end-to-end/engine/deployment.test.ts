import assert from 'node:assert/strict';
import type { RunFailed } from '../../support/engine/run';
import { UNKNOWN } from '../../support/engine/values';
import { SAMPLE } from '../../support/organization';
import { changesIn, type ServedOrganization } from './served-organization';
import { deployedOrganization, organizationAfter } from './stages';

const NAMES = SAMPLE.stacks.map(({ name }) => name);

describe('the deployment of the organization, through the provider', () => {
  for (const name of NAMES) {
    it(`makes everything of ${name} in its place in the order`, async () => {
      const { runs } = await deployedOrganization();
      const operations = new Set(runs.get(name)?.steps.map(({ operation }) => operation));
      assert.deepEqual([...operations].sort(), ['create', 'read']);
      assert.deepEqual(runs.get(name)?.diagnostics, []);
    });

    it(`proposes nothing for ${name} afterwards, and finds nothing that has changed`, async () => {
      const { organization } = await deployedOrganization();
      const { steps, drift } = await organization.preview(name, { refresh: true });
      assert.deepEqual(changesIn(drift), []);
      assert.deepEqual(changesIn(steps), []);
      assert.deepEqual(changesIn((await organization.up(name)).steps), []);
    });
  }

  it('is looked at by the responder, which finds everything as declared, and changes nothing', async () => {
    const { calls, alerts } = await deployedOrganization();
    const byResponder = calls.filter(
      ({ call: { principal } }) => principal.kind === 'role' && principal.roleName === 'trailwarden-repair',
    );
    assert.deepEqual(
      byResponder.map(({ call }) => call.operation).filter((operation) => !/^(Describe|Get|List)/.test(operation)),
      [],
    );
    // How much it hears of depends on what comes first in an account: what is made, or what reports it.
    const ofTheDeployment = /^\[(medium|low)\] \w+ in \d{12} intact: deployment$/;
    assert.deepEqual(
      alerts.map(({ subject }) => subject).filter((subject) => !ofTheDeployment.test(subject)),
      [],
    );
  });
});

describe('a stack whose predecessors are not there', () => {
  let nothing: ServedOrganization;
  before(async () => {
    nothing = await organizationAfter(undefined);
  });
  after(async () => {
    await nothing.close();
  });

  for (const name of NAMES)
    it(`can be previewed: ${name}`, async () => {
      const { steps, diagnostics } = await nothing.preview(name);
      assert.deepEqual(diagnostics, []);
      assert.ok(changesIn(steps).every((step) => step.startsWith('create ')));
    });

  it('says in a preview what it cannot know yet', async () => {
    const { resources } = await nothing.preview('management');
    const trail = resources.find(({ type }) => type === 'aws:cloudtrail/trail:Trail');
    assert.equal(trail?.inputs.kmsKeyId, UNKNOWN);
    assert.equal(trail?.inputs.s3BucketName, 'trailwarden-trail-222222222222-us-east-1');
  });

  for (const name of NAMES.filter((each) => each !== 'security'))
    it(`cannot be deployed, and says why before anything is made: ${name}`, async () => {
      const asked: string[] = [];
      const attempt = nothing.up(name, { onCall: (method) => asked.push(method) });
      await assert.rejects(attempt, (error: RunFailed) => {
        assert.equal(
          error.message,
          'The stack "organization/trailwarden/security" has no output "centralBusArn". ' +
            'Deploy it first: pulumi up -s security',
        );
        return true;
      });
      assert.deepEqual(asked, []);
    });

  it('makes no trail without the log-archive stack, and is completed once that is there', async () => {
    const organization = await organizationAfter('security');
    await assert.rejects(organization.up('management'), /Deploy it first: pulumi up -s log-archive$/);
    const types = organization.engine.resourcesOf('management').map(({ type }) => type);
    assert.ok(!types.includes('aws:cloudtrail/trail:Trail'));
    await organization.up('log-archive');
    await organization.up('management');
    assert.deepEqual(changesIn((await organization.preview('management', { refresh: true })).steps), []);
    await organization.close();
  });
});
