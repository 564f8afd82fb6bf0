import assert from 'node:assert/strict';
import { runtime } from '@pulumi/pulumi';
import entry from '../../../infra/index';
import type { ResourceState } from '../../support/engine/snapshot';
import { SAMPLE } from '../../support/organization';
import { importIdOf } from './import-id';
import { changesIn, type ServedOrganization, shortName } from './served-organization';
import { deployedOrganization, organizationAfter } from './stages';

/** Both members are alike. */
const STACKS = SAMPLE.stacks.map(({ name }) => name).filter((name) => name !== 'data');

describe('a stack whose state was lost', () => {
  for (const stack of STACKS) {
    it(`is taken over by imports, and then differs in nothing: ${stack}`, async () => {
      const organization = await organizationAfter('payments');
      const resources = await lose(organization, stack);
      for (const { urn, type, id, inputs, parent, provider } of resources) {
        const imported = { urn, type, id: importIdOf({ type, id, inputs }), parent, provider };
        const { id: kept } = await organization.engine.importResource(await organization.stack(stack), imported);
        assert.equal(kept, id, shortName(urn));
      }
      await assertNothingToDo(organization, stack);
      await organization.close();
    });

    it(`is taken over by a program that names what is there, and then differs in nothing: ${stack}`, async () => {
      const organization = await organizationAfter('payments');
      const resources = await lose(organization, stack);
      const ids = new Map(resources.map(({ urn, ...rest }) => [shortName(urn), importIdOf(rest)]));
      const program = async (): Promise<object> => {
        runtime.registerStackTransformation(({ type, name, props, opts }) => {
          const id = ids.get(`${type.split(':').at(-1)} ${name}`);
          return { props, opts: id === undefined ? opts : { ...opts, import: id } };
        });
        return await entry();
      };
      const { steps } = await organization.up(stack, { program });
      const imports = resources.map(({ urn }) => `import ${shortName(urn)}`);
      assert.deepEqual(changesIn(steps), imports.sort());
      await assertNothingToDo(organization, stack);
      await organization.close();
    });
  }
});

/** Forgets all that is in AWS, and answers what it was. */
async function lose(organization: ServedOrganization, stack: string): Promise<readonly ResourceState[]> {
  const { engine } = (await deployedOrganization()).organization;
  const resources = engine.resourcesOf(stack).filter(({ type }) => type.startsWith('aws:'));
  for (const { urn } of resources) organization.engine.editState(stack, urn, () => undefined);
  return resources;
}

async function assertNothingToDo(organization: ServedOrganization, stack: string): Promise<void> {
  const { steps } = await organization.up(stack);
  assert.deepEqual(changesIn(steps), []);
  const { steps: proposed, drift } = await organization.preview(stack, { refresh: true });
  assert.deepEqual([...changesIn(drift), ...changesIn(proposed)], []);
}
