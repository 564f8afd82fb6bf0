/** Takes over what stayed in AWS, by the table of a document. */
import assert from 'node:assert/strict';
import { read } from '../../support/documentation';
import { Snapshot } from '../../support/engine/snapshot';
import { keyIds } from './inventory';
import type { ServedOrganization } from './served-organization';

const PROVIDER = 'pulumi:providers:aws';

/**
 * `pulumi preview --import-file`, the table of the document in place of its placeholders, and `pulumi import`.
 *
 * @param ids by what stands for them in the document
 */
export async function importKept(
  organization: ServedOrganization,
  name: string,
  document: string,
  ids: Readonly<Record<string, string>>,
): Promise<void> {
  const { engine } = organization;
  const { resources } = await organization.preview(name);
  const places = new Snapshot();
  for (const state of resources)
    if (!state.custom) places.resources.set(state.urn, state);
    else if (state.type === PROVIDER) places.resources.set(state.urn, { ...state, id: 'account' });
  engine.importStack(name, places);
  const stack = await organization.stack(name);
  const provider = `${resources.find(({ type }) => type === PROVIDER)?.urn}::account`;
  const [, section = ''] = read(document).split('### Without the exported state');
  const rows = [...section.matchAll(/^\| `([\w-]+)` \| `([^`]+)` \| `([^`]+)` \| (.+) \|$/gm)];
  for (const [, , type = '', resource = '', id = ''] of rows.filter(([, each]) => each === name)) {
    const found = resources.find((each) => each.type === type && each.urn.endsWith(`::${resource}`));
    assert.ok(found !== undefined, `${name} has no ${type} ${resource}.`);
    const { urn, parent } = found;
    await engine.importResource(stack, {
      urn,
      type,
      parent,
      provider,
      id: ids[id] ?? (await idOf(organization, name, id)),
    });
  }
}

async function idOf(organization: ServedOrganization, name: string, documented: string): Promise<string> {
  if (documented === 'the id of the key') return (await keyIds(organization, name))[0] ?? '';
  return documented.replaceAll('`', '');
}
