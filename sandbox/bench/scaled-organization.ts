/** The sample organization with as many members as wanted, in all Regions that are enabled by default. */
import { DEFAULT_ENABLED_REGIONS } from '../../infra/regions';
import { readSampleOrganization, type SampleOrganization, type SampleStack } from '../sample-organization';

/** Above every account of the sample organization. */
const FIRST_MEMBER = 600_000_000_000;

/**
 * The sample organization's central accounts, and members up to `accounts` in all.
 *
 * @throws Error when that is less than the central accounts and one member
 */
export function scaledOrganization(accounts: number, sample = readSampleOrganization()): SampleOrganization {
  const central = sample.stacks.filter(({ kind }) => kind !== 'member');
  const model = sample.stacks.find(({ kind }) => kind === 'member');
  if (model === undefined) throw new Error('The sample organization has no member to make more of.');
  if (accounts <= central.length)
    throw new Error(`${accounts} accounts leave none for a member: ${central.length} are central ones.`);
  const members = Array.from({ length: accounts - central.length }, (_, index) => memberLike(model, index, sample));
  const stacks = [...central, ...members].map((stack) => ({
    ...stack,
    config: { ...stack.config, [`${sample.project}:governedRegions`]: JSON.stringify(DEFAULT_ENABLED_REGIONS) },
  }));
  return {
    ...sample,
    stacks,
    configuration: { ...sample.configuration, governedRegions: DEFAULT_ENABLED_REGIONS },
    description: { ...sample.description, accounts: stacks.map(({ account, name }) => ({ id: account, name })) },
  };
}

function memberLike({ kind, config }: SampleStack, index: number, { project }: SampleOrganization): SampleStack {
  const name = `member-${index + 1}`;
  const account = String(FIRST_MEMBER + index);
  const own = { [`${project}:accountId`]: account, [`${project}:accountName`]: name };
  return { name, kind, account, config: { ...config, ...own } };
}
