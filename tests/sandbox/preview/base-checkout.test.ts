import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { checkOutBase } from '../../../sandbox/preview/base-checkout';
import { ProjectRepository } from './project-repository';

describe('the checkout of the base', () => {
  let repository: ProjectRepository;
  let folder: string;
  beforeEach(() => {
    repository = new ProjectRepository();
    folder = join(repository.folder, '.trailwarden', 'base');
  });
  afterEach(() => repository.remove());

  it('is the commit at which the branch left, whatever was added to both since', async () => {
    const left = repository.git('rev-parse', 'HEAD').trim();
    repository.git('checkout', '-b', 'branch');
    repository.addStack('data', '555555555555');
    repository.commit('Add an account');
    repository.git('checkout', 'main');
    repository.write('policies/rules.ts', '');
    repository.commit('Go on');
    repository.git('checkout', 'branch');
    const base = await checkOutBase(repository.folder, 'main', folder);
    assert.equal(base.commit, left);
    assert.ok(existsSync(join(folder, 'stacks/Pulumi.payments.yaml')));
    assert.ok(!existsSync(join(folder, 'stacks/Pulumi.data.yaml')));
    assert.ok(!existsSync(join(folder, 'policies')));
    await base.remove();
  });

  it('has the same packages by link, so that what is bundled has the same names', async () => {
    const base = await checkOutBase(repository.folder, 'main', folder);
    const file = 'node_modules/package/index.js';
    assert.equal(statSync(join(folder, file)).ino, statSync(join(repository.folder, file)).ino);
    assert.ok(statSync(join(folder, 'node_modules/package')).isDirectory());
    await base.remove();
  });

  it('knows what the branch changes, committed or not, new files included', async () => {
    const base = await checkOutBase(repository.folder, 'main', folder);
    assert.equal(await base.differs('policies'), false);
    repository.write('policies/rules.ts', '');
    assert.equal(await base.differs('policies'), true);
    repository.commit('Change the rules');
    assert.equal(await base.differs('policies'), true);
    assert.equal(await base.differs('stacks'), false);
    repository.write('stacks/Pulumi.payments.yaml', 'config: {}\n');
    assert.equal(await base.differs('stacks'), true);
    await base.remove();
  });

  it('leaves nothing behind', async () => {
    const base = await checkOutBase(repository.folder, 'main', folder);
    await base.remove();
    assert.ok(!existsSync(folder));
    assert.equal(repository.git('worktree', 'list', '--porcelain').match(/^worktree /gm)?.length, 1);
    assert.equal(
      readFileSync(join(repository.folder, 'node_modules/package/index.js'), 'utf8'),
      'module.exports = 1;\n',
    );
  });

  it('refuses a base that is not there, and says what to do', async () => {
    await assert.rejects(
      checkOutBase(repository.folder, 'nowhere', folder),
      /^Error: "--base" is "nowhere", which has no commit in common with this branch here\. Allowed: a branch, a tag or a commit; git fetch brings it\./,
    );
  });

  it('leaves nothing behind when its packages cannot be installed', async () => {
    repository.write('package-lock.json', '{"changed":true}\n');
    await assert.rejects(
      checkOutBase(repository.folder, 'main', folder),
      /^Error: npm could not install the packages of the base: /,
    );
    assert.ok(!existsSync(folder));
  });
});
