import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { type ServedSandbox, serveEmptySandbox } from '../../../sandbox/preview/empty-sandbox';
import { SAMPLE } from '../../support/organization';

describe('the sandbox of a preview', () => {
  const folder = mkdtempSync(join(tmpdir(), 'trailwarden-'));
  let sandbox: ServedSandbox;
  before(async () => {
    sandbox = await serveEmptySandbox(SAMPLE.description, join(folder, 'backend'));
  });
  after(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });

  it('has a provider of its own for every account, and one backend for all stacks', async () => {
    const ports = new Set<string>();
    for (const { id } of SAMPLE.description.accounts) {
      const { PULUMI_DEBUG_PROVIDERS: providers = '', PULUMI_BACKEND_URL: backend = '' } =
        sandbox.environmentOf(id) ?? {};
      const [, port = ''] = /^aws:(\d+)$/.exec(providers) ?? [];
      ports.add(port);
      const client = new ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
      await new Promise<void>((resolve, reject) =>
        client.getPluginInfo(new Empty(), (error) => (error === null ? resolve() : reject(error))),
      );
      client.close();
      assert.equal(fileURLToPath(backend), join(folder, 'backend'));
    }
    assert.equal(ports.size, SAMPLE.description.accounts.length);
    assert.ok(existsSync(join(folder, 'backend')));
  });

  it('has no other account', () => {
    assert.equal(sandbox.environmentOf('666666666666'), undefined);
  });
});
