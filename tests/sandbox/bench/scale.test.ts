import assert from 'node:assert/strict';
import { DEFAULT_ENABLED_REGIONS } from '../../../infra/regions';
import { projectedPeakBytes, projectedSeconds } from '../../../sandbox/bench/scale';
import type { ScaleRun } from '../../../sandbox/bench/scale-deployment';
import { scaledOrganization } from '../../../sandbox/bench/scaled-organization';

const RUN: ScaleRun = {
  accounts: 13,
  members: 10,
  regions: 17,
  resources: 0,
  calls: 0,
  centralSeconds: 2,
  memberSeconds: 5,
  processorSeconds: 0,
  centralHeapBytes: 100,
  heapBytes: 150,
  peakBytes: 1_000,
};

describe('A projection to a larger organization', () => {
  it('is the run itself at its own size', () => {
    assert.equal(projectedSeconds(RUN, 13), 7);
    assert.equal(projectedPeakBytes(RUN, 13), 1_000);
  });

  it('adds the same for every further member, and the central accounts only once', () => {
    assert.equal(projectedSeconds(RUN, 103), 2 + 100 * 0.5);
    assert.equal(projectedPeakBytes(RUN, 103), 1_000 + 90 * 5);
  });
});

describe('A scaled organization', () => {
  const organization = scaledOrganization(1_000);
  const accounts = organization.stacks.map(({ account }) => account);

  it('has as many accounts as wanted, each with an id, a name and a stack of its own', () => {
    assert.equal(new Set(accounts).size, 1_000);
    assert.equal(new Set(organization.stacks.map(({ name }) => name)).size, 1_000);
    assert.deepEqual(
      organization.description.accounts.map(({ id }) => id),
      accounts,
    );
    for (const account of accounts) assert.match(account, /^\d{12}$/);
  });

  it('keeps the central accounts, before the members', () => {
    assert.deepEqual(
      organization.stacks.slice(0, 4).map(({ kind }) => kind),
      ['security', 'log-archive', 'management', 'member'],
    );
  });

  it('governs every Region that is enabled by default, from every account', () => {
    for (const { config, account } of organization.stacks) {
      assert.deepEqual(JSON.parse(config['trailwarden:governedRegions'] ?? ''), DEFAULT_ENABLED_REGIONS);
      assert.equal(config['trailwarden:accountId'], account);
    }
  });

  it('is refused where no member would be left', () => {
    assert.throws(() => scaledOrganization(3), /3 accounts leave none for a member/);
  });
});
